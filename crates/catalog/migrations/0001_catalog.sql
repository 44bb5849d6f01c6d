CREATE TABLE catalog_category (
    id {id},
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    purpose TEXT NOT NULL,
    -- 1: the organisation's; 0: as it was shipped.
    own BIGINT NOT NULL
);

CREATE TABLE catalog_service (
    id {id},
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    category_id BIGINT NOT NULL REFERENCES catalog_category (id),
    vendor TEXT,
    purpose TEXT NOT NULL,
    -- Name, slug and vendor, folded: what a search by part of a name looks at.
    found_by TEXT NOT NULL,
    own BIGINT NOT NULL,
    standing TEXT NOT NULL DEFAULT 'unreviewed',
    standing_by TEXT,
    standing_at BIGINT,
    standing_reason TEXT
);
CREATE INDEX catalog_service_category ON catalog_service (category_id);
CREATE INDEX catalog_service_name ON catalog_service (name_folded);

-- `example.com` is that name and all below it, `=example.com` that name alone. A host has at most
-- as many covering patterns as labels, so the service of a host is that many looks at this key.
CREATE TABLE catalog_domain (
    pattern TEXT PRIMARY KEY,
    service_id BIGINT NOT NULL REFERENCES catalog_service (id)
);
CREATE INDEX catalog_domain_service ON catalog_domain (service_id);

-- What a catalogue text says has no author here; what people add has.
CREATE TABLE catalog_fact (
    id {id},
    service_id BIGINT NOT NULL REFERENCES catalog_service (id),
    says TEXT NOT NULL,
    source TEXT NOT NULL,
    -- The day of which it is true, 2026-11-22.
    day TEXT NOT NULL,
    added_by TEXT,
    added_at BIGINT
);
CREATE INDEX catalog_fact_service ON catalog_fact (service_id);

-- Which shipped catalogue the tables hold.
CREATE TABLE catalog_shipped (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    sha256 TEXT NOT NULL
);
INSERT INTO catalog_shipped (one, sha256) VALUES (1, '');

CREATE VIEW pub_service AS
    SELECT s.id, s.slug, s.name, c.slug AS category, c.name AS category_name, s.standing
    FROM catalog_service s JOIN catalog_category c ON c.id = s.category_id;

CREATE VIEW pub_service_domain AS SELECT service_id, pattern FROM catalog_domain;
