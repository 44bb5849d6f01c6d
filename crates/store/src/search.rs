//! Full text: the one place where the engines get two SQL strings. Text is folded before it is
//! indexed, so that both find the same.

use base::{Result, text::fold};

use crate::{Engine, Migration, Migrations, Query, Transaction, values};

/// Hits of one search.
const HITS_MAX: i64 = 20;
/// Words of a search that count.
const WORDS_MAX: usize = 8;

/// Something that can be found.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// What it is, for example `service`.
    pub kind: &'a str,
    /// Which one: unique within the kind.
    pub key: &'a str,
    /// The line that is shown.
    pub title: &'a str,
    /// What else it is found by.
    pub text: &'a str,
    /// The page.
    pub href: &'a str,
}

crate::row! {
    /// A document that was found.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Hit {
        /// What it is.
        pub kind: String,
        /// The line to show.
        pub title: String,
        /// The page.
        pub href: String,
    }
}

/// Puts `document` in the index, in place of an earlier one with the same kind and key.
pub async fn index(tx: &Transaction, document: &Document<'_>) -> Result<()> {
    remove(tx, document.kind, document.key).await?;
    let text = words(&format!("{} {}", document.title, document.text)).join(" ");
    tx.execute(
        "INSERT INTO found (kind, key, title, href, words) VALUES ($1, $2, $3, $4, $5)",
        values![document.kind, document.key, document.title, document.href, text],
    )
    .await
    .map(drop)
}

/// Takes a document out of the index.
pub async fn remove(tx: &Transaction, kind: &str, key: &str) -> Result<()> {
    tx.execute("DELETE FROM found WHERE kind = $1 AND key = $2", values![kind, key]).await.map(drop)
}

/// The documents that hold every word of `text`, the last word by its beginning; best first.
pub async fn find(on: &impl Query, engine: Engine, text: &str) -> Result<Vec<Hit>> {
    let mut words = words(text);
    words.truncate(WORDS_MAX);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, query) = match engine {
        Engine::Sqlite => (FIND_SQLITE, format!("\"{}\"*", words.join("\" \""))),
        Engine::Postgres => (FIND_POSTGRES, format!("{}:*", words.join(" & "))),
    };
    on.all(sql, values![query, HITS_MAX]).await
}

/// Letters and digits only: what remains cannot be read as an operator by either engine.
fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(crate) fn migrations(engine: Engine) -> Migrations {
    const SQLITE: &[Migration] = &[Migration {
        name: "0001_search",
        sql: "CREATE VIRTUAL TABLE found USING fts5
            (kind UNINDEXED, key UNINDEXED, title UNINDEXED, href UNINDEXED, words,
             tokenize = 'unicode61 remove_diacritics 0');",
    }];
    const POSTGRES: &[Migration] = &[Migration {
        name: "0001_search",
        sql: "CREATE TABLE found (
                kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, href TEXT NOT NULL,
                words TEXT NOT NULL,
                vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED,
                PRIMARY KEY (kind, key));
            CREATE INDEX found_vector ON found USING gin (vector);",
    }];
    let steps = match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    Migrations { slice: "store", steps }
}

const FIND_SQLITE: &str = "
    SELECT kind, title, href FROM found WHERE found MATCH $1 ORDER BY rank, title LIMIT $2";
const FIND_POSTGRES: &str = "
    SELECT kind, title, href FROM found, to_tsquery('simple', $1) AS q
    WHERE vector @@ q ORDER BY ts_rank(vector, q) DESC, title LIMIT $2";
