//! From the embedded database to PostgreSQL, whatever tables there are.

use base::{Problem, Result};
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};

use crate::{
    Engine, Frozen, Migrations, Query, Store, Value, migrate,
    query::{problem, statement},
    values,
};

/// Rows that travel at once.
const ROWS_AT_ONCE: i64 = 500;
/// Tables that each database keeps of itself.
const OF_ITSELF: [&str; 2] = ["migration", "program"];

/// A move under way: one transaction on the new database. Dropped without [`commit`](Self::commit),
/// nothing is there.
///
/// Which tables and columns there are is read from the old database, which references, numbers and
/// types from the new one, so a slice does nothing to come along.
pub struct Moving<'a> {
    from: &'a Frozen,
    to: DatabaseTransaction,
}

/// A table that has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub table: String,
    /// Its rows, counted on both sides.
    pub rows: i64,
}

crate::row! {
    struct Reference {
        table_name: String,
        name: String,
        definition: String,
    }
}

crate::row! {
    struct Numbered {
        table_name: String,
        column_name: String,
    }
}

crate::row! {
    struct Batch {
        rows: String,
        count: i64,
        last: Option<i64>,
    }
}

impl<'a> Moving<'a> {
    /// Makes the tables of every slice in the database `to`, which must be PostgreSQL and empty.
    pub async fn begin(from: &'a Frozen, to: &Store, slices: &[Migrations]) -> Result<Self> {
        let to = to.writer().begin().await.map_err(problem)?;
        let moving = Self { from, to };
        migrate::take_turn(&moving.to, Engine::Postgres).await?;
        if moving.value::<i64>(TABLES_THERE, values![]).await? != Some(0) {
            return Err(Problem::conflict(
                "The database to move to is not empty. Make a new one with `createdb`, and name that.",
            ));
        }
        migrate::step_all(&moving.to, Engine::Postgres, slices).await?;
        moving.has_the_same_steps().await?;
        Ok(moving)
    }

    /// Moves every row of every table. `rows` is called with how many were moved since the last call.
    pub async fn pour(&self, mut rows: impl FnMut(u64)) -> Result<Vec<Moved>> {
        let tables = self.tables().await?;
        let references: Vec<Reference> = self.all(REFERENCES, values![]).await?;
        for reference in &references {
            let Reference { table_name, name, .. } = reference;
            self.run(&format!("ALTER TABLE {table_name} DROP CONSTRAINT {name}"), vec![]).await?;
        }
        let named: Vec<String> = tables.iter().map(|table| quoted(table)).collect();
        // Steps write first rows; those of the old database stand for them.
        self.run(&format!("TRUNCATE {}", named.join(", ")), vec![]).await?;
        let mut moved = Vec::new();
        for table in tables {
            moved.push(self.move_rows(table, &mut rows).await?);
        }
        for reference in &references {
            let Reference { table_name, name, definition } = reference;
            self.run(
                &format!("ALTER TABLE {table_name} ADD CONSTRAINT {name} {definition}"),
                vec![],
            )
            .await?;
        }
        self.go_on_numbering().await?;
        self.run("ANALYZE", vec![]).await?;
        Ok(moved)
    }

    /// How many rows there are to move.
    pub async fn rows(&self) -> Result<u64> {
        let mut rows = 0;
        for table in self.tables().await? {
            rows += count(self.from, &table).await?;
        }
        Ok(u64::try_from(rows).unwrap_or_default())
    }

    /// Makes it so.
    pub async fn commit(self) -> Result<()> {
        self.to.commit().await.map_err(problem)
    }

    async fn has_the_same_steps(&self) -> Result<()> {
        let (old, new) = (steps(self.from).await?, steps(self).await?);
        if old == new {
            return Ok(());
        }
        Err(Problem::conflict(match new.iter().find(|step| !old.contains(step)) {
            Some(step) => format!(
                "The embedded database lacks step {step} of this program. Start this program on it once, which brings it up to date, then move it."
            ),
            None => "The embedded database is newer than this program. Move it with the release that it was last used with.".to_owned(),
        }))
    }

    async fn tables(&self) -> Result<Vec<String>> {
        let tables: Vec<String> = self.from.column(TABLES, values![]).await?;
        Ok(tables.into_iter().filter(|table| !OF_ITSELF.contains(&table.as_str())).collect())
    }

