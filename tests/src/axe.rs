//! Accessibility of the page that is shown, by axe-core, in both themes.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{app::App, places};

impl App {
    /// Fails when axe finds something serious or critical in either theme.
    ///
    /// # Errors
    /// With every finding: the rule, the element, why.
    pub async fn accessible(&self, page: &str) -> Result<()> {
        self.bring_axe().await?;
        let before = self
            .script("return document.documentElement.dataset.theme ?? null")
            .await?;
        let mut found = Vec::new();
        for theme in ["light", "dark"] {
            self.set_theme_attribute(&theme.into()).await?;
            found.extend(self.findings(theme).await?);
        }
        self.set_theme_attribute(&before).await?;
        ensure!(found.is_empty(), "axe on {page}:\n{}", found.join("\n"));
        Ok(())
    }

    async fn bring_axe(&self) -> Result<()> {
        if self.script("return typeof window.axe === 'object'").await? == Value::Bool(true) {
            return Ok(());
        }
        let file = places::root().join("ui/node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(&file)
            .with_context(|| format!("{}: `npm ci` in ui brings it", file.display()))?;
        // its module form hands the object over without touching the frozen prototypes
        let script = format!(
            "const module = {{ exports: {{}} }}; const exports = module.exports; {source};\n window.axe = window.axe ?? module.exports;"
        );
        self.web().execute(&script, vec![]).await?;
        Ok(())
    }

    async fn set_theme_attribute(&self, theme: &Value) -> Result<()> {
        let script = "if (arguments[0] === null) delete document.documentElement.dataset.theme;
            else document.documentElement.dataset.theme = arguments[0];
            // colours that are still moving would be measured half way
            for (const motion of document.getAnimations()) motion.finish?.();";
        self.web().execute(script, vec![theme.clone()]).await?;
        Ok(())
    }

    async fn findings(&self, theme: &str) -> Result<Vec<String>> {
        let script = "const done = arguments[arguments.length - 1];
            window.axe.run(document, { resultTypes: ['violations'] }).then(
                (report) => done({ seen: report.passes.length, found: report.violations
                    .filter((one) => ['serious', 'critical'].includes(one.impact))
                    .flatMap((one) => one.nodes.map((node) =>
                        `${one.id} at ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`)) }),
                (error) => done({ error: String(error) }));";
        let report = self
            .web()
            .execute_async(script, vec![])
            .await?
            .json()
            .clone();
        ensure!(report.get("error").is_none(), "axe could not run: {report}");
        let seen = report
            .get("seen")
            .and_then(Value::as_u64)
            .unwrap_or_default();
        ensure!(seen > 3, "axe looked at nothing ({seen} rules)");
        let found = report
            .get("found")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        Ok(found
            .iter()
            .filter_map(Value::as_str)
            .map(|one| format!("  [{theme}] {one}"))
            .collect())
    }
}
