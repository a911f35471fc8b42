//! What every message has, and says in both of its forms.

use super::*;
use latchkey_api::say;
use std::collections::BTreeSet;

#[test]
fn text_and_html_say_the_same() {
    for facts in [facts(), few_facts(), Facts::default()] {
        each(&facts, |kind, language, form, letter| {
            assert_eq!(
                words_of(&letter.html),
                letters(&letter.text),
                "{kind:?} {language:?} {form:?}"
            );
            tags(&letter.html);
        });
    }
}

#[test]
fn a_message_says_for_which_account_and_when() {
    each(&facts(), |kind, language, form, letter| {
        let when = say(
            language,
            "26 November 2026, 14:02 UTC",
            "2026年11月26日 14:02 (UTC)",
        );
        for part in ["Kitahama Trading", "OP0048213907", when] {
            assert!(
                letter.text.contains(part),
                "{kind:?} {language:?} {form:?}: {part}\n{}",
                letter.text
            );
        }
        assert!(letter.subject.contains("Kitahama Trading"), "{kind:?}");
        let not_you = say(
            language,
            "If you do not recognise this\n",
            "心当たりがない場合\n",
        );
        assert!(letter.text.contains(not_you), "{kind:?}");
    });
}

#[test]
fn an_account_without_a_name_is_called_by_its_id() {
    each(&few_facts(), |_, _, _, letter| {
        assert!(
            letter.subject.contains("OP0048213907"),
            "{}",
            letter.subject
        );
    });
}

#[test]
fn what_opens_has_its_link_and_code_each_on_a_line_of_its_own() {
    each(&facts(), |kind, language, form, letter| {
        let lines: Vec<&str> = letter.text.lines().map(str::trim).collect();
        let takes_code = !matches!(kind, Kind::PrimaryWasYou | Kind::RecoveryBegun);
        let opens = kind.purpose().is_some();
        assert_eq!(
            lines.contains(&LINK),
            opens && form == Form::WithLink,
            "{kind:?} {form:?}"
        );
        assert_eq!(
            lines.contains(&CODE),
            opens && takes_code && form != Form::LeftOut,
            "{kind:?} {form:?}"
        );
        assert_eq!(
            letter.text.matches(CODE).count(),
            usize::from(lines.contains(&CODE))
        );
        assert_eq!(
            letter.html.matches(&format!("href=\"{LINK}\"")).count(),
            if lines.contains(&LINK) { 2 } else { 0 }
        );
        let until = until(kind, language);
        let works = lines.contains(&LINK) || lines.contains(&CODE);
        let text = letters(&letter.text);
        assert_eq!(text.contains(&until), works, "{kind:?} {form:?}\n{text}");
    });
}

/// DESIGN 4: programs know the public operations only, and those take no code
#[test]
fn where_no_link_brings_it_programs_find_the_token_on_a_line_of_its_own() {
    let token = LINK.rsplit('/').next().unwrap();
    each(&facts(), |kind, _, form, letter| {
        let public = matches!(kind, Kind::VerifyAddress | Kind::ResetPassword);
        let has = letter.text.lines().any(|line| line.trim() == token);
        assert_eq!(has, public && form == Form::CodeOnly, "{kind:?} {form:?}");
    });
}

/// The end of what is sent at 14:02 on 26 November, in letters and digits.
fn until(kind: Kind, language: Language) -> String {
    let (day, time) = match kind {
        // from its sending on; but one that opens a day later from then on
        Kind::RecoveryBegun | Kind::Invitation => (27, "14:02"),
        Kind::Recover => (28, "14:02"),
        Kind::PrimaryWasYou => (29, "14:02"),
        _ => (26, "14:32"),
    };
    letters(&match language {
        Language::En => format!("until {day} November 2026, {time} UTC"),
        Language::Ja => format!("2026年11月{day}日 {time} (UTC) まで"),
    })
}

#[test]
fn a_message_that_is_only_looked_at_has_dots_and_no_link() {
    each(&facts(), |kind, _, form, letter| {
        let dots = kind.purpose().is_some() && form == Form::LeftOut;
        assert_eq!(
            letter.text.contains("\n    ••••-••••\n"),
            dots,
            "{kind:?} {form:?}"
        );
        if form == Form::LeftOut {
            assert!(!letter.html.contains("href"), "{kind:?}");
        }
    });
}

#[test]
fn only_what_opens_an_account_asks_to_be_kept_from_others() {
    each(&facts(), |kind, language, form, letter| {
        let keep = say(
            language,
            "Show this message to nobody",
            "ほかの人に見せないでください",
        );
        let account = matches!(
            kind,
            Kind::ResetPassword | Kind::Recover | Kind::Invitation | Kind::UserPassword
        );
        assert_eq!(letter.text.contains(keep), account, "{kind:?} {form:?}");
    });
}

#[test]
fn how_long_it_works_is_the_life_of_its_token() {
    each(&facts(), |kind, language, _, letter| {
        let span = match kind.life_ms() / HOUR_MS {
            24 => say(language, "for 24 hours", "24時間"),
            72 => say(language, "for 72 hours", "72時間"),
            _ => say(language, "for 30 minutes", "30分間"),
        };
        if letter.text.contains(LINK) {
            let text = letter.text.replace('\n', say(language, " ", ""));
            assert!(text.contains(span), "{kind:?}: {span}\n{text}");
        }
    });
}

