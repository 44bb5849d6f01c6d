//! Every statement, named for what it answers.

use store::Engine;

/// The tree, held until the transaction ends so that entries follow each other. SQLite holds the
/// whole file by then.
pub(crate) fn tree_for_update(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT size, at, peaks FROM audit_tree",
        Engine::Postgres => "SELECT size, at, peaks FROM audit_tree FOR UPDATE",
    }
}

pub(crate) const GROW_TREE: &str = "UPDATE audit_tree SET size = $1, at = $2, peaks = $3";

pub(crate) const APPEND: &str = "
    INSERT INTO audit_entry
        (seq, at, actor, actor_folded, person, act, object, leaf, checkpoint, subtrees)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

pub(crate) const TOUCH: &str = "
    INSERT INTO audit_touched (topic, seq) VALUES ($1, $2)
    ON CONFLICT (topic) DO UPDATE SET seq = excluded.seq";

pub(crate) const NEWEST_TO_TOUCH: &str = "
    SELECT e.seq, e.at, e.actor, e.person, e.act, e.object, e.leaf, e.checkpoint, e.subtrees
    FROM audit_touched t JOIN audit_entry e ON e.seq = t.seq WHERE t.topic = $1";

pub(crate) const ENTRIES_FROM: &str = "
    SELECT seq, at, actor, person, act, object, leaf, checkpoint, subtrees FROM audit_entry
    WHERE seq >= $1 ORDER BY seq LIMIT $2";

pub(crate) const ENTRY: &str = "
    SELECT seq, at, actor, person, act, object, leaf, checkpoint, subtrees FROM audit_entry WHERE seq = $1";

pub(crate) const NEWEST: &str = "
    SELECT seq, at, actor, person, act, object, leaf, checkpoint, subtrees FROM audit_entry
    ORDER BY seq DESC LIMIT 1";

/// The subtrees that end with these entries.
pub(crate) fn subtrees_of(entries: usize) -> String {
    let places: Vec<String> = (1..=entries).map(|place| format!("${place}")).collect();
    format!("SELECT seq, subtrees FROM audit_entry WHERE seq IN ({})", places.join(", "))
}

/// The oldest entry that an older program wrote.
pub(crate) const FIRST_WITHOUT_SUBTREES: &str =
    "SELECT MIN(seq) FROM audit_entry WHERE subtrees IS NULL";

pub(crate) const SET_SUBTREES: &str = "UPDATE audit_entry SET subtrees = $1 WHERE seq = $2";

/// Every act that is in the log: one step along the index for each, however often it was done.
pub(crate) const ACTS: &str = "
    WITH RECURSIVE found (act) AS (
        SELECT MIN(act) FROM audit_entry
        UNION ALL
        SELECT (SELECT MIN(act) FROM audit_entry WHERE act > found.act) FROM found
        WHERE found.act IS NOT NULL)
    SELECT act FROM found WHERE act IS NOT NULL";

/// The folded names like this of those who acted, in the same way.
pub(crate) const ACTORS_LIKE: &str = "
    WITH RECURSIVE found (name) AS (
        SELECT MIN(actor_folded) FROM audit_entry
        UNION ALL
        SELECT (SELECT MIN(actor_folded) FROM audit_entry WHERE actor_folded > found.name) FROM found
        WHERE found.name IS NOT NULL)
    SELECT name FROM found WHERE name LIKE $1 LIMIT $2";

/// The numbers of the newest entries for which `conditions` hold.
pub(crate) fn newest_that(conditions: &str, limit: i64) -> String {
    format!(
        "SELECT seq FROM (SELECT seq FROM audit_entry WHERE {conditions} ORDER BY seq DESC LIMIT {limit}) AS newest"
    )
}

/// The newest of the entries with these numbers.
pub(crate) fn entries_among(numbers: &str, limit: i64) -> String {
    format!(
        "SELECT seq, at, actor, person, act, object, leaf, checkpoint, subtrees FROM audit_entry
         WHERE seq IN ({numbers}) ORDER BY seq DESC LIMIT {limit}"
    )
}

pub(crate) const TREE_SIZE: &str = "SELECT size FROM audit_tree";

pub(crate) const NEWEST_CHECKPOINT: &str =
    "SELECT checkpoint FROM audit_entry ORDER BY seq DESC LIMIT 1";
