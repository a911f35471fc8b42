use super::*;
use proptest::prelude::*;

#[test]
fn names_as_people_have_them_stay_as_they_are() {
    for name in [
        "Kitahama Trading Co., Ltd.",
        "北浜商事",
        "J.P. Morgan",
        "佐藤 芽衣",
        "Müller & Söhne",
        "Windows 11, Latchkey 1.0",
        "curl/8.5.0",
        "Chrome/131.0.6778.85",
        "12:30",
        "שלום",
    ] {
        assert_eq!(text(name), name);
    }
    for name in [
        "m.sato",
        "d.reyes",
        "佐藤.花子",
        "a-b_c+d",
        "hana@kitahama.example",
    ] {
        assert_eq!(user_name(name), name);
    }
}

// R43
#[test]
fn nothing_that_somebody_typed_becomes_a_link() {
    for (name, harmless) in [
        ("http://evil.example", "http[:]//evil[.]example"),
        ("evil.com/login", "evil[.]com/login"),
        ("www.evil", "www[.]evil"),
        ("WWW.Evil.Example", "WWW[.]Evil[.]Example"),
        ("see evil.com now", "see evil[.]com now"),
        ("(evil.com)", "(evil[.]com)"),
        ("1.2.3.4/login", "1[.]2[.]3[.]4/login"),
        ("https://1.2.3.4", "https[:]//1[.]2[.]3[.]4"),
        ("//evil.com", "//evil[.]com"),
        ("mailto:a@evil.com", "mailto[:]a@evil[.]com"),
        ("tel:+81901234", "tel[:]+81901234"),
        ("javascript:alert", "javascript[:]alert"),
        ("evil.com:8080", "evil[.]com[:]8080"),
        ("evil\u{200b}.com", "evil[.]com"),
        ("evil.\u{ad}com", "evil[.]com"),
        (".evil.com", ".evil[.]com"),
        ("🔑www.evil", "🔑www[.]evil"),
        ("見てhttps://evil.com", "見てhttps[:]//evil[.]com"),
        ("https://a.b/https://c.d", "https[:]//a[.]b/https[:]//c[.]d"),
        ("❤.ws", "❤[.]ws"),
        ("a.evil.co.jp", "a[.]evil[.]co[.]jp"),
    ] {
        assert_eq!(text(name), harmless);
        assert_eq!(user_name(name), harmless);
    }
    // an end that few hosts have: nobody types the name of an account
    assert_eq!(text("evil.photographs"), "evil[.]photographs");
}

// R43
#[test]
fn an_address_hides_no_link_before_its_at() {
    for (typed, harmless) in [
        ("owner@kitahama.co.jp", "owner@kitahama.co.jp"),
        ("first.last@mail.example", "first.last@mail.example"),
        (
            "www.evil.com/login@mail.example",
            "www[.]evil[.]com/login@mail.example",
        ),
        ("evil.com@mail.example", "evil[.]com@mail.example"),
        ("a@x.example, b@y.example", "a@x.example, b@y.example"),
    ] {
        assert_eq!(address(typed), harmless);
    }
}

// R43
#[test]
fn a_name_is_one_line_without_what_cannot_be_seen() {
    for (typed, harmless) in [
        ("a\r\nBcc: x@y", "a Bcc: x@y"),
        ("  a\t\u{2028} \u{3000}b ", "a b"),
        ("\u{202e}moc.live", "moc.live"),
        ("a\u{2066}b\u{2069}\u{200f}\u{feff}c\0", "abc"),
        ("\u{3164}\u{2800}", ""),
        ("=?utf-8?B?eA==?=", "= ?utf-8?B?eA== ?="),
        ("=\u{200b}?utf-8?", "= ?utf-8?"),
    ] {
        assert_eq!(tidy(typed, NAME), harmless, "{typed:?}");
    }
    let marked = format!("e{}", "\u{301}".repeat(500));
    assert_eq!(tidy(&marked, NAME).chars().count(), 1 + MARKS);
}

#[test]
fn a_long_name_ends_in_an_ellipsis() {
    assert_eq!(text(&"あ".repeat(80)), "あ".repeat(80));
    assert_eq!(text(&"あ".repeat(81)), "あ".repeat(79) + "…");
    assert_eq!(text(&"a ".repeat(5000)).chars().count(), 80);
}

#[test]
fn a_device_is_named_by_its_system() {
    assert_eq!(system("Windows 11, Latchkey 1.0"), "Windows 11");
    assert_eq!(system("macOS 26、Latchkey 1.0"), "macOS 26");
    assert_eq!(system(&"x".repeat(300)).chars().count(), 40);
}

#[test]
fn a_network_address_stays_readable() {
    for address in ["203.0.113.24", "fd::cd12:1", "2001:db8::1"] {
        assert_eq!(source(address), address);
    }
    assert_eq!(source("http://evil.example"), "http[:]//evil[.]example");
}

proptest! {
    // R43
    #[test]
    fn whatever_is_typed_is_bounded_and_a_link_to_nobody(typed in "(http|www|evil|com|jp|[a-z.:/@<>\"'=?\\u{0}-\\u{2fff}]){0,200}") {
        let harmless = text(&typed);
        // a bracket on each side of every dot, at most
        prop_assert!(harmless.chars().count() <= 3 * NAME);
        prop_assert!(!harmless.chars().any(|c| is_unseen(c) || c == '\n' || c == '\r'));
        prop_assert!(!harmless.contains("=?"));
        prop_assert!(!harmless.contains("://"), "{harmless}");
        let words: Vec<&str> = harmless.split(|c: char| !is_of_link(c)).collect();
        for word in words {
            prop_assert!(!is_link(word, Words::Free), "{word} in {harmless}");
        }
    }

    #[test]
    fn what_is_harmless_stays_as_it_is(typed in ".{0,25}") {
        let once = text(&typed);
        prop_assert_eq!(text(&once), once);
    }
}
