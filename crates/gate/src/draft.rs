//! A rule before it is made, and what must be true of it.

use base::{Problem, Result, Schedule, Timestamp, text};
use store::{Query, values};
use verdict::{Audience, Target};

use crate::{sql, stored};

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
        let (statement, slug) = match &self.target {
            Target::Everything | Target::Host(_) => return Ok(()),
            Target::Category(slug) => (sql::CATEGORY_IS_THERE, slug),
            Target::Service(slug) => (sql::SERVICE_IS_THERE, slug),
        };
        if on.value::<i64>(statement, values![slug.as_str()]).await?.is_some() {
            return Ok(());
        }
        let (kind, _) = stored::target_words(&self.target);
        let shown: String = slug.chars().filter(|c| !c.is_control()).take(60).collect();
        Err(Problem::invalid(
            kind,
            format!("The catalogue has no {kind} `{shown}`. Choose one of its short names."),
        ))
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
