//! Accessibility, as far as a program can judge it: axe-core, run inside the page.

use crate::page::Page;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::fmt;

/// The copy that the window's own tests use.
const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../ui/node_modules/axe-core/axe.min.js"
);

/// How much a violation matters (axe's `impact`).
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Annoying.
    Minor,
    /// Hard for some.
    Moderate,
    /// A real barrier for some.
    Serious,
    /// Nobody with that need gets through.
    Critical,
}

#[derive(Deserialize)]
struct Violation {
    id: String,
    impact: Option<Severity>,
    help: String,
    nodes: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?}): {}", self.id, self.impact, self.help)?;
        self.nodes
            .iter()
            .take(4)
            .try_for_each(|node| write!(f, "\n    {node}"))
    }
}

impl Page {
    /// Fails when axe finds a barrier of this severity or worse on what is shown. Fluent's invisible marks at the
    /// ends of a group are left out: they pass the focus on in the moment they get it.
    ///
    /// # Errors
    /// Lists what axe found, with the elements.
    pub async fn no_barriers(&self, screen: &str, severity: Severity) -> Result<()> {
        let there: bool = self
            .script("return typeof window.axe === 'object'", vec![])
            .await?;
        if !there {
            let source =
                std::fs::read_to_string(SCRIPT).context("axe-core is not installed: run `npm ci` in ui/")?;
            let () = self
                .script(&source, vec![])
                .await
                .context("axe-core does not start in the page")?;
        }
        let violations: Vec<Violation> = self
            .async_script(
                "const done = arguments[arguments.length - 1];\n\
                 axe.run({ exclude: ['[data-tabster-dummy]'] }, { resultTypes: ['violations'] }).then(\n\
                   (result) => done(result.violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help,\n\
                     nodes: v.nodes.map((n) => n.target.join(' ') + ': ' + (n.any[0]?.message ?? n.failureSummary) + ' | ' + n.html.slice(0, 200)) }))),\n\
                   (error) => done([{ id: 'axe-failed', impact: 'critical', help: String(error), nodes: [] }]));",
                vec![json!(null)],
            )
            .await?;
        let bad: Vec<&Violation> = violations
            .iter()
            .filter(|violation| violation.impact.is_none_or(|impact| impact >= severity))
            .collect();
        if bad.is_empty() {
            return Ok(());
        }
        let list = bad
            .iter()
            .fold(String::new(), |list, violation| format!("{list}\n  {violation}"));
        bail!("{} barriers on {screen}:{list}", bad.len())
    }
}
