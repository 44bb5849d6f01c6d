//! Every statement, named for what it does.

pub(crate) const ENQUEUE: &str = "INSERT INTO job (kind, payload, run_at) VALUES ($1, $2, $3)";

pub(crate) const COME_ROUND: &str = "
    INSERT INTO job (kind, payload, run_at, repeats) VALUES ($1, 'null', $2, $3)
    ON CONFLICT (repeats) DO NOTHING";

pub(crate) const CLAIM: &str = "
    UPDATE job SET held_until = $1, attempts = attempts + 1
    WHERE id = (
        SELECT id FROM job WHERE run_at <= $2 AND held_until <= $3
          AND (attempts < $4 OR repeats IS NOT NULL) AND kind IN ({kinds})
        ORDER BY run_at, id LIMIT 1 {lock})
    RETURNING id, kind, payload, attempts, held_until";

// The end of a claim says which claim it was: a worker that took too long ends nothing.

pub(crate) const DONE: &str = "DELETE FROM job WHERE id = $1 AND held_until = $2";

pub(crate) const AGAIN: &str = "
    UPDATE job SET run_at = $1, held_until = 0, attempts = 0, problem = NULL
    WHERE id = $2 AND held_until = $3";

pub(crate) const FAILED: &str = "
    UPDATE job SET run_at = $1, held_until = 0, problem = $2 WHERE id = $3 AND held_until = $4";

/// A job that comes round is never given up.
pub(crate) const QUEUE: &str = "
    SELECT
        COUNT(CASE WHEN run_at <= $1 AND (attempts < $2 OR repeats IS NOT NULL) THEN 1 END) AS waiting,
        COUNT(CASE WHEN problem IS NOT NULL AND (attempts < $3 OR repeats IS NOT NULL) THEN 1 END)
            AS failing,
        COUNT(CASE WHEN attempts >= $4 AND repeats IS NULL THEN 1 END) AS given_up,
        MIN(CASE WHEN run_at <= $5 AND (attempts < $6 OR repeats IS NOT NULL) THEN run_at END)
            AS oldest
    FROM job";
