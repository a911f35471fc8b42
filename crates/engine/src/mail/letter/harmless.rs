//! What people typed, made fit to stand in a message (R43): names, addresses, devices.
//!
//! Nothing of it can end a line, turn the direction of what follows, hide, or run on for pages. Mail programs make links
//! out of plain words; so that nobody writes one into somebody else's message, the dots and colons of such words are
//! written `[.]` and `[:]`: visible, and read for what they are. What stays are email addresses, which lead to no page,
//! and user names such as `m.sato`, which somebody has to type.

use latchkey_api::EmailAddress;
use unicode_normalization::char::is_combining_mark;

/// Longest name, in characters.
const NAME: usize = 80;
/// Longest address: what an address can have.
const ADDRESS: usize = 254;
/// Marks that one letter may bear.
const MARKS: usize = 3;

/// Ends of host names that somebody could have for their own soon; those of two letters count without being here.
const ENDS: &str = " academy agency app art asia bank beauty best bet bid bio biz blog bond bot boutique business buzz \
    cam capital care cash casino cat center chat church city click cloud club coach codes coffee com community company \
    computer consulting cool date day deals design dev digital direct directory domains download earth edu education \
    email energy engineering events exchange expert express family fan farm finance financial fit fund fun fyi gallery \
    games gift gives global gmbh gold goog google gov group guide guru health help homes host house icu inc info ink \
    institute int international invest investments jobs land law legal life limited link live llc loan loans lol ltd \
    management market marketing mba media mil mobi moe money monster mov movie museum name net network new news nexus \
    ngo ninja one ong onion online org osaka page party pay pet phd photo photography photos pics pizza plus press pro \
    productions properties pub quest racing realty recipes red rent repair report rest review reviews rip rocks run sale \
    save sbs school science secure security services sex shop shopping show site social software solutions space store \
    stream studio style support surf systems tax team tech technology tel tips today tokyo tools top tours town toys \
    trade trading training travel tube university vacations ventures video vip vision vote watch web webcam website wiki \
    win work works world wtf xin xyz yachts yoga yokohama you zip zone ";

/// Signs that links have between letters.
const PARTS: &str = "-_.@/\\:?#=&%~+";

/// Whose words they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Anybody's: nothing in them looks like a link.
    Free,
    /// A name that somebody has to type: changed only where it would be made a link.
    Typed,
}

/// A text that nobody has to type: the name of an account or a person, a device.
pub(super) fn text(text: &str) -> String {
    unlinked(&tidy(text, NAME), Words::Free)
}

/// A user name.
pub(super) fn user_name(name: &str) -> String {
    unlinked(&tidy(name, NAME), Words::Typed)
}

/// Email addresses. Before the `@` much is allowed that a link has, too.
pub(super) fn address(address: &str) -> String {
    unlinked(&tidy(address, ADDRESS), Words::Typed)
}

/// A network address, as the server saw it.
pub(super) fn source(source: &str) -> String {
    source
        .parse::<std::net::IpAddr>()
        .map_or_else(|_| text(source), |address| address.to_string())
}

/// The first part of a device: "Windows 11" of "Windows 11, Latchkey 1.0".
pub(super) fn system(device: &str) -> String {
    let first = device.split([',', '、']).next().unwrap_or_default();
    unlinked(&tidy(first, NAME / 2), Words::Free)
}

/// One line of bounded length, without what cannot be seen.
fn tidy(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let (mut length, mut marks, mut gap) = (0, 0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !line.is_empty();
            continue;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if is_unseen(c) || marks > MARKS {
            continue;
        }
        let more = if gap { 2 } else { 1 };
        if length + more > longest {
            return shortened(line, length, longest);
        }
        if gap {
            line.push(' ');
        }
        line.push(c);
        (length, gap) = (length + more, false);
    }
    // begins an encoded word: a header would be read as something else than it says
    line.replace("=?", "= ?")
}

fn shortened(mut line: String, length: usize, longest: usize) -> String {
    if length >= longest {
        line.pop();
    }
    let line = line.trim_end().replace("=?", "= ?");
    format!("{line}…")
}

/// Takes no room, or looks like a space, or decides about the direction of others.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// Writes whatever would be made a link so that it is none.
fn unlinked(text: &str, words: Words) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_link(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        plain.push_str(&unlinked_word(word, words));
        let skipped = after.find(is_of_link).unwrap_or(after.len());
        let (between, after) = after.split_at(skipped);
        plain.push_str(between);
        rest = after;
    }
    plain
}

/// What a mail program would take for a part of a link. Host names have letters and signs of any script.
fn is_of_link(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || PARTS.contains(c);
    }
    let is_punctuation = matches!(c, '\u{2018}'..='\u{2027}' | '\u{3000}'..='\u{3020}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}');
    !c.is_whitespace() && !is_punctuation
}

fn unlinked_word(word: &str, words: Words) -> String {
    if let Some((local, domain)) = word.rsplit_once('@')
        && words == Words::Typed
        && !has_begin(domain)
        && EmailAddress::try_from(word.to_owned()).is_ok()
    {
        return format!("{}@{domain}", unlinked_word(local, words));
    }
    if !is_link(word, words) {
        return word.to_owned();
    }
    let mut plain = String::new();
    for (before, c, after) in parted(word) {
        match c {
            '.' if !before.is_empty() && after.starts_with(is_of_link) => plain.push_str("[.]"),
            ':' if is_scheme(before, after) => plain.push_str("[:]"),
            c => plain.push(c),
        }
    }
    plain
}

/// Each letter with what is before and after it.
fn parted(word: &str) -> impl Iterator<Item = (&str, char, &str)> {
    word.char_indices().filter_map(move |(index, c)| {
        let after = word.get(index + c.len_utf8()..)?;
        Some((word.get(..index)?, c, after))
    })
}

/// A colon that makes a link of what is around it, as in `https://`, `mailto:` and `tel:`.
fn is_scheme(before: &str, after: &str) -> bool {
    let letters = before.chars().rev().take_while(char::is_ascii_alphabetic);
    after.starts_with("//") || letters.count() > 1 && !after.is_empty()
}

fn is_link(word: &str, words: Words) -> bool {
    let is_apart = |c: char| c != '.' && c != '-' && PARTS.contains(c);
    let mut parts = parted(word);
    has_begin(word)
        || has_path(word)
        || word.split(is_apart).any(|host| has_end(host, words))
        || parts.any(|(before, c, after)| c == ':' && is_scheme(before, after))
}

/// It begins like a host name, wherever a mail program thinks that a word begins.
fn has_begin(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let mut pieces = word.split("www.").peekable();
    while let Some(before) = pieces.next() {
        let is_apart = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
        if is_apart && pieces.peek().is_some_and(|after| !after.is_empty()) {
            return true;
        }
    }
    false
}

fn has_path(word: &str) -> bool {
    let host = word.split(['/', '\\', '?', '#']).next();
    host.is_some_and(|host| host != word && host.trim_start_matches('.').contains('.'))
}

/// It has an end that host names have.
fn has_end(host: &str, words: Words) -> bool {
    let labels = host.trim_start_matches(['.', '-']).split('.').skip(1);
    let mut ends = labels.filter(|label| label.starts_with(char::is_alphabetic));
    ends.any(|label| words == Words::Free && label.chars().count() > 1 || is_end(label))
}

fn is_end(label: &str) -> bool {
    let label = label.to_lowercase();
    // the longest begin of letters: what follows a host name is not always apart from it
    let letters: String = label
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    letters.len() == 2 || letters.len() > 2 && ENDS.contains(&format!(" {letters} "))
}

#[cfg(test)]
mod tests;
