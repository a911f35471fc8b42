//! Any text ends in a document or its problems (P7, R52), and what is stored reads back as itself (P6, P13).
#![no_main]

use jiff::civil::date;
use latchkey_permission::{
    Condition, Context, Language, PermissionSet, Source, access_card, check, parse,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let checked = check(text, Some(date(2026, 11, 21)));
    let units = text.encode_utf16().count();
    for language in [Language::En, Language::Ja] {
        for problem in checked.problems(language) {
            assert!(problem.start <= problem.end && problem.end as usize <= units);
        }
    }
    if let Some(document) = checked.document {
        let canonical = document.to_text();
        assert_eq!(parse(&canonical).as_ref(), Ok(&document));
        let set = PermissionSet::new(vec![Source::own(document)]);
        let _ = set.decide("User:getUser", &Context::default());
        let _ = access_card(&set, None, Language::En);
    }
    if let Ok(condition) = Condition::parse(text) {
        assert_eq!(Condition::parse(&condition.to_string()), Ok(condition));
    }
});
