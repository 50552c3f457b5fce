//! Scripts, requests, mail and report for the active profile, to be copied or saved.

use super::{places, words};
use crate::report::{self, Report};
use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{
    AccessKind, ArtifactDto, ArtifactKind, ArtifactRequest, CloudId, CommandError, ReportFormat,
    SaveReportRequest, SavedDto,
};
use registration::artifacts;

impl Workbench {
    /// Makes a script, request or mail for exactly the active profile's permissions.
    pub fn artifact(&self, request: &ArtifactRequest) -> Result<ArtifactDto, CommandError> {
        let made = make(&self.active()?, request);
        Ok(ArtifactDto {
            file_name: made.file_name.to_owned(),
            about: made.about,
            text: made.text,
        })
    }

    /// Asks for a file and writes the same text to it.
    pub async fn save_artifact(&self, request: ArtifactRequest) -> Result<SavedDto, CommandError> {
        let made = make(&self.active()?, &request);
        self.save_text(made.file_name, &made.text).await
    }

    /// Asks for a file and writes the verification report to it.
    pub async fn save_report(&self, request: SaveReportRequest) -> Result<SavedDto, CommandError> {
        let profile = self.active()?;
        let checklist = self.checklist()?;
        let target = self.target(&profile).await?;
        let session = self.session_dto(&profile.id);
        let cloud = match profile.cloud {
            CloudId::Sandbox => "Sandbox tenant".to_owned(),
            other => crate::target::documented(other)
                .map(|cloud| cloud.name.clone())
                .ok_or_else(|| errors::internal("the profile's cloud is not known"))?,
        };
        let is_sandbox = profile.cloud == CloudId::Sandbox;
        let name = match request.format {
            ReportFormat::Html => "verification-report.html",
            ReportFormat::Markdown => "verification-report.md",
            ReportFormat::Json => "verification-report.json",
        };
        let text = report::render(
            &Report {
                checklist: &checklist,
                profile: &profile.into(),
                cloud_name: &cloud,
                authority: target.app.authority.login().as_str(),
                api_base: target.api_base.as_str(),
                audience: &target.app.audience,
                session: session.as_ref(),
                program_version: env!("CARGO_PKG_VERSION"),
                system: &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
                made_at: self.now(),
                sandbox: is_sandbox,
            },
            request.format,
            request.mask_names,
        );
        self.save_text(name, &text).await
    }
}

fn make(profile: &Profile, request: &ArtifactRequest) -> artifacts::Artifact {
    let kind = match request.kind {
        ArtifactKind::RequiredResourceAccess => artifacts::ArtifactKind::RequiredResourceAccess,
        ArtifactKind::GraphRequest => artifacts::ArtifactKind::GraphRequest,
        ArtifactKind::AzureCli => artifacts::ArtifactKind::AzureCli,
        ArtifactKind::PowerShell => artifacts::ArtifactKind::PowerShell,
        ArtifactKind::ConsentMail => artifacts::ArtifactKind::ConsentMail,
    };
    let places = places::of(profile);
    let permissions = match request.access {
        AccessKind::UserContext => delegated(&profile.wanted_permissions),
        AccessKind::ApplicationContext => application(&profile.wanted_permissions),
    };
    let permissions: Vec<(&str, &str)> = permissions
        .iter()
        .map(|(value, display)| (value.as_str(), *display))
        .collect();
    // The sandbox's registration exists in no real tenant, so a script for it makes a new one; a mail may show it. For
    // application context a registration of its own is made.
    let real = profile.cloud != CloudId::Sandbox || request.kind == ArtifactKind::ConsentMail;
    let known = real && request.access == AccessKind::UserContext;
    artifacts::make(
        kind,
        &artifacts::ArtifactRequest {
            context: match request.access {
                AccessKind::UserContext => artifacts::Context::Delegated,
                AccessKind::ApplicationContext => artifacts::Context::Application,
            },
            app_name: &profile.name,
            account_types: words::account_types(profile.progress.account_types),
            needs_public_flows: profile.progress.needs_public_flows,
            permissions: &permissions,
            tenant: &profile.tenant,
            client_id: Some(profile.client_id.as_str()).filter(|id| known && !id.is_empty()),
            login_authority: &places.login_authority,
            graph_base: places.graph_base,
            us_government: matches!(profile.cloud, CloudId::GccHigh | CloudId::Dod),
        },
    )
}

fn delegated(wanted: &[String]) -> Vec<(String, &'static str)> {
    wanted
        .iter()
        .map(|name| {
            let documented = defender::catalogue().permission(name);
            (
                name.clone(),
                documented.map_or("", |permission| permission.display.as_str()),
            )
        })
        .collect()
}

/// The application permissions that open what the delegated ones do. Most carry `.All`; those that act on a device have
/// the same name in both lists.
fn application(wanted: &[String]) -> Vec<(String, &'static str)> {
    let rows = || {
        defender::catalogue()
            .operations()
            .iter()
            .flat_map(|operation| &operation.application)
    };
    let mut names: Vec<(String, &'static str)> = Vec::new();
    for name in wanted {
        let found = [format!("{name}.All"), name.clone()]
            .into_iter()
            .find_map(|candidate| {
                let row = rows().find(|row| row.name().eq_ignore_ascii_case(&candidate))?;
                Some((row.name().to_owned(), row.display.as_str()))
            });
        if let Some(found) = found
            && !names.contains(&found)
        {
            names.push(found);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_delegated_permission_has_its_application_permission() {
        for permission in defender::catalogue().delegated_permissions() {
            let names = application(std::slice::from_ref(&permission.value));
            assert_eq!(names.len(), 1, "{}", permission.value);
        }
        let names: Vec<String> =
            application(&["Alert.Read", "Machine.Isolate", "File.Read.All"].map(str::to_owned))
                .into_iter()
                .map(|(name, _)| name)
                .collect();
        assert_eq!(names, ["Alert.Read.All", "Machine.Isolate", "File.Read.All"]);
    }
}
