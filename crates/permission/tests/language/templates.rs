//! Templates: clean, recognised, and allowing exactly what they say.
use latchkey_permission::{
    Context, Finding, PermissionSet, Source, catalogue, check, parse, recognise, screens, template,
    templates,
};

fn set(id: &str) -> PermissionSet {
    PermissionSet::new(vec![Source::own(template(id).unwrap().document.clone())])
}

/// Operations that statements decide about and this template always allows.
fn allowed(id: &str) -> Vec<&'static str> {
    let set = set(id);
    let permitted = catalogue().iter().filter(|entry| entry.is_permitted());
    permitted
        .map(|entry| entry.name)
        .filter(|name| set.allows(name, &Context::default()))
        .collect()
}

#[test]
fn every_template_is_there_clean_and_recognised() {
    let ids: Vec<_> = templates().iter().map(|template| template.id).collect();
    assert_eq!(
        ids,
        [
            "billing_view",
            "billing",
            "billing_everything",
            "people",
            "audit_log",
            "read_only",
            "operate",
            "administrator",
            "change_own_password",
            "no_access"
        ]
    );
    for template in templates() {
        let codes: Vec<_> = check(&template.document.to_text(), None)
            .findings
            .iter()
            .map(Finding::code)
            .collect();
        let expected: &[&str] = if matches!(template.id, "administrator" | "operate") {
            &["grants_everything"]
        } else {
            &[]
        };
        assert_eq!(codes, expected, "{}", template.id);
        assert_eq!(recognise(&template.document), Some(template.id));
    }
    assert_eq!(
        recognise(&parse(r#"{"statements":[{"effect":"deny","api":"*"}]}"#).unwrap()),
        None
    );
    assert!(template("root").is_none());
}

#[test]
fn no_access_allows_nothing_and_administrator_everything() {
    assert_eq!(allowed("no_access"), [""; 0]);
    assert_eq!(
        allowed("administrator").len(),
        catalogue()
            .iter()
            .filter(|entry| entry.is_permitted())
            .count()
    );
}

#[test]
fn billing_opens_the_billing_screen_and_changes_nothing() {
    let needed = screens()
        .iter()
        .find(|screen| screen.id == "billing")
        .unwrap();
    let view = allowed("billing_view");
    assert!(needed.opens_with.iter().all(|name| view.contains(name)));
    assert!(
        view.iter()
            .all(|name| name.contains(":get") || name.contains(":list"))
    );
    let download = allowed("billing");
    let more: Vec<_> = download
        .iter()
        .filter(|name| !view.contains(name))
        .copied()
        .collect();
    assert_eq!(
        more,
        [
            "Billing:exportBilling",
            "Billing:exportLatestBilling",
            "Payment:exportPaymentStatement"
        ]
    );
    let everything = allowed("billing_everything");
    assert!(
        everything
            .iter()
            .all(|name| name.starts_with("Billing:") || name.starts_with("Payment:"))
    );
    assert_eq!(everything.len(), 19);
}

#[test]
fn read_only_reads_everything_and_changes_nothing() {
    let reads = |name: &&str| {
        [":get", ":list", ":has"]
            .iter()
            .any(|verb| name.contains(verb))
    };
    let all: Vec<_> = catalogue()
        .iter()
        .filter(|entry| entry.is_permitted())
        .map(|entry| entry.name)
        .filter(reads)
        .collect();
    assert_eq!(allowed("read_only"), all);
}

#[test]
fn people_is_users_and_roles_and_their_history() {
    let allowed = allowed("people");
    assert!(allowed.iter().all(|name| {
        ["User:", "Role:", "AuditLog:"]
            .iter()
            .any(|area| name.starts_with(area))
    }));
    assert!(allowed.contains(&"User:updateUserPermission") && allowed.contains(&"Role:deleteRole"));
    assert!(!allowed.contains(&"Auth:switchUser"));
}

/// Whatever is added to the catalogue has to be decided here: people and money are named, not guessed.
#[test]
fn operate_is_everything_but_people_and_money() {
    let allowed = allowed("operate");
    let money = ["Billing:", "Payment:", "Credential:", "Email:"];
    assert!(
        !allowed
            .iter()
            .any(|name| money.iter().any(|area| name.starts_with(area)))
    );
    let people: Vec<_> = allowed
        .iter()
        .filter(|name| name.starts_with("User:") || name.starts_with("Role:"))
        .collect();
    assert!(
        people.iter().all(|name| [":get", ":list", ":has"]
            .iter()
            .any(|verb| name.contains(verb))),
        "{people:?}"
    );
    assert!(allowed.contains(&"User:listUsers") && allowed.contains(&"AuditLog:getApiAuditLogs"));
    assert!(
        !allowed.contains(&"SystemNotification:setSystemNotification")
            && !allowed.contains(&"Auth:switchUser")
    );
    assert!(set("operate").allows("Sim:activateSim", &Context::default()));
}

#[test]
fn operate_leaves_people_their_own_password() {
    let set = set("operate");
    let ask = |user| {
        let context = Context {
            sam_user_name: Some("mei"),
            path: &[("user_name", user)],
            ..Context::default()
        };
        [
            "User:updateUserPassword",
            "User:enableUserMFA",
            "User:verifyUserMFA",
            "User:updateUserPermission",
            "User:revokeUserMFA",
        ]
        .map(|name| set.allows(name, &context))
    };
    assert_eq!(ask("mei"), [true, true, true, false, false]);
    assert_eq!(ask("taro"), [false; 5]);
}

#[test]
fn change_own_password_is_that_and_nothing_else() {
    let set = set("change_own_password");
    let context = |user| Context {
        sam_user_name: Some("mei"),
        path: user,
        ..Context::default()
    };
    assert!(set.allows("User:updateUserPassword", &context(&[("user_name", "mei")])));
    assert!(!set.allows(
        "User:updateUserPassword",
        &context(&[("user_name", "taro")])
    ));
    assert_eq!(allowed("change_own_password"), [""; 0]);
}
