//! `cargo xtask bar`: which points of the security and reliability bar have a test that names them.

use std::collections::BTreeMap;

use crate::{Outcome, only, tree};

pub const ABOUT: &str = "list the points of the security bar (R01-R100, F01-F25) that tests name

A test names a point in a comment (R14) or in its name (r14_counters_survive_a_restart).";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &[])?;
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in ["crates", "src-tauri", "tests", "ui/src"] {
        for file in tree::files(
            &tree::root().join(folder),
            &["target", "node_modules", "gen"],
        )? {
            let name = file
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let Some((_, ending)) = name.rsplit_once('.') else {
                continue;
            };
            if !["rs", "ts"].contains(&ending) {
                continue;
            }
            let text = tree::read(&file)?;
            let whole = tree::short(&file).contains("tests") || name.contains(".test.");
            for point in points(tests_of(&text, whole)) {
                let at = places.entry(point).or_default();
                let place = tree::short(&file);
                if !at.contains(&place) {
                    at.push(place);
                }
            }
        }
    }
    for (point, files) in &places {
        println!("{point:<5}{}", files.join(", "));
    }
    println!("\n{} of 125 points are named by a test.", places.len());
    Ok(())
}

/// The part of a file that is tests: all of it, or what follows `#[cfg(test)]`.
fn tests_of(text: &str, whole: bool) -> &str {
    if whole {
        return text;
    }
    text.split_once("#[cfg(test)]")
        .map_or("", |(_, tests)| tests)
}

/// `R01`-`R100` and `F01`-`F25` as words of comments, `r01_` and `f01_` at the start of parts of names.
fn points(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter_map(point).collect()
}

fn point(word: &str) -> Option<String> {
    let kind = word.chars().next()?.to_ascii_uppercase();
    let last = match kind {
        'R' => 100,
        'F' => 25,
        _ => return None,
    };
    let digits = word.get(1..)?;
    let number: u32 = digits.parse().ok()?;
    let usual = digits.len() == 2 || digits == "100";
    (usual && (1..=last).contains(&number)).then(|| format!("{kind}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_found_in_comments_and_in_names() {
        let text =
            "// R14, F02: counted\nfn r07_hashing_is_bounded() { let r200 = 1; f32::MAX; u8::F1 }";
        assert_eq!(points(text), ["R14", "F02", "R07"]);
    }

    #[test]
    fn what_is_no_test_names_nothing() {
        assert_eq!(tests_of("// R14\nfn rule() {}", false), "");
        assert_eq!(
            tests_of("a\n#[cfg(test)]\nmod tests { R14 }", false).trim(),
            "mod tests { R14 }"
        );
    }
}
