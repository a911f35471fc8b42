//! The store facade: every statement is written once, for SQLite and PostgreSQL, and no generics leak to callers.
//! Opening and creating stores is in `store/`; what is stored is with the rules that use it.

pub(crate) mod address;
pub(crate) mod file;
mod held;
pub(crate) mod migrate;
mod postgres;
mod pragmas;
mod problem;
pub(crate) mod sqlite;
mod whole;

use held::Held;
pub use problem::StoreProblem;

use sqlx::{
    Arguments, Decode, Encode, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Type,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

/// A store that is open. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// One file, one writer at a time, readers beside it.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that cannot write.
        readers: SqlitePool,
    },
    /// A server's database.
    Postgres(PgPool),
}

/// Connections to the store at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Somebody works with these.
    pub in_use: u32,
    /// Open, and free.
    pub idle: u32,
    /// How many there can be.
    pub most: u32,
}

/// A transaction. Dropped without [`Tx::commit`], it never happened.
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Held),
}

/// What can be bound. Supertraits are implied, so callers write `T: Bind` only.
pub trait Bind:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres>
{
}
impl<T> Bind for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres>
{
}

/// What a row can be read as.
pub trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}
impl<T> Record for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

/// What a single column can be read as.
pub trait Value:
    for<'r> Decode<'r, Sqlite>
    + Type<Sqlite>
    + for<'r> Decode<'r, Postgres>
    + Type<Postgres>
    + Send
    + Unpin
{
}
impl<T> Value for T where
    T: for<'r> Decode<'r, Sqlite>
        + Type<Sqlite>
        + for<'r> Decode<'r, Postgres>
        + Type<Postgres>
        + Send
        + Unpin
{
}

enum Args {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

/// One statement with what is bound to it so far.
#[must_use = "a statement does nothing until it is executed or fetched"]
pub struct Statement<'t> {
    sql: &'static str,
    args: Args,
    bound: usize,
    unbindable: Option<String>,
    tx: &'t mut Tx,
}

