//! The helper that Squid asks.

mod answers;
mod confs;
mod follows;
mod hostile;
pub(crate) mod rules;
mod tokens;
