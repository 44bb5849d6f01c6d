//! Many people at once, from a CSV file: first what would happen, then, if that is wanted, all of
//! it in one act. Importing the same file again changes nothing.

use std::collections::BTreeMap;

use audit::{Act, Entry};
use base::{Problem, Result, limits, problem::Kind, text};
use serde::{Deserialize, Serialize};
use store::values;
use web::{App, Caller, api::ToSchema};

use crate::{Draft, Person, TOPIC, group, person, rights, sql};

/// The columns; only the first two must be there.
const COLUMNS: [&str; 5] = ["login", "name", "email", "groups", "aliases"];

/// The rows of a file, each a [`Draft`] with the line it stands on.
#[derive(Clone, Debug, Default)]
pub struct Import {
    rows: Vec<(u64, Draft)>,
    /// The columns that the file has; what it does not tell stays as it is.
    columns: Vec<&'static str>,
}

/// What an import would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeoplePlan)]
pub struct Plan {
    /// Logins of people who are new.
    pub added: Vec<String>,
    /// Logins of people who change, and in what.
    pub changed: Vec<(String, String)>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// Slugs of groups that are new.
    pub groups: Vec<String>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.groups.is_empty()
    }

    /// The plan in a sentence.
    pub fn sentence(&self) -> String {
        format!(
            "{} new, {} changed, {} unchanged; {} new groups.",
            self.added.len(),
            self.changed.len(),
            self.unchanged,
            self.groups.len()
        )
    }
}

impl Import {
    /// Reads a CSV file: a first line that names the columns, then a line for each person. Groups
    /// and aliases are lists inside their cell, separated by `;` or `|`. The separator of the
    /// columns may be a comma, a semicolon or a tab.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > limits::CSV_BYTES_MAX {
            return Err(Problem::too_large(format!(
                "The file is larger than {} MiB; import it in parts.",
                limits::CSV_BYTES_MAX / 1024 / 1024
            )));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // The reader counts a line end of two signs late, and would name the wrong line.
        let bytes = without_carriage_returns(bytes);
        let bytes = bytes.as_slice();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(bytes))
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let mut records = reader.records();
        let header = match records.next() {
            Some(header) => header.map_err(|error| unreadable(&error))?,
            None => {
                return Err(at(
                    1,
                    "The file is empty. Its first line names the columns: login,name,email,groups,aliases",
                ));
            }
        };
        let columns = columns(&header)?;
        let mut import = Self { rows: Vec::new(), columns: columns.clone() };
        let mut seen = BTreeMap::new();
        for record in records {
            let record = record.map_err(|error| unreadable(&error))?;
            import.push(&record, &columns, &mut seen)?;
        }
        Ok(import)
    }

    /// The row `draft`, and `before` where the file has no such column.
    fn over(&self, before: &Draft, draft: &Draft) -> Draft {
        let has = |column: &str| self.columns.contains(&column);
        let mut draft = draft.clone();
        if !has("email") {
            draft.email.clone_from(&before.email);
        }
        if !has("groups") {
            draft.groups.clone_from(&before.groups);
        }
        if !has("aliases") {
            draft.aliases.clone_from(&before.aliases);
        }
        draft
    }

    fn push(
        &mut self,
        record: &csv::StringRecord,
        columns: &[&str],
        seen: &mut BTreeMap<String, u64>,
    ) -> Result<()> {
        let line = record.position().map_or(0, csv::Position::line);
        if self.rows.len() >= limits::CSV_ROWS_MAX {
            return Err(at(
                line,
                &format!("More than {} people; import them in parts.", limits::CSV_ROWS_MAX),
            ));
        }
        let draft = draft(record, columns).checked();
        let draft = draft.map_err(|problem| at(line, problem.sentence()))?;
        for slug in &draft.groups {
            text::slug("groups", slug).map_err(|problem| at(line, problem.sentence()))?;
        }
        for name in std::iter::once(&draft.login).chain(&draft.aliases) {
            if let Some(first) = seen.insert(name.clone(), line) {
                return Err(at(line, &format!("`{name}` stands on line {first} already.")));
            }
        }
        self.rows.push((line, draft));
        Ok(())
    }
}

/// What importing would do; with `apply` it is done, as one act.
pub async fn import(app: &App, caller: &Caller, file: &Import, apply: bool) -> Result<Plan> {
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let plan = carry_out(&act, file).await?;
    if !apply || plan.is_empty() {
        act.leave_unchanged();
        return Ok(plan);
    }
    act.touch(TOPIC);
    act.record(Entry::new("people.import", "people").after(&plan)).await?;
    Ok(plan)
}

/// Does everything inside the act; a dry run drops the act, and nothing of it remains.
async fn carry_out(act: &Act, file: &Import) -> Result<Plan> {
    let mut plan = Plan::default();
    add_groups(act, file, &mut plan).await?;
    for (line, draft) in &file.rows {
        let done = match person::by_login(act, &draft.login).await? {
            None => add(act, draft, &mut plan).await,
            Some(known) => change(act, known, file, draft, &mut plan).await,
        };
        done.map_err(|problem| on_line(*line, problem))?;
    }
    Ok(plan)
}

