-- Idempotency keys: what was created with which key, and what was answered. A key is there as soon
-- as the act that it stands for; the answer follows.
CREATE TABLE web_once (
    id {id},
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT,
    location TEXT,
    body TEXT,
    UNIQUE (caller, key)
);
