CREATE TABLE job (
    id {id},
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    held_until BIGINT NOT NULL DEFAULT 0,
    problem TEXT,
    -- Set for work that comes round again: there is one row of each such kind.
    repeats TEXT UNIQUE
);
CREATE INDEX job_due ON job (run_at);