async fn add_groups(act: &Act, file: &Import, plan: &mut Plan) -> Result<()> {
    let known = group::groups(act).await?;
    for slug in file.rows.iter().flat_map(|(_, draft)| &draft.groups) {
        if known.iter().any(|group| group.slug == *slug) || plan.groups.contains(slug) {
            continue;
        }
        let none: Option<String> = None;
        act.execute(sql::ADD_GROUP, values![slug.as_str(), slug.as_str(), none]).await?;
        plan.groups.push(slug.clone());
    }
    Ok(())
}

async fn add(act: &Act, draft: &Draft, plan: &mut Plan) -> Result<()> {
    refuse_alias_of_another(act, draft, None).await?;
    person::insert(act, draft).await?;
    plan.added.push(draft.login.clone());
    Ok(())
}

async fn change(
    act: &Act,
    known: Person,
    file: &Import,
    draft: &Draft,
    plan: &mut Plan,
) -> Result<()> {
    let before = person::draft_of(act, &known).await?;
    let draft = &file.over(&before, draft);
    if before.login != draft.login {
        return Err(Problem::invalid(
            "login",
            format!("`{}` is another name of `{}`.", draft.login, before.login),
        ));
    }
    if before == *draft {
        plan.unchanged += 1;
        return Ok(());
    }
    refuse_alias_of_another(act, draft, Some(&known)).await?;
    person::update(act, known.id, draft).await?;
    plan.changed.push((draft.login.clone(), difference(&before, draft)));
    Ok(())
}

async fn refuse_alias_of_another(act: &Act, draft: &Draft, own: Option<&Person>) -> Result<()> {
    for alias in &draft.aliases {
        if let Some(other) = person::by_login(act, alias).await?
            && own.is_none_or(|own| own.id != other.id)
        {
            return Err(Problem::invalid(
                "aliases",
                format!("`{alias}` is {} already.", other.name),
            ));
        }
    }
    Ok(())
}

fn difference(before: &Draft, after: &Draft) -> String {
    let parts = [
        ("name", before.name != after.name),
        ("email", before.email != after.email),
        ("groups", before.groups != after.groups),
        ("aliases", before.aliases != after.aliases),
    ];
    parts
        .iter()
        .filter(|(_, differs)| *differs)
        .map(|(what, _)| *what)
        .collect::<Vec<_>>()
        .join(", ")
}

/// With line ends of one sign.
fn without_carriage_returns(bytes: &[u8]) -> Vec<u8> {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    let kept = bytes.iter().zip(next).filter(|pair| !matches!(pair, (b'\r', Some(b'\n'))));
    kept.map(|(byte, _)| *byte).collect()
}

/// The sign that stands most often in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let columns = |sign: u8| first.split(|byte| *byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(|sign| columns(*sign)).unwrap_or(b',')
}

fn columns(header: &csv::StringRecord) -> Result<Vec<&'static str>> {
    let mut columns = Vec::new();
    for name in header {
        let folded = text::fold(name);
        let column = COLUMNS.into_iter().find(|column| *column == folded).ok_or_else(|| {
            at(1, &format!("There is no column `{name}`; the columns are {}.", COLUMNS.join(", ")))
        })?;
        if columns.contains(&column) {
            return Err(at(1, &format!("The column `{column}` is named twice.")));
        }
        columns.push(column);
    }
    match COLUMNS[..2].iter().find(|needed| !columns.contains(needed)) {
        None => Ok(columns),
        Some(missing) => Err(at(
            1,
            &format!(
                "The column `{missing}` is missing. The first line names the columns, for example: login,name,email,groups,aliases"
            ),
        )),
    }
}

fn draft(record: &csv::StringRecord, columns: &[&str]) -> Draft {
    let cell = |name: &str| {
        let at = columns.iter().position(|column| *column == name);
        at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()
    };
    let list = |name: &str| {
        let cell = cell(name);
        cell.split([';', '|', ','])
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Draft {
        login: cell("login"),
        name: cell("name"),
        email: cell("email"),
        groups: list("groups"),
        aliases: list("aliases"),
    }
}

fn at(line: u64, sentence: &str) -> Problem {
    Problem::invalid("file", format!("line {line}: {sentence}"))
}

/// The fault of a line is said with its number; a fault of the program stays what it is.
fn on_line(line: u64, problem: Problem) -> Problem {
    if problem.kind() == Kind::Internal { problem } else { at(line, problem.sentence()) }
}

fn unreadable(error: &csv::Error) -> Problem {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => {
            at(line, "This is not UTF-8. Save the file as “CSV UTF-8” and import it again.")
        }
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            at(line, &format!("This line has {len} cells; the first line has {expected_len}."))
        }
        _ => at(line, "This line cannot be read as CSV."),
    }
}
