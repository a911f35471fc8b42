//! What the editor says about a document, and where.
use jiff::civil::date;
use latchkey_permission::{Language, Problem, Severity, check};

fn problems(text: &str) -> Vec<Problem> {
    check(text, Some(date(2026, 11, 21))).problems(Language::En)
}

/// `code: the part of the text that is marked`
fn marks(text: &str) -> Vec<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let part =
        |start: u32, end: u32| String::from_utf16(&units[start as usize..end as usize]).unwrap();
    problems(text)
        .iter()
        .map(|problem| format!("{}: {}", problem.code, part(problem.start, problem.end)))
        .collect()
}

fn statement(rest: &str) -> String {
    format!("{{\"statements\":[{{{rest}}}]}}")
}

fn condition(effect: &str, api: &str, condition: &str) -> Vec<String> {
    marks(&statement(&format!(
        r#""effect":"{effect}","api":"{api}","condition":"{condition}""#
    )))
}

const DRAWN: &str = r#"{
  "statements": [
    {
      "effect": "allow",
      "api": ["Billing:get*", "Billing:export*"]
    },
    {
      "efect": "allow",
      "api": ["Payment:getPayerInfo"],
      "condition": "ipAddress('203.0.113.0/24')"
    }
  ]
}"#;

/// The page of the design that shows two problems, and the document that its two fixes give.
#[test]
fn the_drawn_document_has_the_two_drawn_problems_and_their_fixes_put_it_right() {
    let found = problems(DRAWN);
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].line, found[0].column, found[0].statement),
        (8, 7, Some(2))
    );
    assert_eq!(
        found[0].message,
        "Unknown field efect. Did you mean effect?"
    );
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(
        (found[1].line, found[1].column, found[1].severity),
        (9, 15, Severity::Warning)
    );
    assert_eq!(
        found[1].message,
        "No such operation. Closest: Payment:getPayerInformation"
    );
    let mut text = DRAWN.to_owned();
    for fix in found.into_iter().rev().map(|problem| problem.fix.unwrap()) {
        text.replace_range(fix.start as usize..fix.end as usize, &fix.replacement);
    }
    assert_eq!(problems(&text), []);
    assert_eq!(
        check(&text, None).document.unwrap().to_text().trim_end(),
        text
    );
}

#[test]
fn messages_exist_in_japanese() {
    let found = check(DRAWN, None).problems(Language::Ja);
    assert_eq!(
        found[0].message,
        "efectというフィールドはありません。effectではありませんか?"
    );
    assert_eq!(found[0].fix.as_ref().unwrap().label, "effect に変更");
}

#[test]
fn positions_count_utf16_units() {
    let text = "{\"statements\":[\n  {\"effect\":\"allow\",\"api\":\"User:*\",\"condition\":\"samUserName == '😀' and x\"}]}";
    let found = problems(text);
    assert_eq!(marks(text), ["bad_condition: x"]);
    assert_eq!((found[0].line, found[0].column), (2, 73));
}

#[test]
fn a_place_inside_a_condition_is_found_through_escapes() {
    let text = r#"{"statements":[{"effect":"allow","api":"User:*","condition":"\u0074rue\u0020and\ud83d\ude00 x"}]}"#;
    assert_eq!(marks(text), [r"bad_condition: \ud83d\ude00"]);
}

#[test]
fn broken_json_is_told_where_it_breaks() {
    for (text, mark) in [
        ("", "broken_json: "),
        ("{", "broken_json: "),
        ("{\"statements\":[]}x", "broken_json: x"),
        ("{\"statements\":[],}", "broken_json: ,"),
        ("{\"statements\" []}", "broken_json: ["),
        ("{statements:[]}", "broken_json: s"),
        ("{\"statements\":[01]}", "broken_json: 0"),
        ("{\"statements\":[\"\\x\"]}", "broken_json: \\"),
        ("{\"a\":\"b\n\"}", "broken_json: \"b"),
        ("{\"a\":[[[[[[[[1]]]]]]]]}", "broken_json: ["),
        ("{\"a\":\"\\ud800\"}", "broken_json: \\"),
    ] {
        assert_eq!(marks(text), [mark], "{text}");
    }
    let fix = problems("{\"statements\":[],}")[0].fix.clone().unwrap();
    assert_eq!(
        (fix.replacement.as_str(), fix.label.as_str()),
        ("", "Remove")
    );
}

