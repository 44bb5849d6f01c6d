-- Who is signed in where. The token itself is only in the browser; here is its hash.
CREATE TABLE web_session (
    id {id},
    token_hash TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL,
    began BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX web_session_person ON web_session (person_id);
