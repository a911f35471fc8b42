//! Topics: which operations people think of as one thing. Every operation that statements decide about is in exactly one.
mod account;
mod people;

use account::{ACCOUNT, MAIL, PAYMENT};
use people::PEOPLE;

use crate::catalogue::{AskedBy, catalogue};
use crate::language::{Words, words};

/// One thing that people think of, or several that have a common name.
pub(super) struct Topic {
    /// The line on a card: "See or change users and roles".
    pub words: Words,
    pub parts: Parts,
    /// For the summary, after "can": "see bills".
    pub brief: Option<Words>,
    /// For the summary, after "cannot change": "users".
    pub object: Option<Words>,
    /// Worth a line of its own when it is not allowed.
    pub notable: bool,
}

pub(super) enum Parts {
    Topics(&'static [Topic]),
    Operations(&'static [&'static str]),
}

impl Topic {
    const fn of(words: Words, operations: &'static [&'static str]) -> Self {
        Self {
            words,
            parts: Parts::Operations(operations),
            brief: None,
            object: None,
            notable: false,
        }
    }

    const fn joining(words: Words, topics: &'static [Self]) -> Self {
        Self {
            words,
            parts: Parts::Topics(topics),
            brief: None,
            object: None,
            notable: false,
        }
    }

    const fn brief(mut self, en: &'static str, ja: &'static str) -> Self {
        self.brief = Some(words(en, ja));
        self
    }

    const fn object(mut self, en: &'static str, ja: &'static str) -> Self {
        self.object = Some(words(en, ja));
        self
    }

    const fn notable(mut self) -> Self {
        self.notable = true;
        self
    }

    /// All operations, of all parts.
    pub(super) fn operations(&self) -> Vec<&'static str> {
        match self.parts {
            Parts::Topics(topics) => topics.iter().flat_map(Self::operations).collect(),
            Parts::Operations(operations) => operations.to_vec(),
        }
    }
}

pub(super) const TOPICS: &[Topic] = &[
    Topic::of(
        words(
            "See this month’s total and past bills",
            "今月の合計と過去の請求の閲覧",
        ),
        &[
            "Billing:getLatestBilling",
            "Billing:getBillingHistory",
            "Billing:getBilling",
            "Billing:getBillingPerDay",
            "Billing:getBillingSummaryOfBillItems",
            "Billing:getBillingSummaryOfSims",
        ],
    )
    .brief("see bills", "請求の閲覧"),
    Topic::of(
        words(
            "Download invoices and bill details",
            "請求書と明細のダウンロード",
        ),
        &[
            "Payment:exportPaymentStatement",
            "Billing:exportBilling",
            "Billing:exportLatestBilling",
        ],
    )
    .brief("download invoices", "請求書のダウンロード"),
    Topic::joining(
        words("See or change payment details", "支払い情報の閲覧と変更"),
        PAYMENT,
    ),
    Topic::joining(
        words(
            "See or change users and roles",
            "ユーザー・ロールの閲覧と変更",
        ),
        PEOPLE,
    )
    .notable(),
    Topic::joining(
        words(
            "See or change who receives which mail",
            "通知メールの宛先の閲覧と変更",
        ),
        MAIL,
    ),
    Topic::of(
        words("See the audit log", "監査ログの閲覧"),
        &["AuditLog:getApiAuditLogs", "AuditLog:getNapterAuditLogs"],
    )
    .brief("see the audit log", "監査ログの閲覧"),
    Topic::joining(
        words(
            "See or change the account’s details",
            "アカウント情報の閲覧と変更",
        ),
        ACCOUNT,
    ),
    Topic::of(
        words("See stored credentials", "認証情報の閲覧"),
        &["Credential:listCredentials"],
    ),
    Topic::of(
        words("Change stored credentials", "認証情報の変更"),
        &[
            "Credential:createCredential",
            "Credential:updateCredential",
            "Credential:deleteCredential",
        ],
    ),
];

/// What only root may do, whatever statements say.
pub(super) fn owner_operations() -> Vec<String> {
    let owner = catalogue()
        .iter()
        .filter(|entry| entry.asked_by == AskedBy::Root);
    owner.map(|entry| entry.name.into()).collect()
}
