//! What must hold for the texts, whatever they say.

use super::*;
use crate::{REDIRECT_URI, WINDOWS_DEFENDER_ATP};

const CLIENT: &str = "a1b2c3d4-1111-4222-8333-944445555666";
const TENANT: &str = "b1b2c3d4-1111-4222-8333-944445555666";
const WANTED: [(&str, &str); 2] = [
    ("Alert.Read", "Read alerts"),
    ("Machine.Isolate", "Isolate machine"),
];

fn context() -> GuideContext<'static> {
    GuideContext {
        registration_portal: "https://entra.microsoft.com",
        defender_portal: "https://security.microsoft.com",
        login_authority: "https://login.microsoftonline.com/",
        tenant: TENANT,
        client_id: CLIENT,
        app_name: "Defender API Workbench",
        account_types: AccountTypes::OneOrganisation,
        needs_public_flows: false,
        wanted: &WANTED,
        is_sandbox: false,
        is_us_government: false,
    }
}

fn everything(guide: &Guide) -> String {
    let mut text = format!("{}\n{}\n", guide.title, guide.lead);
    for instruction in &guide.instructions {
        text.push_str(&instruction.text);
        text.push('\n');
        text.push_str(instruction.formerly.as_deref().unwrap_or_default());
        text.push('\n');
    }
    for note in &guide.notes {
        text.push_str(note);
        text.push('\n');
    }
    text
}

fn of(step: StepId) -> String {
    everything(&guide(step, &context()))
}

#[test]
fn every_step_says_what_it_is_about_and_what_to_do_in_every_context() {
    let full = context();
    let empty = GuideContext {
        registration_portal: "",
        defender_portal: "",
        login_authority: "",
        tenant: "",
        client_id: "",
        app_name: "",
        wanted: &[],
        ..full
    };
    let sandbox = GuideContext {
        is_sandbox: true,
        ..full
    };
    for context in [full, empty, sandbox] {
        for step in StepId::ALL {
            let guide = guide(step, &context);
            assert_eq!(guide.step, step);
            assert!(!guide.title.is_empty() && guide.lead.ends_with('.'), "{step:?}");
            assert!(!guide.instructions.is_empty(), "{step:?}");
            assert!(guide.instructions.len() + guide.notes.len() >= 3, "{step:?}");
            for instruction in &guide.instructions {
                assert!(instruction.text.len() > 20, "{step:?}: {}", instruction.text);
                assert!(!instruction.text.contains("  "), "{step:?}: {}", instruction.text);
                assert_ne!(instruction.formerly.as_deref(), Some(instruction.text.as_str()));
            }
            for value in &guide.values {
                assert!(!value.label.is_empty() && !value.value.is_empty(), "{step:?}");
            }
            for link in &guide.links {
                assert!(link.url.starts_with("https://"), "{step:?}: {}", link.url);
            }
        }
    }
}

#[test]
fn links_that_need_an_id_appear_once_the_id_is_there() {
    for (step, part) in [
        (StepId::Register, "/Authentication/appId/"),
        (StepId::PublicClient, "/Authentication/appId/"),
        (StepId::Api, "/CallAnAPI/appId/"),
        (StepId::Permissions, "/CallAnAPI/appId/"),
        (StepId::Consent, "/CallAnAPI/appId/"),
        (StepId::Consent, "/adminconsent?client_id="),
        (StepId::Ids, "/Overview/appId/"),
    ] {
        let has = |context: &GuideContext<'_>| {
            guide(step, context)
                .links
                .iter()
                .any(|link| link.url.contains(part))
        };
        assert!(has(&context()), "{step:?} {part}");
        let without = GuideContext {
            client_id: "",
            ..context()
        };
        assert!(!has(&without), "{step:?} {part}");
    }
}

