-- Who acted, in order, so that names are found without reading every entry.
CREATE INDEX audit_entry_actor ON audit_entry (actor_folded, seq);
