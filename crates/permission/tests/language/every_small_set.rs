//! A proof for small scopes: every set of at most two statements, over every call, keeps P1 to P5.
use crate::model::{Call, Cond, Rule, allowed, set};

const OPERATIONS: [&str; 3] = ["User:getUser", "User:listUsers", "Foo:bar"];

fn conditions() -> Vec<Option<Cond>> {
    let user = || Box::new(Cond::User(true, "mei"));
    let path = || Box::new(Cond::Path(true, "mei"));
    let net = || Box::new(Cond::Net([10, 0, 0, 0], 8));
    vec![
        None,
        Some(*user()),
        Some(*path()),
        Some(*net()),
        Some(Cond::Not(user())),
        Some(Cond::And(user(), path())),
        Some(Cond::Or(net(), Box::new(Cond::Not(net())))),
    ]
}

fn statements() -> Vec<Rule> {
    let mut statements = Vec::new();
    for allow in [true, false] {
        for api in ["*", "User:*", "User:getUser"] {
            statements.extend(conditions().into_iter().map(|cond| Rule {
                allow,
                api: vec![api],
                cond,
            }));
        }
    }
    statements
}

/// Every operation, each fact right, wrong or unknown; the first index is the operation.
fn calls() -> Vec<Call> {
    let names = [Some("mei"), Some("taro"), None];
    let addresses = [Some([10, 0, 0, 1]), Some([192, 0, 2, 1]), None];
    let mut calls = Vec::new();
    for operation in OPERATIONS {
        for user in names {
            for path in names {
                calls.extend(addresses.map(|ip| Call {
                    operation,
                    day: None,
                    user,
                    path,
                    ip,
                }));
            }
        }
    }
    calls
}

fn decisions(rules: &[Rule], calls: &[Call]) -> Vec<bool> {
    let set = set(rules);
    calls.iter().map(|call| call.allowed_by(&set)).collect()
}

/// Nowhere true in `less` and false in `more`.
fn within(less: &[bool], more: &[bool]) -> bool {
    less.iter().zip(more).all(|(less, more)| *more || !less)
}

#[test]
fn every_set_of_two_statements_keeps_p1_to_p5() {
    let (calls, statements) = (calls(), statements());
    let single: Vec<Vec<bool>> = statements
        .iter()
        .map(|rule| decisions(std::slice::from_ref(rule), &calls))
        .collect();
    assert!(!decisions(&[], &calls).contains(&true), "P1");
    for (first, alone) in statements.iter().zip(&single) {
        for (second, other) in statements.iter().zip(&single) {
            let pair = [first.clone(), second.clone()];
            let both = decisions(&pair, &calls);
            let expected: Vec<bool> = calls.iter().map(|call| allowed(&pair, call)).collect();
            assert_eq!(both, expected, "the independent evaluator: {pair:?}");
            assert!(
                first.allow || second.allow || !both.contains(&true),
                "P1: {pair:?}"
            );
            assert!(second.allow || within(&both, alone), "P2: {pair:?}");
            assert!(!second.allow || within(alone, &both), "P3: {pair:?}");
            let swapped = decisions(&[second.clone(), first.clone()], &calls);
            assert_eq!(both, swapped, "P4: {pair:?} {other:?}");
            less_context_never_grants(&pair, &calls, &both);
        }
    }
}

/// P5: every call is compared with every call that knows less.
fn less_context_never_grants(pair: &[Rule], calls: &[Call], decisions: &[bool]) {
    let knows_less = |less: &Call, more: &Call| {
        less.operation == more.operation
            && (less.user.is_none() || less.user == more.user)
            && (less.path.is_none() || less.path == more.path)
            && (less.ip.is_none() || less.ip == more.ip)
    };
    for (less, granted) in calls.iter().zip(decisions).filter(|(_, granted)| **granted) {
        for (more, still) in calls.iter().zip(decisions) {
            assert!(
                !knows_less(less, more) || still == granted,
                "P5: {pair:?} {less:?} {more:?}"
            );
        }
    }
}
