//! An evaluator written independently of the crate, over truth tables and plain integers, and what is generated for it.
use std::net::{IpAddr, Ipv4Addr};

use latchkey_permission::{Context, PermissionSet, Source, SourceKind};
use proptest::prelude::*;

/// So many cases in a commit's tests; a longer run sets `PROPTEST_CASES`.
pub fn cases(usual: u32) -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(usual),
    }
}

/// 0 false, 1 unknown, 2 true.
const AND: [[usize; 3]; 3] = [[0, 0, 0], [0, 1, 1], [0, 1, 2]];
const OR: [[usize; 3]; 3] = [[0, 1, 2], [1, 1, 2], [2, 2, 2]];
const NOT: [usize; 3] = [2, 1, 0];

#[derive(Debug, Clone)]
pub enum Cond {
    Constant(bool),
    /// Days since 1 January 2026, in the order of `SIGNS`.
    Day(usize, i64),
    User(bool, &'static str),
    Path(bool, &'static str),
    OwnPath,
    Net([u8; 4], u8),
    Not(Box<Cond>),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
}

pub const SIGNS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

#[derive(Debug, Clone)]
pub struct Rule {
    pub allow: bool,
    pub api: Vec<&'static str>,
    pub cond: Option<Cond>,
}

/// One call. `None` is unknown.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub operation: &'static str,
    pub day: Option<i64>,
    pub user: Option<&'static str>,
    pub path: Option<&'static str>,
    pub ip: Option<[u8; 4]>,
}

fn known<T>(value: Option<T>, holds: impl Fn(T) -> bool) -> usize {
    value.map_or(1, |value| if holds(value) { 2 } else { 0 })
}

pub fn truth(cond: &Cond, call: &Call) -> usize {
    match cond {
        Cond::Constant(value) => known(Some(*value), |value| value),
        Cond::Day(sign, day) => known(call.day, |today| {
            [
                today == *day,
                today != *day,
                today < *day,
                today <= *day,
                today > *day,
                today >= *day,
            ][*sign]
        }),
        Cond::User(equal, name) => known(call.user, |user| (user == *name) == *equal),
        Cond::Path(equal, name) => known(call.path, |path| (path == *name) == *equal),
        Cond::OwnPath => known(call.user.zip(call.path), |(user, path)| user == path),
        Cond::Net(net, bits) => known(call.ip, |ip| {
            let shift = |address: [u8; 4]| {
                u64::from(u32::from_be_bytes(address)) >> (32 - u32::from(*bits))
            };
            shift(ip) == shift(*net)
        }),
        Cond::Not(inner) => NOT[truth(inner, call)],
        Cond::And(left, right) => AND[truth(left, call)][truth(right, call)],
        Cond::Or(left, right) => OR[truth(left, call)][truth(right, call)],
    }
}

pub fn matches(pattern: &str, operation: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(pattern == operation, |start| operation.starts_with(start))
}

pub fn allowed(rules: &[Rule], call: &Call) -> bool {
    let about = |rule: &&Rule| {
        rule.api
            .iter()
            .any(|pattern| matches(pattern, call.operation))
    };
    let value = |rule: &Rule| rule.cond.as_ref().map_or(2, |cond| truth(cond, call));
    let denied = rules
        .iter()
        .filter(about)
        .any(|rule| !rule.allow && value(rule) != 0);
    !denied
        && rules
            .iter()
            .filter(about)
            .any(|rule| rule.allow && value(rule) == 2)
}

impl Cond {
    /// Fully parenthesised, unlike the canonical text.
    pub fn text(&self) -> String {
        match self {
            Self::Constant(value) => value.to_string(),
            Self::Day(sign, day) => format!("currentDate {} date({})", SIGNS[*sign], ymd(*day)),
            Self::User(equal, name) => {
                format!("'{name}' {} samUserName", SIGNS[usize::from(!equal)])
            }
            Self::Path(equal, name) => format!(
                "pathVariable('user_name') {} '{name}'",
                SIGNS[usize::from(!equal)]
            ),
            Self::OwnPath => "pathVariable('user_name') == samUserName".into(),
            Self::Net([a, b, c, d], bits) => format!("ipAddress('{a}.{b}.{c}.{d}/{bits}')"),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::And(left, right) => format!("({}) and ({})", left.text(), right.text()),
            Self::Or(left, right) => format!("({}) or ({})", left.text(), right.text()),
        }
    }
}

fn date(day: i64) -> jiff::civil::Date {
    let first = jiff::civil::date(2026, 1, 1);
    first.checked_add(jiff::Span::new().days(day)).unwrap()
}

fn ymd(day: i64) -> String {
    let date = date(day);
    format!("{}, {:02}, {:02}", date.year(), date.month(), date.day())
}

impl Rule {
    pub fn text(&self) -> String {
        let effect = if self.allow { "allow" } else { "deny" };
        let api: Vec<String> = self
            .api
            .iter()
            .map(|pattern| format!("{pattern:?}"))
            .collect();
        let condition = self
            .cond
            .as_ref()
            .map(|cond| format!(",\"condition\":{:?}", cond.text()))
            .unwrap_or_default();
        format!(
            "{{\"effect\":\"{effect}\",\"api\":[{}]{condition}}}",
            api.join(",")
        )
    }
}

pub fn document(rules: &[Rule]) -> String {
    let statements: Vec<String> = rules.iter().map(Rule::text).collect();
    format!("{{\"statements\":[{}]}}", statements.join(","))
}

pub fn set(rules: &[Rule]) -> PermissionSet {
    one(&document(rules))
}

/// The set of one document; broken if the text is.
pub fn one(text: &str) -> PermissionSet {
    PermissionSet::new(vec![Source::stored(SourceKind::Own, text)])
}

impl Call {
    /// Hands the call over as the crate's context.
    pub fn with<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let path: Vec<(&str, &str)> = self
            .path
            .map(|value| ("user_name", value))
            .into_iter()
            .collect();
        ask(&Context {
            current_date: self.day.map(date),
            source_ip: self.ip.map(|ip| IpAddr::V4(Ipv4Addr::from(ip))),
            sam_user_name: self.user,
            path: &path,
        })
    }

