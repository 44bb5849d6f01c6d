-- The rulebooks of the newest editions, as their files hold them: from here every node has the same
-- files. Of the embedded database there is one node, whose directory has them already.
CREATE TABLE gate_edition_text (
    number BIGINT PRIMARY KEY REFERENCES gate_edition (number),
    rulebook TEXT NOT NULL
);

-- By which way of making a rulebook out of the state it was made; an older program leaves publishing
-- to a newer one.
ALTER TABLE gate_edition ADD COLUMN making BIGINT NOT NULL DEFAULT 1;