    async fn move_rows(&self, table: String, moved: &mut impl FnMut(u64)) -> Result<Moved> {
        let columns: Vec<String> = self.from.column(COLUMNS, values![table.as_str()]).await?;
        let (read, write) = (read(&table, &columns), write(&table, &columns));
        let (mut after, mut rows) = (i64::MIN, 0);
        loop {
            let batch: Option<Batch> = self.from.first(&read, values![after, ROWS_AT_ONCE]).await?;
            let Some(Batch { rows: json, count, last: Some(last) }) = batch else { break };
            self.run(&write, values![json]).await.map_err(|error| not_taken(&table, error))?;
            (after, rows) = (last, rows + count);
            moved(u64::try_from(count).unwrap_or_default());
        }
        let there = count(self, &table).await?;
        if there == rows && count(self.from, &table).await? == rows {
            return Ok(Moved { table, rows });
        }
        Err(not_taken(&table, format!("{rows} rows were moved and {there} are there")))
    }

    /// Numbers that were given once are not given again, also where their rows are gone.
    async fn go_on_numbering(&self) -> Result<()> {
        for Numbered { table_name, column_name } in self.all(NUMBERED, values![]).await? {
            let given: Option<i64> =
                self.from.value(LAST_NUMBER, values![table_name.as_str()]).await?;
            let (table, column) = (quoted(&table_name), quoted(&column_name));
            let go_on = format!(
                "SELECT setval(pg_get_serial_sequence($1, $2), GREATEST(last, 1), last > 0) FROM
                 (SELECT GREATEST(CAST($3 AS BIGINT), COALESCE(MAX({column}), 0)) AS last
                  FROM {table}) AS given"
            );
            self.run(&go_on, values![table, column_name, given.unwrap_or_default()]).await?;
        }
        Ok(())
    }

    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<()> {
        self.to.execute_raw(statement(self, sql, values)).await.map(drop).map_err(problem)
    }
}

impl Query for Moving<'_> {
    fn connection(&self) -> &impl ConnectionTrait {
        &self.to
    }
}

async fn steps(on: &impl Query) -> Result<Vec<String>> {
    on.column("SELECT slice || '/' || name FROM migration ORDER BY slice, name", values![]).await
}

async fn count(on: &impl Query, table: &str) -> Result<i64> {
    let count = on.value(&format!("SELECT COUNT(*) FROM {}", quoted(table)), values![]).await?;
    Ok(count.unwrap_or_default())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn not_taken(table: &str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Problem {
    Problem::internal(format!("the table `{table}` could not be moved; nothing was"), cause)
}

/// Rows in the order in which they were written, as one JSON text; bytes as PostgreSQL writes them.
fn read(table: &str, columns: &[String]) -> String {
    let fields: Vec<String> = columns
        .iter()
        .map(|name| {
            let column = quoted(name);
            let key = name.replace('\'', "''");
            format!(
                "'{key}', CASE typeof({column}) WHEN 'blob' THEN '\\x' || hex({column}) ELSE {column} END"
            )
        })
        .collect();
    format!(
        "SELECT json_group_array(json_object({})) AS rows, COUNT(*) AS count, MAX(rowid_) AS last
         FROM (SELECT rowid AS rowid_, * FROM {} WHERE rowid > $1 ORDER BY rowid LIMIT $2)",
        fields.join(", "),
        quoted(table)
    )
}

/// PostgreSQL reads each value as its column's type.
fn write(table: &str, columns: &[String]) -> String {
    let table = quoted(table);
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let columns = columns.join(", ");
    format!(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE
         SELECT {columns} FROM json_populate_recordset(CAST(NULL AS {table}), CAST($1 AS JSON))"
    )
}

/// Without SQLite's own, and those in which a full-text index keeps itself.
const TABLES: &str = "
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name";

const COLUMNS: &str = "SELECT name FROM pragma_table_info($1) ORDER BY cid";

const LAST_NUMBER: &str = "SELECT seq FROM sqlite_sequence WHERE name = $1";

const TABLES_THERE: &str = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()";

const REFERENCES: &str = "
    SELECT CAST(conrelid::regclass AS TEXT) AS table_name, quote_ident(conname) AS name,
           pg_get_constraintdef(oid) AS definition
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)
    ORDER BY conrelid, conname";

const NUMBERED: &str = "
    SELECT CAST(table_name AS TEXT) AS table_name, CAST(column_name AS TEXT) AS column_name
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')
    ORDER BY table_name";