    pub fn allowed_by(&self, set: &PermissionSet) -> bool {
        let decision = self.with(|context| set.decide(self.operation, context));
        assert_eq!(
            decision.allowed,
            self.with(|context| set.allows(self.operation, context))
        );
        decision.allowed
    }

    /// The same call with less known about it.
    pub fn less(&self, keep: [bool; 4]) -> Self {
        Self {
            operation: self.operation,
            day: self.day.filter(|_| keep[0]),
            user: self.user.filter(|_| keep[1]),
            path: self.path.filter(|_| keep[2]),
            ip: self.ip.filter(|_| keep[3]),
        }
    }
}

pub const PATTERNS: [&str; 9] = [
    "*",
    "User:*",
    "User:get*",
    "User:getUser",
    "User:listUsers",
    "Foo:*",
    "Foo:bar",
    "Billing:*",
    "UserAudit:x",
];
pub const OPERATIONS: [&str; 7] = [
    "User:getUser",
    "User:getUserPermission",
    "User:listUsers",
    "Foo:bar",
    "Foo:baz",
    "Billing:getBilling",
    "UserAudit:x",
];
const NAMES: [&str; 3] = ["mei", "Mei", ""];
const ADDRESSES: [[u8; 4]; 3] = [[10, 0, 0, 1], [10, 0, 1, 200], [203, 0, 113, 9]];

pub fn conds() -> impl Strategy<Value = Cond> {
    let name = || proptest::sample::select(NAMES.to_vec());
    let atom = prop_oneof![
        any::<bool>().prop_map(Cond::Constant),
        (0..6usize, -3..4i64).prop_map(|(sign, day)| Cond::Day(sign, day)),
        (any::<bool>(), name()).prop_map(|(equal, name)| Cond::User(equal, name)),
        (any::<bool>(), name()).prop_map(|(equal, name)| Cond::Path(equal, name)),
        Just(Cond::OwnPath),
        (
            proptest::sample::select(ADDRESSES.to_vec()),
            proptest::sample::select(vec![0u8, 8, 24, 32])
        )
            .prop_map(|(net, bits)| Cond::Net(net, bits)),
    ];
    atom.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Cond::Not(Box::new(inner))),
            (inner.clone(), inner.clone())
                .prop_map(|(left, right)| Cond::And(Box::new(left), Box::new(right))),
            (inner.clone(), inner)
                .prop_map(|(left, right)| Cond::Or(Box::new(left), Box::new(right))),
        ]
    })
}

pub fn rule() -> impl Strategy<Value = Rule> {
    let api = proptest::collection::vec(proptest::sample::select(PATTERNS.to_vec()), 1..3);
    (any::<bool>(), api, proptest::option::of(conds())).prop_map(|(allow, api, cond)| Rule {
        allow,
        api,
        cond,
    })
}

pub fn rules() -> impl Strategy<Value = Vec<Rule>> {
    proptest::collection::vec(rule(), 0..6)
}

pub fn call() -> impl Strategy<Value = Call> {
    use proptest::option::of;
    use proptest::sample::select;
    let facts = (
        of(-4..5i64),
        of(select(NAMES.to_vec())),
        of(select(NAMES.to_vec())),
        of(select(ADDRESSES.to_vec())),
    );
    (select(OPERATIONS.to_vec()), facts).prop_map(|(operation, (day, user, path, ip))| Call {
        operation,
        day,
        user,
        path,
        ip,
    })
}
