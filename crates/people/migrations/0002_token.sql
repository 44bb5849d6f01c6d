-- Personal access tokens: how a program acts for a person. Of the token only its hash is kept;
-- `scopes` is a JSON list of names. A token that was ended is gone; the audit log remembers it.
CREATE TABLE person_token (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    used BIGINT
);
CREATE INDEX person_token_person ON person_token (person_id);
