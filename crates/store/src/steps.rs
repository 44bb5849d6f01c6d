//! How the tables stand against what this program expects, without changing them.

use std::collections::BTreeSet;

use base::Result;

use crate::{Migrations, Query, Store, migrate, values};

/// The steps that the program and the database do not share, as `slice/name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Those that the next start of this program takes.
    pub missing: BTreeSet<String>,
    /// Those that a newer program took.
    pub newer: BTreeSet<String>,
}

impl Store {
    /// Compares what was applied with `slices`.
    pub async fn steps(&self, slices: &[Migrations]) -> Result<Steps> {
        let applied = if self.value::<i64>(self.has_steps(), values![]).await? == Some(0) {
            BTreeSet::new()
        } else {
            let named = "SELECT slice || '/' || name FROM migration";
            self.column::<String>(named, values![]).await?.into_iter().collect()
        };
        let own = migrate::own(self.engine());
        let known = own.iter().chain(slices).flat_map(|slice| {
            slice.steps.iter().map(|step| format!("{}/{}", slice.slice, step.name))
        });
        let known: BTreeSet<String> = known.collect();
        Ok(Steps { missing: &known - &applied, newer: &applied - &known })
    }

    /// Whether any program was here before.
    fn has_steps(&self) -> &'static str {
        match self.engine() {
            crate::Engine::Sqlite => {
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
            }
            crate::Engine::Postgres => {
                "SELECT COUNT(*) FROM pg_tables WHERE tablename = 'migration' AND schemaname = ANY (current_schemas(false))"
            }
        }
    }
}
