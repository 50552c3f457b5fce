//! The checklist as the window shows it: the diagnosis, the texts of the steps, and what was answered.

use super::evidence::Taken;
use super::{places, translate, words};
use crate::settings::Profile;
use crate::{Workbench, permissions, wire_time};
use chrono::{DateTime, Utc};
use contract::{
    AdviceDto, CauseDto, CheckDto, ChecklistDto, CloudId, CommandError, ConsentRowDto, CopyValueDto,
    EvidenceDto, EvidenceKind, InstructionDto, LastStateDto, LinkDto, RoleNeedDto, StepDto, StepState,
};
use registration::diagnosis::{self, Diagnosis};
use registration::evidence::{DiscoveryFacts, Evidence, ProfileFacts, Reach, SignInFacts};
use registration::guide::{self, GuideContext, adviser};

impl Workbench {
    /// The active profile's checklist, as far as the evidence goes.
    pub fn checklist(&self) -> Result<ChecklistDto, CommandError> {
        let profile = self.active()?;
        let taken = self.doctor.taken(&profile);
        let diagnosis = diagnosis::diagnose(&self.evidence(&profile, &taken));
        Ok(ChecklistDto {
            steps: steps(&profile, &diagnosis),
            cause: diagnosis.cause.as_ref().map(|cause| CauseDto {
                step: words::step(cause.step),
                check_id: cause.check.to_owned(),
                what: cause.what.clone(),
                fix: cause.fix.clone(),
                certain: cause.certain,
            }),
            evidence: self.evidence_at_hand(&profile, &taken),
            consent: diagnosis.consent.iter().map(consent_row).collect(),
            answers: profile.progress.answers(),
            advice: advice(&profile).map(advice_dto),
            checked_at: taken.checked_at.map(wire_time),
            profile_id: profile.id,
        })
    }

    /// Whether every step of the active profile's checklist is as it should be.
    pub(crate) fn is_set_up(&self) -> bool {
        self.settings.active_profile().is_some_and(|profile| {
            let taken = self.doctor.taken(&profile);
            let diagnosis = diagnosis::diagnose(&self.evidence(&profile, &taken));
            words::STEPS
                .into_iter()
                .all(|(_, step)| words::state(diagnosis.state(step)) == StepState::Ok)
        })
    }

    fn evidence(&self, profile: &Profile, taken: &Taken) -> Evidence {
        let progress = &profile.progress;
        let session = self.sessions.get(&profile.id);
        Evidence {
            profile: ProfileFacts {
                cloud: translate::cloud(profile.cloud),
                tenant: profile.tenant.clone(),
                client_id: profile.client_id.clone(),
                wanted: profile.wanted_permissions.clone(),
                account_types: words::account_types(progress.account_types),
                needs_public_flows: progress.needs_public_flows,
                access: advice(profile).map(|advice| advice.access),
                outside_plan: progress
                    .plan
                    .map(|plan| permissions::outside_plan(&progress.operations, plan))
                    .unwrap_or_default(),
                custom_endpoints: profile.endpoints.is_some(),
            },
            network: taken.network.as_ref().map(|at| at.what.clone()),
            discovery: taken.discovery.as_ref().map(|at| at.what.clone()),
            manifest: taken.manifest.as_ref().map(|at| (at.what.clone(), at.at)),
            sign_in: taken.sign_in.as_ref().map(|at| (at.what.clone(), at.at)),
            error_page: taken.error_page.as_ref().map(|at| at.what.clone()),
            token: session.and_then(|session| translate::token_facts(&session, profile, taken, self.now())),
            api: taken.api.as_ref().map(|at| at.what.clone()),
            now: self.now(),
        }
    }

    fn evidence_at_hand(&self, profile: &Profile, taken: &Taken) -> Vec<EvidenceDto> {
        let mut list = Vec::new();
        let mut add = |kind: EvidenceKind, at: DateTime<Utc>, summary: String| {
            list.push(EvidenceDto {
                kind,
                taken_at: wire_time(at),
                summary,
            });
        };
        if let Some(at) = &taken.network {
            let reached = at
                .what
                .iter()
                .filter(|service| matches!(service.reach, Reach::Answered { .. }))
                .count();
            add(
                EvidenceKind::Network,
                at.at,
                format!("{reached} of {} services reached", at.what.len()),
            );
        }
        if let Some(at) = &taken.discovery {
            let summary = match &at.what {
                DiscoveryFacts::Found { .. } => "The tenant's metadata".to_owned(),
                DiscoveryFacts::Refused(refusal) => number("Entra refused the tenant", refusal.aadsts),
                DiscoveryFacts::NotReached(_) => "Not reached".to_owned(),
            };
            add(EvidenceKind::Discovery, at.at, summary);
        }
        if let Some(at) = &taken.manifest {
            add(
                EvidenceKind::Manifest,
                at.at,
                match &at.what.name {
                    Some(name) => format!("App manifest of {name}"),
                    None => "App manifest".to_owned(),
                },
            );
        }
        if let Some(at) = &taken.sign_in {
            let summary = match &at.what {
                SignInFacts::Succeeded => "Signed in".to_owned(),
                SignInFacts::Refused(refusal) => number("Sign-in refused", refusal.aadsts),
                SignInFacts::RenewalRefused(refusal) => number("Renewal refused", refusal.aadsts),
                SignInFacts::NoAnswer => "The browser did not come back".to_owned(),
                SignInFacts::NotReached(_) => "Not reached".to_owned(),
                SignInFacts::Untrusted(_) => "Answer not trusted".to_owned(),
            };
            add(EvidenceKind::SignIn, at.at, summary);
        }
        if let Some(at) = &taken.error_page {
            add(
                EvidenceKind::ErrorPage,
                at.at,
                number("Error page", at.what.aadsts),
            );
        }
        if let Some(at) = &taken.api {
            add(
                EvidenceKind::Api,
                at.at,
                format!("First call: {}", at.what.operation),
            );
        }
        if let Some(session) = self.sessions.get(&profile.id) {
            let at = taken.fresh_token.unwrap_or_else(|| self.now());
            add(
                EvidenceKind::Token,
                at,
                format!("Token of {}", session.username()),
            );
        }
        list
    }
}

