//! Who has read a policy, and who still has to.

use base::{Problem, Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use web::api::ToSchema;

use crate::{sql, version::as_bool};

store::row! {
    /// A person who is asked to read a policy, or who has read it unasked.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct Reader {
        /// Their name.
        pub name: String,
        /// Their login.
        pub login: String,
        /// The newest version that they have read.
        pub number: Option<i64>,
        /// The hash of the text that they saw.
        pub sha256: Option<String>,
        /// When they said so.
        pub at: Option<Timestamp>,
        #[serde(serialize_with = "as_bool")]
        asked: i64,
        #[serde(rename = "acknowledged", serialize_with = "as_bool")]
        done: i64,
    }
}

/// Where a person stands with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PolicyReaderState)]
pub enum State {
    /// They have read the newest version that must be read, or a later one.
    Acknowledged,
    /// They have read an earlier one, and are asked to read again.
    Stale,
    /// They have not read it.
    Missing,
}

impl State {
    /// The word in CSV and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Stale => "stale",
            Self::Missing => "missing",
        }
    }
}

impl Reader {
    /// Whether they are in the audience (and still here).
    pub fn is_asked(&self) -> bool {
        self.asked == 1
    }

    /// Where they stand.
    pub fn state(&self) -> State {
        match (self.done, self.number) {
            (1, _) => State::Acknowledged,
            (_, Some(_)) => State::Stale,
            (_, None) => State::Missing,
        }
    }
}

/// Everybody who is asked to read `slug` and everybody who has read any version of it; who still
/// has to comes first.
pub async fn readers(on: &impl Query, slug: &str) -> Result<Vec<Reader>> {
    on.all(sql::READERS, values![slug]).await
}

/// How many are asked, and how many of those have read it.
pub(crate) fn counts(readers: &[Reader]) -> (usize, usize) {
    let asked = readers.iter().filter(|reader| reader.is_asked());
    let done = asked.clone().filter(|reader| reader.state() == State::Acknowledged);
    (asked.count(), done.count())
}

/// The readers as a file for a spreadsheet.
pub(crate) fn csv(readers: &[Reader]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Problem::internal("the CSV file could not be written", error);
    let columns = ["name", "login", "asked", "state", "version", "at", "sha256"];
    writer.write_record(columns).map_err(failed)?;
    for reader in readers {
        let cells = [
            reader.name.clone(),
            reader.login.clone(),
            if reader.is_asked() { "yes" } else { "no" }.to_owned(),
            reader.state().word().to_owned(),
            reader.number.map(|number| number.to_string()).unwrap_or_default(),
            reader.at.map(|at| at.to_string()).unwrap_or_default(),
            reader.sha256.clone().unwrap_or_default(),
        ];
        writer.write_record(cells.map(plain)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| {
        Problem::internal("the CSV file could not be written", error.to_string())
    })?;
    String::from_utf8(bytes)
        .map_err(|error| Problem::internal("the CSV file could not be written", error))
}

/// A cell that no spreadsheet takes for a formula: one that begins like one gets a `'` before it.
fn plain(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_neither_a_formula_nor_the_end_of_its_cell() {
        let reader = |name: &str| Reader {
            name: name.to_owned(),
            login: "noor".to_owned(),
            number: None,
            sha256: None,
            at: None,
            asked: 1,
            done: 0,
        };
        let names = ["=1+1", "+1", "-1", "@SUM(A1)", "Haddad, \"N\"\nNoor"].map(reader);
        assert_eq!(
            csv(&names).expect("it is written"),
            "name,login,asked,state,version,at,sha256\n\
             '=1+1,noor,yes,missing,,,\n\
             '+1,noor,yes,missing,,,\n\
             '-1,noor,yes,missing,,,\n\
             '@SUM(A1),noor,yes,missing,,,\n\
             \"Haddad, \"\"N\"\"\nNoor\",noor,yes,missing,,,\n"
        );
    }
}
