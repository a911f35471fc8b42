//! Documents to start from.
use std::sync::LazyLock;

use crate::language::{Words, words};
use crate::{Document, parse};

/// A document to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// A stable `snake_case` word.
    pub id: &'static str,
    /// "Billing: view and download"
    pub name: Words,
    /// What it is for, in a line.
    pub description: Words,
    /// The document.
    pub document: Document,
}

struct Stored {
    id: &'static str,
    name: Words,
    description: Words,
    text: &'static str,
}

const STORED: &[Stored] = &[
    Stored {
        id: "billing_view",
        name: words("Billing: view only", "請求: 閲覧のみ"),
        description: words(
            "See bills and totals. No downloads.",
            "請求と合計の閲覧。ダウンロードは不可。",
        ),
        text: include_str!("templates/billing_view.json"),
    },
    Stored {
        id: "billing",
        name: words("Billing: view and download", "請求: 閲覧とダウンロード"),
        description: words(
            "See bills, download invoices and details",
            "閲覧に加え、請求書と明細のダウンロード",
        ),
        text: include_str!("templates/billing.json"),
    },
    Stored {
        id: "billing_everything",
        name: words("Billing: everything", "請求: すべて"),
        description: words(
            "Also change the payment method and payer",
            "支払い方法・請求先の変更まで",
        ),
        text: include_str!("templates/billing_everything.json"),
    },
    Stored {
        id: "people",
        name: words("People administrator", "ユーザー管理者"),
        description: words(
            "Create users, reset sign-in, change permissions and roles",
            "ユーザーの作成、サインインの再設定、権限とロールの変更",
        ),
        text: include_str!("templates/people.json"),
    },
    Stored {
        id: "audit_log",
        name: words("Audit log: view", "監査ログ: 閲覧"),
        description: words("See who did what. No changes.", "誰が何をしたかの閲覧のみ"),
        text: include_str!("templates/audit_log.json"),
    },
    Stored {
        id: "read_only",
        name: words("Read only", "閲覧のみ"),
        description: words(
            "See everything. No changes, no downloads.",
            "すべての閲覧。変更とダウンロードは不可。",
        ),
        text: include_str!("templates/read_only.json"),
    },
    Stored {
        id: "operate",
        name: words("Everything but people and money", "人とお金以外のすべて"),
        description: words(
            "Run the account. See users, but no changes to them, and no billing.",
            "アカウントの運用。ユーザーは閲覧のみ。請求は対象外。",
        ),
        text: include_str!("templates/operate.json"),
    },
    Stored {
        id: "administrator",
        name: words("Administrator", "管理者"),
        description: words(
            "Everything, except what only the owner may do",
            "所有者だけの操作を除くすべて",
        ),
        text: include_str!("templates/administrator.json"),
    },
    Stored {
        id: "change_own_password",
        name: words("Change own password", "自分のパスワードの変更"),
        description: words(
            "For the default permissions: everybody looks after their own password",
            "既定の権限向け。各自が自分のパスワードを管理",
        ),
        text: include_str!("templates/change_own_password.json"),
    },
    Stored {
        id: "no_access",
        name: words("No access", "権限なし"),
        description: words(
            "Nothing is allowed until you add it",
            "追加するまで何も許可されません",
        ),
        text: include_str!("templates/no_access.json"),
    },
];

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    // Each parses: a test reads them all.
    let read = |stored: &Stored| {
        let document = parse(stored.text).ok()?;
        Some(Template {
            id: stored.id,
            name: stored.name,
            description: stored.description,
            document,
        })
    };
    STORED.iter().filter_map(read).collect()
});

/// All templates, narrow ones first.
#[must_use]
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// The template of that ID.
#[must_use]
pub fn template(id: &str) -> Option<&'static Template> {
    templates().iter().find(|template| template.id == id)
}

/// The template that says exactly what the document says.
#[must_use]
pub fn recognise(document: &Document) -> Option<&'static str> {
    templates()
        .iter()
        .find(|template| template.document == *document)
        .map(|template| template.id)
}
