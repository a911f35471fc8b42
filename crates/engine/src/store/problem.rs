//! Why a store cannot be opened or made, each with words of its own. Nothing is written when one of these is told.

use latchkey_api::{Language, say};

/// Why a store cannot be opened or made. Nothing was written, nothing was created.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreProblem {
    /// There is no such file, or no account in that database.
    #[error("no store there")]
    Missing,
    /// There is something already where a new store should be.
    #[error("something is there already")]
    Exists,
    /// The key of the store is not known; the shell says so before it gets here.
    #[error("no key")]
    NoKey,
    /// The key does not open the file: another account's key, or not a Latchkey file at all.
    #[error("the key does not fit")]
    WrongKey,
    /// An ordinary SQLite file without encryption.
    #[error("not encrypted")]
    Plain,
    /// Shorter than it says of itself.
    #[error("cut short")]
    Truncated,
    /// No bytes at all.
    #[error("empty file")]
    Empty,
    /// Readable, but not a store of Latchkey.
    #[error("not a Latchkey store")]
    Foreign,
    /// Made by a newer version.
    #[error("schema {found} is newer than {known}")]
    Newer {
        /// Schema of the store.
        found: i64,
        /// Latest schema that this version knows.
        known: i64,
    },
    /// A migration that ran there is not the one known here.
    #[error("migration {0} differs from the one that ran there")]
    Diverged(i64),
    /// Another process, or this one, has it open.
    #[error("open elsewhere")]
    Locked,
    /// Cannot be written to.
    #[error("read-only")]
    ReadOnly,
    /// Pages do not hold together.
    #[error("damaged")]
    Damaged,
    /// The database runs with settings that lose what was acknowledged.
    #[error("unsafe setting {0}")]
    Unsafe(String),
    /// The folder that a new file is to be in.
    #[error("no such folder")]
    NoFolder,
    /// The address of the database cannot be read.
    #[error("malformed address")]
    BadAddress,
    /// No connection, no space, no rights.
    #[error("out of reach: {0}")]
    Unreachable(String),
}

