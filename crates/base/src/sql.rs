//! Ids and instants as the database sees them: `BIGINT`.

use sea_orm::{ColIdx, QueryResult, TryGetError, TryGetable, Value, sea_query::Nullable};

use crate::{Id, Timestamp};

impl<T> From<Id<T>> for Value {
    fn from(id: Id<T>) -> Self {
        Self::BigInt(Some(id.get()))
    }
}

impl<T> Nullable for Id<T> {
    fn null() -> Value {
        Value::BigInt(None)
    }
}

impl<T> TryGetable for Id<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        i64::try_get_by(row, index).map(Self::new)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::BigInt(Some(at.micros()))
    }
}

impl Nullable for Timestamp {
    fn null() -> Value {
        Value::BigInt(None)
    }
}

impl TryGetable for Timestamp {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        i64::try_get_by(row, index).map(Self::from_micros)
    }
}
