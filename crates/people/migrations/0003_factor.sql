-- An authenticator app (RFC 6238). Its secret follows from `seed` and a key of the program. `step`
-- is the time step of the last code that was taken: a code counts once.
CREATE TABLE person_app (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    seed TEXT NOT NULL,
    step BIGINT NOT NULL,
    since BIGINT NOT NULL
);

-- Recovery codes that were not used yet, hashed.
CREATE TABLE person_recovery (
    person_id BIGINT NOT NULL REFERENCES person (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (person_id, hash)
);

-- Passkeys: `credential` is the id by which the device names it, `stored` what checks its answers.
CREATE TABLE person_passkey (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    credential TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    stored TEXT NOT NULL,
    since BIGINT NOT NULL,
    used BIGINT
);
CREATE INDEX person_passkey_person ON person_passkey (person_id);

-- A question to a passkey that waits for its answer: one of each kind in a browser, good once.
CREATE TABLE person_challenge (
    browser TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    ends BIGINT NOT NULL,
    PRIMARY KEY (browser, kind)
);

-- Half of a sign-in: the password was right, the second factor is still to come. Not a session.
CREATE TABLE person_half (
    browser TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    tries BIGINT NOT NULL,
    ends BIGINT NOT NULL
);

-- When somebody last showed in this session that it is them.
CREATE TABLE person_confirmation (
    browser TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Who must have a second factor: words of seats, or `administrators`.
CREATE TABLE person_factor_rule (holder TEXT PRIMARY KEY);

-- Whose factors an administrator took away, until they have been told.
CREATE TABLE person_factor_reset (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    at BIGINT NOT NULL
);
