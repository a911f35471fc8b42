//! What a person can do, in words: one access card, and the change of fifty people's permissions.

use anyhow::{Context as _, Result};
use latchkey_permission::{Language, PermissionSet, Source, access_card, change, template};

use crate::table::{Table, nanoseconds, time};

pub fn measure(table: &mut Table) -> Result<()> {
    let of = |id: &str| {
        let template = template(id).with_context(|| format!("no template {id}"))?;
        anyhow::Ok(PermissionSet::new(vec![Source::own(
            template.document.clone(),
        )]))
    };
    let (billing, administrator) = (of("billing")?, of("administrator")?);
    let card = nanoseconds(|| access_card(&billing, Some("Mei"), Language::En));
    table.row(
        "access card of one user, all operations",
        &time(card),
        "-",
        "<= 1 ms",
        card <= 1e6,
    );
    let fifty = nanoseconds(|| {
        (0..50)
            .map(|_| change(&billing, &administrator, Language::En).gains.len())
            .sum::<usize>()
    });
    table.row(
        "change in words, 50 users",
        &time(fifty),
        "-",
        "<= 50 ms",
        fifty <= 50e6,
    );
    Ok(())
}
