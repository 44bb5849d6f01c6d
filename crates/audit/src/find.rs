//! Pages of entries that fit, quick in a log of millions: it is walked along the narrowest index that
//! a filter allows, and no further than the page.

use base::{Result, text::fold};
use store::{Query, Value, values};

use crate::{
    act::signed,
    read::{Recorded, Row},
    sql,
};

/// Values that are walked along each by itself. Where a part of a name fits more people than this,
/// some of them will have acted lately, and the whole log is walked instead.
const WALKED_MAX: usize = 100;

/// What is wanted of the log; an empty word stands for any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// An act (`requests.decide`) or a capability (`requests`).
    pub act: String,
    /// An object, for example `request/17`.
    pub object: String,
    /// Part of the name of whoever acted.
    pub actor: String,
}

impl Filter {
    fn fits_act(&self, act: &str) -> bool {
        act.strip_prefix(&self.act).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    fn actor_pattern(&self) -> String {
        format!("%{}%", literal(&fold(&self.actor)))
    }
}

/// Entries that fit, newest first, older than number `before` if one is given.
pub async fn entries(
    on: &impl Query,
    filter: &Filter,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<Recorded>> {
    let walk = Walk::of(on, filter).await?;
    if walk.values.is_empty() {
        return Ok(Vec::new());
    }
    let mut page = Page {
        filter,
        before: before.map_or(i64::MAX, signed),
        limit: i64::try_from(limit).unwrap_or(i64::MAX),
        values: Vec::new(),
    };
    let sql = page.statement(&walk);
    let rows: Vec<Row> = on.all(&sql, page.values).await?;
    Ok(rows.into_iter().map(Recorded::from).collect())
}

/// Along which column the log is walked, for which of its values; `None` stands for the whole log.
struct Walk {
    column: Option<&'static str>,
    values: Vec<String>,
}

impl Walk {
    async fn of(on: &impl Query, filter: &Filter) -> Result<Self> {
        let along = |column, values| Ok(Self { column: Some(column), values });
        if !filter.object.is_empty() {
            return along("object", vec![filter.object.clone()]);
        }
        if !filter.actor.is_empty() {
            let most = signed(WALKED_MAX as u64 + 1);
            let names: Vec<String> =
                on.column(sql::ACTORS_LIKE, values![filter.actor_pattern(), most]).await?;
            if names.len() <= WALKED_MAX {
                return along("actor_folded", names);
            }
        }
        if !filter.act.is_empty() {
            let mut acts: Vec<String> = on.column(sql::ACTS, vec![]).await?;
            acts.retain(|act| filter.fits_act(act));
            return along("act", acts);
        }
        Ok(Self { column: None, values: vec![String::new()] })
    }
}

/// One page, as its statement is put together.
struct Page<'a> {
    filter: &'a Filter,
    before: i64,
    limit: i64,
    values: Vec<Value>,
}

impl Page<'_> {
    /// The newest of each value that is walked along, and of these the newest.
    fn statement(&mut self, walk: &Walk) -> String {
        let newest: Vec<String> =
            walk.values.iter().map(|value| self.newest(walk.column, value)).collect();
        sql::entries_among(&newest.join(" UNION ALL "), self.limit)
    }

    fn newest(&mut self, column: Option<&'static str>, value: &str) -> String {
        let mut conditions = vec![format!("seq < {}", self.before)];
        if let Some(column) = column {
            conditions.push(format!("{column} = {}", self.place(value.to_owned())));
        }
        if column != Some("act") && !self.filter.act.is_empty() {
            let same = self.place(self.filter.act.clone());
            let below = self.place(format!("{}.%", literal(&self.filter.act)));
            conditions.push(format!("(act = {same} OR act LIKE {below})"));
        }
        if column != Some("actor_folded") && !self.filter.actor.is_empty() {
            conditions
                .push(format!("actor_folded LIKE {}", self.place(self.filter.actor_pattern())));
        }
        sql::newest_that(&conditions.join(" AND "), self.limit)
    }

    /// Where a value stands in the statement.
    fn place(&mut self, value: String) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

/// Without the signs that mean something to LIKE.
fn literal(text: &str) -> String {
    text.replace(['%', '_', '\\'], "")
}
