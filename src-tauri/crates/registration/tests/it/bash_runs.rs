//! The bash scripts, run: what they make, and what they leave as it is.

use registration::artifacts::ArtifactRequest;
use registration::{AccountTypes, MICROSOFT_GRAPH, REDIRECT_URI, WINDOWS_DEFENDER_ATP};
use serde_json::{Value, json};

use crate::support::{HOSTILE, TENANT, application, delegated};
use crate::tenant::{MAIL, Tenant};

const SCOPES: [&str; 2] = [
    "e0000000-0000-4000-8000-000000000001",
    "e0000000-0000-4000-8000-000000000003",
];
const ROLES: [&str; 2] = [
    "f0000000-0000-4000-8000-000000000001",
    "f0000000-0000-4000-8000-000000000003",
];

fn entries(ids: &[&str], kind: &str) -> Value {
    ids.iter().map(|id| json!({ "id": id, "type": kind })).collect()
}

/// A registration that has been used for something else.
fn used_before(name: &str) -> Value {
    json!({
        "id": "a0000000-0000-4000-8000-00000000000a",
        "appId": "a0000000-0000-4000-8000-00000000000b",
        "displayName": name,
        "signInAudience": "AzureADMultipleOrgs",
        "isFallbackPublicClient": null,
        "web": { "redirectUris": ["https://app.contoso.example/answer"] },
        "spa": { "redirectUris": [] },
        "publicClient": { "redirectUris": ["msal-contoso://auth"] },
        "requiredResourceAccess": [
            { "resourceAppId": MICROSOFT_GRAPH, "resourceAccess": [{ "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" }] },
            { "resourceAppId": WINDOWS_DEFENDER_ATP, "resourceAccess": [
                { "id": "e0000000-0000-4000-8000-000000000004", "type": "Scope" },
                // The same id as a wanted one, but the other kind of permission.
                { "id": SCOPES[0], "type": "Role" },
            ] },
            { "resourceAppId": MAIL, "resourceAccess": [{ "id": "d0000000-0000-4000-8000-0000000000dd", "type": "Role" }] },
        ],
    })
}

#[test]
fn the_first_run_makes_everything_and_the_second_changes_nothing() {
    let tenant = Tenant::new();
    let run = tenant.run(&delegated()).must_succeed();
    assert_eq!(
        run.writes(),
        [
            "post applications",
            "post servicePrincipals",
            "post oauth2PermissionGrants"
        ]
    );
    let made = tenant.application();
    assert_eq!(made["displayName"], "Defender API Workbench");
    assert_eq!(made["signInAudience"], "AzureADMyOrg");
    assert_eq!(made["isFallbackPublicClient"], false);
    assert_eq!(made["publicClient"]["redirectUris"], json!([REDIRECT_URI]));
    assert_eq!(
        made["requiredResourceAccess"],
        json!([{ "resourceAppId": WINDOWS_DEFENDER_ATP, "resourceAccess": entries(&SCOPES, "Scope") }])
    );
    let state = tenant.state();
    let grant = &state["oauth2PermissionGrants"][0];
    assert_eq!(grant["scope"], "Alert.Read Machine.Isolate");
    assert_eq!(grant["resourceId"], state["servicePrincipals"][0]["id"]);
    assert_eq!(grant["clientId"], state["servicePrincipals"][1]["id"]);
    assert_eq!(state["servicePrincipals"][1]["appId"], made["appId"]);
    let ids = format!(
        "Application (client) ID: {}\nDirectory (tenant) ID:   {TENANT}\n",
        made["appId"].as_str().unwrap()
    );
    assert_eq!(run.out, ids);

    let before = tenant.objects();
    let again = tenant.run(&delegated()).must_succeed();
    assert_eq!(again.writes(), Vec::<String>::new());
    assert_eq!(tenant.objects(), before);
    assert_eq!(again.out, ids);
    assert_eq!((run.naps, again.naps), (0, 0));
}

#[test]
fn application_permissions_are_assigned_once_and_no_secret_is_made() {
    let tenant = Tenant::new();
    let run = tenant.run(&application()).must_succeed();
    assert_eq!(
        run.writes(),
        [
            "post applications",
            "post servicePrincipals",
            "post servicePrincipals/ID/appRoleAssignments",
            "post servicePrincipals/ID/appRoleAssignments",
        ]
    );
    let made = tenant.application();
    assert_eq!(
        made["requiredResourceAccess"][0]["resourceAccess"],
        entries(&ROLES, "Role")
    );
    assert_eq!(made["publicClient"]["redirectUris"], json!([]));
    let state = tenant.state();
    let assigned: Vec<_> = state["appRoleAssignments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            assert_eq!(one["principalId"], state["servicePrincipals"][1]["id"]);
            one["appRoleId"].as_str().unwrap()
        })
        .collect();
    assert_eq!(assigned, ROLES);
    assert!(run.err.contains("made no secret") && run.err.contains("--append --cert"));

    let before = tenant.objects();
    let again = tenant.run(&application()).must_succeed();
    assert_eq!(again.writes(), Vec::<String>::new());
    assert_eq!(tenant.objects(), before);
}

