-- What is asked. The terms are in request_revision; `revision` names the newest.
CREATE TABLE request (
    id {id},
    asker_id BIGINT NOT NULL,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    target_name TEXT NOT NULL,
    category TEXT NOT NULL,
    host TEXT,
    purpose TEXT NOT NULL,
    told TEXT,
    door TEXT,
    replaces BIGINT,
    revision BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX request_target ON request (target_kind, target);
CREATE INDEX request_asker ON request (asker_id, id);

-- The terms, as they were proposed each time.
CREATE TABLE request_revision (
    request_id BIGINT NOT NULL REFERENCES request (id),
    revision BIGINT NOT NULL,
    audience TEXT NOT NULL,
    schedule TEXT,
    conditions TEXT NOT NULL,
    starts BIGINT,
    ends BIGINT,
    changed_by BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, revision)
);

-- Who else asks for it. `included` is 0 for somebody who wants to follow only.
CREATE TABLE request_joiner (
    request_id BIGINT NOT NULL REFERENCES request (id),
    person_id BIGINT NOT NULL,
    included BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, person_id)
);
CREATE INDEX request_joiner_person ON request_joiner (person_id);

-- What a seat says to a revision; of several the newest counts.
CREATE TABLE request_review (
    id {id},
    request_id BIGINT NOT NULL REFERENCES request (id),
    revision BIGINT NOT NULL,
    seat TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    answer TEXT NOT NULL,
    note TEXT,
    reviewed_at BIGINT NOT NULL
);
CREATE INDEX request_review_request ON request_review (request_id, id);

CREATE TABLE request_comment (
    id {id},
    request_id BIGINT NOT NULL REFERENCES request (id),
    person_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    commented_at BIGINT NOT NULL
);
CREATE INDEX request_comment_request ON request_comment (request_id, id);

-- Which seats must agree for a category; the category `all` stands for every other.
CREATE TABLE request_rule (
    category TEXT PRIMARY KEY,
    seats TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL
);

-- Never updated: what ends a decision is a row of its own.
CREATE TABLE decision (
    id {id},
    request_id BIGINT NOT NULL UNIQUE REFERENCES request (id),
    revision BIGINT NOT NULL,
    effect TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    target_name TEXT NOT NULL,
    audience TEXT NOT NULL,
    schedule TEXT,
    conditions TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT,
    reason TEXT NOT NULL,
    alternative TEXT,
    deciders TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    evidence TEXT NOT NULL,
    evidence_hash TEXT NOT NULL
);
CREATE INDEX decision_target ON decision (target_kind, target);

CREATE TABLE decision_end (
    decision_id BIGINT PRIMARY KEY REFERENCES decision (id),
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    superseded_by BIGINT REFERENCES decision (id)
);

CREATE VIEW pub_decision AS
    SELECT d.id, d.request_id, d.effect, d.target_kind, d.target, d.audience, d.schedule,
           d.conditions, d.starts, d.ends, d.reason, d.alternative, d.decided_at, d.decided_by,
           e.ended_at
    FROM decision d LEFT JOIN decision_end e ON e.decision_id = d.id;
