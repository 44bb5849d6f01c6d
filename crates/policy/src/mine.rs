//! How policies stand with one person: what waits to be read, and what deciders see.

use base::{Result, Timestamp};
use store::{Query, values};
use web::{App, Caller, Evidence, Statement, Subject, Waiting};

use crate::{sql, version::published};

store::row! {
    /// A policy in force, and whether one person has read it.
    #[derive(Clone, Debug)]
    pub(crate) struct Mine {
        pub(crate) slug: String,
        pub(crate) title: String,
        /// The version in force.
        pub(crate) number: i64,
        /// The newest version that must be read.
        pub(crate) asked_number: i64,
        /// Since when people are asked to read it.
        pub(crate) asked_at: Timestamp,
        /// What was different then.
        pub(crate) note: Option<String>,
        /// The newest version that they have read.
        pub(crate) read_number: Option<i64>,
        pub(crate) read_at: Option<Timestamp>,
        asked: i64,
        done: i64,
    }
}

impl Mine {
    /// They are in the audience.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked == 1
    }

    /// They have read the newest version that must be read, or a later one.
    pub(crate) fn is_read(&self) -> bool {
        self.done == 1
    }

    /// It waits for them.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_asked() && !self.is_read()
    }

    pub(crate) fn href(&self) -> String {
        format!("/policies/{}", self.slug)
    }

    /// What is new since they last read it.
    pub(crate) fn news(&self) -> Option<String> {
        self.read_number?;
        Some(match &self.note {
            Some(note) => format!("New: {note}"),
            None => "There is a new version.".to_owned(),
        })
    }

    fn statement(&self) -> Statement {
        let read = self.read_at.filter(|_| self.is_read());
        let state = match (read, self.read_number) {
            (Some(_), _) => "acknowledged",
            (None, Some(_)) => "only an earlier version acknowledged",
            (None, None) => "not acknowledged",
        };
        let says = format!("{}, version {}: {state}", self.title, self.number);
        let date = read.map(|at| at.to_jiff().strftime("%F").to_string());
        Statement { date, ..Statement::own(says) }
    }
}

/// Every policy in force, as it stands with `person`.
pub(crate) async fn mine(on: &impl Query, person: i64) -> Result<Vec<Mine>> {
    on.all(sql::MINE, values![person, person]).await
}

/// The policies that wait to be read by `caller`.
pub(crate) async fn today(app: &App, caller: &Caller) -> Result<Vec<Waiting>> {
    let Some(person) = caller.person() else { return Ok(Vec::new()) };
    let waiting = mine(&app.store, person).await?.into_iter().filter(Mine::is_waiting);
    Ok(waiting
        .map(|policy| Waiting {
            title: format!("Read: {}", policy.title),
            href: policy.href(),
            since: policy.asked_at,
            note: policy.news(),
        })
        .collect())
}

/// The policies that apply to whoever asks, and whether they have read them.
pub(crate) async fn evidence(app: &App, subject: &Subject) -> Result<Vec<Evidence>> {
    let lines: Vec<Statement> = match subject.person {
        Some(person) => {
            let mine = mine(&app.store, person).await?;
            mine.iter().filter(|policy| policy.is_asked()).map(Mine::statement).collect()
        }
        None => published(&app.store)
            .await?
            .iter()
            .map(|version| {
                let (title, number) = (&version.title, version.number);
                Statement::own(format!("{title}, version {number} (for: {})", version.audience()))
            })
            .collect(),
    };
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let href = Some("/policies".to_owned());
    Ok(vec![Evidence { title: "Policies that apply".to_owned(), href, lines }])
}
