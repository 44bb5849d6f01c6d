-- The log: one row a change, in the order of the tree. `leaf` is the entry itself, byte for byte
-- as it was hashed; the other columns repeat parts of it so that it can be filtered.
CREATE TABLE audit_entry (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_folded TEXT NOT NULL,
    person BIGINT,
    act TEXT NOT NULL,
    object TEXT NOT NULL,
    leaf TEXT NOT NULL,
    checkpoint TEXT NOT NULL
);
CREATE INDEX audit_entry_object ON audit_entry (object, seq);
CREATE INDEX audit_entry_person ON audit_entry (person, seq);
CREATE INDEX audit_entry_act ON audit_entry (act, seq);

-- What the next entry continues from: the roots of the complete subtrees, largest first, in hex.
CREATE TABLE audit_tree (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    peaks TEXT NOT NULL
);
INSERT INTO audit_tree (one, size, at, peaks) VALUES (1, 0, 0, '');
