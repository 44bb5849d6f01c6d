-- A version that is no longer in force although none came in its place. When another one is published
-- the policy is in force again.
CREATE TABLE policy_retirement (
    policy_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    retired_at BIGINT NOT NULL,
    retired_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (policy_id, number),
    FOREIGN KEY (policy_id, number) REFERENCES policy_version (policy_id, number)
);

DROP VIEW pub_acknowledged;
DROP VIEW pub_policy;
DROP VIEW policy_in_force;

-- The newest published version of each policy, and whether it was retired. `must_number` is the
-- newest version that must be read: who has acknowledged that one or a later one is done.
CREATE VIEW policy_newest AS
SELECT policy.id, policy.slug, version.number, version.title, version.group_id,
    (SELECT MAX(must.number) FROM policy_version must
     WHERE must.policy_id = policy.id AND must.must_read = 1 AND must.published_at IS NOT NULL)
        AS must_number,
    CAST(CASE WHEN retirement.number IS NULL THEN 0 ELSE 1 END AS BIGINT) AS retired
FROM policy
JOIN policy_version version ON version.policy_id = policy.id
LEFT JOIN policy_retirement retirement
    ON retirement.policy_id = policy.id AND retirement.number = version.number
WHERE version.number =
    (SELECT MAX(newest.number) FROM policy_version newest
     WHERE newest.policy_id = policy.id AND newest.published_at IS NOT NULL);

CREATE VIEW policy_in_force AS
SELECT id, slug, number, title, group_id, must_number FROM policy_newest WHERE retired = 0;

CREATE VIEW pub_policy AS
SELECT id, slug, title, group_id, number AS version FROM policy_in_force;

CREATE VIEW pub_retired_policy AS
SELECT id, slug, title FROM policy_newest WHERE retired = 1;

-- Also of retired policies: what somebody has done stays done.
CREATE VIEW pub_acknowledged AS
SELECT newest.policy_id, newest.person_id
FROM policy_newest_read newest
JOIN policy_newest policy ON policy.id = newest.policy_id
WHERE newest.number >= policy.must_number;
