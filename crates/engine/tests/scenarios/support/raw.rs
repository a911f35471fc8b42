//! The store seen from outside the engine: what a thief, a fault or a curious administrator can do to it.

use super::{Place, Storage};
use sqlx::{
    AssertSqlSafe, Column as _, ConnectOptions as _, Connection as _, Executor as _, PgConnection,
    Row, SqliteConnection,
    postgres::{PgConnectOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use std::fmt::Write as _;

impl Place {
    /// A connection of one's own. It has to be closed, not dropped: see `Opened`.
    async fn file(&self) -> SqliteConnection {
        let Storage::Sqlite { path, .. } = &self.kind else {
            panic!("not a file")
        };
        let hex = hex(self.key.expose().as_slice());
        SqliteConnectOptions::new()
            .filename(path)
            .pragma("key", format!("\"x'{hex}'\""))
            .foreign_keys(true)
            .connect()
            .await
            .unwrap()
    }

    async fn of_file(&self, sql: AssertSqlSafe<String>) -> Vec<SqliteRow> {
        let mut file = self.file().await;
        let rows = file.fetch_all(sql).await;
        file.close().await.unwrap();
        rows.unwrap()
    }

    async fn of_database(&self, sql: AssertSqlSafe<String>) -> Vec<PgRow> {
        let mut database = connection(self.url()).await;
        database.fetch_all(sql).await.unwrap()
    }

    fn url(&self) -> &str {
        let Storage::Postgres { url } = &self.kind else {
            panic!("not a database")
        };
        url
    }

    /// Runs statements past all rules.
    pub async fn raw(&self, sql: impl Into<String>) -> sqlx::Result<()> {
        let sql = AssertSqlSafe(sql.into());
        if self.is_postgres() {
            return connection(self.url()).await.execute(sql).await.map(drop);
        }
        let mut file = self.file().await;
        let done = file.execute(sql).await;
        file.close().await.unwrap();
        done.map(drop)
    }

    /// Writes to a database in a transaction that does not end by itself.
    pub async fn locking(&self, sql: &'static str) -> Locking {
        let mut connection = connection(self.url()).await;
        connection.execute("BEGIN").await.unwrap();
        connection.execute(sql).await.unwrap();
        Locking(connection)
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
        if self.is_postgres() {
            self.of_database(sql).await[0].get(0)
        } else {
            self.of_file(sql).await[0].get(0)
        }
    }

    /// Reads rows as texts; what is NULL is `-`.
    pub async fn rows(&self, sql: impl Into<String>) -> Vec<Vec<String>> {
        let sql = AssertSqlSafe(sql.into());
        if self.is_postgres() {
            self.of_database(sql).await.iter().map(texts).collect()
        } else {
            self.of_file(sql).await.iter().map(texts).collect()
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

    /// Makes the store what the version before mail left: no table, column or row of migration 3.
    pub async fn before_mail(&self) {
        for table in [
            "known_devices",
            "mail_switched_off",
            "mail_trouble",
            "mail_settings",
            "mail_wishes",
            "mail_tokens",
            "outbox",
            "user_contacts",
            "email_roles",
            "emails",
        ] {
            self.raw(format!("DROP TABLE {table}")).await.unwrap();
        }
        for (table, column) in [
            ("operators", "language"),
            ("operators", "primary_changed_at"),
            ("users", "language"),
        ] {
            let sql = format!("ALTER TABLE {table} DROP COLUMN {column}");
            self.raw(sql).await.unwrap();
        }
        self.raw("DELETE FROM latchkey_migrations WHERE version = 3")
            .await
            .unwrap();
    }

    /// Holds the lock of an account on a server's store, or what is locked like one, until it is dropped.
    pub async fn hold(&self, lock: &str) -> PgConnection {
        let mut database = connection(self.url()).await;
        let hold = format!("SELECT pg_advisory_lock(hashtextextended('{lock}', 7001))");
        database.execute(AssertSqlSafe(hold)).await.unwrap();
        database
    }

    /// Makes the log of every account refuse rows, or take them again: what is to be logged fails at its very end.
    pub async fn log_fails(&self, fails: bool) {
        let (sqlite, postgres) = if fails {
            (
                "CREATE TRIGGER full_up BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
                "CREATE OR REPLACE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$; CREATE TRIGGER full_up BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_up()",
            )
        } else {
            ("DROP TRIGGER full_up", "DROP TRIGGER full_up ON audit")
        };
        self.raw_dialect(sqlite, postgres).await;
    }

    /// Everything that is stored, as text: bytes in hexadecimal.
    pub async fn dump(&self) -> String {
        let mut dump = String::new();
        for table in self.tables().await {
            writeln!(dump, "\n== {table}").unwrap();
            if self.is_postgres() {
                let sql = format!("SELECT row_to_json(t)::text FROM {table} t");
                for row in self.rows(sql).await {
                    dump.push_str(&row.concat());
                    dump.push('\n');
                }
                continue;
            }
            let sql = AssertSqlSafe(format!("SELECT * FROM {table}"));
            for row in self.of_file(sql).await {
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

/// A transaction that keeps what it wrote to itself.
pub struct Locking(PgConnection);

impl Locking {
    pub async fn let_go(mut self) {
        self.0.execute("COMMIT").await.unwrap();
    }
}

async fn connection(url: &str) -> PgConnection {
    let options: PgConnectOptions = url.parse().unwrap();
    options.connect().await.unwrap()
}

fn texts<'r, R: Row>(row: &'r R) -> Vec<String>
where
    usize: sqlx::ColumnIndex<R>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    (0..row.columns().len())
        .map(|i| {
            row.get::<Option<String>, _>(i)
                .unwrap_or_else(|| "-".into())
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
