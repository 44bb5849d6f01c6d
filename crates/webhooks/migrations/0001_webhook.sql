CREATE TABLE webhook (
    id {id},
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    acts TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The number of the next entry of the audit log to look at.
    next_seq BIGINT NOT NULL,
    off_at BIGINT,
    off_because TEXT,
    -- Since when nothing was taken, and how many tries failed since.
    failing_since BIGINT,
    failures BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE webhook_delivery (
    id {id},
    webhook_id BIGINT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    act TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    tried_at BIGINT,
    -- Taken, or given up; neither while it waits.
    taken_at BIGINT,
    given_up_at BIGINT,
    status BIGINT,
    said TEXT
);
CREATE INDEX webhook_delivery_newest ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_old ON webhook_delivery (queued_at);
