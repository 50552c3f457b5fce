//! What holds for every text, and for the texts that are not run by a test of their own.

use super::*;
use crate::{MICROSOFT_GRAPH, REDIRECT_URI, WINDOWS_DEFENDER_ATP, scopes};

const CLIENT: &str = "a1b2c3d4-1111-4222-8333-944445555666";
const TENANT: &str = "b1b2c3d4-1111-4222-8333-944445555666";
const READ: [(&str, &str); 1] = [("Alert.Read", "Read alerts")];
const ACT: [(&str, &str); 3] = [
    ("Alert.Read", "Read alerts"),
    ("Machine.Isolate", "Isolate machine"),
    ("Alert.Read", "Read alerts"),
];
const ROLES: [(&str, &str); 1] = [("Alert.Read.All", "Read all alerts")];

fn request() -> ArtifactRequest<'static> {
    ArtifactRequest {
        context: Context::Delegated,
        app_name: "Defender API Workbench",
        account_types: AccountTypes::OneOrganisation,
        needs_public_flows: false,
        permissions: &ACT,
        tenant: TENANT,
        client_id: None,
        login_authority: "https://login.microsoftonline.com/",
        graph_base: "https://graph.microsoft.com/",
        us_government: false,
    }
}

fn application() -> ArtifactRequest<'static> {
    ArtifactRequest {
        context: Context::Application,
        permissions: &ROLES,
        ..request()
    }
}

fn text(kind: ArtifactKind, request: &ArtifactRequest<'_>) -> String {
    make(kind, request).text
}

#[test]
fn every_text_says_what_it_is_and_has_a_file_name_of_its_own() {
    let mut names = BTreeSet::new();
    for kind in ArtifactKind::ALL {
        for request in [request(), application()] {
            let artifact = make(kind, &request);
            names.insert(artifact.file_name);
            assert!(
                artifact.about.len() > 60 && artifact.text.ends_with('\n'),
                "{kind:?}"
            );
            assert!(
                artifact.about.contains("Cloud Application Administrator")
                    || kind == ArtifactKind::RequiredResourceAccess,
                "{kind:?}"
            );
        }
    }
    assert_eq!(names.len(), 5);
}

#[test]
fn no_text_makes_a_secret_or_asks_for_microsoft_graph() {
    for kind in ArtifactKind::ALL {
        for request in [request(), application()] {
            let text = text(kind, &request);
            for word in ["--password", "addPassword", "passwordCredential", MICROSOFT_GRAPH] {
                assert!(!text.contains(word), "{kind:?}: {word}");
            }
        }
    }
}

#[test]
fn values_of_the_request_stand_once_in_a_script_in_an_assignment() {
    let request = ArtifactRequest {
        app_name: "Name-of-the-application",
        permissions: &[("Permission-in-question", "Display")],
        tenant: "tenant.example",
        client_id: Some(CLIENT),
        graph_base: "https://graph.example/",
        ..request()
    };
    for (kind, sign) in [(ArtifactKind::AzureCli, "="), (ArtifactKind::PowerShell, " = ")] {
        let script = text(kind, &request);
        let end = script.find("From here on nothing needs").unwrap();
        for value in [
            request.app_name,
            "Permission-in-question",
            "tenant.example",
            CLIENT,
            "https://graph.example",
        ] {
            assert_eq!(script.matches(value).count(), 1, "{kind:?}: {value}");
            assert!(script.find(value).unwrap() < end, "{kind:?}: {value}");
            let line = script.lines().find(|line| line.contains(value)).unwrap();
            assert!(line.contains(sign) && !line.starts_with('#'), "{kind:?}: {line}");
        }
        assert!(!script.contains("Display"), "{kind:?}");
    }
}

#[test]
fn scripts_of_one_context_differ_in_their_assignments_alone() {
    let rest = |kind, request: &ArtifactRequest<'_>| {
        let script = text(kind, request);
        let (_, rest) = script.split_once("# ---- From here on").unwrap();
        rest.to_owned()
    };
    for kind in [ArtifactKind::AzureCli, ArtifactKind::PowerShell] {
        let other = ArtifactRequest {
            app_name: "'; exit; '",
            account_types: AccountTypes::AnyOrganisation,
            needs_public_flows: true,
            permissions: &READ,
            tenant: "",
            client_id: Some("x"),
            us_government: true,
            ..request()
        };
        assert_eq!(rest(kind, &request()), rest(kind, &other));
        assert_ne!(rest(kind, &request()), rest(kind, &application()));
    }
}

#[test]
fn the_cloud_has_its_name_in_each_script() {
    for (us_government, graph_base, cloud, environment) in [
        (false, "https://graph.microsoft.com", "AzureCloud", "Global"),
        (true, "https://graph.microsoft.us", "AzureUSGovernment", "USGov"),
        (
            true,
            "https://dod-graph.microsoft.us",
            "AzureUSGovernment",
            "USGovDoD",
        ),
    ] {
        let request = ArtifactRequest {
            us_government,
            graph_base,
            ..request()
        };
        let bash = text(ArtifactKind::AzureCli, &request);
        assert!(bash.contains(&format!("\ncloud='{cloud}'\ngraph='{graph_base}'\n")));
        let power_shell = text(ArtifactKind::PowerShell, &request);
        assert!(power_shell.contains(&format!(
            "\n$environment = '{environment}'\n$graph = '{graph_base}'\n"
        )));
    }
}

