//! Every statement, named for what it answers.

/// Versions, with the audience's name; what follows chooses among them.
macro_rules! versions {
    ($which:literal) => {
        concat!(
            "SELECT p.id AS policy_id, p.slug, v.number, v.title, v.group_id,
                g.slug AS group_slug, g.name AS group_name, v.sha256, v.note, v.must_read,
                v.saved_at, v.saved_by, v.published_at, v.published_by,
                r.retired_at, r.retired_by, r.reason AS retired_because
            FROM policy p
            JOIN policy_version v ON v.policy_id = p.id
            LEFT JOIN pub_group g ON g.id = v.group_id
            LEFT JOIN policy_retirement r ON r.policy_id = p.id AND r.number = v.number ",
            $which
        )
    };
}

pub(crate) const CURRENT: &str =
    versions!("WHERE p.slug = $1 AND v.published_at IS NOT NULL ORDER BY v.number DESC LIMIT 1");

pub(crate) const NEWEST: &str = versions!("WHERE p.slug = $1 ORDER BY v.number DESC LIMIT 1");

pub(crate) const PUBLISHED_VERSIONS: &str =
    versions!("WHERE p.slug = $1 AND v.published_at IS NOT NULL ORDER BY v.number DESC");

pub(crate) const DRAFTS: &str = versions!("WHERE v.published_at IS NULL ORDER BY v.saved_at DESC");

pub(crate) const ALL_IN_FORCE: &str = versions!(
    "JOIN policy_in_force f ON f.id = p.id AND f.number = v.number ORDER BY v.title, p.slug"
);

pub(crate) const ALL_RETIRED: &str = versions!(
    "JOIN policy_newest n ON n.id = p.id AND n.number = v.number
    WHERE n.retired = 1 ORDER BY r.retired_at DESC, p.slug"
);

/// Those in force or those retired, by their words.
pub(crate) const AFTER: &str = versions!(
    "JOIN policy_newest n ON n.id = p.id AND n.number = v.number
    WHERE n.retired = $1 AND p.slug > $2 ORDER BY p.slug LIMIT $3"
);

pub(crate) const PUBLISHED_BEFORE: &str = versions!(
    "WHERE p.slug = $1 AND v.published_at IS NOT NULL AND v.number < $2
    ORDER BY v.number DESC LIMIT $3"
);

pub(crate) const PUBLISHED_VERSION: &str =
    versions!("WHERE p.slug = $1 AND v.published_at IS NOT NULL AND v.number = $2");

pub(crate) const DRAFTS_AFTER: &str =
    versions!("WHERE v.published_at IS NULL AND p.slug > $1 ORDER BY p.slug LIMIT $2");

pub(crate) const TEXT: &str =
    "SELECT body FROM policy_version WHERE policy_id = $1 AND number = $2";

/// Writing the row is what makes others wait who would write too, on both engines.
pub(crate) const LOCK: &str = "UPDATE policy SET slug = slug WHERE slug = $1";

pub(crate) const ADD_POLICY: &str = "INSERT INTO policy (slug) VALUES ($1) RETURNING id";

pub(crate) const REMOVE_POLICY: &str = "DELETE FROM policy WHERE id = $1";

pub(crate) const ADD_VERSION: &str = "
    INSERT INTO policy_version
        (title, group_id, body, sha256, note, must_read, saved_at, saved_by, policy_id, number)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

pub(crate) const CHANGE_DRAFT: &str = "
    UPDATE policy_version
    SET title = $1, group_id = $2, body = $3, sha256 = $4, note = $5, must_read = $6,
        saved_at = $7, saved_by = $8
    WHERE policy_id = $9 AND number = $10 AND published_at IS NULL";

pub(crate) const REMOVE_DRAFT: &str =
    "DELETE FROM policy_version WHERE policy_id = $1 AND number = $2 AND published_at IS NULL";

pub(crate) const PUBLISH: &str = "
    UPDATE policy_version SET published_at = $1, published_by = $2
    WHERE policy_id = $3 AND number = $4 AND published_at IS NULL";

pub(crate) const RETIRE: &str = "
    INSERT INTO policy_retirement (policy_id, number, retired_at, retired_by, reason)
    VALUES ($1, $2, $3, $4, $5)";

pub(crate) const ACKNOWLEDGE: &str = "
    INSERT INTO policy_acknowledgement (policy_id, number, person_id, sha256, at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

pub(crate) const HAS_ACKNOWLEDGED: &str = "
    SELECT CAST(1 AS BIGINT) FROM pub_acknowledged a JOIN policy p ON p.id = a.policy_id
    WHERE p.slug = $1 AND a.person_id = $2";

/// How every policy in force stands with one person.
pub(crate) const MINE: &str = "
    SELECT f.slug, f.title, f.number, must.number AS asked_number,
        must.published_at AS asked_at, must.note,
        newest.number AS read_number, newest.at AS read_at,
        CAST(CASE WHEN f.group_id IS NULL OR member.person_id IS NOT NULL THEN 1 ELSE 0 END
            AS BIGINT) AS asked,
        CAST(CASE WHEN newest.number >= f.must_number THEN 1 ELSE 0 END AS BIGINT) AS done
    FROM policy_in_force f
    JOIN policy_version must ON must.policy_id = f.id AND must.number = f.must_number
    LEFT JOIN pub_membership member ON member.group_id = f.group_id AND member.person_id = $1
    LEFT JOIN policy_newest_read newest ON newest.policy_id = f.id AND newest.person_id = $2
    ORDER BY f.title, f.slug";

/// Everybody who is asked to read a policy, and everybody who has read any version of it; what
/// follows chooses among them.
macro_rules! readers {
    ($which:literal) => {
        concat!(
            "SELECT * FROM (
                SELECT person.name, person.name_folded, person.login,
                    newest.number, newest.sha256, newest.at,
                    CAST(CASE WHEN f.retired = 0 AND person.active = 1
                        AND (f.group_id IS NULL OR member.person_id IS NOT NULL) THEN 1 ELSE 0 END
                        AS BIGINT) AS asked,
                    CAST(CASE WHEN newest.number >= f.must_number THEN 1 ELSE 0 END AS BIGINT)
                        AS done
                FROM policy_newest f
                CROSS JOIN pub_person person
                LEFT JOIN pub_membership member
                    ON member.group_id = f.group_id AND member.person_id = person.id
                LEFT JOIN policy_newest_read newest
                    ON newest.policy_id = f.id AND newest.person_id = person.id
                WHERE f.slug = $1) reader
            WHERE (asked = 1 OR number IS NOT NULL) ",
            $which
        )
    };
}

/// Those who still have to come first.
pub(crate) const READERS: &str = readers!("ORDER BY done, name_folded, login");

/// By login.
pub(crate) const READERS_AFTER: &str = readers!("AND login > $2 ORDER BY login LIMIT $3");
