//! The TypeScript of the contract: generated here, committed, compared. `cargo xtask contract` writes it anew.
#![allow(clippy::unwrap_used)]

use latchkey_api::{Error, Operation, each_operation};
use std::{any::TypeId, collections::BTreeMap, fmt::Write, path::PathBuf};
use ts_rs::{Config, TS, TypeVisitor};

/// Declarations by name, each with what it needs.
struct Declarations<'c> {
    config: &'c Config,
    seen: Vec<TypeId>,
    text: BTreeMap<String, String>,
}

impl Declarations<'_> {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        T::visit_dependencies(self);
        T::visit_generics(self);
        // what has no file of its own is a primitive or a container, written where it is used
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.text.insert(
                T::ident(self.config),
                format!("{docs}export {}\n", T::decl(self.config)),
            );
        }
    }
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

fn contract() -> String {
    let config = Config::new().with_large_int("number");
    let mut all = Declarations {
        config: &config,
        seen: Vec::new(),
        text: BTreeMap::new(),
    };
    all.add::<Error>();
    let mut operations = String::new();
    macro_rules! add { ($($op:ident),* $(,)?) => { $({
        all.add::<latchkey_api::$op>();
        all.add::<<latchkey_api::$op as Operation>::Output>();
        let (name, request) = (latchkey_api::$op::NAME, <latchkey_api::$op as TS>::name(&config));
        let output = <<latchkey_api::$op as Operation>::Output as TS>::name(&config);
        writeln!(operations, "  \"{name}\": {{ request: {request}; output: {output} }};").unwrap();
    })* } }
    each_operation!(add);
    let types: Vec<String> = all.text.into_values().collect();
    format!(
        "// The contract in TypeScript. Generated from crates/api by `cargo xtask contract`; do not edit.\n\n{}\n\
         /** Every operation: what is asked and what is answered. */\nexport interface Operations {{\n{operations}}}\n",
        types.join("\n")
    )
}

#[test]
fn the_typescript_of_the_contract_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/contract.ts");
    let now = contract();
    if std::env::var_os("LATCHKEY_WRITE_CONTRACT").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        committed == now,
        "ui/src/lib/contract.ts is out of date: run `cargo xtask contract`"
    );
}
