//! Conditions: P6, P8, P9, P11 and P12, and what is refused when somebody saves (R52, R53).
use std::net::{IpAddr, Ipv4Addr};

use jiff::civil::{Date, date};
use latchkey_permission::{Condition, Context, Language, Truth};
use proptest::prelude::*;

use crate::model::{Cond, SIGNS, call, conds, truth};

fn parsed(text: &str) -> Condition {
    Condition::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn refused(text: &str) -> String {
    Condition::parse(text)
        .expect_err(text)
        .message(Language::En)
}

fn from(ip: &str) -> Context<'static> {
    Context {
        source_ip: Some(ip.parse().unwrap()),
        ..Context::default()
    }
}

proptest! {
    #![proptest_config(crate::model::cases(1000))]

    #[test]
    fn p6_canonical_text_reads_back_as_the_same_condition(cond in conds()) {
        let condition = parsed(&cond.text());
        let canonical = condition.to_string();
        prop_assert_eq!(&parsed(&canonical), &condition);
        prop_assert_eq!(parsed(&canonical).to_string(), canonical);
    }

    #[test]
    fn conditions_agree_with_the_truth_tables(cond in conds(), call in call()) {
        let expected = [Truth::False, Truth::Unknown, Truth::True][truth(&cond, &call)];
        prop_assert_eq!(call.with(|context| parsed(&cond.text()).truth(context)), expected);
    }

    #[test]
    fn p8_with_everything_known_there_is_always_an_answer(cond in conds(), mut call in call()) {
        call.day = call.day.or(Some(0));
        call.user = call.user.or(Some("mei"));
        call.path = call.path.or(Some("mei"));
        call.ip = call.ip.or(Some([10, 0, 0, 1]));
        prop_assert_ne!(call.with(|context| parsed(&cond.text()).truth(context)), Truth::Unknown);
    }

    #[test]
    fn p9_kleenes_laws_hold(x in conds(), y in conds(), call in call()) {
        let same = |left: String, right: String| {
            let truth = |text: &str| call.with(|context| parsed(text).truth(context));
            prop_assert_eq!(truth(&left), truth(&right), "{} / {}", left, right);
            Ok(())
        };
        let (x, y) = (x.text(), y.text());
        same(format!("({x}) or ({y})"), format!("({y}) or ({x})"))?;
        same(format!("({x}) and ({y})"), format!("({y}) and ({x})"))?;
        same(format!("not (({x}) or ({y}))"), format!("not ({x}) and not ({y})"))?;
        same(format!("not (({x}) and ({y}))"), format!("not ({x}) or not ({y})"))?;
        same(format!("not not ({x})"), x)?;
    }

    #[test]
    fn p11_host_bits_and_mapped_addresses_change_nothing(bits: u32, other: u32, prefix in 0..=32u8) {
        let (address, other) = (Ipv4Addr::from(bits), Ipv4Addr::from(other));
        let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
        let network = Ipv4Addr::from(bits & mask);
        let loose = parsed(&format!("ipAddress('{address}/{prefix}')"));
        prop_assert_eq!(&loose, &parsed(&format!("ipAddress('{network}/{prefix}')")));
        prop_assert_eq!(&loose, &parsed(&format!("ipAddress('::ffff:{address}/{}')", 96 + prefix)));
        let exact = parsed(&format!("ipAddress('{address}/32')"));
        let equal = parsed(&format!("sourceIp == '{address}'"));
        for ip in [address, other] {
            let mapped = from(&format!("::ffff:{ip}"));
            let plain = from(&ip.to_string());
            prop_assert_eq!(loose.truth(&plain), loose.truth(&mapped));
            prop_assert_eq!(exact.truth(&plain), equal.truth(&mapped));
            prop_assert_eq!(exact.truth(&plain) == Truth::True, ip == address);
        }
    }

    #[test]
    fn p12_dates_compare_as_day_numbers(left in -400_000..2_000_000i64, right in -400_000..2_000_000i64) {
        let day = |number: i64| Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(number)).unwrap();
        let context = Context { current_date: Some(day(left)), ..Context::default() };
        let truths = SIGNS.map(|sign| {
            let right = day(right);
            let text = format!("currentDate {sign} date({}, {}, {})", right.year(), right.month(), right.day());
            parsed(&text).truth(&context) == Truth::True
        });
        let expected = [left == right, left != right, left < right, left <= right, left > right, left >= right];
        prop_assert_eq!(truths, expected);
    }
}

