//! Whether two addresses are likely lost together: at one provider, or of one person. A guess that only advises.

/// Words that stand before a country's ending where anybody can have a name below them.
const SHARED: [&str; 12] = [
    "ac", "ad", "co", "com", "ed", "edu", "go", "gov", "gr", "ne", "net", "or",
];

/// Local part and domain of an address's key.
fn parts(key: &str) -> (&str, &str) {
    key.rsplit_once('@').unwrap_or((key, ""))
}

/// The part of a domain that somebody registers: its last two labels, or three under `co.jp` and the like.
fn registered(domain: &str) -> &str {
    let mut labels = domain.rsplit('.');
    let (top, second) = (
        labels.next().unwrap_or_default(),
        labels.next().unwrap_or_default(),
    );
    let third = labels.next();
    let mut length = top.len() + 1 + second.len();
    if top.len() == 2
        && SHARED.contains(&second)
        && let Some(third) = third
    {
        length += 1 + third.len();
    }
    domain
        .get(domain.len().saturating_sub(length)..)
        .unwrap_or(domain)
}

/// A person's name as it is before the `@`: without what stands after a `+`, and without dots.
fn person(local: &str) -> String {
    let local = local.split('+').next().unwrap_or(local);
    local.replace('.', "")
}

/// Both are below one registered domain.
pub(super) fn same_domain(key: &str, other: &str) -> bool {
    registered(parts(key).1) == registered(parts(other).1)
}

/// Both are likely read by one person.
pub(super) fn same_person(key: &str, other: &str) -> bool {
    person(parts(key).0) == person(parts(other).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_one_with_those_below_it() {
        for (one, other, same) in [
            ("a@example.com", "b@example.com", true),
            ("a@mail.example.com", "b@example.com", true),
            ("a@example.com", "b@example.net", false),
            ("a@kitahama.co.jp", "b@sato.co.jp", false),
            ("a@mail.kitahama.co.jp", "b@kitahama.co.jp", true),
            ("a@one.or.jp", "b@two.or.jp", false),
            ("a@one.com.au", "b@two.com.au", false),
            ("a@x.kitahama.jp", "b@kitahama.jp", true),
            // co.jp itself is nobody's, but is no panic either
            ("a@co.jp", "b@co.jp", true),
            ("a", "b", true),
        ] {
            assert_eq!(same_domain(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn a_person_is_one_behind_tags_and_dots() {
        for (one, other, same) in [
            ("hana@a.example", "hana@b.example", true),
            ("hana+latchkey@a.example", "hana@b.example", true),
            ("h.ana@a.example", "hana@b.example", true),
            ("hana@a.example", "keiri@a.example", false),
        ] {
            assert_eq!(same_person(one, other), same, "{one} {other}");
        }
    }
}
