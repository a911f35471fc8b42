//! The TypeScript of the contract: generated here, committed, compared. `cargo xtask contract` writes it anew.
#![allow(clippy::unwrap_used)]

use latchkey_api::{Error, Operation, each_operation, typescript};
use std::{fmt::Write, path::Path};

fn contract() -> String {
    let mut all = typescript::Declarations::default();
    all.add::<Error>();
    let mut operations = String::new();
    macro_rules! add { ($($op:ident),* $(,)?) => { $({
        type Output = <latchkey_api::$op as Operation>::Output;
        all.add::<latchkey_api::$op>();
        all.add::<Output>();
        let (name, request, output) = (latchkey_api::$op::NAME, all.name::<latchkey_api::$op>(), all.name::<Output>());
        writeln!(operations, "  \"{name}\": {{ request: {request}; output: {output} }};").unwrap();
    })* } }
    each_operation!(add);
    format!(
        "// The contract in TypeScript. Generated from crates/api by `cargo xtask contract`; do not edit.\n\n{}\n\
         /** Every operation: what is asked and what is answered. */\nexport interface Operations {{\n{operations}}}\n",
        all.text()
    )
}

#[test]
fn the_typescript_of_the_contract_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/contract.ts");
    let same = typescript::is_committed(&path, &contract()).unwrap();
    assert!(
        same,
        "ui/src/lib/contract.ts is out of date: run `cargo xtask contract`"
    );
}
