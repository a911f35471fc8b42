//! The store seen from outside the engine: what a thief, a fault or a curious administrator can do to it.

use super::{Place, Storage};
use sqlx::{
    AssertSqlSafe, Column as _, ConnectOptions as _, Executor as _, Row as _, SqliteConnection,
    postgres::PgConnectOptions, sqlite::SqliteConnectOptions,
};
use std::fmt::Write as _;

impl Place {
    async fn file(&self) -> SqliteConnection {
        let Storage::Sqlite { path, .. } = &self.kind else {
            panic!("not a file")
        };
        let hex: String = self
            .key
            .expose()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        SqliteConnectOptions::new()
            .filename(path)
            .pragma("key", format!("\"x'{hex}'\""))
            .foreign_keys(true)
            .connect()
            .await
            .unwrap()
    }

    /// Runs statements past all rules.
    pub async fn raw(&self, sql: impl Into<String>) -> sqlx::Result<()> {
        let sql = AssertSqlSafe(sql.into());
        match &self.kind {
            Storage::Sqlite { .. } => self.file().await.execute(sql).await.map(drop),
            Storage::Postgres { url } => url
                .parse::<PgConnectOptions>()
                .unwrap()
                .connect()
                .await
                .unwrap()
                .execute(sql)
                .await
                .map(drop),
        }
    }

    /// One statement for each engine.
    pub async fn raw_dialect(&self, sqlite: &str, postgres: &str) {
        self.raw(if self.is_postgres() { postgres } else { sqlite })
            .await
            .unwrap();
    }

    /// Reads one number.
    pub async fn number(&self, sql: impl Into<String>) -> i64 {
        let sql = AssertSqlSafe(sql.into());
        match &self.kind {
            Storage::Sqlite { .. } => self.file().await.fetch_one(sql).await.unwrap().get(0),
            Storage::Postgres { url } => url
                .parse::<PgConnectOptions>()
                .unwrap()
                .connect()
                .await
                .unwrap()
                .fetch_one(sql)
                .await
                .unwrap()
                .get(0),
        }
    }

    /// Reads rows as texts; what is NULL is `-`.
    pub async fn rows(&self, sql: impl Into<String>) -> Vec<Vec<String>> {
        let sql = AssertSqlSafe(sql.into());
        match &self.kind {
            Storage::Sqlite { .. } => {
                let rows = self.file().await.fetch_all(sql).await.unwrap();
                rows.iter()
                    .map(|row| {
                        (0..row.columns().len())
                            .map(|i| {
                                row.get::<Option<String>, _>(i)
                                    .unwrap_or_else(|| "-".into())
                            })
                            .collect()
                    })
                    .collect()
            }
            Storage::Postgres { url } => {
                let rows = url
                    .parse::<PgConnectOptions>()
                    .unwrap()
                    .connect()
                    .await
                    .unwrap()
                    .fetch_all(sql)
                    .await
                    .unwrap();
                rows.iter()
                    .map(|row| {
                        (0..row.columns().len())
                            .map(|i| {
                                row.get::<Option<String>, _>(i)
                                    .unwrap_or_else(|| "-".into())
                            })
                            .collect()
                    })
                    .collect()
            }
        }
    }

    /// The names of all tables.
    pub async fn tables(&self) -> Vec<String> {
        let sql = if self.is_postgres() {
            "SELECT tablename::text FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        };
        self.rows(sql)
            .await
            .into_iter()
            .map(|mut row| row.remove(0))
            .collect()
    }

    /// Everything that is stored, as text: bytes in hexadecimal.
    pub async fn dump(&self) -> String {
        let mut dump = String::new();
        for table in self.tables().await {
            let sql = AssertSqlSafe(format!("SELECT * FROM {table}"));
            writeln!(dump, "\n== {table}").unwrap();
            match &self.kind {
                Storage::Sqlite { .. } => {
                    for row in self.file().await.fetch_all(sql).await.unwrap() {
                        for column in 0..row.columns().len() {
                            let bytes: Option<Vec<u8>> = row.get_unchecked(column);
                            let text = bytes.map(|bytes| {
                                String::from_utf8(bytes.clone()).unwrap_or_else(|_| hex(&bytes))
                            });
                            let name = row.columns()[column].name();
                            write!(dump, "{name}={} ", text.unwrap_or_default()).unwrap();
                        }
                        dump.push('\n');
                    }
                }
                Storage::Postgres { .. } => {
                    for row in self
                        .rows(format!("SELECT row_to_json(t)::text FROM {table} t"))
                        .await
                    {
                        dump.push_str(&row.concat());
                        dump.push('\n');
                    }
                }
            }
        }
        dump
    }

    /// How many audit rows there are.
    pub async fn audit_rows(&self) -> i64 {
        self.number("SELECT count(*) FROM audit").await
    }

    /// The latest audit row: actor, operation, target, outcome, code.
    pub async fn latest_audit(&self) -> Vec<String> {
        self.rows("SELECT actor_name, operation, target, outcome, code FROM audit ORDER BY entry DESC LIMIT 1").await.remove(0)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
