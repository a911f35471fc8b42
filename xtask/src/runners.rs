//! What the test runners say last, and proof that nothing was left out.

use crate::{Outcome, conformance, tree};

/// The closing lines of cargo's and npm's runners, and of schemathesis inside of them.
pub fn closing_lines(output: &str) -> Vec<String> {
    output
        .lines()
        .map(|line| plain(line).trim().to_owned())
        .filter(|line| {
            let counts = line.starts_with("Summary [") || line.starts_with("test result:");
            let files = line.starts_with("Test Files ") || line.starts_with("Tests ");
            let generated = line.starts_with(conformance::SAYS);
            counts
                || files
                || generated
                || (line.contains("svelte-check") && line.contains("error"))
        })
        // what nextest shows of one passing test is counted already
        .filter(|line| !line.contains("filtered out") || line.contains("; 0 filtered out"))
        // an empty test binary says nothing
        .filter(|line| !line.contains("0 passed; 0 failed"))
        .collect()
}

/// Refuses a run in which a runner reports a test that it did not run.
pub fn nothing_skipped(lines: &[String]) -> Outcome {
    for line in lines {
        let words: Vec<&str> = line
            .split([' ', ',', ';', '|'])
            .filter(|w| !w.is_empty())
            .collect();
        for pair in words.windows(2) {
            let [count, what] = pair else { continue };
            let left_out = ["skipped", "ignored", "todo"].contains(what);
            if left_out && count.parse::<u32>().is_ok_and(|count| count > 0) {
                return Err(format!("{count} tests were {what}: {line}"));
            }
        }
    }
    Ok(())
}

/// Refuses sources that switch a test off.
pub fn nothing_switched_off() -> Outcome {
    // put together here, so that this file does not find itself
    let rust = concat!("#[", "ignore");
    let script = [".skip(", ".only(", ".todo(", "xit(", ".skipIf(", ".runIf("];
    let mut found = Vec::new();
    for folder in ["crates", "src-tauri", "tests", "xtask", "ui/src"] {
        let files = tree::files(
            &tree::root().join(folder),
            &["target", "node_modules", "gen"],
        )?;
        for file in files {
            let name = file
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let is_test = name.contains(".test.") || name.contains(".spec.");
            let marks: &[&str] = match name.rsplit_once('.') {
                Some((_, "rs")) => &[rust],
                Some((_, "ts" | "js")) if is_test => &script,
                _ => continue,
            };
            let text = tree::read(&file)?;
            for (number, line) in text.lines().enumerate() {
                if marks.iter().any(|mark| line.contains(mark)) {
                    found.push(format!("{}:{}", tree::short(&file), number + 1));
                }
            }
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(format!("tests are switched off in {}", found.join(", ")))
    }
}

/// The line without its colours.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            for code in characters.by_ref() {
                if code.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runners_last_line_is_found_through_its_colours() {
        let output = "noise\n\u{1b}[32m     Summary\u{1b}[0m [  1.2s] 3 tests run: 3 passed, 0 skipped\n\
                      test result: ok. 0 passed; 0 failed; 0 ignored\n      Tests  12 passed (12)\n";
        let lines = closing_lines(output);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(nothing_skipped(&lines).is_ok());
        assert!(conformance::asked(&lines).is_err());
    }

    #[test]
    fn what_schemathesis_says_inside_of_a_passing_test_counts_and_the_test_does_not_twice() {
        let output = "  stdout ---\n    running 1 test\n    schemathesis, it: 17 operations, 9 generated, 9 passed\n    \
                      test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 102 filtered out; finished in 1 s\n";
        let lines = closing_lines(output);
        assert_eq!(
            lines,
            ["schemathesis, it: 17 operations, 9 generated, 9 passed"]
        );
        assert!(conformance::asked(&lines).is_ok());
    }

    #[test]
    fn a_skipped_test_fails_the_run() {
        for line in [
            "Summary [ 1.2s] 3 tests run: 3 passed, 1 skipped",
            "test result: ok. 3 passed; 0 failed; 2 ignored; 0 measured",
            "Tests  12 passed | 1 skipped (13)",
            "Tests  12 passed | 1 todo (13)",
        ] {
            assert!(nothing_skipped(&[line.to_owned()]).is_err(), "{line}");
        }
    }
}
