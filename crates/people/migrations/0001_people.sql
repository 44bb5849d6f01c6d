-- `login` is the folded, canonical one: the identity behind every name that a proxy, a directory
-- or the person uses.
CREATE TABLE person (
    id {id},
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    password TEXT,
    active BIGINT NOT NULL DEFAULT 1,
    created BIGINT NOT NULL
);
CREATE INDEX person_name ON person (name_folded, id);

CREATE TABLE person_alias (
    name TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id)
);

CREATE TABLE person_group (
    id {id},
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    seat TEXT,
    administrators BIGINT NOT NULL DEFAULT 0
);
INSERT INTO person_group (slug, name, seat, administrators) VALUES
    ('communications', 'Communications', 'communications', 0),
    ('it', 'IT', 'it', 0),
    ('security', 'Security', 'security', 0),
    ('legal', 'Legal', 'legal', 0),
    ('administrators', 'Administrators', NULL, 1);

CREATE TABLE person_membership (
    person_id BIGINT NOT NULL REFERENCES person (id),
    group_id BIGINT NOT NULL REFERENCES person_group (id),
    PRIMARY KEY (person_id, group_id)
);
CREATE INDEX person_membership_group ON person_membership (group_id);

-- Where nobody signs in at the proxy: who sits behind an address or a range.
CREATE TABLE person_address (
    id {id},
    net TEXT NOT NULL UNIQUE,
    person_id BIGINT REFERENCES person (id),
    group_id BIGINT REFERENCES person_group (id)
);

-- One-time links to set a password. Without a person: to make the first administrator.
CREATE TABLE person_link (
    token_hash TEXT PRIMARY KEY,
    person_id BIGINT REFERENCES person (id),
    expires BIGINT NOT NULL
);

-- Failed sign-ins, to slow guessing down: by login and by address.
CREATE TABLE person_failure (
    key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX person_failure_key ON person_failure (key, at);

CREATE VIEW pub_person AS SELECT id, login, name, name_folded, active FROM person;
CREATE VIEW pub_alias AS SELECT person_id, name FROM person_alias;
CREATE VIEW pub_group AS SELECT id, slug, name, seat FROM person_group;
CREATE VIEW pub_membership AS SELECT person_id, group_id FROM person_membership;
CREATE VIEW pub_address AS SELECT id, net, person_id, group_id FROM person_address;