#[test]
fn fields_are_exactly_the_known_ones() {
    for (text, expected) in [
        ("[]", vec!["wrong_type: []"]),
        ("{}", vec!["missing_field: {"]),
        (r#"{"statements":{}}"#, vec!["wrong_type: {}"]),
        (
            r#"{"statements":[],"statements":[]}"#,
            vec!["duplicate_field: \"statements\""],
        ),
        (
            r#"{"statements":[],"version":1}"#,
            vec!["unknown_field: \"version\""],
        ),
        (
            r#"{"Statements":[]}"#,
            vec!["unknown_field: \"Statements\""],
        ),
        (r#"{"statements":[null]}"#, vec!["wrong_type: null"]),
        (
            r#"{"statements":[{}]}"#,
            vec!["missing_field: {", "missing_field: {"],
        ),
        (
            r#"{"statements":[{"effect":"Allow","api":7}]}"#,
            vec!["wrong_type: \"Allow\"", "wrong_type: 7"],
        ),
        (
            r#"{"statements":[{"effect":"deny","api":[7,"User"]}]}"#,
            vec!["wrong_type: 7", "bad_pattern: \"User\""],
        ),
        (
            r#"{"statements":[{"effect":"allow","effect":"deny","api":[]}]}"#,
            vec!["duplicate_field: \"effect\"", "no_operations: []"],
        ),
        (
            r#"{"statements":[{"effect":"deny","api":"User:*","condition":null}]}"#,
            vec!["wrong_type: null"],
        ),
        (
            r#"{"statements":[{"effect":"deny","api":"User:*","principal":"x"}]}"#,
            vec!["unknown_field: \"principal\""],
        ),
    ] {
        assert_eq!(marks(text), expected, "{text}");
    }
}

#[test]
fn r52_every_limit_of_a_document_is_refused() {
    let many = |count: usize| {
        format!(
            "{{\"statements\":[{}]}}",
            vec![r#"{"effect":"deny","api":"A:b"}"#; count].join(",")
        )
    };
    assert!(check(&many(100), None).is_saveable());
    assert_eq!(problems(&many(101))[0].code, "too_many_statements");
    let api = |count: usize| {
        statement(&format!(
            r#""effect":"deny","api":[{}]"#,
            vec!["\"User:*\""; count].join(",")
        ))
    };
    assert!(check(&api(200), None).is_saveable());
    assert_eq!(problems(&api(201))[0].code, "too_many_patterns");
    let long = format!("{}{{\"statements\":[]}}", " ".repeat(64 * 1024 - 16));
    assert!(!check(&long, None).is_saveable());
    assert!(check(&long[1..], None).is_saveable());
    let pattern = |length: usize| {
        statement(&format!(
            r#""effect":"deny","api":"T:{}""#,
            "x".repeat(length)
        ))
    };
    assert!(check(&pattern(126), None).is_saveable());
    assert!(!check(&pattern(127), None).is_saveable());
}

/// A document that is short as it was typed but could not be loaded as it would be stored.
#[test]
fn a_document_that_would_not_load_again_is_refused() {
    let condition = format!("samUserName=='{}'", "x".repeat(590));
    let one = format!(r#"{{"effect":"deny","api":"A:b","condition":"{condition}"}}"#);
    let text = format!("{{\"statements\":[{}]}}", vec![one; 100].join(","));
    assert!(text.len() < 64 * 1024, "{}", text.len());
    assert_eq!(problems(&text)[0].code, "document_too_long");
}

#[test]
fn doubtful_patterns_are_marked_and_kept() {
    let text = statement(r#""effect":"allow","api":["*","Sim:listSims","Sim:*","User:listUser"]"#);
    let checked = check(&text, None);
    assert!(checked.is_saveable());
    assert_eq!(
        marks(&text),
        [
            "grants_everything: \"*\"",
            "unknown_operation: \"Sim:listSims\"",
            "matches_nothing: \"Sim:*\"",
            "unknown_operation: \"User:listUser\""
        ]
    );
    assert_eq!(
        problems(&text)[3].fix.as_ref().unwrap().replacement,
        "\"User:listUsers\""
    );
    assert_eq!(
        marks(&statement(r#""effect":"deny","api":"*""#)),
        Vec::<String>::new()
    );
}

#[test]
fn conditions_that_can_never_be_true_are_told() {
    for never in [
        "false",
        "1 == 2",
        "currentDate < date(2027, 1, 1) and currentDate >= date(2027, 1, 1)",
        "samUserName == 'a' and samUserName == 'b'",
        "samUserName == 'a' and samUserName != 'a'",
        "ipAddress('10.0.0.0/8') and ipAddress('11.0.0.0/8')",
        "ipAddress('10.1.0.0/16') and not ipAddress('10.0.0.0/8')",
        "sourceIp == '10.0.0.1' and ipAddress('2001:db8::/32')",
        "(samUserName == 'a' or samUserName == 'b') and samUserName == 'c'",
        "not (samUserName == 'a' or samUserName != 'a')",
    ] {
        assert_eq!(
            condition("allow", "User:getUser", never),
            [format!("never_true: \"{never}\"")]
        );
    }
    for sometimes in [
        "true",
        "currentDate < date(2027, 1, 2) and currentDate >= date(2027, 1, 1)",
        "samUserName == 'a' or samUserName == 'b'",
        "ipAddress('10.0.0.0/8') and not ipAddress('10.1.0.0/16')",
        "samUserName != 'a' and samUserName != 'b'",
    ] {
        assert_eq!(
            condition("allow", "User:getUser", sometimes),
            Vec::<String>::new(),
            "{sometimes}"
        );
    }
}

#[test]
fn a_window_that_is_over_is_told_with_its_last_day() {
    let text = statement(
        r#""effect":"allow","api":"User:*","condition":"currentDate < date(2026, 2, 1)""#,
    );
    assert_eq!(
        problems(&text)[0].message,
        "This condition was true until 31 Jan 2026 and will not be again."
    );
    assert_eq!(check(&text, None).findings, []);
    assert_eq!(
        condition("allow", "User:*", "currentDate <= date(2026, 11, 21)"),
        Vec::<String>::new()
    );
}

#[test]
fn path_variables_that_no_path_has_are_told() {
    let own = "pathVariable('user_name') == samUserName";
    assert_eq!(
        condition("allow", "User:updateUserPassword", own),
        Vec::<String>::new()
    );
    assert_eq!(condition("allow", "User:*", own), Vec::<String>::new());
    assert_eq!(
        condition("allow", "Billing:*", own),
        [format!("path_variable_absent: \"{own}\"")]
    );
    assert_eq!(
        condition("allow", "Sim:*", "pathVariable('sim_id') == '1'").len(),
        1,
        "only that the pattern is unknown"
    );
    let found = problems(&statement(&format!(
        r#""effect":"deny","api":"User:*","condition":"{own}""#
    )));
    assert_eq!(
        found[0].message,
        "User:deleteDefaultPermissions has no user_name in its path, so it is always denied."
    );
}

#[test]
fn a_deny_by_ipv4_range_is_doubted_and_an_allow_is_not() {
    assert_eq!(
        condition("deny", "User:*", "ipAddress('10.0.0.0/8')")[0],
        "deny_by_ipv4: \"ipAddress('10.0.0.0/8')\""
    );
    assert_eq!(
        condition("deny", "User:*", "not ipAddress('10.0.0.0/8')"),
        Vec::<String>::new()
    );
    assert_eq!(
        condition(
            "deny",
            "User:*",
            "ipAddress('10.0.0.0/8') or ipAddress('2001:db8::/32')"
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        condition("allow", "User:*", "ipAddress('10.0.0.0/8')"),
        Vec::<String>::new()
    );
}

#[test]
fn host_bits_are_told_and_dropped() {
    let text =
        statement(r#""effect":"allow","api":"User:*","condition":"ipAddress('10.0.0.1/24')""#);
    let found = problems(&text);
    assert_eq!(
        (found[0].code.as_str(), found[0].severity),
        ("host_bits", Severity::Warning)
    );
    assert_eq!(found[0].fix.as_ref().unwrap().replacement, "'10.0.0.0/24'");
    let stored = check(&text, None).document.unwrap().to_text();
    assert!(stored.contains("ipAddress('10.0.0.0/24')"));
}

#[test]
fn a_problem_travels_as_json_and_back() {
    let found = problems(DRAWN);
    let json = serde_json::to_string(&found).unwrap();
    assert!(
        json.contains(r#""severity":"error","code":"unknown_field","line":8,"column":7"#),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<Vec<Problem>>(&json).unwrap(), found);
}
