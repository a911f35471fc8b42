//! Conditions in words.
use latchkey_permission::{Condition, Language};

#[test]
fn conditions_have_words_in_both_languages() {
    for (text, english, japanese) in [
        (
            "ipAddress('203.0.113.0/24')",
            "only from 203.0.113.0/24",
            "203.0.113.0/24 からのみ",
        ),
        (
            "not ipAddress('203.0.113.0/24')",
            "except from 203.0.113.0/24",
            "203.0.113.0/24 以外からのみ",
        ),
        (
            "sourceIp == '10.0.0.1'",
            "only from 10.0.0.1/32",
            "10.0.0.1/32 からのみ",
        ),
        (
            "ipAddress('10.0.0.0/8') or ipAddress('2001:db8::/32')",
            "only from 10.0.0.0/8 or 2001:db8::/32",
            "10.0.0.0/8 または 2001:db8::/32 からのみ",
        ),
        (
            "pathVariable('user_name') == samUserName",
            "only for their own user name",
            "自分のユーザー名に対してのみ",
        ),
        (
            "samUserName != pathVariable('user_name')",
            "except for their own user name",
            "自分以外のユーザー名に対してのみ",
        ),
        (
            "pathVariable('user_name') == 'mei'",
            "only for user name mei",
            "ユーザー名が mei のときのみ",
        ),
        (
            "samUserName == 'mei'",
            "only when signed in as mei",
            "mei としてサインインしたときのみ",
        ),
        (
            "currentDate < date(2026, 2, 1)",
            "until 31 Jan 2026",
            "2026年1月31日まで",
        ),
        (
            "date(2026, 2, 1) <= currentDate",
            "from 1 Feb 2026",
            "2026年2月1日から",
        ),
        (
            "currentDate == date(2026, 2, 1)",
            "only on 1 Feb 2026",
            "2026年2月1日のみ",
        ),
        (
            "currentDate >= date(2026, 2, 1) and currentDate < date(2026, 3, 1)",
            "from 1 Feb 2026 until 28 Feb 2026",
            "2026年2月1日から2026年2月28日まで",
        ),
        (
            "currentDate <= date(2026, 2, 1) and ipAddress('10.0.0.0/8')",
            "only from 10.0.0.0/8, until 1 Feb 2026",
            "10.0.0.0/8 からのみ、2026年2月1日まで",
        ),
        (
            "not (currentDate < date(2026, 2, 1))",
            "from 1 Feb 2026",
            "2026年2月1日から",
        ),
        ("true", "always", "常に"),
        (
            "samUserName == 'a' or ipAddress('10.0.0.0/8')",
            "only when samUserName == 'a' or ipAddress('10.0.0.0/8')",
            "samUserName == 'a' or ipAddress('10.0.0.0/8') のときのみ",
        ),
    ] {
        let condition = Condition::parse(text).unwrap();
        assert_eq!(condition.words(Language::En), english, "{text}");
        assert_eq!(condition.words(Language::Ja), japanese, "{text}");
    }
}

#[test]
fn a_condition_that_nobody_would_read_is_only_mentioned() {
    let long = (0..10)
        .map(|number| format!("(samUserName == 'user{number}' and true)"))
        .collect::<Vec<_>>()
        .join(" or ");
    let condition = Condition::parse(&long).unwrap();
    assert_eq!(condition.words(Language::En), "only on several conditions");
    assert_eq!(condition.words(Language::Ja), "複数の条件を満たすときのみ");
}
