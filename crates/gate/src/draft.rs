//! A rule before it is made, and what must be true of it.

use base::{Problem, Result, Schedule, Timestamp, text};
use store::{Query, values};
use verdict::{Audience, Target};

use crate::sql;

/// People and groups that one rule names.
const NAMED_MAX: usize = 500;

/// A wall, refusal or seal as somebody typed it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is about.
    pub target: Target,
    /// Whom it is about.
    pub audience: Audience,
    /// The hours in which it holds; always, if none are given.
    pub schedule: Option<Schedule>,
    /// The first instant at which it holds.
    pub from: Option<Timestamp>,
    /// The first instant at which it holds no more.
    pub until: Option<Timestamp>,
    /// Why, in plain words: everybody who meets the rule reads it.
    pub reason: String,
    /// What to use instead; may be empty.
    pub alternative: String,
}

impl Draft {
    /// A rule about `target` for everyone, for always.
    pub fn new(target: Target, reason: impl Into<String>) -> Self {
        Self {
            target,
            audience: Audience::Everyone,
            schedule: None,
            from: None,
            until: None,
            reason: reason.into(),
            alternative: String::new(),
        }
    }

    /// The draft with its texts in order, if everything it names is there and it can ever hold.
    pub(crate) async fn checked(mut self, on: &impl Query, now: Timestamp) -> Result<Self> {
        self.reason = text::paragraph("reason", &self.reason)?;
        self.alternative =
            text::optional_paragraph("alternative", &self.alternative)?.unwrap_or_default();
        self.check_time(now)?;
        self.check_target(on).await?;
        self.check_audience(on).await?;
        Ok(self)
    }

    fn check_time(&self, now: Timestamp) -> Result<()> {
        let Some(until) = self.until else { return Ok(()) };
        if until <= now {
            return Err(Problem::invalid("until", "This end is past. Choose a later time."));
        }
        if self.from.is_some_and(|from| from >= until) {
            return Err(Problem::invalid(
                "until",
                "The rule would end before it begins. Choose a later end.",
            ));
        }
        Ok(())
    }

    async fn check_target(&self, on: &impl Query) -> Result<()> {
        match &self.target {
            Target::Everything | Target::Host(_) => Ok(()),
            Target::Category(slug) => {
                let known = catalog::categories(on).await?.iter().any(|known| known.slug == *slug);
                if known { Ok(()) } else { Err(missing("category", "category", slug)) }
            }
            Target::Service(slug) => service(on, slug).await.map(drop),
        }
    }

    async fn check_audience(&self, on: &impl Query) -> Result<()> {
        let Audience::Named { people, groups } = &self.audience else { return Ok(()) };
        if people.is_empty() && groups.is_empty() {
            return Err(Problem::invalid(
                "people",
                "Nobody is named. Name people or groups, or choose everyone.",
            ));
        }
        for (statement, ids, what) in
            [(sql::PERSON_IS_THERE, people, "person"), (sql::GROUP_IS_THERE, groups, "group")]
        {
            for id in ids {
                if on.value::<i64>(statement, values![*id]).await?.is_none() {
                    return Err(Problem::invalid(
                        "people",
                        format!("There is no {what} with the number {id}."),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// The audience of these logins and short names of groups; everyone, if there are none.
pub async fn audience(
    on: &impl Query,
    logins: &[impl AsRef<str>],
    slugs: &[impl AsRef<str>],
) -> Result<Audience> {
    if logins.is_empty() && slugs.is_empty() {
        return Ok(Audience::Everyone);
    }
    if logins.len() + slugs.len() > NAMED_MAX {
        return Err(Problem::too_large(format!(
            "A rule names at most {NAMED_MAX} people and groups. Make a group of them."
        )));
    }
    let (mut people, mut groups) = (Vec::new(), Vec::new());
    for login in logins.iter().map(AsRef::as_ref) {
        let person = people::by_login(on, login).await?;
        let person = person.ok_or_else(|| missing("people", "person", login))?;
        people.push(person.id.get());
    }
    for slug in slugs.iter().map(AsRef::as_ref) {
        let group = people::group(on, slug).await?;
        groups.push(group.ok_or_else(|| missing("groups", "group", slug))?.id.get());
    }
    people.sort_unstable();
    people.dedup();
    groups.sort_unstable();
    groups.dedup();
    Ok(Audience::Named { people, groups })
}

/// The service of this name or short name.
pub async fn service(on: &impl Query, name: &str) -> Result<Target> {
    let service = catalog::named(on, name).await?;
    let service = service.ok_or_else(|| missing("service", "service", name))?;
    Ok(Target::Service(service.slug))
}

fn missing(field: &str, what: &str, name: &str) -> Problem {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    Problem::invalid(field, format!("There is no {what} `{shown}`."))
}
