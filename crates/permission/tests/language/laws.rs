//! The laws of deciding (R45, R46): P1 to P5, P13, and agreement with the independent evaluator.
use latchkey_permission::{Because, Broken, Context, PermissionSet, Source, SourceKind, parse};
use proptest::prelude::*;

use crate::model::{Call, Rule, allowed, call, document, one, rule, rules, set};

proptest! {
    #![proptest_config(crate::model::cases(1000))]

    #[test]
    fn p1_an_empty_or_deny_only_set_never_allows(mut rules in rules(), call in call()) {
        for rule in &mut rules {
            rule.allow = false;
        }
        prop_assert!(!call.allowed_by(&set(&rules)));
    }

    #[test]
    fn p2_adding_a_deny_never_allows_more(mut rules in rules(), mut deny in rule(), call in call()) {
        deny.allow = false;
        let before = call.allowed_by(&set(&rules));
        rules.push(deny);
        prop_assert!(before || !call.allowed_by(&set(&rules)));
    }

    #[test]
    fn p3_adding_an_allow_never_allows_less(mut rules in rules(), mut allow in rule(), call in call()) {
        allow.allow = true;
        let before = call.allowed_by(&set(&rules));
        rules.push(allow);
        prop_assert!(!before || call.allowed_by(&set(&rules)));
    }

    #[test]
    fn p4_order_repetition_and_splitting_change_nothing(rules in rules(), call in call(), cut in 0..6usize) {
        let expected = call.allowed_by(&set(&rules));
        let reversed: Vec<Rule> = rules.iter().rev().cloned().collect();
        prop_assert_eq!(call.allowed_by(&set(&reversed)), expected);
        prop_assert_eq!(call.allowed_by(&set(&[rules.clone(), reversed].concat())), expected);
        let (own, role) = rules.split_at(cut.min(rules.len()));
        let split = PermissionSet::new(vec![
            Source::stored(SourceKind::Own, &document(own)),
            Source::stored(SourceKind::Role("r".into()), &document(role)),
            Source::stored(SourceKind::Default, &document(&[])),
        ]);
        prop_assert_eq!(call.allowed_by(&split), expected);
    }

    #[test]
    fn p5_less_context_never_grants(rules in rules(), call in call(), keep in any::<[bool; 4]>()) {
        let set = set(&rules);
        prop_assert!(call.allowed_by(&set) || !call.less(keep).allowed_by(&set));
    }

    #[test]
    fn p13_what_is_saved_and_loaded_decides_the_same(rules in rules(), call in call()) {
        let document = parse(&document(&rules)).unwrap();
        let loaded = parse(&document.to_text()).unwrap();
        prop_assert_eq!(&loaded, &document);
        prop_assert_eq!(call.allowed_by(&one(&loaded.to_text())), allowed(&rules, &call));
    }

    #[test]
    fn decisions_agree_with_the_independent_evaluator(rules in rules(), call in call()) {
        prop_assert_eq!(call.allowed_by(&set(&rules)), allowed(&rules, &call));
    }

    #[test]
    fn an_explanation_tells_the_statement_that_decided(rules in rules(), call in call()) {
        let set = set(&rules);
        let told = call.with(|context| set.explain(call.operation, context, latchkey_permission::Language::En));
        let applies = |number: u32| told.steps.iter().any(|step| step.statement == number && step.applies);
        match told.decision.because {
            Because::AllowedBy { statement, .. } | Because::DeniedBy { statement, .. } => prop_assert!(applies(statement)),
            Because::NothingAllows { .. } => prop_assert!(!told.steps.iter().any(|step| step.applies)),
            Because::Broken { .. } => prop_assert!(false, "every document here can be read"),
        }
    }
}

/// Cedar's rule drops a `forbid` that errors. Then this set would allow everything on operations without a user name.
#[test]
fn skipping_a_deny_that_errors_would_allow_everything() {
    let set = one(r#"{"statements":[{"effect":"allow","api":"*"},
            {"effect":"deny","api":"*","condition":"not (pathVariable('user_name') == '')"}]}"#);
    let decision = set.decide("Billing:getBillingHistory", &Context::default());
    assert_eq!(
        decision.because,
        Because::DeniedBy {
            source: SourceKind::Own,
            statement: 2
        }
    );
}

/// R46: a document that cannot be read is deny-all, whatever other documents allow.
#[test]
fn a_broken_document_denies_everything() {
    let everything = Source::stored(
        SourceKind::Own,
        r#"{"statements":[{"effect":"allow","api":"*"}]}"#,
    );
    for text in [
        "",
        "{}",
        r#"{"statements":[{"effect":"permit","api":"*"}]}"#,
        r#"{"statements":[],"version":2}"#,
    ] {
        let role = Source::stored(SourceKind::Role("r".into()), text);
        assert_eq!(role.document, Err(Broken), "{text}");
        let set = PermissionSet::new(vec![everything.clone(), role]);
        let decision = set.decide("User:getUser", &Context::default());
        assert_eq!(
            decision.because,
            Because::Broken {
                source: SourceKind::Role("r".into())
            }
        );
        assert!(!set.allows("User:getUser", &Context::default()) && !set.surely("User:getUser"));
    }
}

#[test]
fn a_refusal_names_the_near_misses() {
    let set = one(
        r#"{"statements":[{"effect":"allow","api":"User:*","condition":"ipAddress('10.0.0.0/8')"}]}"#,
    );
    let call = Call {
        operation: "User:getUser",
        day: None,
        user: None,
        path: None,
        ip: None,
    };
    let decision = call.with(|context| set.decide(call.operation, context));
    let Because::NothingAllows { near } = decision.because else {
        panic!("{decision:?}")
    };
    assert_eq!(near.len(), 1);
    assert_eq!(near[0].condition, "ipAddress('10.0.0.0/8')");
    assert_eq!(near[0].truth, latchkey_permission::Truth::Unknown);
}