#[test]
fn the_attested_spellings_are_read() {
    for text in [
        "currentDate >= date(2023, 02, 01) and currentDate < date(2023, 3, 1)",
        "ipAddress('10.0.0.0/24')",
        "ipAddress('10.0.0.1/24')",
        "ipAddress('2001:db8::/32')",
        "pathVariable('user_name') == samUserName",
        "pathVariable('sim_id') == '8942310022000012345'",
        "date(2026, 08, 09) == date(2026, 8, 9)",
        "\n\ttrue\n",
    ] {
        parsed(text);
    }
}

#[test]
fn canonical_text_is_what_people_would_write() {
    for (text, canonical) in [
        ("((true))", "true"),
        ("not not(true)", "not not true"),
        ("not 1==2", "not (1 == 2)"),
        ("true and(false or true)", "true and (false or true)"),
        ("(true and false)or true", "true and false or true"),
        ("true or (false or true)", "true or false or true"),
        ("ipAddress( '10.9.8.7/8' )", "ipAddress('10.0.0.0/8')"),
        ("sourceIp=='::FFFF:10.0.0.1'", "sourceIp == '10.0.0.1'"),
        (
            "date(2026,02,01)<=currentDate",
            "date(2026, 2, 1) <= currentDate",
        ),
    ] {
        assert_eq!(parsed(text).to_string(), canonical);
    }
}

/// R53: a date that does not exist is refused when it is saved; `08` and `09` are decimal.
#[test]
fn what_cannot_be_meant_is_refused_with_a_reason() {
    for (text, message) in [
        (
            "",
            "The condition is empty. Leave the field out if there is no condition.",
        ),
        (
            "currentDate >= date(2023, 02, 30)",
            "This date does not exist.",
        ),
        ("date(0, 1, 1) == currentDate", "This date does not exist."),
        (
            "ipAddress('10.0.0.0/33')",
            "10.0.0.0/33 is not an address range. Write it like 203.0.113.0/24.",
        ),
        (
            "ipAddress('here')",
            "here is not an address range. Write it like 203.0.113.0/24.",
        ),
        (
            "sourceIp == 'office'",
            "office is not an IP address, so sourceIp can never equal it.",
        ),
        (
            "samUserName",
            "Text is not a yes or no. Compare it with something.",
        ),
        (
            "samUserName and true",
            "Text is not a yes or no. Compare it with something.",
        ),
        (
            "true or 1",
            "A number is not a yes or no. Compare it with something.",
        ),
        (
            "not currentDate",
            "A date is not a yes or no. Compare it with something.",
        ),
        ("samUserName == 1", "Text cannot be compared with A number."),
        ("samUserName < 'b'", "Text cannot be compared with <."),
        (
            "samUsername == 'a'",
            "There is no samUsername in conditions.",
        ),
        (
            "ipadress('10.0.0.0/8')",
            "There is no function ipadress in conditions.",
        ),
        ("ipAddress(sourceIp)", "sourceIp cannot stand here."),
        (
            "ipAddress('10.0.0.0/8', '11.0.0.0/8')",
            "Write it like ipAddress('203.0.113.0/24').",
        ),
        ("pathVariable()", "Write it like pathVariable('user_name')."),
        ("date(2026, 1)", "Write it like date(2026, 2, 1)."),
        ("true == true == true", "== cannot stand here."),
        ("1 < 2 < 3", "< cannot stand here."),
        ("true and", "The condition ends too early."),
        ("(true", "The condition ends too early."),
        ("true)", ") cannot stand here."),
        (
            "'a' == \"a\"",
            "Text in a condition stands in single quotes.",
        ),
        ("'a' == 'a", "The closing single quote is missing."),
        (
            "'a\\' == 'a'",
            "Text in a condition cannot contain quotes, backslashes or control characters.",
        ),
        ("1234567890 == 1", "A number has at most 9 digits."),
        ("true && true", "&& cannot stand here."),
        ("AND", "There is no AND in conditions."),
        ("true ; true", "A condition cannot contain ;."),
    ] {
        assert_eq!(refused(text), message, "{text}");
    }
}