#[test]
fn no_link_leads_anywhere_else() {
    each(&facts(), |kind, language, form, letter| {
        for text in [&letter.text, &letter.subject] {
            assert_eq!(
                other_links(text),
                Vec::<String>::new(),
                "{kind:?} {language:?} {form:?}"
            );
        }
        let html = letter.html.replace(LINK, "");
        for loads in [
            "://",
            "src=",
            "url(",
            "@import",
            "<link",
            "<script",
            "<img",
            "javascript",
        ] {
            assert!(!html.contains(loads), "{kind:?}: {loads}");
        }
    });
}

#[test]
fn every_kind_has_a_title_of_its_own_and_an_explanation_in_both_languages() {
    for language in LANGUAGES {
        for facts in [Facts::default(), facts()] {
            let titles: BTreeSet<String> = Kind::ALL
                .into_iter()
                .map(|kind| title(kind, &facts, language))
                .collect();
            assert_eq!(titles.len(), Kind::ALL.len(), "{titles:?}");
            assert!(
                titles
                    .iter()
                    .all(|title| (4..=80).contains(&title.chars().count())),
                "{titles:?}"
            );
        }
        let all: BTreeSet<&str> = Kind::ALL
            .into_iter()
            .map(|kind| explanation(kind, language))
            .collect();
        assert_eq!(all.len(), Kind::ALL.len());
        let end = say(language, '.', '。');
        for text in all {
            assert!(
                text.ends_with(end) && text.matches(end).count() <= 3,
                "{text}"
            );
        }
    }
}

#[test]
fn titles_name_what_they_are_about() {
    let title = |kind, language| title(kind, &facts(), language);
    assert_eq!(
        title(Kind::NewDevice, Language::En),
        "New sign-in from Windows 11"
    );
    assert_eq!(
        title(Kind::NewDevice, Language::Ja),
        "Windows 11 からの新しいサインイン"
    );
    assert_eq!(
        title(Kind::VerifyAddress, Language::En),
        "Code to verify an address"
    );
    assert_eq!(title(Kind::Invitation, Language::En), "Set your password");
    assert_eq!(
        title(Kind::UserPassword, Language::Ja),
        "m.sato さんのパスワードの再設定"
    );
}

#[test]
fn subjects_start_with_what_it_is() {
    let subject = |language| write(Kind::VerifyAddress, &facts(), language, None).subject;
    assert_eq!(
        subject(Language::En),
        "Verify this address for Kitahama Trading"
    );
    assert_eq!(
        subject(Language::Ja),
        "アドレスの確認のお願い (Kitahama Trading)"
    );
}

/// Words of ours in a message whose facts have none.
#[test]
fn japanese_is_japanese_and_english_is_english() {
    let known = ["Latchkey", "OP", "ID", "SAM", "UTC", "mail", "lkm"];
    each(&few_facts(), |kind, language, form, letter| {
        let text = format!(
            "{}\n{}\n{}",
            letter.subject,
            letter.text,
            title(kind, &few_facts(), language)
        )
        .replace(LINK, "")
        .replace(LINK.rsplit('/').next().unwrap(), "")
        .replace(CODE, "");
        if language == Language::En {
            let plain = |c: char| c.is_ascii() || "“”’•".contains(c);
            assert!(text.chars().all(plain), "{kind:?}: {text}");
            return;
        }
        let latin = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty());
        let foreign: Vec<&str> = latin.filter(|word| !known.contains(word)).collect();
        assert!(foreign.is_empty(), "{kind:?} {form:?}: {foreign:?}");
        let kana = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
        for part in [
            letter.subject.as_str(),
            explanation(kind, language),
            &title(kind, &few_facts(), language),
        ] {
            assert!(part.chars().any(kana), "{kind:?}: {part}");
        }
        // です・ます to the end of every sentence
        let sentences = text
            .split('。')
            .filter(|sentence| sentence.chars().any(kana))
            .count();
        assert!(sentences > 2, "{kind:?}");
    });
}

#[test]
fn no_line_is_longer_than_mail_allows() {
    let long = Facts {
        account: "株".repeat(256),
        email: Some(format!("{}@{}.example", "a".repeat(64), "b".repeat(180))),
        device: Some("佐".repeat(2000)),
        ..facts()
    };
    for facts in [facts(), long] {
        each(&facts, |kind, _, _, letter| {
            for line in letter.text.lines().chain(letter.html.lines()) {
                assert!(line.len() <= 998, "{kind:?}: {line}");
            }
            assert!(letter.subject.chars().count() <= 160, "{}", letter.subject);
        });
    }
    each(&facts(), |_, _, _, letter| {
        let ours = letter.text.lines().filter(|line| !line.contains(LINK));
        for line in ours {
            let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(width <= 74, "{line}");
        }
    });
}

#[test]
fn a_message_about_root_and_one_about_a_user_say_whom_they_mean() {
    let root = Facts {
        user_name: None,
        person: None,
        ..facts()
    };
    for (of_root, of_user) in [
        (Kind::NewDevice, Kind::UserNewDevice),
        (Kind::SignInPaused, Kind::SignInPaused),
    ] {
        let (root, user) = (
            write(of_root, &root, Language::En, None),
            write(of_user, &facts(), Language::En, None),
        );
        assert!(root.text.contains("account owner (root)") && !root.text.contains("user below"));
        assert!(user.text.contains("the user below") && user.text.contains("Username: m.sato"));
    }
}

#[test]
fn a_user_who_is_called_root_is_not_taken_for_the_owner() {
    let by = |by_id: Option<&str>| {
        let facts = Facts {
            by_id: by_id.map(str::to_owned),
            ..facts()
        };
        write(Kind::UserCanGrant, &facts, Language::En, None).text
    };
    assert!(by(None).contains("Done by: Account owner (root)\n"));
    assert!(by(Some("u1")).contains("Done by: root\n"));
}