#[test]
fn a_registration_in_use_keeps_its_other_apis_addresses_and_permissions() {
    let tenant = Tenant::new().with(|state| {
        state["applications"] = json!([used_before("Defender API Workbench")]);
    });
    let run = tenant.run(&delegated()).must_succeed();
    assert_eq!(
        run.writes(),
        [
            "patch applications/ID",
            "post servicePrincipals",
            "post oauth2PermissionGrants"
        ]
    );
    let mut expected = used_before("Defender API Workbench");
    expected["publicClient"]["redirectUris"] = json!(["msal-contoso://auth", REDIRECT_URI]);
    let other = expected["requiredResourceAccess"].clone();
    let mut ours = other[1]["resourceAccess"].as_array().unwrap().clone();
    ours.extend(entries(&SCOPES, "Scope").as_array().unwrap().clone());
    expected["requiredResourceAccess"] = json!([
        other[0],
        other[2],
        { "resourceAppId": WINDOWS_DEFENDER_ATP, "resourceAccess": ours },
    ]);
    assert_eq!(tenant.application(), expected);
    assert!(
        run.err
            .contains("account types are AzureADMultipleOrgs, not AzureADMyOrg")
    );
    assert_eq!(
        tenant.run(&delegated()).must_succeed().writes(),
        Vec::<String>::new()
    );
}

#[test]
fn a_registration_for_people_can_get_application_permissions_beside_them() {
    let tenant = Tenant::new();
    tenant.run(&delegated()).must_succeed();
    let run = tenant.run(&application()).must_succeed();
    assert_eq!(run.writes()[0], "patch applications/ID");
    let access = tenant.application()["requiredResourceAccess"][0]["resourceAccess"].clone();
    let mut both = entries(&SCOPES, "Scope").as_array().unwrap().clone();
    both.extend(entries(&ROLES, "Role").as_array().unwrap().clone());
    assert_eq!(access, Value::Array(both));
}

#[test]
fn earlier_consent_stays_and_gets_what_is_missing() {
    let tenant = Tenant::new();
    tenant.run(&delegated()).must_succeed();
    tenant.change(|state| {
        // As Entra writes it, with a space in front.
        state["oauth2PermissionGrants"][0]["scope"] = json!(" Machine.Read Alert.Read");
        let mut other = state["oauth2PermissionGrants"][0].clone();
        other["id"] = json!("grant-other");
        other["resourceId"] = json!("c9b2c3d4-1111-4222-8333-944445555666");
        other["scope"] = json!("Mail.Read");
        state["oauth2PermissionGrants"]
            .as_array_mut()
            .unwrap()
            .insert(0, other);
    });
    let run = tenant.run(&delegated()).must_succeed();
    assert_eq!(run.writes(), ["patch oauth2PermissionGrants/ID"]);
    let grants = tenant.state()["oauth2PermissionGrants"].clone();
    assert_eq!(grants[0]["scope"], "Mail.Read");
    assert_eq!(grants[1]["scope"], "Machine.Read Alert.Read Machine.Isolate");
    assert_eq!(
        tenant.run(&delegated()).must_succeed().writes(),
        Vec::<String>::new()
    );
}

#[test]
fn a_consent_without_any_permission_gets_them() {
    let tenant = Tenant::new();
    tenant.run(&delegated()).must_succeed();
    for empty in [json!(""), json!(null)] {
        tenant.change(|state| state["oauth2PermissionGrants"][0]["scope"] = empty.clone());
        tenant.run(&delegated()).must_succeed();
        let grants = tenant.state()["oauth2PermissionGrants"].clone();
        assert_eq!(grants[0]["scope"], "Alert.Read Machine.Isolate", "{empty}");
    }
}