#[test]
fn r52_every_limit_of_a_condition_is_refused_with_its_name() {
    let nested = |depth: usize| format!("{}true{}", "(".repeat(depth), ")".repeat(depth));
    parsed(&nested(16));
    assert_eq!(
        refused(&nested(17)),
        "The condition is nested more than 16 levels deep."
    );
    parsed(&format!("{}true", "not ".repeat(16)));
    assert_eq!(
        refused(&format!("{}true", "not ".repeat(17))),
        "The condition is nested more than 16 levels deep."
    );
    let chain = |count: usize| vec!["true"; count].join(" or ");
    parsed(&chain(127));
    assert_eq!(
        refused(&chain(128)),
        "The condition has more than 128 parts."
    );
    assert_eq!(
        refused(&vec!["1"; 257].join(" ")),
        "The condition has more than 256 words and signs."
    );
    assert_eq!(
        refused(&" ".repeat(1025)),
        "The condition is longer than 1,024 bytes."
    );
    // Short enough as written, too long as it would be stored.
    let text = format!("samUserName=='{}'", "x".repeat(1009));
    assert_eq!(text.len(), 1024);
    assert_eq!(refused(&text), "The condition is longer than 1,024 bytes.");
}

#[test]
fn a_condition_in_a_context_that_lacks_its_facts_is_unknown() {
    let nothing = Context::default();
    for text in [
        "currentDate > date(2026, 1, 1)",
        "ipAddress('0.0.0.0/0')",
        "samUserName != ''",
        "pathVariable('x') == ''",
    ] {
        assert_eq!(parsed(text).truth(&nothing), Truth::Unknown, "{text}");
    }
    assert_eq!(
        parsed("samUserName == '' or true").truth(&nothing),
        Truth::True
    );
    assert_eq!(
        parsed("samUserName == '' and false").truth(&nothing),
        Truth::False
    );
}

/// R53: neither family of addresses is in a range of the other.
#[test]
fn an_ipv4_range_holds_no_ipv6_client() {
    let v4 = parsed("ipAddress('0.0.0.0/0')");
    let v6 = parsed("ipAddress('::/0')");
    assert_eq!(
        [v4.truth(&from("2001:db8::1")), v4.truth(&from("192.0.2.1"))],
        [Truth::False, Truth::True]
    );
    assert_eq!(
        [
            v6.truth(&from("2001:db8::1")),
            v6.truth(&from("::ffff:192.0.2.1"))
        ],
        [Truth::True, Truth::False]
    );
    let spelled = parsed("sourceIp == '2001:DB8:0::1'");
    assert_eq!(spelled.truth(&from("2001:db8::1")), Truth::True);
}

#[test]
fn an_address_can_be_compared_with_a_path_variable() {
    let condition = parsed("pathVariable('ip') == sourceIp");
    let truth = |value: &str| {
        let context = Context {
            source_ip: Some(IpAddr::from([10, 0, 0, 1])),
            path: &[("ip", value)],
            ..Context::default()
        };
        condition.truth(&context)
    };
    assert_eq!(
        [truth("10.0.0.1"), truth("::ffff:10.0.0.1"), truth("x")],
        [Truth::True, Truth::True, Truth::False]
    );
}

#[test]
fn a_day_ends_at_midnight() {
    let condition = parsed("currentDate <= date(2026, 2, 28)");
    let on = |day: Date| {
        condition.truth(&Context {
            current_date: Some(day),
            ..Context::default()
        })
    };
    assert_eq!(
        [on(date(2026, 2, 28)), on(date(2026, 3, 1))],
        [Truth::True, Truth::False]
    );
}

#[test]
fn a_generated_condition_is_within_the_limits() {
    let deep = Cond::Not(Box::new(Cond::Not(Box::new(Cond::Constant(true)))));
    assert_eq!(parsed(&deep.text()).to_string(), "not not true");
}
