//! The verification report: what a change ticket says about a set-up, as a page, as Markdown or as JSON.
//!
//! Owns: what the report contains, how its texts are made fit for it, and its three forms. Pure functions. It refuses to
//! know where a report is saved, what the time is, and how the checklist came about.
//!
//! Invariants:
//! - Every text passes [`clean`] before a form sees it: no form can show a token, and on request none shows a person.
//! - The page and the Markdown are written from one [`layout`], so that neither says less than the other.
//! - Text stays text: no markup, link or script of somebody else's comes out.

mod clean;
mod document;
mod html;
mod json;
mod layout;
mod markdown;
mod mask;
mod redact;
#[cfg(test)]
mod tests;
mod words;

use chrono::{DateTime, Utc};
use contract::{ChecklistDto, ProfileDto, ReportFormat, SessionDto};

/// What a report is made of.
pub(crate) struct Report<'a> {
    /// How the set-up stands.
    pub(crate) checklist: &'a ChecklistDto,
    /// The profile that the checklist belongs to.
    pub(crate) profile: &'a ProfileDto,
    /// The cloud as Microsoft calls it.
    pub(crate) cloud_name: &'a str,
    /// Base URL of the sign-in service that is used, the cloud's or the admin's own.
    pub(crate) authority: &'a str,
    /// Base URL of the API that is called: the cloud's, the region's or the admin's own.
    pub(crate) api_base: &'a str,
    /// The resource that tokens are asked for.
    pub(crate) audience: &'a str,
    /// Who is signed in.
    pub(crate) session: Option<&'a SessionDto>,
    /// This program's version.
    pub(crate) program_version: &'a str,
    /// Operating system and architecture.
    pub(crate) system: &'a str,
    /// The time.
    pub(crate) made_at: DateTime<Utc>,
    /// Whether all this is about the tenant inside the program.
    pub(crate) sandbox: bool,
}

/// The report as a file's text. `mask_names` hides who signed in, wherever it is said; secrets are always taken out.
pub(crate) fn render(report: &Report<'_>, format: ReportFormat, mask_names: bool) -> String {
    let document = document::Document::new(report, mask_names);
    match format {
        ReportFormat::Html => html::write(&document),
        ReportFormat::Markdown => markdown::write(&document),
        ReportFormat::Json => json::write(&document),
    }
}
