//! `cargo xtask bench`: each figure as a ratio to a floor or a peer, all in one run on one machine.

mod card;
mod cost;
mod decision;
mod floor;
mod get;
mod list;
mod load;
mod many;
mod office;
mod postgres;
mod sign_in;
mod start;
mod table;

use anyhow::Result;
use table::Table;

type Measurement = fn(&mut Table) -> Result<()>;

const ALL: &[(&str, Measurement)] = &[
    ("decision", decision::measure),
    ("card", card::measure),
    ("list", list::measure),
    ("get", get::measure),
    ("sign-in", sign_in::measure),
    ("start", start::measure),
];

fn main() -> Result<()> {
    let mut chosen: Vec<String> = std::env::args().skip(1).collect();
    if let [word, url, address] = chosen.as_slice()
        && word == floor::WORD
    {
        return floor::serve(url, address);
    }
    let mut table = Table::new(chosen.iter().any(|word| word == "--quick"));
    chosen.retain(|word| word != "--quick");
    for (name, measure) in ALL {
        if chosen.is_empty() || chosen.iter().any(|word| word == name) {
            eprintln!("measuring: {name}");
            measure(&mut table)?;
        }
    }
    table.print();
    Ok(())
}
