//! The program itself: its commands, and a server that says in its log when it listens.

use serde_json::Value;
use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{Receiver, channel},
};

/// A command with nothing of this process's settings.
pub fn command<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-server"));
    for name in ["LATCHKEY_CONFIG", "LATCHKEY_STORE", "LATCHKEY_LISTEN"] {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn run(mut command: Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // a command that reads nothing may be gone already
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// What a command printed; it has to succeed, and to complain about nothing.
#[track_caller]
pub fn printed(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaint.is_empty(),
        "{complaint}"
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Why a command failed; it has to fail in words, and to print nothing.
#[track_caller]
pub fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// `latchkey-server serve`, listening.
pub struct Running {
    child: Child,
    log: Receiver<String>,
    pub lines: Vec<String>,
    pub address: SocketAddr,
}

impl Running {
    pub fn start(config: &Path, store: &str) -> Self {
        let config = config.to_str().unwrap();
        let arguments = [
            "serve",
            "--config",
            config,
            "--store",
            store,
            "--listen",
            "127.0.0.1:0",
        ];
        let mut child = command(arguments).spawn().unwrap();
        let log = read(child.stderr.take().unwrap());
        let mut running = Self {
            child,
            log,
            lines: vec![],
            address: SocketAddr::from(([0, 0, 0, 0], 0)),
        };
        let serving = running.until("serving");
        running.address = serving["listen"].as_str().unwrap().parse().unwrap();
        running
    }

    /// Reads the log up to the line with this message. Every line has to be JSON.
    pub fn until(&mut self, message: &str) -> Value {
        loop {
            let value = self
                .line()
                .unwrap_or_else(|| panic!("it ended before {message:?}: {:?}", self.lines));
            if value["message"] == message {
                return value;
            }
        }
    }

    fn line(&mut self) -> Option<Value> {
        let line = self.log.recv().ok()?;
        let value = match line.strip_prefix("latchkey-server: ") {
            // why it ends, for whoever sees its terminal
            Some(words) => words.into(),
            None => serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}")),
        };
        self.lines.push(line);
        Some(value)
    }

    /// Asks it to stop, as an init system does.
    pub fn terminate(&self) {
        terminate(self.child.id());
    }

    /// Tells it that its certificate was renewed.
    pub fn hang_up(&self) {
        signal(self.child.id(), "-HUP");
    }

    /// Ends it without asking.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Does something that makes a long log, which is read meanwhile; then asks the server to stop.
    pub fn until_done<T: Send>(&mut self, work: impl FnOnce() -> T + Send) -> T {
        let pid = self.child.id();
        std::thread::scope(|scope| {
            let working = scope.spawn(move || {
                let done = work();
                terminate(pid);
                done
            });
            self.ended();
            working.join().unwrap()
        })
    }

    /// Waits for its end; the rest of the log is in `lines` then.
    pub fn ended(&mut self) -> ExitStatus {
        while self.line().is_some() {}
        self.child.wait().unwrap()
    }
}

fn terminate(pid: u32) {
    signal(pid, "-TERM");
}

fn signal(pid: u32, name: &str) {
    let asked = Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(asked.unwrap().success());
}

/// Takes the log as it comes: a server whose log nobody reads stands still.
fn read(log: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut log = BufReader::new(log);
        loop {
            let mut line = String::new();
            log.read_line(&mut line).unwrap();
            // whoever started it may be gone
            if line.is_empty() || sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Drop for Running {
    fn drop(&mut self) {
        // ended already, mostly
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
