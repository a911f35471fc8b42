//! A program that ends with whoever started it, and everything that it started itself.

use std::{
    fs,
    path::Path,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

/// A child; killed with its descendants when dropped.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts `command`.
    ///
    /// # Errors
    /// When the program is not there.
    pub fn start(command: &mut Command) -> Result<Self> {
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        Ok(Self { child })
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The child's own handles.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// When it does not within `limit`.
    pub fn ends(&mut self, limit: Duration) -> Result<ExitStatus> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > limit {
                bail!("process {} still runs after {limit:?}", self.id());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let below = descendants(self.id());
        let _ = self.child.kill();
        let _ = self.child.wait();
        for process in below {
            kill(process);
        }
    }
}

/// A command that dies with the thread that starts it, however that ends: a test that is killed
/// leaves no screen and no bus behind.
#[must_use]
pub fn bound(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL", "--"])
        .arg(program.as_ref());
    command
}

/// Ends a process at once.
pub fn kill(process: u32) {
    signal(process, Signal::KILL);
}

/// Tells a process something.
pub fn signal(process: u32, what: Signal) {
    let number = i32::try_from(process).ok().and_then(Pid::from_raw);
    if let Some(number) = number {
        // it may be gone already
        let _ = kill_process(number, what);
    }
}

/// Every process below `ancestor`, as the kernel lists them now.
#[must_use]
pub fn descendants(ancestor: u32) -> Vec<u32> {
    let all = every_process();
    let mut family = vec![ancestor];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        family.extend(
            all.iter()
                .filter(|(_, above)| *above == parent)
                .map(|(id, _)| *id),
        );
        next += 1;
    }
    family.remove(0);
    family
}

/// Number and parent of every process.
fn every_process() -> Vec<(u32, u32)> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // the program's name, in parentheses, may itself hold spaces and parentheses
            let (_, rest) = stat.rsplit_once(')')?;
            let parent = rest.split_whitespace().nth(1)?.parse().ok()?;
            Some((id, parent))
        })
        .collect()
}
