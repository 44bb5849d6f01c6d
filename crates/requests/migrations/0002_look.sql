-- A revision that came of somebody joining or leaving, not of a proposal.
ALTER TABLE request_revision ADD COLUMN by_joining BIGINT NOT NULL DEFAULT 0;
UPDATE request_revision SET by_joining = 1 WHERE revision > 1 AND EXISTS (
    SELECT 1 FROM request_joiner j
    WHERE j.request_id = request_revision.request_id AND j.person_id = request_revision.changed_by
      AND j.joined_at = request_revision.changed_at);

-- The newest comment that a person has seen on a request.
CREATE TABLE request_look (
    request_id BIGINT NOT NULL REFERENCES request (id),
    person_id BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    PRIMARY KEY (request_id, person_id)
);
CREATE INDEX request_comment_recent ON request_comment (commented_at);