#[test]
fn delegated_ids_come_from_the_list_and_the_text_says_how_sure_they_are() {
    let artifact = make(ArtifactKind::RequiredResourceAccess, &request());
    let value: serde_json::Value = serde_json::from_str(&artifact.text).unwrap();
    assert_eq!(value[0]["resourceAppId"], WINDOWS_DEFENDER_ATP);
    let entries = value[0]["resourceAccess"].as_array().unwrap();
    let ids: Vec<&str> = entries
        .iter()
        .map(|entry| entry["id"].as_str().unwrap())
        .collect();
    let listed = ["Alert.Read", "Machine.Isolate"].map(|name| scopes::by_name(name).unwrap().id.as_str());
    assert_eq!(ids, listed);
    assert!(
        artifact
            .about
            .contains("only one source was found: Machine.Isolate.")
    );
    assert!(
        artifact
            .about
            .contains("az ad sp show --id fc780465-2017-40d4-a0c5-307022471b92")
    );
}

#[test]
fn an_id_that_is_not_certain_is_left_to_be_filled_in() {
    let unknown = ArtifactRequest {
        permissions: &[("User.Read", ""), ("Something.New", "")],
        ..request()
    };
    for (request, name) in [
        (application(), "Alert.Read.All"),
        (unknown, "User.Read"),
        (unknown, "Something.New"),
    ] {
        let artifact = make(ArtifactKind::RequiredResourceAccess, &request);
        assert!(
            artifact.text.contains(&format!("\"<id of {name}>\"")),
            "{}",
            artifact.text
        );
        assert!(
            artifact.about.contains("Fill in the ids of"),
            "{}",
            artifact.about
        );
    }
}

#[test]
fn the_mail_has_every_placeholder_filled() {
    let mail = text(
        ArtifactKind::ConsentMail,
        &ArtifactRequest {
            client_id: Some(CLIENT),
            ..request()
        },
    );
    assert!(mail.starts_with("Subject: Admin consent for the application Defender API Workbench\n\n"));
    for line in [
        format!("Application (client) ID: {CLIENT}"),
        format!("Tenant: {TENANT}"),
        "- Alert.Read (Read alerts): to list alerts and look at them, with devices, files and accounts involved."
            .to_owned(),
        "- Machine.Isolate (Isolate machine): to isolate a device from the network and release it again."
            .to_owned(),
        format!("https://login.microsoftonline.com/{TENANT}/adminconsent?client_id={CLIENT}"),
    ] {
        assert_eq!(mail.lines().filter(|l| *l == line).count(), 1, "{line}\n{mail}");
    }
    assert!(mail.contains("Cloud Application Administrator") && mail.contains("Global Administrator is not"));
    assert!(mail.contains("- Act while nobody is signed in.") && mail.contains("device groups"));
    assert!(mail.contains(REDIRECT_URI) && mail.contains("all the same"));
    assert!(!mail.contains(['<', '>', '{', '}', '[', ']']), "{mail}");
}

#[test]
fn the_mail_says_what_is_not_known_yet() {
    let request = ArtifactRequest {
        tenant: "",
        ..request()
    };
    let artifact = make(ArtifactKind::ConsentMail, &request);
    assert!(
        artifact
            .text
            .contains("Application (client) ID: not registered yet")
    );
    assert!(artifact.text.contains("Tenant: ours") && !artifact.text.contains("https://login."));
    assert!(artifact.text.contains("API permissions, Grant admin consent"));
    assert!(artifact.about.contains("once tenant and application (client) ID"));
}

#[test]
fn the_mail_promises_to_change_nothing_only_where_that_is_so() {
    let reading = ArtifactRequest {
        permissions: &READ,
        ..request()
    };
    let promise = "Change anything: each of these permissions only reads.";
    assert!(text(ArtifactKind::ConsentMail, &reading).contains(promise));
    assert!(!text(ArtifactKind::ConsentMail, &request()).contains(promise));
    let unknown = ArtifactRequest {
        permissions: &[("Something.New", "")],
        ..request()
    };
    let mail = text(ArtifactKind::ConsentMail, &unknown);
    assert!(!mail.contains(promise) && mail.contains("- Something.New: to make the calls that were chosen."));
}

#[test]
fn the_mail_for_application_context_says_that_device_groups_do_not_limit_it() {
    let mail = text(ArtifactKind::ConsentMail, &application());
    assert!(mail.contains("application permissions it needs") && mail.contains("do not limit it"));
    assert!(!mail.contains("Act while nobody is signed in"));
}

#[test]
fn a_name_cannot_add_lines_to_the_mail() {
    let request = ArtifactRequest {
        app_name: "A\r\nBcc: x@y.example\u{2028}B",
        permissions: &[("Alert.Read\n- Everything", "Read\nalerts")],
        ..request()
    };
    let mail = text(ArtifactKind::ConsentMail, &request);
    assert!(!mail.lines().any(|line| line.starts_with("Bcc:")));
    assert!(!mail.contains("\n- Everything") && !mail.contains('\u{2028}'));
    assert!(mail.contains("Application: A  Bcc: x@y.example B\n"));
}
