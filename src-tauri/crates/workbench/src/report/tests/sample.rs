//! A set-up as it is found in practice: everything right but the consent to one permission.

use super::super::{Report, render};
use chrono::DateTime;
use contract::*;
use serde_json::{Value, json};

pub(super) const NAME: &str = "Ada Lindqvist";
pub(super) const USERNAME: &str = "ada.lindqvist@sandbox.example";
pub(super) const OBJECT_ID: &str = "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e001";

const TENANT: &str = "5a4d60c5-7e4a-4c1b-9a52-0d3b8f6e1c77";
const CLIENT: &str = "3f1c2a9e-64d0-4b8e-8f57-9b0c5d2e7a41";
/// 2026-03-02 09:00:00 UTC.
pub(super) const NOW: f64 = 1_772_442_000_000.0;

/// What a report is made of, owned, so that tests can change it.
pub(super) struct Sample {
    pub(super) checklist: ChecklistDto,
    pub(super) profile: ProfileDto,
    pub(super) session: Option<SessionDto>,
    /// `cloud_name`, `authority`, `api_base`, `audience`, `program_version`, `system`.
    pub(super) texts: [String; 6],
    pub(super) sandbox: bool,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self {
            checklist: checklist(),
            profile: profile(),
            session: Some(session()),
            texts: [
                "Commercial",
                "https://login.microsoftonline.com",
                "https://eu.api.security.microsoft.com",
                "https://api.securitycenter.microsoft.com",
                "0.1.0",
                "Windows 11, x86_64",
            ]
            .map(str::to_owned),
            sandbox: false,
        }
    }

    pub(super) fn render(&self, format: ReportFormat, mask_names: bool) -> String {
        let [cloud_name, authority, api_base, audience, program_version, system] = &self.texts;
        let report = Report {
            checklist: &self.checklist,
            profile: &self.profile,
            cloud_name,
            authority,
            api_base,
            audience,
            session: self.session.as_ref(),
            program_version,
            system,
            made_at: DateTime::from_timestamp_millis(NOW as i64 + 90_000).unwrap(),
            sandbox: self.sandbox,
        };
        render(&report, format, mask_names)
    }

    /// The sample with every text changed, and where those texts stand. Values that are chosen from a list cannot hold
    /// any text, so they stay.
    pub(super) fn changed(change: impl Fn(&str) -> String) -> (Self, Vec<String>) {
        let whole = Self::new().to_json();
        let mut places = Vec::new();
        collect(&whole, String::new(), &mut places);
        let free: Vec<String> = places
            .into_iter()
            .filter(|place| {
                let mut changed = whole.clone();
                *changed.pointer_mut(place).unwrap() = Value::from("any text");
                Self::from_json(changed).is_some()
            })
            .collect();
        let mut changed = whole.clone();
        for place in &free {
            let text = whole.pointer(place).and_then(Value::as_str).unwrap();
            *changed.pointer_mut(place).unwrap() = Value::from(change(text));
        }
        (Self::from_json(changed).unwrap(), free)
    }

    fn to_json(&self) -> Value {
        json!({ "checklist": self.checklist, "profile": self.profile, "session": self.session, "texts": self.texts })
    }

    fn from_json(mut whole: Value) -> Option<Self> {
        let mut part = |name: &str| whole[name].take();
        Some(Self {
            checklist: serde_json::from_value(part("checklist")).ok()?,
            profile: serde_json::from_value(part("profile")).ok()?,
            session: serde_json::from_value(part("session")).ok()?,
            texts: serde_json::from_value(part("texts")).ok()?,
            sandbox: false,
        })
    }
}

fn collect(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::String(_) => places.push(place),
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                collect(value, format!("{place}/{i}"), places);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                collect(value, format!("{place}/{name}"), places);
            }
        }
        _ => {}
    }
}

fn profile() -> ProfileDto {
    ProfileDto {
        id: "7d9f7c3e-2f5b-4c1c-8f0e-0d8c6f1b2a30".to_owned(),
        name: "Contoso production".to_owned(),
        cloud: CloudId::Commercial,
        tenant: TENANT.to_owned(),
        client_id: CLIENT.to_owned(),
        wanted_permissions: ["Alert.Read", "Machine.Isolate"].map(str::to_owned).to_vec(),
        colour: ProfileColour::Blue,
        region: Some("eu".to_owned()),
        endpoints: None,
        allow_password_sample: false,
    }
}

