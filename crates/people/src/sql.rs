//! Every statement, named for what it answers or does.

pub(crate) const PERSON: &str = "
    SELECT id, login, name, email, active, CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS secured
    FROM person WHERE id = $1";

pub(crate) const PERSON_BY_LOGIN: &str = "
    SELECT id, login, name, email, active, CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS secured
    FROM person
    WHERE id = COALESCE(
        (SELECT id FROM person WHERE login = $1),
        (SELECT person_id FROM person_alias WHERE name = $2))";

pub(crate) const PEOPLE: &str = "
    SELECT id, login, name, email, active, CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS secured
    FROM person ORDER BY name_folded, id";

pub(crate) const PEOPLE_LIKE: &str = "
    SELECT id, login, name, email, active, CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS secured
    FROM person WHERE (name_folded LIKE $1 OR login LIKE $2) AND (name_folded, id) > ($3, $4)
    ORDER BY name_folded, id LIMIT $5";

pub(crate) const NAMES: &str = "SELECT id, name FROM person";

pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM person";

pub(crate) const ADD: &str = "
    INSERT INTO person (login, name, name_folded, email, created)
    VALUES ($1, $2, $3, $4, $5) RETURNING id";

pub(crate) const CHANGE: &str =
    "UPDATE person SET name = $1, name_folded = $2, email = $3 WHERE id = $4";

pub(crate) const SET_ACTIVE: &str = "UPDATE person SET active = $1 WHERE id = $2";

pub(crate) const ALIASES: &str = "SELECT name FROM person_alias WHERE person_id = $1 ORDER BY name";
pub(crate) const ADD_ALIAS: &str = "INSERT INTO person_alias (name, person_id) VALUES ($1, $2)";
pub(crate) const CLEAR_ALIASES: &str = "DELETE FROM person_alias WHERE person_id = $1";

pub(crate) const GROUPS: &str = "
    SELECT id, slug, name, seat, administrators,
           (SELECT COUNT(*) FROM person_membership m WHERE m.group_id = g.id) AS members
    FROM person_group g ORDER BY CASE WHEN seat IS NULL THEN 1 ELSE 0 END, slug";

pub(crate) const GROUPS_OF: &str = "
    SELECT g.id, g.slug, g.name, g.seat, g.administrators, CAST(0 AS BIGINT) AS members
    FROM person_group g JOIN person_membership m ON m.group_id = g.id
    WHERE m.person_id = $1 ORDER BY g.slug";

