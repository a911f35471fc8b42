//! `Access:listTemplates` and `Access:listCatalogue`: what documents are made of, in words.

use crate::{Engine, Fault, Handle, Work, explain};
use latchkey_api::{CatalogueEntry, ListCatalogue, ListTemplates, PermissionTemplate};

impl Handle<ListTemplates> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        _op: ListTemplates,
    ) -> Result<Vec<PermissionTemplate>, Fault> {
        Ok(explain::templates(work.language()))
    }
}

impl Handle<ListCatalogue> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        _op: ListCatalogue,
    ) -> Result<Vec<CatalogueEntry>, Fault> {
        Ok(explain::entries(work.language()))
    }
}
