//! The vendor's published examples, as cells: document, call, allowed or not.
use latchkey_permission::{Context, PermissionSet, Source, SourceKind, parse};

use crate::model::one;

fn allows(statements: &str, operation: &str, context: &Context<'_>) -> bool {
    let text = format!("{{\"statements\":[{statements}]}}");
    parse(&text).unwrap_or_else(|findings| panic!("{text}: {findings:?}"));
    one(&text).allows(operation, context)
}

fn cells(statements: &str, allowed: &[&str], denied: &[&str]) {
    for operation in allowed {
        assert!(
            allows(statements, operation, &Context::default()),
            "{operation} is allowed by {statements}"
        );
    }
    for operation in denied {
        assert!(
            !allows(statements, operation, &Context::default()),
            "{operation} is not allowed by {statements}"
        );
    }
}

#[test]
fn reading_the_list_of_sims_and_billing() {
    cells(
        r#"{"effect":"allow","api":["Subscriber:list*","Billing:*","Payment:get*","Payment:list*",
            "Payment:exportPaymentStatement","Stats:*","Files:*","Query:searchSubscribers"]}"#,
        &[
            "Subscriber:listSubscribers",
            "Billing:getBilling",
            "Billing:exportBilling",
            "Payment:getPaymentMethod",
            "Payment:listCoupons",
            "Payment:exportPaymentStatement",
            "Query:searchSubscribers",
        ],
        &[
            "Subscriber:getSubscriber",
            "Payment:registerCoupon",
            "Query:searchSims",
            "User:listUsers",
            "billing:getBilling",
        ],
    );
}

#[test]
fn reading_the_list_of_sims_and_monitoring() {
    cells(
        r#"{"effect":"allow","api":["EventHandler:*","Sim:listSims","Subscriber:listSubscribers","Query:searchSims",
            "Query:searchSubscribers","Group:listGroups","CellLocation:*"]}"#,
        &[
            "EventHandler:createEventHandler",
            "Sim:listSims",
            "CellLocation:getCellLocation",
        ],
        &["Sim:listSimsX", "Sim:getSim", "Group:createGroup"],
    );
}

#[test]
fn reading_stored_data() {
    cells(
        r#"{"effect":"allow","api":["Sim:getDataFromSim","DataEntry:getDataEntries","DataEntry:getDataEntry"]}"#,
        &[
            "Sim:getDataFromSim",
            "DataEntry:getDataEntry",
            "DataEntry:getDataEntries",
        ],
        &["DataEntry:deleteDataEntry", "Sim:getSim"],
    );
}

#[test]
fn everything_except_support() {
    cells(
        r#"{"effect":"allow","api":"*"},{"effect":"deny","api":"Operator:generateSupportToken"}"#,
        &["User:deleteUser", "Operator:getOperator", "Anything:atAll"],
        &["Operator:generateSupportToken"],
    );
}

/// With another user's name, other cases, and an encoded space that nobody decoded.
#[test]
fn changing_ones_own_password() {
    let statements = r#"{"effect":"allow","api":"User:updateUserPassword","condition":"pathVariable('user_name') == samUserName"}"#;
    let ask = |operation: &str, path: &str, user: Option<&str>| {
        let path = [("operator_id", "OP0123456789"), ("user_name", path)];
        allows(
            statements,
            operation,
            &Context {
                sam_user_name: user,
                path: &path,
                ..Context::default()
            },
        )
    };
    assert!(ask("User:updateUserPassword", "mei sato", Some("mei sato")));
    assert!(!ask("User:updateUserPassword", "taro", Some("mei sato")));
    assert!(!ask(
        "User:updateUserPassword",
        "Mei Sato",
        Some("mei sato")
    ));
    assert!(!ask(
        "User:updateUserPassword",
        "mei%20sato",
        Some("mei sato")
    ));
    assert!(!ask("User:updateUserPassword", "mei sato", None));
    assert!(!ask(
        "User:updateUserPermission",
        "mei sato",
        Some("mei sato")
    ));
    assert!(!allows(
        statements,
        "User:updateUserPassword",
        &Context {
            sam_user_name: Some(""),
            ..Context::default()
        }
    ));
}

#[test]
fn one_sim_only() {
    let statements = r#"{"effect":"allow","api":["Sim:activateSim","Sim:getSim"],"condition":"pathVariable('sim_id') == '8942'"},
        {"effect":"allow","api":["Sim:listSims"]}"#;
    let ask = |operation: &str, sim: &str| {
        allows(
            statements,
            operation,
            &Context {
                path: &[("sim_id", sim)],
                ..Context::default()
            },
        )
    };
    assert!(ask("Sim:getSim", "8942") && ask("Sim:listSims", ""));
    assert!(!ask("Sim:getSim", "8943") && !ask("Sim:deleteSim", "8942"));
}

/// A deny in the default permissions beats an allow of the user's own.
#[test]
fn the_default_permissions_can_take_away() {
    let own = Source::stored(
        SourceKind::Own,
        r#"{"statements":[{"effect":"allow","api":"*"}]}"#,
    );
    let default = Source::stored(
        SourceKind::Default,
        r#"{"statements":[{"effect":"deny","api":"Billing:*"}]}"#,
    );
    let set = PermissionSet::new(vec![own, default]);
    assert!(!set.allows("Billing:getBilling", &Context::default()));
    assert!(set.allows("User:listUsers", &Context::default()));
}

/// A deny whose condition is false does not bite; one that cannot be told does (R46).
#[test]
fn a_deny_from_elsewhere_than_the_office() {
    let statements = r#"{"effect":"allow","api":"*"},{"effect":"deny","api":"*","condition":"not ipAddress('10.0.0.1/24')"}"#;
    let from = |ip: &str| {
        allows(
            statements,
            "User:listUsers",
            &Context {
                source_ip: Some(ip.parse().unwrap()),
                ..Context::default()
            },
        )
    };
    assert!(from("10.0.0.200") && !from("10.0.1.1") && !from("2001:db8::1"));
    assert!(!allows(statements, "User:listUsers", &Context::default()));
}

#[test]
fn a_window_of_dates() {
    let statements = r#"{"effect":"allow","api":"*","condition":"currentDate >= date(2023, 02, 01) and currentDate < date(2023, 03, 01)"}"#;
    let on = |day: i8, month: i8| {
        let current_date = Some(jiff::civil::date(2023, month, day));
        allows(
            statements,
            "Sim:listSims",
            &Context {
                current_date,
                ..Context::default()
            },
        )
    };
    assert_eq!(
        [on(31, 1), on(1, 2), on(28, 2), on(1, 3)],
        [false, true, true, false]
    );
}
