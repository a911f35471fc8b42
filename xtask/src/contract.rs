//! `cargo xtask contract`: the TypeScript of operations and shell, written anew from the Rust types.

use crate::{Outcome, only, step::Step};

pub const ABOUT: &str = "write ui/src/lib/contract.ts and shell.ts from their Rust types

`test` compares and fails when they differ.";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &[])?;
    Step::cargo(&[
        "test",
        "--locked",
        "--package",
        "latchkey-api",
        "--package",
        "latchkey",
        // the two tests that compare what is committed
        "typescript_of_the",
    ])
    .with("LATCHKEY_WRITE_CONTRACT", "1")
    .run()
}
