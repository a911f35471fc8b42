//! What can be worked out from what a server told, without its store: for the desktop, on servers of the public API
//! that do not offer Latchkey's own operations. The same functions answer those operations here.

use crate::rights::{self, Documents};
use latchkey_api::{
    AuthKey, CatalogueEntry, DocumentReport, Language, PermissionTemplate, RoleSummary,
    SearchUsers, User, UserCounts, UserFilter, UserPage, UserReport, UserRow, UserSort, fold,
};
use latchkey_permission::{
    PermissionSet, access_card, catalogue, change, check, exceeds, parse, recognise,
};
use std::cmp::Ordering;

/// The templates a document can start from.
#[must_use]
pub fn templates(language: Language) -> Vec<PermissionTemplate> {
    let one = |template: &latchkey_permission::Template| PermissionTemplate {
        id: template.id.to_owned(),
        name: template.name.get(language).to_owned(),
        description: template.description.get(language).to_owned(),
        document: template.document.to_text(),
    };
    latchkey_permission::templates().iter().map(one).collect()
}

/// Every operation that can be named in a document, in words.
#[must_use]
pub fn entries(language: Language) -> Vec<CatalogueEntry> {
    let one = |entry: &latchkey_permission::Entry| CatalogueEntry {
        operation: entry.name.to_owned(),
        words: entry.words.get(language).to_owned(),
    };
    let permitted = catalogue().iter().filter(|entry| entry.is_permitted());
    permitted.map(one).collect()
}

/// What a document would mean as the only one of a user, in place of the one that the user has now. `now_ms` is UNIX
/// milliseconds: dates that are over are told.
#[must_use]
pub fn document(
    text: &str,
    user: Option<(&str, Option<&str>)>,
    now_ms: i64,
    language: Language,
) -> DocumentReport {
    let before = user.map(|(whose, own)| (only(own), whose.to_owned()));
    report(text, before, None, now_ms, language)
}

/// What a user can do who has this document and no roles.
#[must_use]
pub fn user(shown: &str, own: Option<&str>, language: Language) -> UserReport {
    let set = only(own).compiled(shown);
    UserReport {
        card: access_card(&set, Some(shown), language),
        sources: crate::access::sources(&set),
    }
}

fn only(own: Option<&str>) -> Documents {
    Documents {
        own: own.filter(|text| !text.is_empty()).map(str::to_owned),
        ..Documents::default()
    }
}

/// What saving a document would mean: `before` is what the user has now and the name to show, `granter` the rights of
/// whoever would save it, none for root.
pub(crate) fn report(
    text: &str,
    before: Option<(Documents, String)>,
    granter: Option<&PermissionSet>,
    now_ms: i64,
    language: Language,
) -> DocumentReport {
    let checked = check(text, Some(rights::date(now_ms)));
    let problems = checked.problems(language);
    let Some(document) = checked.document else {
        return DocumentReport {
            problems,
            card: None,
            change: None,
            template: None,
            formatted: None,
            beyond_own_rights: vec![],
        };
    };
    let formatted = document.to_text();
    let (documents, whose) = before.clone().unwrap_or_default();
    let after = documents.with_own(Some(formatted.clone())).compiled(&whose);
    let shown = before.as_ref().map(|_| whose.as_str());
    DocumentReport {
        problems,
        card: Some(access_card(&after, shown, language)),
        change: before.map(|(before, _)| change(&before.compiled(&whose), &after, language)),
        template: recognise(&document).map(str::to_owned),
        formatted: Some(formatted),
        beyond_own_rights: granter
            .map(|rights| exceeds(rights, &after))
            .unwrap_or_default(),
    }
}

/// One page of users, out of the whole list that the public API gives.
#[must_use]
pub fn page(users: Vec<User>, asked: &SearchUsers) -> UserPage {
    let needle = fold(asked.search.as_deref().unwrap_or_default().trim());
    let mut rows: Vec<(UserRow, i64)> = users
        .into_iter()
        .map(row)
        .filter(|(row, _)| {
            fold(&row.user_name).contains(&needle)
                || row
                    .description
                    .as_deref()
                    .is_some_and(|text| fold(text).contains(&needle))
        })
        .collect();
    let count = |filter: Option<UserFilter>| {
        let matching = rows.iter().filter(|(row, _)| passes(row, filter)).count();
        i64::try_from(matching).unwrap_or(i64::MAX)
    };
    let counts = UserCounts {
        all: count(None),
        no_password: count(Some(UserFilter::NoPassword)),
        never_signed_in: count(Some(UserFilter::NeverSignedIn)),
        has_auth_keys: count(Some(UserFilter::HasAuthKeys)),
        mfa_off: count(Some(UserFilter::MfaOff)),
    };
    let matching = count(asked.filter);
    rows.retain(|(row, _)| passes(row, asked.filter));
    let descending = asked.descending.unwrap_or(false);
    rows.sort_by(|a, b| order(a, b, asked.sort.unwrap_or(UserSort::Name), descending));
    let size = |asked: Option<u32>, usual: u32| usize::try_from(asked.unwrap_or(usual));
    UserPage {
        users: rows
            .into_iter()
            .skip(size(asked.offset, 0).unwrap_or(usize::MAX))
            .take(size(asked.limit, 100).unwrap_or(200).clamp(1, 200))
            .map(|(row, _)| row)
            .collect(),
        matching,
        counts,
    }
}

fn passes(row: &UserRow, filter: Option<UserFilter>) -> bool {
    match filter {
        None => true,
        Some(UserFilter::NoPassword) => !row.has_password,
        Some(UserFilter::NeverSignedIn) => row.last_sign_in_date_time.is_none(),
        Some(UserFilter::HasAuthKeys) => row.auth_key_count > 0,
        Some(UserFilter::MfaOff) => row.has_password && !row.mfa,
    }
}

fn order(a: &(UserRow, i64), b: &(UserRow, i64), sort: UserSort, descending: bool) -> Ordering {
    let name = |row: &UserRow| fold(row.description.as_deref().unwrap_or(&row.user_name));
    let tie = fold(&a.0.user_name).cmp(&fold(&b.0.user_name));
    let first = match sort {
        UserSort::Name => name(&a.0).cmp(&name(&b.0)).then(tie),
        UserSort::LastSignIn => a.0.last_sign_in_date_time.cmp(&b.0.last_sign_in_date_time),
        UserSort::Created => a.1.cmp(&b.1),
    };
    if descending { first.reverse() } else { first }.then(tie)
}

/// A list's row, and when the user was made. The public list does not say who has a second factor: nobody is reported
/// as being without one.
fn row(user: User) -> (UserRow, i64) {
    let own = user.permission.filter(|text| !text.is_empty());
    let word = own.map_or_else(
        || rights::access_word(None),
        |text| parse(&text).map_or_else(|_| "broken".into(), |d| rights::access_word(Some(&d))),
    );
    let keys: &[AuthKey] = &user.auth_key_list;
    let mut roles: Vec<String> = user
        .role_list
        .into_iter()
        .map(|role: RoleSummary| role.role_id)
        .collect();
    roles.sort_unstable();
    let row = UserRow {
        auth_key_count: i64::try_from(keys.len()).unwrap_or(i64::MAX),
        user_name: user.user_name,
        description: user.description,
        has_password: user.has_password,
        mfa: true,
        last_sign_in_date_time: user.last_sign_in_date_time,
        roles,
        access: rights::access_of(&word),
    };
    (row, user.create_date_time)
}
