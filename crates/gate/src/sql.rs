//! Every statement, named for what it answers.

// The rules made here.

pub(crate) const MAKE: &str = "
    INSERT INTO gate_rule (kind, target_kind, target, audience, schedule, starts, ends, reason,
                           alternative, made_by, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";

pub(crate) const END: &str = "
    INSERT INTO gate_rule_end (rule_id, ended_by, ended_at, reason) VALUES ($1, $2, $3, $4)";

/// Rules with how they ended; what follows chooses among them.
macro_rules! rules {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.kind, r.target_kind, r.target, r.audience, r.schedule, r.starts, r.ends,
                r.reason, r.alternative, r.made_by, r.made_at,
                e.ended_by, e.ended_at, e.reason AS end_reason
            FROM gate_rule r LEFT JOIN gate_rule_end e ON e.rule_id = r.id ",
            $which
        )
    };
}

pub(crate) const RULE: &str = rules!("WHERE r.id = $1");

pub(crate) const STANDING: &str =
    rules!("WHERE e.rule_id IS NULL AND (r.ends IS NULL OR r.ends > $1) ORDER BY r.id DESC");

pub(crate) const OVER: &str = rules!(
    "WHERE e.rule_id IS NOT NULL OR r.ends <= $1
    ORDER BY COALESCE(e.ended_at, r.ends) DESC, r.id DESC LIMIT $2"
);

/// Those that are over at `$2`, or those that are not.
pub(crate) const RULES_BEFORE: &str = rules!(
    "WHERE r.id < $1
        AND CASE WHEN e.rule_id IS NOT NULL OR r.ends <= $2 THEN 1 ELSE 0 END = $3
    ORDER BY r.id DESC LIMIT $4"
);

pub(crate) const DEFAULT: &str =
    "SELECT effect, reason, chosen_by, chosen_at FROM gate_default WHERE one = 1";

pub(crate) const SET_DEFAULT: &str = "
    INSERT INTO gate_default (one, effect, reason, chosen_by, chosen_at) VALUES (1, $1, $2, $3, $4)
    ON CONFLICT (one) DO UPDATE SET effect = excluded.effect, reason = excluded.reason,
        chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at";

pub(crate) const PERSON_IS_THERE: &str = "SELECT id FROM pub_person WHERE id = $1";
pub(crate) const GROUP_IS_THERE: &str = "SELECT id FROM pub_group WHERE id = $1";

// The parts of a rulebook, each in an order that only its content gives.

pub(crate) const PEOPLE: &str = "SELECT id, login FROM pub_person WHERE active = 1 ORDER BY id";
pub(crate) const ALIASES: &str = "SELECT person_id, name FROM pub_alias ORDER BY person_id, name";
pub(crate) const MEMBERSHIPS: &str =
    "SELECT person_id, group_id FROM pub_membership ORDER BY person_id, group_id";
pub(crate) const GROUPS: &str = "SELECT id, slug, name FROM pub_group ORDER BY id";
pub(crate) const ADDRESSES: &str = "SELECT net, person_id, group_id FROM pub_address ORDER BY id";
pub(crate) const SERVICES: &str = "SELECT id, slug, name, category FROM pub_service ORDER BY id";
pub(crate) const DOMAINS: &str =
    "SELECT service_id, pattern FROM pub_service_domain ORDER BY service_id, pattern";
pub(crate) const POLICIES: &str =
    "SELECT id, slug, title, group_id, CAST(0 AS BIGINT) AS retired FROM pub_policy
    UNION ALL
    SELECT id, slug, title, CAST(NULL AS BIGINT) AS group_id, CAST(1 AS BIGINT) AS retired
    FROM pub_retired_policy
    ORDER BY id";
pub(crate) const ACKNOWLEDGED: &str =
    "SELECT policy_id, person_id FROM pub_acknowledged ORDER BY policy_id, person_id";