fn session() -> SessionDto {
    SessionDto {
        profile_id: "7d9f7c3e-2f5b-4c1c-8f0e-0d8c6f1b2a30".to_owned(),
        name: NAME.to_owned(),
        username: USERNAME.to_owned(),
        object_id: OBJECT_ID.to_owned(),
        tenant_id: TENANT.to_owned(),
        granted_scopes: vec!["Alert.Read".to_owned()],
        expires_at: NOW + 4_500_000.0,
        renewable: true,
        kept_in: KeptIn::KeyStore,
        begun_with: SignInWay::Browser,
        policy_challenge: false,
    }
}

fn checklist() -> ChecklistDto {
    use EvidenceKind::{Api, Discovery, Manifest, Network, Profile, SignIn, Token};
    use StepState::{CannotTell, NotChecked, Ok, Wrong};
    ChecklistDto {
        profile_id: "7d9f7c3e-2f5b-4c1c-8f0e-0d8c6f1b2a30".to_owned(),
        steps: vec![
            step(
                StepId::Connection,
                0,
                "Connection",
                Ok,
                vec![
                    check(
                        "network-sign-in",
                        "The sign-in service is reached",
                        Ok,
                        Network,
                        "login.microsoftonline.com answered in 31 ms.",
                        None,
                    ),
                    check(
                        "network-api",
                        "The API is reached",
                        Ok,
                        Network,
                        "eu.api.security.microsoft.com answered in 44 ms.",
                        None,
                    ),
                    check(
                        "network-clock",
                        "This computer's clock is right",
                        Ok,
                        Network,
                        "It differs from the service's by less than a second.",
                        None,
                    ),
                ],
            ),
            step(
                StepId::Access,
                1,
                "Which access?",
                Ok,
                vec![check(
                    "answers-context",
                    "User context fits",
                    Ok,
                    Profile,
                    "A person is present and results follow that person's role.",
                    None,
                )],
            ),
            step(
                StepId::Cloud,
                2,
                "Plan and cloud",
                Ok,
                vec![
                    check(
                        "discovery-tenant",
                        "The tenant exists",
                        Ok,
                        Discovery,
                        "Its metadata names 5a4d60c5-7e4a-4c1b-9a52-0d3b8f6e1c77.",
                        None,
                    ),
                    check(
                        "discovery-cloud",
                        "The cloud is the tenant's",
                        Ok,
                        Discovery,
                        "tenant_region_scope EU: commercial.",
                        None,
                    ),
                ],
            ),
            StepDto {
                ticked: true,
                last: Some(LastStateDto {
                    state: Ok,
                    at: NOW - 86_400_000.0,
                }),
                ..step(StepId::Roles, 3, "Who may do this", NotChecked, vec![])
            },
            step(
                StepId::Register,
                4,
                "Register the application",
                Ok,
                vec![
                    check(
                        "manifest-redirect-platform",
                        "The redirect URI stands under Mobile and desktop",
                        Ok,
                        Manifest,
                        "publicClient.redirectUris has http://localhost.",
                        None,
                    ),
                    CheckDto {
                        remark: true,
                        ..check(
                            "manifest-secret",
                            "No secret is needed",
                            CannotTell,
                            Manifest,
                            "There is a client secret that expires on 2027-01-01.",
                            Some("Delete it under Certificates & secrets: this program needs none."),
                        )
                    },
                ],
            ),
            step(
                StepId::PublicClient,
                5,
                "Public client flows",
                Ok,
                vec![check(
                    "manifest-public-flows",
                    "The switch fits what is wanted",
                    Ok,
                    Manifest,
                    "isFallbackPublicClient is false, and device code is not wanted.",
                    None,
                )],
            ),
            step(
                StepId::Api,
                6,
                "API permissions",
                Ok,
                vec![check(
                    "manifest-api",
                    "WindowsDefenderATP is listed",
                    Ok,
                    Manifest,
                    "fc780465-2017-40d4-a0c5-307022471b92 with 2 delegated permissions.",
                    None,
                )],
            ),
            step(
                StepId::Permissions,
                7,
                "Which permissions?",
                Ok,
                vec![check(
                    "manifest-permissions",
                    "Every wanted permission is registered",
                    Ok,
                    Manifest,
                    "Alert.Read and Machine.Isolate are registered.",
                    None,
                )],
            ),
            step(
                StepId::Consent,
                8,
                "Grant consent",
                Wrong,
                vec![check(
                    "token-permissions",
                    "Every wanted permission is in the token",
                    Wrong,
                    Token,
                    "Machine.Isolate is missing for Ada Lindqvist (ada.lindqvist@sandbox.example).",
                    Some("Let an administrator grant admin consent, then sign in again."),
                )],
            ),
            step(
                StepId::Ids,
                9,
                "Application ID and tenant ID",
                Ok,
                vec![check(
                    "ids-client",
                    "The client ID is an application's",
                    Ok,
                    SignIn,
                    "Microsoft Entra knows the application.",
                    None,
                )],
            ),
            step(
                StepId::TryIt,
                10,
                "Try it",
                CannotTell,
                vec![
                    check(
                        "api-first-call",
                        "The first call works",
                        Ok,
                        Api,
                        "List alerts answered.",
                        None,
                    ),
                    check(
                        "api-sight",
                        "The account sees devices",
                        CannotTell,
                        Api,
                        "The list is empty; nothing tells whether there is something to see.",
                        Some(
                            "Look in the portal whether the tenant has devices, and whether a device group hides them.",
                        ),
                    ),
                ],
            ),
        ],
        cause: Some(CauseDto {
            step: StepId::Consent,
            check_id: "token-permissions".to_owned(),
            what: "Nobody consented to Machine.Isolate since it was added.".to_owned(),
            fix: "Let an administrator grant admin consent, then sign in again.".to_owned(),
            certain: true,
        }),
        evidence: vec![
            evidence(Network, 0.0, "3 services reached"),
            evidence(Discovery, 1.0, "Tenant found, commercial"),
            evidence(
                Manifest,
                -600.0,
                "Microsoft Graph form, 1 redirect URI, 2 permissions",
            ),
            evidence(SignIn, -900.0, "Signed in as ada.lindqvist@sandbox.example"),
            evidence(Token, 2.0, "Alert.Read"),
            evidence(Api, 3.0, "List alerts: 200"),
        ],
        consent: vec![
            consent("Alert.Read", "Read alerts", Mark::Yes, None),
            consent(
                "Machine.Isolate",
                "Isolate machine",
                Mark::No,
                Some("Consent is missing, or the token is older than the consent."),
            ),
        ],
        answers: AnswersDto {
            person_present: Some(true),
            as_person: Some(true),
            unattended: Some(false),
            plan: Some(Plan::Plan2),
            account_types: AccountTypes::OneOrganisation,
            needs_public_flows: false,
            operations: ["listAlerts", "isolateMachine"].map(str::to_owned).to_vec(),
            ticked: vec![StepId::Roles],
        },
        advice: Some(AdviceDto {
            access: AccessKind::UserContext,
            reason: "Results must follow the person's role and device groups.".to_owned(),
            caveats: vec!["The person's role in Defender counts, too.".to_owned()],
            pointer: LinkDto {
                label: "User context".to_owned(),
                url: "https://learn.microsoft.com/".to_owned(),
            },
        }),
        checked_at: Some(NOW),
    }
}

