-- Walls, refusals and seals, as they were made. Never changed; ended by a row of their own.
CREATE TABLE gate_rule (
    id {id},
    kind TEXT NOT NULL CHECK (kind IN ('wall', 'refusal', 'seal')),
    target_kind TEXT NOT NULL CHECK (target_kind IN ('everything', 'category', 'service', 'host')),
    -- The short name of a category or service, or a pattern of hosts; empty for everything.
    target TEXT NOT NULL,
    -- {"everyone": bool, "people": [id], "groups": [id]}
    audience TEXT NOT NULL,
    -- {"hours": "mon-fri 09:00-17:00", "zone": "Europe/Berlin"}; always, if there is none.
    schedule TEXT,
    starts BIGINT,
    ends BIGINT,
    reason TEXT NOT NULL,
    alternative TEXT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE gate_rule_end (
    rule_id BIGINT PRIMARY KEY REFERENCES gate_rule (id),
    ended_by TEXT NOT NULL,
    ended_at BIGINT NOT NULL,
    reason TEXT NOT NULL
);

-- What holds where no rule says anything: one row once somebody chose.
CREATE TABLE gate_default (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    effect TEXT NOT NULL CHECK (effect IN ('allow', 'deny')),
    reason TEXT NOT NULL,
    chosen_by TEXT NOT NULL,
    chosen_at BIGINT NOT NULL
);

-- Published rulebooks. The rulebook itself is the edition file.
CREATE TABLE gate_edition (
    number BIGINT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    -- The entry of the audit log that led to it; none where only time passed.
    cause_seq BIGINT,
    cause_act TEXT,
    cause_object TEXT,
    cause_who TEXT,
    -- [sentence]
    changes TEXT NOT NULL
);

-- What the gate refused lately, so that whoever met it can ask. Forgotten after a day.
CREATE TABLE gate_block (
    id {id},
    at BIGINT NOT NULL,
    -- Who it was, if the edition knew.
    person_id BIGINT,
    address TEXT,
    host TEXT NOT NULL,
    method TEXT,
    effect TEXT NOT NULL CHECK (effect IN ('coach', 'deny')),
    -- The ids of the rules that decided, with blanks between; empty for the default.
    rules TEXT NOT NULL,
    edition BIGINT NOT NULL,
    -- What leads to the door.
    token TEXT,
    -- How often, where the same was refused several times at once.
    times BIGINT NOT NULL
);
CREATE INDEX gate_block_person ON gate_block (person_id, at);
CREATE INDEX gate_block_at ON gate_block (at);