/// Decisions that are in force at `$1` or may come.
pub(crate) const DECISIONS: &str = "
    SELECT id, request_id, effect, target_kind, target, audience, schedule, conditions, starts,
           ends, reason, alternative, decided_at, decided_by
    FROM pub_decision WHERE ended_at IS NULL AND (ends IS NULL OR ends > $1) ORDER BY id";

// What people call them.

pub(crate) const GROUP_NAMES: &str = "SELECT id, name FROM pub_group";
pub(crate) const GROUPS_NAMED: &str = "SELECT id, slug, name FROM pub_group";
/// Followed by a list of numbers.
pub(crate) const PEOPLE_NAMED: &str = "SELECT id, login, name FROM pub_person WHERE id IN ";
pub(crate) const SERVICE_NAMES: &str =
    "SELECT slug, name, category, category_name FROM pub_service";

// Editions.

/// Held until the transaction ends. Any number, as long as nothing else on the same database has it.
pub(crate) const TAKE_TURN_POSTGRES: &str = "SELECT pg_advisory_xact_lock(1734440037)";

/// A large rulebook is read and compiled while this transaction waits.
pub(crate) const HAVE_TIME_POSTGRES: &str = "SET LOCAL idle_in_transaction_session_timeout = '60s'";

/// With the newest entry of the log that led to any edition: none leads to two.
pub(crate) const LAST_EDITION: &str = "
    SELECT number, sha256, making, (SELECT MAX(cause_seq) FROM gate_edition) AS cause_seq
    FROM gate_edition ORDER BY number DESC LIMIT 1";

pub(crate) const PUBLISH: &str = "
    INSERT INTO gate_edition (number, sha256, published_at, cause_seq, cause_act, cause_object,
                              cause_who, changes, making)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(crate) const KEEP_TEXT: &str =
    "INSERT INTO gate_edition_text (number, rulebook) VALUES ($1, $2)";
pub(crate) const FORGET_TEXTS: &str = "DELETE FROM gate_edition_text WHERE number <= $1";
pub(crate) const EDITION_TEXT: &str = "SELECT rulebook FROM gate_edition_text WHERE number = $1";
pub(crate) const OLDER_EDITION_TEXTS: &str =
    "SELECT number FROM gate_edition_text WHERE number < $1 ORDER BY number DESC";

pub(crate) const NEWEST_NUMBER: &str =
    "SELECT number FROM gate_edition ORDER BY number DESC LIMIT 1";

pub(crate) const EDITIONS: &str = "
    SELECT number, sha256, published_at, cause_seq, cause_act, cause_object, cause_who, changes
    FROM gate_edition WHERE number < $1 ORDER BY number DESC LIMIT $2";

pub(crate) const EDITION: &str = "
    SELECT number, sha256, published_at, cause_seq, cause_act, cause_object, cause_who, changes
    FROM gate_edition WHERE number = $1";

// Blocks.

pub(crate) const KEEP_BLOCK: &str = "
    INSERT INTO gate_block (at, person_id, address, host, method, effect, rules, edition, token,
                            times)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

pub(crate) const OWN_BLOCKS: &str = "
    SELECT host, at, times, token FROM gate_block
    WHERE person_id = $1 AND at > $2 ORDER BY at DESC, id DESC LIMIT $3";

pub(crate) const FORGET_OLD_BLOCKS: &str = "DELETE FROM gate_block WHERE at <= $1";

pub(crate) const FORGET_MORE_BLOCKS: &str = "
    DELETE FROM gate_block
    WHERE id <= (SELECT id FROM gate_block ORDER BY id DESC LIMIT 1 OFFSET $1)";

/// `{hosts}` stands for tests of the host.
pub(crate) const REFUSED: &str = "
    SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT) AS times,
           COUNT(DISTINCT person_id) AS people
    FROM gate_block
    WHERE at > $1 AND (person_id IS NULL OR person_id <> $2) AND ({hosts})";