impl StoreProblem {
    /// A stable word, for programs and tests.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Exists => "exists",
            Self::NoKey => "no_key",
            Self::WrongKey => "wrong_key",
            Self::Plain => "plain",
            Self::Truncated => "truncated",
            Self::Empty => "empty",
            Self::Foreign => "foreign",
            Self::Newer { .. } => "newer",
            Self::Diverged(_) => "diverged",
            Self::Locked => "locked",
            Self::ReadOnly => "read_only",
            Self::Damaged => "damaged",
            Self::Unsafe(_) => "unsafe",
            Self::NoFolder => "no_folder",
            Self::BadAddress => "bad_address",
            Self::Unreachable(_) => "unreachable",
        }
    }

    /// What a person reads: what is wrong, what is unchanged, what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let (en, ja) = match self {
            Self::Missing => (
                "The account's file is not where it was. Nothing was created. Put it back, or choose another account.",
                "アカウントのファイルが見つかりません。新しいファイルは作成していません。元の場所に戻すか、別のアカウントを選んでください。",
            ),
            Self::Exists => (
                "There is an account here already. It was not touched. Choose another place.",
                "ここにはすでにアカウントがあります。変更していません。別の場所を選んでください。",
            ),
            Self::NoKey => (
                "The key of this account is not on this computer. The account is unchanged. Type its recovery key to open it.",
                "このアカウントの鍵がこのコンピューターにありません。アカウントは変更されていません。復旧キーを入力して開いてください。",
            ),
            Self::WrongKey => (
                "This key does not open the account. The file is unchanged. Check the operator ID on the recovery sheet; if it is the right sheet, the file is damaged and a backup is needed.",
                "この鍵ではアカウントを開けません。ファイルは変更されていません。復旧シートのオペレーターIDを確認してください。シートが正しい場合はファイルが壊れているため、バックアップが必要です。",
            ),
            Self::Plain => (
                "This file is not encrypted, so it is not an account of Latchkey. It was not changed. Choose another file.",
                "暗号化されていないファイルのため、Latchkeyのアカウントではありません。変更していません。別のファイルを選んでください。",
            ),
            Self::Truncated => (
                "The end of the account's file is missing. Nothing was changed. Restore the file from a backup.",
                "アカウントのファイルの末尾が欠けています。何も変更していません。バックアップからファイルを戻してください。",
            ),
            Self::Empty => (
                "The account's file is empty. Nothing was written to it. Restore the file from a backup.",
                "アカウントのファイルが空です。何も書き込んでいません。バックアップからファイルを戻してください。",
            ),
            Self::Foreign => (
                "This is not an account of Latchkey. It was not changed. Choose another file or database.",
                "Latchkeyのアカウントではありません。変更していません。別のファイルかデータベースを選んでください。",
            ),
            Self::Newer { .. } => (
                "A newer version of Latchkey has used this account. Nothing was changed. Update Latchkey to open it.",
                "新しいバージョンのLatchkeyで使われたアカウントです。何も変更していません。Latchkeyを更新して開いてください。",
            ),
            Self::Diverged(_) => (
                "Another build of Latchkey made this account, and the two do not agree on its layout. Nothing was changed. Open it with the build that made it.",
                "別のビルドのLatchkeyで作成されたアカウントで、データの構造が一致しません。何も変更していません。作成したビルドで開いてください。",
            ),
            Self::Locked => (
                "Another Latchkey has this account open. Nothing was changed. Close it there first.",
                "このアカウントは別のLatchkeyで開かれています。何も変更していません。先にそちらを閉じてください。",
            ),
            Self::ReadOnly => (
                "The account's file or its folder is read-only. Nothing was changed. Allow writing to both, then try again.",
                "アカウントのファイルまたはフォルダーが読み取り専用です。何も変更していません。両方に書き込めるようにしてから、もう一度お試しください。",
            ),
            Self::Damaged => (
                "The account's file is damaged. Nothing was changed. Restore it from a backup.",
                "アカウントのファイルが壊れています。何も変更していません。バックアップから戻してください。",
            ),
            Self::Unsafe(setting) => {
                return match language {
                    Language::En => format!(
                        "The store runs with {setting}, which can lose what was saved. Nothing was changed. Correct the setting, then start again."
                    ),
                    Language::Ja => format!(
                        "保存したデータを失うおそれのある設定です ({setting})。何も変更していません。設定を直してから、もう一度起動してください。"
                    ),
                };
            }
            Self::NoFolder => (
                "The folder for the file is not there. Nothing was created. Make the folder first, or correct the address.",
                "ファイルを置くフォルダーがありません。何も作成していません。先にフォルダーを作成するか、アドレスを直してください。",
            ),
            Self::BadAddress => (
                "The store's address cannot be read. Nothing was created. Write it as postgres://user@host:5432/name or sqlite:/path/to/file.",
                "データの保存先のアドレスを読み取れません。何も作成していません。postgres://user@host:5432/name または sqlite:/path/to/file の形式で指定してください。",
            ),
            Self::Unreachable(_) => (
                "The account's data cannot be reached. Nothing was changed. Check that the disk or database is there and has room.",
                "アカウントのデータに接続できません。何も変更していません。ディスクやデータベースの状態と空き容量を確認してください。",
            ),
        };
        say(language, en, ja).to_owned()
    }

    /// What a failure while opening means.
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        let sqlx::Error::Database(inner) = error else {
            return Self::Unreachable(error.to_string());
        };
        // SQLite's primary result codes; its extended codes carry them in the low byte
        match inner
            .code()
            .and_then(|code| code.parse::<i64>().ok())
            .map(|code| code & 0xff)
        {
            _ if inner
                .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                .is_none() =>
            {
                Self::Unreachable(error.to_string())
            }
            Some(26) => Self::WrongKey,
            Some(11) => Self::Damaged,
            Some(5 | 6) => Self::Locked,
            Some(8) => Self::ReadOnly,
            _ => Self::Unreachable(error.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreProblem {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error)
    }
}
