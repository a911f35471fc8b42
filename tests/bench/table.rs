//! The table of BENCHMARKS.md, and how a figure is taken.

use std::{
    fs,
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

pub struct Table {
    /// Small and short: to see that it runs, not how fast.
    pub quick: bool,
    rows: Vec<[String; 5]>,
    notes: Vec<String>,
}

impl Table {
    pub fn new(quick: bool) -> Self {
        Self {
            quick,
            rows: vec![],
            notes: vec![],
        }
    }

    /// What, its figure, what it is compared with, the ratio, the goal of the design and whether it is met.
    pub fn row(&mut self, what: &str, figure: &str, against: &str, goal: &str, met: bool) {
        let verdict = if met { "yes" } else { "**no**" };
        let row = [what, figure, against, goal, verdict].map(str::to_owned);
        eprintln!("  {}", row.join(" | "));
        self.rows.push(row);
    }

    /// A figure that explains a row, and has no goal.
    pub fn note(&mut self, text: &str) {
        eprintln!("  {text}");
        self.notes.push(text.to_owned());
    }

    /// Markdown, with the machine above it.
    pub fn print(&self) {
        println!("{}\n", machine());
        println!("| what | measured | against | goal | met |\n|---|---|---|---|---|");
        for row in &self.rows {
            println!("| {} |", row.join(" | "));
        }
        if !self.notes.is_empty() {
            println!("\n{}", self.notes.join("\n"));
        }
    }
}

/// Nanoseconds of one call: the median of rounds that each take about ten milliseconds.
pub fn nanoseconds<T>(mut call: impl FnMut() -> T) -> f64 {
    let mut repeat = 1_u32;
    loop {
        let start = Instant::now();
        for _ in 0..repeat {
            black_box(call());
        }
        if start.elapsed() > Duration::from_millis(10) || repeat >= 1 << 24 {
            break;
        }
        repeat *= 2;
    }
    let round = |_| {
        let start = Instant::now();
        for _ in 0..repeat {
            black_box(call());
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(repeat)
    };
    median((0..21).map(round).collect())
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A time for people.
pub fn time(nanoseconds: f64) -> String {
    if nanoseconds < 1e3 {
        format!("{nanoseconds:.0} ns")
    } else if nanoseconds < 1e6 {
        format!("{:.2} µs", nanoseconds / 1e3)
    } else {
        format!("{:.2} ms", nanoseconds / 1e6)
    }
}

/// Seconds for people.
pub fn milliseconds(seconds: f64) -> String {
    time(seconds * 1e9)
}

fn machine() -> String {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = about
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    let compiler = Command::new("rustc").arg("--version").output();
    let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!(
        "{cores} cores, {}; {}; profile `ci` (optimised, no LTO)",
        model.map_or("unknown", |(_, name)| name),
        compiler.unwrap_or_default()
    )
}
