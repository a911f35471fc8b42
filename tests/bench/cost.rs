//! What processes cost: time of the processor and memory, as the kernel counts them.

use std::fs;

use latchkey_tests::process::descendants;

/// The kernel's clock ticks in a second, the same on every Linux that people use.
const TICKS: f64 = 100.0;

/// Seconds of the processor that these have used so far.
pub fn cpu(processes: &[u32]) -> f64 {
    let ticks = processes.iter().map(|process| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // the program's name, in parentheses, may itself hold spaces
        let rest = stat
            .rsplit_once(") ")
            .map(|(_, rest)| rest)
            .unwrap_or_default();
        let own = rest.split(' ').skip(11).take(2);
        own.filter_map(|number| number.parse::<f64>().ok())
            .sum::<f64>()
    });
    ticks.sum::<f64>() / TICKS
}

/// MiB of proportional set size.
pub fn memory(processes: &[u32]) -> f64 {
    let kibibytes = processes.iter().map(|process| {
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        number.unwrap_or_default()
    });
    kibibytes.sum::<f64>() / 1024.0
}

/// A process and everything below it.
pub fn family(process: u32) -> Vec<u32> {
    let mut all = descendants(process);
    all.push(process);
    all
}

/// Microseconds of the processor for one of `requests`, by whom: a server, its database and the load generator.
pub struct Spent {
    groups: [Vec<u32>; 3],
    before: [f64; 3],
}

impl Spent {
    pub fn begin(server: u32, database: u32) -> Self {
        let groups = [vec![server], family(database), vec![std::process::id()]];
        let before = groups.each_ref().map(|group| cpu(group));
        Self { groups, before }
    }

    pub fn each(&self, requests: f64) -> [f64; 3] {
        let mut before = self.before.iter();
        self.groups.each_ref().map(|group| {
            let before = before.next().copied().unwrap_or_default();
            (cpu(group) - before) * 1e6 / requests
        })
    }
}
