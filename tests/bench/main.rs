//! `cargo xtask bench`: each figure as a ratio to a floor or a peer, all in one run on one machine.

mod card;
mod decision;
mod list;
mod many;
mod postgres;
mod start;
mod table;

use anyhow::Result;
use table::Table;

type Measurement = fn(&mut Table) -> Result<()>;

const ALL: &[(&str, Measurement)] = &[
    ("decision", decision::measure),
    ("card", card::measure),
    ("list", list::measure),
    ("start", start::measure),
];

fn main() -> Result<()> {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    let mut table = Table::default();
    for (name, measure) in ALL {
        if chosen.is_empty() || chosen.iter().any(|word| word == name) {
            eprintln!("measuring: {name}");
            measure(&mut table)?;
        }
    }
    table.print();
    Ok(())
}
