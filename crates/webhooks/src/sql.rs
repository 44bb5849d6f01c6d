//! Every statement, named for what it answers.

macro_rules! webhook {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, url, acts, secret, created_by, created_at, next_seq, off_at,
                off_because, failing_since, failures FROM webhook ",
            $rest
        )
    };
}

macro_rules! delivery {
    ($rest:literal) => {
        concat!(
            "SELECT id, webhook_id, seq, act, queued_at, attempts, tried_at, taken_at,
                given_up_at, status, said FROM webhook_delivery ",
            $rest
        )
    };
}

pub(crate) const WEBHOOKS: &str = webhook!("ORDER BY id");
pub(crate) const WEBHOOK: &str = webhook!("WHERE id = $1");
pub(crate) const BEHIND: &str = webhook!("WHERE off_at IS NULL AND next_seq < $1 ORDER BY id");
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM webhook";

pub(crate) const CREATE: &str = "
    INSERT INTO webhook (name, url, acts, secret, created_by, created_at, next_seq)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";

pub(crate) const END: &str = "DELETE FROM webhook WHERE id = $1";
pub(crate) const END_DELIVERIES: &str = "DELETE FROM webhook_delivery WHERE webhook_id = $1";

pub(crate) const SWITCH_ON: &str = "
    UPDATE webhook SET off_at = NULL, off_because = NULL, failing_since = NULL, failures = 0,
        next_seq = $1 WHERE id = $2";
pub(crate) const SWITCH_OFF: &str =
    "UPDATE webhook SET off_at = $1, off_because = $2 WHERE id = $3 AND off_at IS NULL";

/// Of several nodes that look at the same entries, one moves on.
pub(crate) const MOVE_ON: &str =
    "UPDATE webhook SET next_seq = $1 WHERE id = $2 AND next_seq = $3 AND off_at IS NULL";

pub(crate) const QUEUE: &str = "
    INSERT INTO webhook_delivery (webhook_id, seq, act, queued_at)
    VALUES ($1, $2, $3, $4) RETURNING id";

pub(crate) const DELIVERY: &str = delivery!("WHERE id = $1");
pub(crate) const DELIVERIES: &str =
    delivery!("WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");

pub(crate) const TRIED: &str = "
    UPDATE webhook_delivery SET attempts = $1, tried_at = $2, taken_at = $3, given_up_at = $4,
        status = $5, said = $6 WHERE id = $7";

pub(crate) const TAKEN_AGAIN: &str =
    "UPDATE webhook SET failing_since = NULL, failures = 0 WHERE id = $1";
pub(crate) const FAILED_AGAIN: &str = "
    UPDATE webhook SET failing_since = COALESCE(failing_since, $1), failures = failures + 1
    WHERE id = $2";

pub(crate) const FORGET: &str = "DELETE FROM webhook_delivery WHERE queued_at <= $1";
