//! Rows out of statements.

use std::future::Future;

use base::{Problem, Result};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult, SqlErr, Statement, TryGetable, Value,
};

/// Anything that answers statements: a [`Store`](crate::Store) outside a transaction, or a
/// [`Transaction`](crate::Transaction). A verb that only reads takes `&impl Query`.
pub trait Query: Sync {
    /// The connection beneath.
    fn connection(&self) -> &impl ConnectionTrait;

    /// Every row as an `R`.
    fn all<R: FromQueryResult + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<R>>> + Send {
        async move {
            let rows = self.connection().query_all_raw(statement(self, sql, values)).await;
            let rows = rows.map_err(problem)?;
            rows.iter().map(|row| R::from_query_result(row, "").map_err(problem)).collect()
        }
    }

    /// The first row as an `R`, if there is one.
    fn first<R: FromQueryResult + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Option<R>>> + Send {
        async move {
            match one(self, sql, values).await? {
                Some(row) => R::from_query_result(&row, "").map(Some).map_err(problem),
                None => Ok(None),
            }
        }
    }

    /// The first column of the first row, if there is one.
    fn value<V: TryGetable + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Option<V>>> + Send {
        async move {
            match one(self, sql, values).await? {
                Some(row) => row.try_get_by_index(0).map(Some).map_err(problem),
                None => Ok(None),
            }
        }
    }

    /// The first column of every row.
    fn column<V: TryGetable + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<V>>> + Send {
        async move {
            let rows = self.connection().query_all_raw(statement(self, sql, values)).await;
            let rows = rows.map_err(problem)?;
            rows.iter().map(|row| row.try_get_by_index(0).map_err(problem)).collect()
        }
    }
}

pub(crate) fn statement(on: &(impl Query + ?Sized), sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(on.connection().get_database_backend(), sql, values)
}

async fn one(
    on: &(impl Query + ?Sized),
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<QueryResult>> {
    on.connection().query_one_raw(statement(on, sql, values)).await.map_err(problem)
}

/// PostgreSQL's words for a text with a NUL (SQLSTATE 22021), which SQLite takes.
const NO_SUCH_CHARACTER: &str = "invalid byte sequence for encoding";

/// What a failure of the database means to the person who waits.
pub(crate) fn problem(error: DbErr) -> Problem {
    if error.to_string().contains(NO_SUCH_CHARACTER) {
        return Problem::invalid(
            "",
            "There is a character in this that cannot be kept (NUL). Leave it out.",
        );
    }
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            Problem::conflict("This exists already; somebody may have saved it a moment ago.")
        }
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => {
            Problem::conflict("Something this refers to is no longer there.")
        }
        _ => Problem::internal("the database did not do what it was asked", error),
    }
}

/// Declares a row: a struct whose fields are columns of the same names. The tables' side of a
/// slice stays free of the library beneath.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }

        impl $crate::FromQueryResult for $name {
            fn from_query_result(
                row: &$crate::QueryResult,
                _prefix: &str,
            ) -> ::std::result::Result<Self, $crate::DbErr> {
                Ok(Self { $($field: row.try_get_by(stringify!($field))?),* })
            }
        }
    };
}
