//! Every limit of the house, by name and with its unit. A limit that is hit is said in a sentence.

use std::time::Duration;

/// A form or an API body, in bytes.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// An uploaded CSV file, in bytes.
pub const CSV_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Rows in an uploaded CSV file.
pub const CSV_ROWS_MAX: usize = 200_000;
/// One line of text that a person types (a name, a title), in characters.
pub const LINE_CHARS_MAX: usize = 200;
/// A paragraph that a person types (a reason, a comment), in characters.
pub const PARAGRAPH_CHARS_MAX: usize = 4_000;
/// A document that a person types (a policy), in characters.
pub const DOCUMENT_CHARS_MAX: usize = 60_000;
/// Rows on one page of a list.
pub const PAGE_ROWS: usize = 50;
/// How long one web request may take before it is answered with a sentence.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
/// How long a person stays signed in without doing anything.
pub const SESSION_IDLE_MAX: Duration = Duration::from_hours(12);
/// How long a person stays signed in at all.
pub const SESSION_AGE_MAX: Duration = Duration::from_hours(7 * 24);
/// How long a one-time link to set a password is good for.
pub const SET_UP_LINK_AGE_MAX: Duration = Duration::from_hours(3 * 24);
/// Failed sign-ins for one login, or from one address, inside [`SIGN_IN_WINDOW`].
pub const SIGN_IN_FAILURES_MAX: i64 = 10;
/// The window in which failed sign-ins are counted.
pub const SIGN_IN_WINDOW: Duration = Duration::from_mins(15);
