//! One program started by a command: shown before it runs, timed, and named when it fails.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Instant,
};

use crate::{Outcome, tree};

pub struct Step {
    command: Command,
    shown: String,
}

impl Step {
    /// A program with its arguments, to run in the checkout.
    pub fn new<A: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: &[A]) -> Self {
        let mut command = Command::new(program.as_ref());
        command.args(arguments).current_dir(tree::root());
        let words = std::iter::once(program.as_ref()).chain(arguments.iter().map(AsRef::as_ref));
        let shown: Vec<_> = words
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        Self {
            command,
            shown: shown.join(" "),
        }
    }

    /// `cargo` as this build was started with it.
    pub fn cargo(arguments: &[&str]) -> Self {
        Self::new(
            std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            arguments,
        )
        .shown_as(&format!("cargo {}", arguments.join(" ")))
    }

    /// `npm` in the UI's folder; on Windows npm is a script and needs its ending.
    pub fn npm(arguments: &[&str]) -> Self {
        let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let step = Self::new(program, arguments).within(&tree::root().join("ui"));
        step.shown_as(&format!("(ui) npm {}", arguments.join(" ")))
    }

    /// Tauri's own command line, as the UI's lock file has it.
    pub fn tauri(arguments: &[&str]) -> Self {
        let program = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
        let step = Self::new(
            tree::root().join("ui/node_modules/.bin").join(program),
            arguments,
        );
        step.shown_as(&format!("tauri {}", arguments.join(" ")))
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub fn with(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    fn shown_as(mut self, text: &str) -> Self {
        text.clone_into(&mut self.shown);
        self
    }

    /// Runs it with the terminal's own input and output.
    pub fn run(mut self) -> Outcome {
        eprintln!("› {}", self.shown);
        let start = Instant::now();
        let status = self.command.status().map_err(|e| self.not_started(&e))?;
        self.ended(status.success(), start)
    }

    /// Runs it, shows its output as it comes, and gives it back for the closing lines.
    pub fn tee(mut self) -> Outcome<String> {
        eprintln!("› {}", self.shown);
        let start = Instant::now();
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().map_err(|e| self.not_started(&e))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let reader = thread::spawn(move || out.map(|out| copy(out, std::io::stdout())));
        let mut text = err
            .map(|err| copy(err, std::io::stderr()))
            .unwrap_or_default();
        let stdout = reader
            .join()
            .map_err(|_| "the output could not be read".to_owned())?;
        text.push_str(&stdout.unwrap_or_default());
        let status = child.wait().map_err(|e| self.not_started(&e))?;
        self.ended(status.success(), start)?;
        Ok(text)
    }

    /// What it prints, when it can be started and succeeds.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        format!("`{}` could not be started: {error}.", self.shown)
    }

    fn ended(&self, well: bool, start: Instant) -> Outcome {
        let seconds = start.elapsed().as_secs_f32();
        if well {
            eprintln!("  {seconds:.1} s");
            return Ok(());
        }
        Err(format!(
            "`{}` failed after {seconds:.1} s; its own words are above.",
            self.shown
        ))
    }
}

/// Passes lines on as they come and keeps them.
fn copy(from: impl Read, mut to: impl Write) -> String {
    let mut kept = String::new();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        // a closed terminal is no reason to stop the tests
        let _ = to.write_all(&line);
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}