#[test]
fn portal_and_sign_in_hosts_are_those_of_the_cloud() {
    let government = GuideContext {
        registration_portal: "https://portal.azure.us",
        login_authority: "https://login.microsoftonline.us",
        is_us_government: true,
        ..context()
    };
    let register = guide(StepId::Register, &government);
    assert!(everything(&register).contains("the Azure portal (portal.azure.us)"));
    assert!(everything(&register).contains("in each cloud anew"));
    assert!(!of(StepId::Register).contains("in each cloud anew"));
    assert!(everything(&guide(StepId::Cloud, &government)).contains("US Government: register"));
    let consent = guide(StepId::Consent, &government);
    assert!(
        consent
            .values
            .iter()
            .any(|value| value.value.starts_with("https://login.microsoftonline.us/"))
    );
    for link in register.links.iter().chain(&consent.links) {
        let host = host(&link.url).unwrap();
        assert!(
            [
                "portal.azure.us",
                "login.microsoftonline.us",
                "learn.microsoft.com"
            ]
            .contains(&host.as_str()),
            "{host}"
        );
    }
}

#[test]
fn the_sandbox_teaches_the_same_steps_and_links_to_no_portal() {
    let sandbox = GuideContext {
        registration_portal: "",
        defender_portal: "http://127.0.0.1:1/",
        login_authority: "http://127.0.0.1:1/",
        is_sandbox: true,
        ..context()
    };
    for step in StepId::ALL {
        let here = guide(step, &sandbox);
        let real = guide(step, &context());
        assert_eq!(here.instructions.len(), real.instructions.len(), "{step:?}");
        assert!(here.lead.contains("sandbox tenant"), "{step:?}: {}", here.lead);
        assert!(here.lead.starts_with(&real.lead), "{step:?}");
        for link in &here.links {
            assert!(
                link.url.starts_with("https://learn.microsoft.com/"),
                "{step:?}: {}",
                link.url
            );
        }
    }
    for step in [
        StepId::Register,
        StepId::PublicClient,
        StepId::Api,
        StepId::Permissions,
        StepId::Consent,
        StepId::Ids,
    ] {
        assert!(guide(step, &sandbox).lead.contains("Sandbox screen"), "{step:?}");
    }
}

#[test]
fn where_the_portal_changed_both_wordings_are_told() {
    for (step, present, older) in [
        (StepId::Register, "Add Redirect URI", "Add a platform"),
        (StepId::PublicClient, "the tab Settings", "Advanced settings"),
        (StepId::Roles, "Microsoft Defender XDR", "Settings, Endpoints"),
    ] {
        let guide = guide(step, &context());
        let both = guide.instructions.iter().any(|instruction| {
            let formerly = instruction.formerly.as_deref().unwrap_or_default();
            instruction.text.contains(present) && formerly.contains(older)
        });
        assert!(both, "{step:?}");
    }
}

#[test]
fn registering_gives_the_redirect_uri_and_says_why_no_other() {
    let guide = guide(StepId::Register, &context());
    assert!(guide.values.iter().any(|value| value.value == REDIRECT_URI));
    assert!(
        guide
            .values
            .iter()
            .any(|value| value.value == "Defender API Workbench")
    );
    let text = everything(&guide);
    for why_not in [
        "Why not Web",
        "Why not Single-page",
        "Why not http://127.0.0.1",
        "myapp://",
        "Why no port",
    ] {
        assert!(text.contains(why_not), "{why_not}");
    }
    assert!(text.contains("Mobile and desktop applications"));
}

#[test]
fn the_account_types_are_told_in_the_portals_words_with_their_consequence() {
    for account_types in AccountTypes::ALL {
        let text = everything(&guide(
            StepId::Register,
            &GuideContext {
                account_types,
                ..context()
            },
        ));
        assert!(text.contains(account_types.portal_wording()) && text.contains(account_types.consequence()));
    }
}

#[test]
fn the_switch_is_on_only_for_device_code_and_the_password_sample() {
    let needed = everything(&guide(
        StepId::PublicClient,
        &GuideContext {
            needs_public_flows: true,
            ..context()
        },
    ));
    let not_needed = of(StepId::PublicClient);
    assert!(needed.contains("must be on") && needed.contains("to Enabled") && needed.contains("flows, Yes"));
    assert!(not_needed.contains("does not need this switch") && not_needed.contains("Leave Allow public"));
    assert!(needed.contains("AADSTS7000218") && not_needed.contains("AADSTS7000218"));
}

