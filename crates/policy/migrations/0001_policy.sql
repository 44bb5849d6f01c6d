CREATE TABLE policy (
    id {id},
    slug TEXT NOT NULL UNIQUE
);

-- Title and audience belong to the version: who was asked to read what is part of the record.
-- A row whose `published_at` is set never changes again; at most one row of a policy is a draft.
CREATE TABLE policy_version (
    policy_id BIGINT NOT NULL REFERENCES policy (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    group_id BIGINT, -- NULL: everyone
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    note TEXT,
    must_read BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    published_at BIGINT,
    published_by TEXT,
    PRIMARY KEY (policy_id, number)
);

CREATE TABLE policy_acknowledgement (
    policy_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (policy_id, person_id, number),
    FOREIGN KEY (policy_id, number) REFERENCES policy_version (policy_id, number)
);

-- The newest published version of each policy. `must_number` is the newest version that must be
-- read: who has acknowledged that one or a later one is done.
CREATE VIEW policy_in_force AS
SELECT policy.id, policy.slug, version.number, version.title, version.group_id,
    (SELECT MAX(must.number) FROM policy_version must
     WHERE must.policy_id = policy.id AND must.must_read = 1 AND must.published_at IS NOT NULL)
        AS must_number
FROM policy
JOIN policy_version version ON version.policy_id = policy.id
WHERE version.number =
    (SELECT MAX(newest.number) FROM policy_version newest
     WHERE newest.policy_id = policy.id AND newest.published_at IS NOT NULL);

-- The newest version of each policy that each person has acknowledged.
CREATE VIEW policy_newest_read AS
SELECT ack.policy_id, ack.person_id, ack.number, ack.sha256, ack.at
FROM policy_acknowledgement ack
WHERE ack.number =
    (SELECT MAX(newest.number) FROM policy_acknowledgement newest
     WHERE newest.policy_id = ack.policy_id AND newest.person_id = ack.person_id);

CREATE VIEW pub_policy AS
SELECT id, slug, title, group_id, number AS version FROM policy_in_force;

CREATE VIEW pub_acknowledged AS
SELECT newest.policy_id, newest.person_id
FROM policy_newest_read newest
JOIN policy_in_force policy ON policy.id = newest.policy_id
WHERE newest.number >= policy.must_number;
