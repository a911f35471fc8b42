//! `Access:listTemplates` and `Access:listCatalogue`: what documents are made of, in words.

use crate::{Engine, Fault, Handle, Work};
use latchkey_api::{CatalogueEntry, ListCatalogue, ListTemplates, PermissionTemplate};
use latchkey_permission::{catalogue, templates};

impl Handle<ListTemplates> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        _op: ListTemplates,
    ) -> Result<Vec<PermissionTemplate>, Fault> {
        let language = work.language();
        let one = |template: &latchkey_permission::Template| PermissionTemplate {
            id: template.id.to_owned(),
            name: template.name.get(language).to_owned(),
            description: template.description.get(language).to_owned(),
            document: template.document.to_text(),
        };
        Ok(templates().iter().map(one).collect())
    }
}

impl Handle<ListCatalogue> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        _op: ListCatalogue,
    ) -> Result<Vec<CatalogueEntry>, Fault> {
        let language = work.language();
        let one = |entry: &latchkey_permission::Entry| CatalogueEntry {
            operation: entry.name.to_owned(),
            words: entry.words.get(language).to_owned(),
        };
        Ok(catalogue()
            .iter()
            .filter(|entry| entry.is_permitted())
            .map(one)
            .collect())
    }
}
