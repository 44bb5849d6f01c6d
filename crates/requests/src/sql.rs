//! Every statement, named for what it answers or does.

use base::Result;
use store::{FromQueryResult, Query};

/// Numbers that one statement lists.
const IDS_MAX: usize = 500;

/// The rows of a statement whose `{ids}` are these numbers. They are of our own making, so they
/// need no placeholders.
pub(crate) async fn all_of<R: FromQueryResult + Send>(
    on: &impl Query,
    sql: &str,
    ids: &[i64],
) -> Result<Vec<R>> {
    let mut found = Vec::new();
    for some in ids.chunks(IDS_MAX) {
        let list = some.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        found.extend(on.all(&sql.replace("{ids}", &list), vec![]).await?);
    }
    Ok(found)
}

macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.asker_id, r.target_kind, r.target, r.target_name, r.category, r.host,
                    r.purpose, r.told, r.door, r.replaces, r.revision, r.asked_at, r.decided_at,
                    r.withdrawn_at, v.audience, v.schedule, v.conditions, v.starts, v.ends,
                    v.changed_by, v.changed_at
             FROM request r
             JOIN request_revision v ON v.request_id = r.id AND v.revision = r.revision ",
            $rest
        )
    };
}

pub(crate) const REQUEST: &str = requests!("WHERE r.id = $1");

pub(crate) const OPEN_REQUESTS: &str = requests!(
    "WHERE r.decided_at IS NULL AND r.withdrawn_at IS NULL ORDER BY v.changed_at, r.id LIMIT $1"
);

pub(crate) const OPEN_REQUESTS_ON: &str = requests!(
    "WHERE r.target_kind = $1 AND r.target = $2
       AND r.decided_at IS NULL AND r.withdrawn_at IS NULL ORDER BY r.id LIMIT 10"
);

pub(crate) const LIST: &str = requests!(
    "WHERE r.id < $1
       AND (CAST($2 AS BIGINT) = 0 OR r.asker_id = $3 OR EXISTS (
            SELECT 1 FROM request_joiner j WHERE j.request_id = r.id AND j.person_id = $4))
       AND (CAST($5 AS TEXT) = '' OR CAST($6 AS TEXT) = CASE
            WHEN r.decided_at IS NOT NULL THEN 'decided'
            WHEN r.withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE 'open' END)
     ORDER BY r.id DESC LIMIT $7"
);

pub(crate) const ASK: &str = "
    INSERT INTO request (asker_id, target_kind, target, target_name, category, host, purpose, told,
                         door, replaces, revision, asked_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11) RETURNING id";

/// Takes the row's lock on PostgreSQL; SQLite has one writer anyway.
pub(crate) const HOLD: &str = "UPDATE request SET revision = revision WHERE id = $1";

pub(crate) const SET_REVISION: &str = "UPDATE request SET revision = $1 WHERE id = $2";
pub(crate) const SET_DECIDED: &str = "UPDATE request SET decided_at = $1 WHERE id = $2";
pub(crate) const WITHDRAW: &str = "UPDATE request SET withdrawn_at = $1 WHERE id = $2";

pub(crate) const PROPOSE: &str = "
    INSERT INTO request_revision (request_id, revision, audience, schedule, conditions, starts,
                                  ends, changed_by, changed_at, by_joining)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
pub(crate) const CHANGES: &str = "
    SELECT revision, changed_by, changed_at FROM request_revision
    WHERE request_id = $1 AND revision > 1 AND by_joining = 0 ORDER BY revision";

pub(crate) const JOIN: &str = "
    INSERT INTO request_joiner (request_id, person_id, included, joined_at)
    VALUES ($1, $2, $3, $4)";
pub(crate) const LEAVE: &str =
    "DELETE FROM request_joiner WHERE request_id = $1 AND person_id = $2";
pub(crate) const JOINERS: &str = "
    SELECT request_id, person_id, included, joined_at FROM request_joiner
    WHERE request_id IN ({ids}) ORDER BY joined_at, person_id";