#[test]
fn the_hidden_api_is_named_and_made_where_it_is_missing() {
    let guide = guide(StepId::Api, &context());
    let text = everything(&guide);
    assert!(text.contains("APIs my organization uses") && text.contains("not in the list before you type"));
    assert!(
        text.contains("Choose Delegated permissions") && text.contains("Not Microsoft Threat Protection")
    );
    assert!(text.contains("licence"));
    for command in ["az ad sp create --id", "New-MgServicePrincipal -AppId"] {
        let value = guide
            .values
            .iter()
            .find(|value| value.value.starts_with(command))
            .unwrap();
        assert!(value.value.ends_with(WINDOWS_DEFENDER_ATP));
    }
}

#[test]
fn the_wanted_permissions_are_listed_to_copy() {
    let values = guide(StepId::Permissions, &context()).values;
    let values: Vec<_> = values
        .iter()
        .map(|value| (value.value.as_str(), value.label.as_str()))
        .collect();
    assert_eq!(values, WANTED);
    let none = guide(
        StepId::Permissions,
        &GuideContext {
            wanted: &[],
            ..context()
        },
    );
    assert!(none.values.is_empty() && none.lead.contains("None is chosen yet"));
}

#[test]
fn consent_is_told_to_be_repeated_and_its_last_page_explained() {
    let text = of(StepId::Consent);
    assert!(text.contains("again after every permission") && text.contains("sign in again"));
    assert!(text.contains("localhost") && text.contains("all the same"));
}

#[test]
fn the_two_ids_are_set_apart_from_what_stands_beside_them() {
    let guide = guide(StepId::Ids, &context());
    let text = everything(&guide);
    for word in [
        "Application (client) ID",
        "Directory (tenant) ID",
        "Object ID",
        "Certificates & secrets",
        "subscription",
    ] {
        assert!(text.contains(word), "{word}");
    }
    let values: Vec<_> = guide.values.iter().map(|value| value.value.as_str()).collect();
    assert_eq!(values, [CLIENT, TENANT]);
}

#[test]
fn no_step_asks_for_global_administrator() {
    for step in StepId::ALL {
        for role in guide(step, &context()).roles {
            assert!(!role.least_role.contains("Global Administrator"), "{step:?}");
        }
    }
    let roles = guide(StepId::Roles, &context());
    assert!(roles.lead.contains("Global Administrator is needed for neither"));
    let least = |task: &str| {
        let need = roles.roles.iter().find(|need| need.task.starts_with(task));
        need.map(|need| need.least_role)
    };
    assert_eq!(least("Register an application"), Some("Application Developer"));
    assert_eq!(
        least("Grant admin consent"),
        Some("Cloud Application Administrator")
    );
    assert_eq!(
        least("Create the service principal"),
        Some("Cloud Application Administrator")
    );
    assert_eq!(least("Change which"), Some("Privileged Role Administrator"));
}

#[test]
fn rights_in_defender_are_told_in_both_vocabularies() {
    for step in [StepId::Roles, StepId::TryIt] {
        let roles = guide(step, &context()).roles;
        let in_defender: Vec<_> = roles
            .iter()
            .filter(|role| role.task.starts_with("In Defender"))
            .collect();
        assert_eq!(in_defender.len(), 5);
        for role in in_defender {
            assert!(role.least_role.ends_with("(read)") || role.least_role.ends_with("(manage)"));
            assert!(
                role.note.is_some_and(|note| note.contains("older roles")),
                "{}",
                role.task
            );
        }
    }
    assert!(of(StepId::Roles).contains("Device groups"));
}

#[test]
fn the_computer_step_names_the_sign_in_host_of_a_real_cloud() {
    let values = guide(StepId::Connection, &context()).values;
    assert_eq!(values[0].value, "login.microsoftonline.com");
    let text = of(StepId::Connection);
    for word in ["Proxy", "TLS", "Clock", "5 minutes"] {
        assert!(text.contains(word), "{word}");
    }
}

#[test]
fn the_access_step_asks_the_three_questions_and_explains_both() {
    let guide = guide(StepId::Access, &context());
    let text = everything(&guide);
    for question in adviser::QUESTIONS {
        assert!(text.contains(question.text), "{}", question.id);
    }
    for access in adviser::Access::ALL {
        assert!(text.contains(access.explanation()));
    }
    assert_eq!(guide.links.len(), 2);
}
