//! The contract's types as TypeScript. Used by tests only, which compare what is committed: those of this crate for
//! the contract, those of the desktop for what its shell tells the window.

use std::{any::TypeId, collections::BTreeMap};
use ts_rs::{Config, TS, TypeVisitor};

/// Declarations by name, each with everything it needs.
pub struct Declarations {
    config: Config,
    seen: Vec<TypeId>,
    text: BTreeMap<String, String>,
}

impl Default for Declarations {
    fn default() -> Self {
        // times and counts stay far below 2^53
        let config = Config::new().with_large_int("number");
        Self {
            config,
            seen: Vec::new(),
            text: BTreeMap::new(),
        }
    }
}

impl Declarations {
    /// Adds a type and what it is made of.
    pub fn add<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        T::visit_dependencies(self);
        T::visit_generics(self);
        // what has no file of its own is a primitive or a container, written where it is used
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}\n", T::decl(&self.config));
            self.text.insert(T::ident(&self.config), text);
        }
    }

    /// How a type is written where it is used.
    #[must_use]
    pub fn name<T: TS>(&self) -> String {
        T::name(&self.config)
    }

    /// Every declaration, by name.
    #[must_use]
    pub fn text(&self) -> String {
        self.text
            .values()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// As [`Declarations::text`], without those that another text declares; their names come first.
    #[must_use]
    pub fn beside(&self, other: &Self) -> (Vec<&str>, String) {
        let (known, own): (Vec<_>, Vec<_>) = self
            .text
            .iter()
            .partition(|(name, _)| other.text.contains_key(*name));
        (
            known.into_iter().map(|(name, _)| name.as_str()).collect(),
            own.into_iter()
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join("\n"),
        )
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// Whether a committed file says this. With `LATCHKEY_WRITE_CONTRACT` set, it does afterwards.
///
/// # Errors
/// The file cannot be written.
pub fn is_committed(path: &std::path::Path, text: &str) -> std::io::Result<bool> {
    if std::env::var_os("LATCHKEY_WRITE_CONTRACT").is_some() {
        std::fs::write(path, text)?;
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    Ok(committed.replace("\r\n", "\n") == text)
}
