//! Every statement, named for what it answers.

macro_rules! service {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.slug, s.name, c.slug AS category, c.name AS category_name,
                s.vendor, s.purpose, s.own,
                s.standing, s.standing_by, s.standing_at, s.standing_reason
            FROM catalog_service s JOIN catalog_category c ON c.id = s.category_id ",
            $rest
        )
    };
}

/// The service with the most specific of so many covering patterns: `=host` is longer than `host`,
/// and each parent is shorter.
pub(crate) fn service_of(patterns: usize) -> String {
    let places = (1..=patterns).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let service = service!("JOIN catalog_domain d ON d.service_id = s.id WHERE d.pattern IN (");
    format!("{service}{places}) ORDER BY LENGTH(d.pattern) DESC LIMIT 1")
}

pub(crate) const SERVICE_BY_SLUG: &str = service!("WHERE s.slug = $1");

pub(crate) const SERVICE_NAMED: &str =
    service!("WHERE s.slug = $1 OR s.name_folded = $2 ORDER BY s.own, s.id LIMIT 1");

pub(crate) const SERVICES_BEGINNING: &str = service!(
    "WHERE s.slug LIKE $1 ESCAPE '\\' OR s.name_folded LIKE $2 ESCAPE '\\' ORDER BY s.id LIMIT 2"
);

pub(crate) const SERVICES_THAT_FIT: &str = service!(
    "WHERE ($1 = '' OR c.slug = $2)
       AND ($3 = '' OR s.standing = $4 OR ($5 = 'reviewed' AND s.standing <> 'unreviewed'))
       AND s.found_by LIKE $6 ESCAPE '\\'
     ORDER BY c.name_folded, c.id, s.name_folded, s.id LIMIT $7"
);

pub(crate) const SERVICES_AFTER: &str = service!(
    "WHERE ($1 = '' OR c.slug = $2) AND ($3 = '' OR s.standing = $4)
       AND s.found_by LIKE $5 ESCAPE '\\' AND s.slug > $6
     ORDER BY s.slug LIMIT $7"
);

pub(crate) const REVIEWED_LATELY: &str = service!(
    "WHERE s.standing_at IS NOT NULL AND s.standing <> 'unreviewed'
     ORDER BY s.standing_at DESC, s.id LIMIT 8"
);

pub(crate) const LOOK_ALIKES: &str = service!(
    "WHERE c.slug = $1 AND s.slug <> $2 AND s.standing IN ('approved', 'conditional')
     ORDER BY s.name_folded, s.id LIMIT 10"
);

pub(crate) const DOMAINS_OF: &str =
    "SELECT pattern FROM catalog_domain WHERE service_id = $1 ORDER BY pattern";

pub(crate) const SET_STANDING: &str = "
    UPDATE catalog_service
    SET standing = $1, standing_by = $2, standing_at = $3, standing_reason = $4 WHERE slug = $5";

pub(crate) const CATEGORIES: &str =
    "SELECT id, slug, name, purpose, own FROM catalog_category ORDER BY name_folded, id";

pub(crate) const SERVICES_PER_CATEGORY: &str =
    "SELECT category_id AS id, COUNT(*) AS services FROM catalog_service GROUP BY category_id";

pub(crate) const FACTS_OF: &str = "
    SELECT service_id, says, source, day, added_by, added_at FROM catalog_fact
    WHERE service_id = $1 ORDER BY day DESC, id";

pub(crate) const ADD_FACT: &str = "
    INSERT INTO catalog_fact (service_id, says, source, day, added_by, added_at)
    VALUES ($1, $2, $3, $4, $5, $6)";

// The whole catalogue, to compare with one that comes in.

pub(crate) const ALL_SERVICES: &str = "
    SELECT s.id, s.slug, s.name, c.slug AS category, s.vendor, s.purpose, s.own
    FROM catalog_service s JOIN catalog_category c ON c.id = s.category_id";

pub(crate) const ALL_DOMAINS: &str = "SELECT service_id, pattern FROM catalog_domain";

pub(crate) const ALL_WRITTEN_FACTS: &str = "
    SELECT service_id, says, source, day, added_by, added_at FROM catalog_fact
    WHERE added_by IS NULL ORDER BY id";

pub(crate) const ADD_CATEGORY: &str = "
    INSERT INTO catalog_category (slug, name, name_folded, purpose, own)
    VALUES ($1, $2, $3, $4, $5) RETURNING id";

pub(crate) const CHANGE_CATEGORY: &str = "
    UPDATE catalog_category SET name = $1, name_folded = $2, purpose = $3 WHERE id = $4";

pub(crate) const ADD_SERVICE: &str = "
    INSERT INTO catalog_service (slug, name, name_folded, category_id, vendor, purpose, found_by, own)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";

pub(crate) const CHANGE_SERVICE: &str = "
    UPDATE catalog_service
    SET name = $1, name_folded = $2, category_id = $3, vendor = $4, purpose = $5, found_by = $6
    WHERE id = $7";

pub(crate) const ADD_DOMAIN: &str =
    "INSERT INTO catalog_domain (pattern, service_id) VALUES ($1, $2)";

pub(crate) const REMOVE_DOMAIN: &str = "DELETE FROM catalog_domain WHERE pattern = $1";

pub(crate) const REMOVE_WRITTEN_FACTS: &str =
    "DELETE FROM catalog_fact WHERE service_id = $1 AND added_by IS NULL";

/// Claims the tables for the shipped catalogue with this hash; changes no row if they hold it. Of
/// several nodes that start at once, one finds a row.
pub(crate) const CLAIM_SHIPPED: &str = "UPDATE catalog_shipped SET sha256 = $1 WHERE sha256 <> $2";

pub(crate) const SHIPPED: &str = "SELECT sha256 FROM catalog_shipped";

/// A service that is no longer shipped is the organisation's.
pub(crate) const MAKE_OWN: &str = "UPDATE catalog_service SET own = 1 WHERE id = $1";