pub(crate) const MEMBERS: &str = "
    SELECT p.id, p.login, p.name, p.email, p.active,
           CAST(CASE WHEN p.password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS secured
    FROM person p JOIN person_membership m ON m.person_id = p.id
    WHERE m.group_id = $1 ORDER BY p.name_folded, p.id";

pub(crate) const ADD_GROUP: &str =
    "INSERT INTO person_group (slug, name, seat) VALUES ($1, $2, $3) RETURNING id";
pub(crate) const ADD_MEMBER: &str =
    "INSERT INTO person_membership (person_id, group_id) VALUES ($1, $2)";
pub(crate) const CLEAR_MEMBERSHIPS: &str = "DELETE FROM person_membership WHERE person_id = $1";

pub(crate) const ADDRESSES: &str = "
    SELECT a.id, a.net, a.person_id, a.group_id, COALESCE(p.name, g.name) AS stands_for
    FROM person_address a
    LEFT JOIN person p ON p.id = a.person_id
    LEFT JOIN person_group g ON g.id = a.group_id
    ORDER BY a.net";
pub(crate) const ADD_ADDRESS: &str =
    "INSERT INTO person_address (net, person_id, group_id) VALUES ($1, $2, $3) RETURNING id";
pub(crate) const REMOVE_ADDRESS: &str = "DELETE FROM person_address WHERE id = $1";

pub(crate) const PASSWORD: &str = "SELECT password FROM person WHERE id = $1";
pub(crate) const SET_PASSWORD: &str = "UPDATE person SET password = $1 WHERE id = $2";

pub(crate) const ADD_LINK: &str =
    "INSERT INTO person_link (token_hash, person_id, expires) VALUES ($1, $2, $3)";
pub(crate) const LINK: &str =
    "SELECT person_id FROM person_link WHERE token_hash = $1 AND expires > $2";
pub(crate) const REMOVE_LINK: &str = "DELETE FROM person_link WHERE token_hash = $1";
pub(crate) const REMOVE_LINKS_OF: &str =
    "DELETE FROM person_link WHERE person_id = $1 OR person_id IS NULL AND CAST($2 AS BIGINT) = 0";

pub(crate) const ADD_FAILURE: &str = "INSERT INTO person_failure (key, at) VALUES ($1, $2)";
pub(crate) const FAILURES: &str = "SELECT COUNT(*) FROM person_failure WHERE key = $1 AND at > $2";
pub(crate) const FORGET_FAILURES: &str = "DELETE FROM person_failure WHERE at <= $1";

pub(crate) const ADD_TOKEN: &str = "
    INSERT INTO person_token (person_id, hash, name, scopes, created, ends)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
pub(crate) const TOKENS: &str = "
    SELECT id, person_id, name, scopes, created, ends, used FROM person_token
    WHERE person_id = $1 ORDER BY id DESC";
pub(crate) const TOKEN: &str = "
    SELECT id, person_id, name, scopes, created, ends, used FROM person_token WHERE id = $1";
pub(crate) const COUNT_TOKENS: &str = "SELECT COUNT(*) FROM person_token WHERE person_id = $1";
pub(crate) const LIVE_TOKEN: &str =
    "SELECT id, person_id, scopes, used FROM person_token WHERE hash = $1 AND ends > $2";
pub(crate) const USE_TOKEN: &str = "UPDATE person_token SET used = $1 WHERE id = $2";
pub(crate) const END_TOKEN: &str = "DELETE FROM person_token WHERE id = $1";
pub(crate) const END_TOKENS: &str = "DELETE FROM person_token WHERE person_id = $1";
pub(crate) const FORGET_TOKENS: &str = "DELETE FROM person_token WHERE ends <= $1";

pub(crate) const APP: &str = "SELECT seed FROM person_app WHERE person_id = $1";
pub(crate) const APP_SINCE: &str = "SELECT since FROM person_app WHERE person_id = $1";
pub(crate) const SET_APP: &str = "
    INSERT INTO person_app (person_id, seed, step, since) VALUES ($1, $2, $3, $4)
    ON CONFLICT (person_id) DO UPDATE
    SET seed = excluded.seed, step = excluded.step, since = excluded.since";
pub(crate) const USE_APP: &str =
    "UPDATE person_app SET step = $1 WHERE person_id = $2 AND step < $3";
pub(crate) const END_APP: &str = "DELETE FROM person_app WHERE person_id = $1";

pub(crate) const ADD_RECOVERY: &str =
    "INSERT INTO person_recovery (person_id, hash) VALUES ($1, $2)";
pub(crate) const USE_RECOVERY: &str =
    "DELETE FROM person_recovery WHERE person_id = $1 AND hash = $2";
pub(crate) const COUNT_RECOVERY: &str = "SELECT COUNT(*) FROM person_recovery WHERE person_id = $1";
pub(crate) const END_RECOVERY: &str = "DELETE FROM person_recovery WHERE person_id = $1";

pub(crate) const ADD_PASSKEY: &str = "
    INSERT INTO person_passkey (person_id, credential, name, stored, since)
    VALUES ($1, $2, $3, $4, $5) RETURNING id";
pub(crate) const PASSKEYS: &str = "
    SELECT id, name, since, used FROM person_passkey WHERE person_id = $1 ORDER BY id DESC";
pub(crate) const STORED_PASSKEYS: &str =
    "SELECT id, person_id, stored FROM person_passkey WHERE person_id = $1";
pub(crate) const PASSKEY_BY_CREDENTIAL: &str =
    "SELECT id, person_id, stored FROM person_passkey WHERE credential = $1";
pub(crate) const USE_PASSKEY: &str =
    "UPDATE person_passkey SET stored = $1, used = $2 WHERE id = $3";
pub(crate) const END_PASSKEY: &str = "DELETE FROM person_passkey WHERE id = $1 AND person_id = $2";
pub(crate) const END_PASSKEYS: &str = "DELETE FROM person_passkey WHERE person_id = $1";

pub(crate) const KEEP_CHALLENGE: &str = "
    INSERT INTO person_challenge (browser, kind, state, ends) VALUES ($1, $2, $3, $4)
    ON CONFLICT (browser, kind) DO UPDATE SET state = excluded.state, ends = excluded.ends";
pub(crate) const TAKE_CHALLENGE: &str = "
    DELETE FROM person_challenge WHERE browser = $1 AND kind = $2 AND ends > $3 RETURNING state";
pub(crate) const COUNT_CHALLENGES: &str = "SELECT COUNT(*) FROM person_challenge WHERE ends > $1";
pub(crate) const FORGET_CHALLENGES: &str = "DELETE FROM person_challenge WHERE ends <= $1";

pub(crate) const ADD_HALF: &str =
    "INSERT INTO person_half (browser, person_id, tries, ends) VALUES ($1, $2, 0, $3)";
pub(crate) const HALF: &str =
    "SELECT person_id FROM person_half WHERE browser = $1 AND tries < $2 AND ends > $3";
pub(crate) const TRY_HALF: &str = "UPDATE person_half SET tries = tries + 1 WHERE browser = $1";
pub(crate) const END_HALF: &str = "DELETE FROM person_half WHERE browser = $1";
pub(crate) const END_HALVES: &str = "DELETE FROM person_half WHERE person_id = $1";
pub(crate) const FORGET_HALVES: &str = "DELETE FROM person_half WHERE ends <= $1";

pub(crate) const CONFIRM: &str = "
    INSERT INTO person_confirmation (browser, at) VALUES ($1, $2)
    ON CONFLICT (browser) DO UPDATE SET at = excluded.at";
pub(crate) const CONFIRMED: &str =
    "SELECT at FROM person_confirmation WHERE browser = $1 AND at > $2";
pub(crate) const FORGET_CONFIRMATIONS: &str = "DELETE FROM person_confirmation WHERE at <= $1";

pub(crate) const FACTOR_RULE: &str = "SELECT holder FROM person_factor_rule ORDER BY holder";
pub(crate) const CLEAR_FACTOR_RULE: &str = "DELETE FROM person_factor_rule";
pub(crate) const ADD_FACTOR_RULE: &str = "INSERT INTO person_factor_rule (holder) VALUES ($1)";

pub(crate) const NOTE_RESET: &str = "
    INSERT INTO person_factor_reset (person_id, at) VALUES ($1, $2)
    ON CONFLICT (person_id) DO UPDATE SET at = excluded.at";
pub(crate) const TELL_RESET: &str =
    "DELETE FROM person_factor_reset WHERE person_id = $1 RETURNING at";
