//! `cargo xtask contract`: the TypeScript of the operations, written anew from the Rust types.

use crate::{Outcome, only, step::Step};

pub const ABOUT: &str = "write ui/src/lib/contract.ts from the operations' Rust types

`test` compares the two and fails when they differ.";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &[])?;
    Step::cargo(&[
        "test",
        "--locked",
        "--package",
        "latchkey-api",
        "--test",
        "contract",
    ])
    .with("LATCHKEY_WRITE_CONTRACT", "1")
    .run()
}
