-- The newest entry that touched each topic: which act led to what its watchers then see.
CREATE TABLE audit_touched (
    topic TEXT PRIMARY KEY,
    seq BIGINT NOT NULL REFERENCES audit_entry (seq)
);
