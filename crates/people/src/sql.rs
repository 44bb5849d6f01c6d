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