fn step(id: StepId, number: u8, title: &str, state: StepState, checks: Vec<CheckDto>) -> StepDto {
    StepDto {
        id,
        number,
        title: title.to_owned(),
        lead: "Why it matters.".to_owned(),
        instructions: vec![InstructionDto {
            text: "Open the portal.".to_owned(),
            formerly: Some("Open the old portal.".to_owned()),
        }],
        notes: Vec::new(),
        values: vec![CopyValueDto {
            label: "Redirect URI".to_owned(),
            value: "http://localhost".to_owned(),
        }],
        links: vec![LinkDto {
            label: "App registrations".to_owned(),
            url: "https://entra.microsoft.com/".to_owned(),
        }],
        roles: vec![RoleNeedDto {
            task: "Register".to_owned(),
            least_role: "Application Developer".to_owned(),
            note: None,
        }],
        state,
        last: None,
        checks,
        ticked: false,
    }
}

fn check(
    id: &str,
    title: &str,
    state: StepState,
    source: EvidenceKind,
    seen: &str,
    fix: Option<&str>,
) -> CheckDto {
    CheckDto {
        id: id.to_owned(),
        title: title.to_owned(),
        state,
        source,
        seen: seen.to_owned(),
        fix: fix.map(str::to_owned),
        remark: false,
    }
}

fn evidence(kind: EvidenceKind, seconds: f64, summary: &str) -> EvidenceDto {
    EvidenceDto {
        kind,
        taken_at: NOW + seconds * 1000.0,
        summary: summary.to_owned(),
    }
}

fn consent(permission: &str, display_name: &str, consented: Mark, remark: Option<&str>) -> ConsentRowDto {
    ConsentRowDto {
        permission: permission.to_owned(),
        display_name: Some(display_name.to_owned()),
        needed: Mark::Yes,
        registered: Mark::Yes,
        consented,
        in_token: consented,
        remark: remark.map(str::to_owned),
    }
}
