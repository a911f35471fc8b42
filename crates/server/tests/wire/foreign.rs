//! Clients that nobody here wrote: all operations of the public description, a generator of requests, and what
//! existing programs do on an account's first day and with its addresses.

mod first_day;
mod generated;
mod mail;
mod program;
mod reference;

use serde_json::Value;

/// The public description of the account API: names, types and statuses; see `tests/conformance/README.md`.
const REFERENCE: &str = include_str!("../../../../tests/conformance/account-api.json");

/// One operation of the public description.
struct Described {
    name: String,
    id: String,
    method: String,
    path: String,
    /// Statuses of success; one, mostly.
    done: Vec<u16>,
}

fn described() -> Vec<Described> {
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    let mut all = vec![];
    for (path, methods) in reference["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let statuses = operation["responses"].as_object().unwrap().keys();
            all.push(Described {
                name: format!("{}:{id}", operation["tags"][0].as_str().unwrap()),
                id,
                method: method.to_uppercase(),
                path: path.clone(),
                done: statuses
                    .filter_map(|status| status.parse().ok())
                    .filter(|status| (200..300).contains(status))
                    .collect(),
            });
        }
    }
    all
}