fn steps(profile: &Profile, diagnosis: &Diagnosis) -> Vec<StepDto> {
    let places = places::of(profile);
    let wanted: Vec<(&str, &str)> = profile
        .wanted_permissions
        .iter()
        .map(|name| {
            let documented = defender::catalogue().permission(name);
            (
                name.as_str(),
                documented.map_or("", |permission| permission.display.as_str()),
            )
        })
        .collect();
    let context = GuideContext {
        registration_portal: &places.registration_portal,
        defender_portal: &places.defender_portal,
        login_authority: &places.login_authority,
        tenant: &profile.tenant,
        client_id: &profile.client_id,
        app_name: &profile.name,
        account_types: words::account_types(profile.progress.account_types),
        needs_public_flows: profile.progress.needs_public_flows,
        wanted: &wanted,
        is_sandbox: profile.cloud == CloudId::Sandbox,
        is_us_government: matches!(profile.cloud, CloudId::GccHigh | CloudId::Dod),
    };
    words::STEPS
        .into_iter()
        .map(|(id, step)| {
            let guide = guide::guide(step, &context);
            let state = words::state(diagnosis.state(step));
            StepDto {
                id,
                number: step.number(),
                title: guide.title.to_owned(),
                lead: guide.lead,
                instructions: guide
                    .instructions
                    .into_iter()
                    .map(|instruction| InstructionDto {
                        text: instruction.text,
                        formerly: instruction.formerly,
                    })
                    .collect(),
                notes: guide.notes,
                values: guide
                    .values
                    .into_iter()
                    .map(|value| CopyValueDto {
                        label: value.label,
                        value: value.value,
                    })
                    .collect(),
                links: guide.links.into_iter().map(link).collect(),
                roles: guide
                    .roles
                    .into_iter()
                    .map(|role| RoleNeedDto {
                        task: role.task.to_owned(),
                        least_role: role.least_role.to_owned(),
                        note: role.note.map(str::to_owned),
                    })
                    .collect(),
                last: (state == StepState::NotChecked)
                    .then(|| last_state(profile, id))
                    .flatten(),
                state,
                checks: diagnosis
                    .checks
                    .iter()
                    .filter(|check| check.step == step)
                    .map(check)
                    .collect(),
                ticked: profile.progress.ticked.contains(&id),
            }
        })
        .collect()
}

/// What the answers come to; `None` while a question is open.
pub(super) fn advice(profile: &Profile) -> Option<adviser::Advice> {
    let progress = &profile.progress;
    Some(adviser::advise(adviser::Answers {
        person_present: progress.person_present?,
        as_person: progress.as_person?,
        unattended: progress.unattended?,
    }))
}

fn advice_dto(advice: adviser::Advice) -> AdviceDto {
    AdviceDto {
        access: words::access(advice.access),
        reason: advice.reason.to_owned(),
        caveats: advice.caveats.into_iter().map(str::to_owned).collect(),
        pointer: link(advice.pointer),
    }
}

fn number(what: &str, number: Option<u32>) -> String {
    match number {
        Some(number) => format!("{what}: AADSTS{number}"),
        None => what.to_owned(),
    }
}

fn last_state(profile: &Profile, id: contract::StepId) -> Option<LastStateDto> {
    let last = profile.progress.last.iter().find(|last| last.step == id)?;
    Some(LastStateDto {
        state: last.state,
        at: wire_time(last.at),
    })
}

fn link(link: guide::Link) -> LinkDto {
    LinkDto {
        label: link.label,
        url: link.url,
    }
}

fn check(check: &registration::Check) -> CheckDto {
    CheckDto {
        id: check.id.to_owned(),
        title: check.title.to_owned(),
        state: words::state(check.state),
        source: words::source(check.source),
        seen: check.seen.clone(),
        fix: check.fix.clone(),
        remark: check.remark,
    }
}

fn consent_row(row: &diagnosis::ConsentRow) -> ConsentRowDto {
    ConsentRowDto {
        display_name: defender::catalogue()
            .permission(&row.permission)
            .map(|permission| permission.display.clone()),
        permission: row.permission.clone(),
        needed: words::mark(row.needed),
        registered: words::mark(row.registered),
        consented: words::mark(row.consented),
        in_token: words::mark(row.in_token),
        remark: row.remark.clone(),
    }
}