impl Db {
    /// A transaction that only reads: it never waits for writers and sees one moment of the store.
    pub(crate) async fn read(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin_with("BEGIN DEFERRED").await?),
            Self::Postgres(pool) => Tx::Postgres(
                Held::begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        })
    }

    /// A transaction that writes, alone in its account: rules like "the last one stays" need not think of others.
    pub(crate) async fn write(&self, operator_id: &str) -> sqlx::Result<Tx> {
        match self {
            // a deferred one would be BUSY at its first write when another wrote meanwhile
            Self::Sqlite { writer, .. } => {
                Ok(Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?))
            }
            Self::Postgres(pool) => {
                let mut tx = Tx::Postgres(Held::begin(pool, "BEGIN").await?);
                tx.sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 7001))")
                    .bind(operator_id)
                    .execute()
                    .await?;
                Ok(tx)
            }
        }
    }

    pub(crate) fn connections(&self) -> Connections {
        fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> Connections {
            // the two are read one after the other
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            Connections {
                in_use: pool.size().saturating_sub(idle),
                idle,
                most: pool.options().get_max_connections(),
            }
        }
        match self {
            Self::Sqlite { writer, readers } => {
                let (writer, readers) = (of(writer), of(readers));
                Connections {
                    in_use: writer.in_use + readers.in_use,
                    idle: writer.idle + readers.idle,
                    most: writer.most + readers.most,
                }
            }
            Self::Postgres(pool) => of(pool),
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                // the last to close folds the log into the file
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Begins a statement. Placeholders are `$1`, `$2`, … on both engines.
    pub fn sql(&mut self, sql: &'static str) -> Statement<'_> {
        let args = match self {
            Self::Sqlite(_) => Args::Sqlite(SqliteArguments::default()),
            Self::Postgres(_) => Args::Postgres(PgArguments::default()),
        };
        Statement {
            sql,
            args,
            bound: 0,
            unbindable: None,
            tx: self,
        }
    }

    /// Begins one of the few statements that must differ.
    pub fn dialect(&mut self, sqlite: &'static str, postgres: &'static str) -> Statement<'_> {
        let sql = match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        };
        self.sql(sql)
    }

    /// Makes it happen.
    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// Runs one sqlx call on whichever engine the transaction is of.
macro_rules! on_engine {
    ($statement:ident, $query:ident $(::<$record:ty>)?, $run:ident $(, $then:expr)?) => {{
        $statement.complete()?;
        match ($statement.tx, $statement.args) {
            (Tx::Sqlite(tx), Args::Sqlite(args)) => sqlx::$query $(::<_, $record, _>)? ($statement.sql, args).$run(&mut **tx).await $(.map($then))?,
            (Tx::Postgres(tx), Args::Postgres(args)) => {
                let answer = sqlx::$query $(::<_, $record, _>)? ($statement.sql, args).$run(tx.asking()?).await;
                tx.answered();
                answer $(.map($then))?
            }
            _ => Err(sqlx::Error::Protocol("arguments of another engine".into())),
        }
    }};
}

impl Statement<'_> {
    /// Binds the next placeholder.
    pub fn bind<T: Bind>(mut self, value: T) -> Self {
        let added = match &mut self.args {
            Args::Sqlite(args) => args.add(value),
            Args::Postgres(args) => args.add(value),
        };
        if let Err(why) = added {
            self.unbindable = Some(why.to_string());
        }
        self.bound += 1;
        self
    }

    /// SQLite reads a missing bind as NULL and says nothing: so binds are counted.
    fn complete(&self) -> sqlx::Result<()> {
        if let Some(why) = &self.unbindable {
            return Err(sqlx::Error::Protocol(format!(
                "a value cannot be bound: {why}"
            )));
        }
        let expected = placeholders(self.sql);
        if expected == self.bound {
            return Ok(());
        }
        Err(sqlx::Error::Protocol(format!(
            "{} values bound, {expected} expected: {}",
            self.bound, self.sql
        )))
    }

    /// Runs it; tells how many rows it changed.
    ///
    /// # Errors
    /// The store refuses or fails, or a value is missing.
    pub async fn execute(self) -> sqlx::Result<u64> {
        self.complete()?;
        match (self.tx, self.args) {
            (Tx::Sqlite(tx), Args::Sqlite(args)) => sqlx::query_with(self.sql, args)
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected()),
            (Tx::Postgres(tx), Args::Postgres(args)) => {
                let answer = sqlx::query_with(self.sql, args).execute(tx.asking()?).await;
                tx.answered();
                answer.map(|done| done.rows_affected())
            }
            _ => Err(sqlx::Error::Protocol("arguments of another engine".into())),
        }
    }

    /// At most one row.
    ///
    /// # Errors
    /// As [`Statement::execute`]; a row that does not read as `T`.
    pub async fn fetch_optional<T: Record>(self) -> sqlx::Result<Option<T>> {
        on_engine!(self, query_as_with::<T>, fetch_optional)
    }

    /// Exactly one row.
    ///
    /// # Errors
    /// As [`Statement::fetch_optional`]; no row.
    pub async fn fetch_one<T: Record>(self) -> sqlx::Result<T> {
        on_engine!(self, query_as_with::<T>, fetch_one)
    }

    /// All rows.
    ///
    /// # Errors
    /// As [`Statement::fetch_optional`].
    pub async fn fetch_all<T: Record>(self) -> sqlx::Result<Vec<T>> {
        on_engine!(self, query_as_with::<T>, fetch_all)
    }
}

/// The highest `$n` outside of quotes.
fn placeholders(sql: &str) -> usize {
    let code = sql.split('\'').step_by(2);
    let numbers = code
        .flat_map(|part| part.split('$').skip(1))
        .filter_map(|rest| {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            rest.get(..digits)?.parse::<usize>().ok()
        });
    numbers.max().unwrap_or(0)
}

/// The statement broke a UNIQUE rule. SQLite does not say which: ask at the one statement that can break one.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(inner) if inner.kind() == sqlx::error::ErrorKind::UniqueViolation)
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_counted_outside_of_quotes() {
        assert_eq!(placeholders("SELECT 1"), 0);
        assert_eq!(placeholders("SELECT $2, $1, '$9' WHERE a = $1"), 2);
        assert_eq!(placeholders("VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)"), 10);
    }
}
