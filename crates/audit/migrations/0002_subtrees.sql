-- The hashes, in hex, of the complete subtrees that end with this entry, of 1, 2, 4, … leaves: with
-- them a proof is some forty rows and not the whole log. Empty only where an older program wrote the
-- entry; it is filled in when first needed.
ALTER TABLE audit_entry ADD COLUMN subtrees TEXT;
CREATE INDEX audit_entry_incomplete ON audit_entry (seq) WHERE subtrees IS NULL;
