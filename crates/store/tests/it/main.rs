//! The stories of the store.

mod freezing;
mod keys;
mod locking;
mod migrating;
mod searching;
mod topics;
mod writing;

use store::{Migration, Migrations};

pub(crate) const NOTES: Migrations = Migrations {
    slice: "notes",
    steps: &[Migration {
        name: "0001_note",
        sql: "CREATE TABLE note (id {id}, words TEXT NOT NULL UNIQUE, body {blob}, at BIGINT);",
    }],
};