pub(crate) const ADD_REVIEW: &str = "
    INSERT INTO request_review (request_id, revision, seat, person_id, answer, note, reviewed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub(crate) const REVIEWS: &str = "
    SELECT request_id, revision, seat, person_id, answer, note, reviewed_at FROM request_review
    WHERE request_id IN ({ids}) ORDER BY id";

pub(crate) const ADD_COMMENT: &str = "
    INSERT INTO request_comment (request_id, person_id, words, commented_at)
    VALUES ($1, $2, $3, $4)";
pub(crate) const COMMENTS: &str = "
    SELECT id, person_id, words, commented_at FROM request_comment
    WHERE request_id = $1 ORDER BY id";
pub(crate) const COUNT_COMMENTS: &str =
    "SELECT COUNT(*) FROM request_comment WHERE request_id = $1";

pub(crate) const LOOKED: &str =
    "SELECT comment_id FROM request_look WHERE request_id = $1 AND person_id = $2";
pub(crate) const LOOK: &str = "
    INSERT INTO request_look (request_id, person_id, comment_id) VALUES ($1, $2, $3)
    ON CONFLICT (request_id, person_id) DO UPDATE SET comment_id = excluded.comment_id";
pub(crate) const NEWS: &str = "
    SELECT r.id AS request_id, r.target_name, n.comments, n.since, c.person_id AS last
    FROM (SELECT c.request_id, COUNT(*) AS comments, MIN(c.commented_at) AS since,
                 MAX(c.id) AS newest
          FROM request_comment c
          LEFT JOIN request_look l ON l.request_id = c.request_id AND l.person_id = $1
          WHERE c.commented_at > $2 AND c.person_id <> $3 AND c.id > COALESCE(l.comment_id, 0)
          GROUP BY c.request_id) n
    JOIN request_comment c ON c.id = n.newest
    JOIN request r ON r.id = n.request_id
    WHERE r.asker_id = $4
       OR EXISTS (SELECT 1 FROM request_joiner j WHERE j.request_id = r.id AND j.person_id = $5)
       OR (CAST($6 AS BIGINT) = 1 AND (
           EXISTS (SELECT 1 FROM request_review v WHERE v.request_id = r.id AND v.person_id = $7)
           OR EXISTS (SELECT 1 FROM request_comment o
                      WHERE o.request_id = r.id AND o.person_id = $8)))
    ORDER BY r.id";

pub(crate) const RULES: &str = "SELECT category, seats FROM request_rule ORDER BY category";
pub(crate) const REMOVE_RULE: &str = "DELETE FROM request_rule WHERE category = $1";
pub(crate) const SET_RULE: &str =
    "INSERT INTO request_rule (category, seats, set_by, set_at) VALUES ($1, $2, $3, $4)";

macro_rules! decisions {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.request_id, d.revision, d.effect, d.target_kind, d.target,
                    d.target_name, d.audience, d.schedule, d.conditions, d.starts, d.ends, d.reason,
                    d.alternative, d.deciders, d.decided_at, d.evidence, d.evidence_hash,
                    e.ended_at, e.ended_by, e.reason AS end_reason, e.superseded_by
             FROM decision d LEFT JOIN decision_end e ON e.decision_id = d.id ",
            $rest
        )
    };
}

pub(crate) const DECISION: &str = decisions!("WHERE d.id = $1");
pub(crate) const DECISION_OF: &str = decisions!("WHERE d.request_id = $1");
pub(crate) const DECISIONS: &str = decisions!("WHERE d.id < $1 ORDER BY d.id DESC LIMIT $2");
pub(crate) const DECISIONS_ON: &str =
    decisions!("WHERE d.target_kind = $1 AND d.target = $2 ORDER BY d.id DESC LIMIT 50");
pub(crate) const IN_FORCE: &str = decisions!(
    "WHERE e.ended_at IS NULL AND d.starts <= $1 AND (d.ends IS NULL OR d.ends > $2) ORDER BY d.id"
);
pub(crate) const IN_FORCE_BEFORE: &str = decisions!(
    "WHERE e.ended_at IS NULL AND d.starts <= $1 AND (d.ends IS NULL OR d.ends > $2) AND d.id < $3
     ORDER BY d.id DESC LIMIT $4"
);
pub(crate) const DECISIONS_FOR: &str = decisions!(
    "JOIN request r ON r.id = d.request_id
     WHERE d.decided_at > $1 AND (r.asker_id = $2 OR EXISTS (
         SELECT 1 FROM request_joiner j WHERE j.request_id = r.id AND j.person_id = $3))
     ORDER BY d.id"
);

pub(crate) const DECIDE: &str = "
    INSERT INTO decision (request_id, revision, effect, target_kind, target, target_name, audience,
                          schedule, conditions, starts, ends, reason, alternative, deciders,
                          decided_by, decided_at, evidence, evidence_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    RETURNING id";
pub(crate) const END: &str = "
    INSERT INTO decision_end (decision_id, ended_at, ended_by, reason, superseded_by)
    VALUES ($1, $2, $3, $4, $5)";
pub(crate) const WAITS_FOR_YES: &str = "
    SELECT d.decided_at - r.asked_at FROM decision d JOIN request r ON r.id = d.request_id
    WHERE d.effect = 'allow' AND d.decided_at > $1 ORDER BY 1";

pub(crate) const OTHER_ASKERS: &str = "
    SELECT COUNT(DISTINCT a.person_id) FROM (
        SELECT id AS request_id, asker_id AS person_id FROM request
        UNION SELECT request_id, person_id FROM request_joiner) a
    JOIN request r ON r.id = a.request_id
    WHERE r.target_kind = $1 AND r.target = $2 AND r.id <> $3 AND r.asked_at > $4
      AND a.person_id <> $5";
pub(crate) const OTHER_ASKERS_BY_GROUP: &str = "
    SELECT g.name, COUNT(DISTINCT a.person_id) AS people FROM (
        SELECT id AS request_id, asker_id AS person_id FROM request
        UNION SELECT request_id, person_id FROM request_joiner) a
    JOIN request r ON r.id = a.request_id
    JOIN pub_membership m ON m.person_id = a.person_id
    JOIN pub_group g ON g.id = m.group_id
    WHERE r.target_kind = $1 AND r.target = $2 AND r.id <> $3 AND r.asked_at > $4
      AND a.person_id <> $5
    GROUP BY g.name ORDER BY people DESC, g.name LIMIT 10";

pub(crate) const GROUPS_OF: &str = "SELECT group_id FROM pub_membership WHERE person_id = $1";
pub(crate) const PEOPLE: &str = "SELECT id, login, name FROM pub_person WHERE id IN ({ids})";
pub(crate) const PEOPLE_NAMED: &str =
    "SELECT id FROM pub_person WHERE name_folded = $1 AND active = 1 LIMIT 2";