#[test]
fn the_switch_for_public_client_flows_is_turned_on_and_never_off() {
    let needed = ArtifactRequest {
        needs_public_flows: true,
        ..delegated()
    };
    let tenant = Tenant::new();
    tenant.run(&needed).must_succeed();
    assert_eq!(tenant.application()["isFallbackPublicClient"], true);

    let run = tenant.run(&delegated()).must_succeed();
    assert_eq!(run.writes(), Vec::<String>::new());
    assert!(run.err.contains("The switch stays as it is"));

    tenant.change(|state| state["applications"][0]["isFallbackPublicClient"] = json!(false));
    let run = tenant.run(&needed).must_succeed();
    assert_eq!(run.writes(), ["patch applications/ID"]);
    assert_eq!(tenant.application()["isFallbackPublicClient"], true);
}

#[test]
fn account_types_are_those_that_were_chosen() {
    for account_types in AccountTypes::ALL {
        let tenant = Tenant::new();
        tenant
            .run(&ArtifactRequest {
                account_types,
                ..delegated()
            })
            .must_succeed();
        assert_eq!(
            tenant.application()["signInAudience"],
            account_types.sign_in_audience()
        );
    }
}

#[test]
fn a_hostile_name_arrives_unchanged_and_is_found_again_in_every_locale() {
    let all = HOSTILE.join(" ");
    let request = ArtifactRequest {
        app_name: &all,
        ..delegated()
    };
    for locale in ["C.UTF-8", "C"] {
        let tenant = Tenant::new().in_locale(locale);
        tenant.run(&request).must_succeed();
        let made = tenant.application();
        assert_eq!(made["displayName"], all, "{locale}");
        assert_eq!(made["signInAudience"], "AzureADMyOrg", "{locale}");
        let again = tenant.run(&request).must_succeed();
        assert_eq!(again.writes(), Vec::<String>::new(), "{locale}");
    }
}

#[test]
fn a_name_may_begin_and_end_with_what_means_something_to_a_program() {
    for app_name in [
        "--output none",
        "@tenant.json",
        "{\"a\": \"b\"}",
        "' or displayName ne '",
        " ends with a \\",
    ] {
        let tenant = Tenant::new();
        let request = ArtifactRequest {
            app_name,
            ..delegated()
        };
        tenant.run(&request).must_succeed();
        assert_eq!(tenant.application()["displayName"], app_name);
    }
}

#[test]
fn the_registration_with_the_given_id_is_used_whatever_its_name() {
    let tenant = Tenant::new().with(|state| {
        state["applications"] = json!([used_before("Something else")]);
    });
    let request = ArtifactRequest {
        client_id: Some("a0000000-0000-4000-8000-00000000000b"),
        ..delegated()
    };
    let run = tenant.run(&request).must_succeed();
    assert!(
        run.out
            .starts_with("Application (client) ID: a0000000-0000-4000-8000-00000000000b\n")
    );
    assert_eq!(tenant.application()["displayName"], "Something else");
}

#[test]
fn the_apis_service_principal_is_made_where_it_is_missing() {
    let tenant = Tenant::new().with(|state| state["servicePrincipals"] = json!([]));
    let run = tenant.run(&delegated()).must_succeed();
    assert_eq!(
        run.writes(),
        [
            "post servicePrincipals",
            "post applications",
            "post servicePrincipals",
            "post oauth2PermissionGrants"
        ]
    );
    assert!(run.err.contains(&format!(
        "Created the service principal of application {WINDOWS_DEFENDER_ATP}."
    )));
}

#[test]
fn new_objects_that_other_servers_do_not_know_yet_are_waited_for() {
    for request in [delegated(), application()] {
        let tenant = Tenant::new().with(|state| {
            state["servicePrincipals"] = json!([]);
            state["delay"] = json!(2);
        });
        let run = tenant.run(&request).must_succeed();
        assert!(run.naps >= 4, "{}", run.naps);
        assert_eq!(tenant.run(&request).must_succeed().writes(), Vec::<String>::new());
    }
}

#[test]
fn a_tenant_is_recognised_by_its_domains_too_and_may_be_left_open() {
    for tenant in ["Contoso.Example", ""] {
        let run = Tenant::new()
            .run(&ArtifactRequest {
                tenant,
                ..delegated()
            })
            .must_succeed();
        assert!(run.out.contains(TENANT));
    }
}

#[test]
fn a_government_tenant_is_asked_at_its_own_graph() {
    for graph_base in ["https://graph.microsoft.us", "https://dod-graph.microsoft.us"] {
        let tenant = Tenant::new().with(|state| {
            state["graph"] = json!(graph_base);
            state["cloud"] = json!("AzureUSGovernment");
        });
        let request = ArtifactRequest {
            graph_base,
            us_government: true,
            ..delegated()
        };
        tenant.run(&request).must_succeed();
        assert_eq!(
            tenant.application()["publicClient"]["redirectUris"],
            json!([REDIRECT_URI])
        );
    }
}
