//! The bash scripts, run where they must not go on: they say why, and have changed nothing.

use registration::artifacts::ArtifactRequest;
use registration::{REDIRECT_URI, WINDOWS_DEFENDER_ATP};
use serde_json::json;

use crate::support::{TENANT, application, delegated};
use crate::tenant::Tenant;

const NO_CALL: usize = 0;

#[test]
fn an_unknown_permission_stops_it_and_those_that_exist_are_named() {
    let request = ArtifactRequest {
        permissions: &[("Alert.Read", ""), ("Alert.Raed", ""), ("alert.read", "")],
        ..delegated()
    };
    let run = Tenant::new()
        .run(&request)
        .must_stop("no delegated permission has this name: Alert.Raed alert.read");
    for name in ["Alert.Read", "Alert.ReadWrite", "Machine.Isolate", "Machine.Read"] {
        assert!(run.err.lines().any(|line| line == name), "{name}: {}", run.err);
    }
    assert!(!run.err.contains("Switched.Off"));
}

#[test]
fn a_permission_of_the_other_kind_or_switched_off_is_unknown() {
    for (request, name) in [
        (delegated(), "Alert.Read.All"),
        (delegated(), "Switched.Off"),
        (application(), "Alert.Read"),
        (application(), "readonly"),
    ] {
        let permissions = [(name, "")];
        Tenant::new()
            .run(&ArtifactRequest {
                permissions: &permissions,
                ..request
            })
            .must_stop(name);
    }
}

#[test]
fn hostile_permissions_tenants_and_ids_are_refused_as_they_are() {
    let hostile = "'; touch pwned; ' $(touch pwned) ’ \" `";
    let permissions = [(hostile, "")];
    for request in [delegated(), application()] {
        Tenant::new()
            .run(&ArtifactRequest {
                permissions: &permissions,
                ..request
            })
            .must_stop(hostile);
        Tenant::new()
            .run(&ArtifactRequest {
                tenant: hostile,
                ..request
            })
            .must_stop(hostile);
        Tenant::new()
            .run(&ArtifactRequest {
                client_id: Some(hostile),
                ..request
            })
            .must_stop("client_id is not a GUID");
    }
}

#[test]
fn no_permission_and_no_name_stop_it_before_any_request() {
    for (request, why) in [
        (
            ArtifactRequest {
                permissions: &[],
                ..delegated()
            },
            "no permission is wanted",
        ),
        (
            ArtifactRequest {
                app_name: "",
                ..delegated()
            },
            "needs a name",
        ),
    ] {
        assert_eq!(Tenant::new().run(&request).must_stop(why).calls.len(), NO_CALL);
    }
}

#[test]
fn another_cloud_and_nobody_signed_in_stop_it_before_any_request() {
    let tenant = Tenant::new().with(|state| state["cloud"] = json!("AzureUSGovernment"));
    let run = tenant
        .run(&delegated())
        .must_stop("az cloud set --name AzureCloud");
    assert_eq!(run.calls.len(), NO_CALL);

    let tenant = Tenant::new().with(|state| state["signed_in"] = json!(false));
    let run = tenant.run(&delegated()).must_stop("nobody is signed in");
    assert_eq!(run.calls.len(), NO_CALL);
}

#[test]
fn another_tenant_stops_it_and_both_are_named() {
    let request = ArtifactRequest {
        tenant: "fabrikam.example",
        ..delegated()
    };
    let run = Tenant::new()
        .run(&request)
        .must_stop("az login --allow-no-subscriptions --tenant fabrikam.example");
    assert!(run.err.contains(TENANT));
}

#[test]
fn several_registrations_of_the_same_name_are_listed_and_none_is_touched() {
    let tenant = Tenant::new();
    tenant.run(&delegated()).must_succeed();
    tenant.change(|state| {
        let mut twin = state["applications"][0].clone();
        twin["id"] = json!("a0000000-0000-4000-8000-00000000000a");
        twin["appId"] = json!("a0000000-0000-4000-8000-00000000000b");
        state["applications"].as_array_mut().unwrap().push(twin);
    });
    for request in [delegated(), application()] {
        let run = tenant
            .run(&request)
            .must_stop("several registrations have this name");
        let state = tenant.state();
        for application in state["applications"].as_array().unwrap() {
            let id = application["appId"].as_str().unwrap();
            assert!(run.err.lines().any(|line| line == id), "{id}: {}", run.err);
        }
    }
}

#[test]
fn an_id_that_the_tenant_does_not_know_makes_no_second_registration() {
    let request = ArtifactRequest {
        client_id: Some("a1b2c3d4-1111-4222-8333-944445555666"),
        ..delegated()
    };
    let tenant = Tenant::new();
    tenant.run(&delegated()).must_succeed();
    tenant
        .run(&request)
        .must_stop("no registration with the ID a1b2c3d4-1111-4222-8333-944445555666");
}

#[test]
fn a_redirect_uri_under_the_wrong_platform_has_to_be_moved_first() {
    for platform in ["web", "spa"] {
        let tenant = Tenant::new();
        tenant.run(&delegated()).must_succeed();
        tenant.change(|state| {
            state["applications"][0]["publicClient"] = json!({ "redirectUris": [] });
            state["applications"][0][platform] = json!({ "redirectUris": [REDIRECT_URI] });
        });
        tenant
            .run(&delegated())
            .must_stop("Move it to Mobile and desktop applications");
    }
}

#[test]
fn missing_rights_end_it_at_once() {
    for (denied, why, writes) in [
        ("post servicePrincipals", "Cloud Application Administrator", 1),
        ("post oauth2PermissionGrants", "consent could not be granted", 3),
    ] {
        let tenant = Tenant::new().with(|state| {
            state["denied"] = json!([denied]);
            if denied == "post servicePrincipals" {
                state["servicePrincipals"] = json!([]);
            }
        });
        let run = tenant.run(&delegated());
        assert_eq!((run.code, run.naps), (Some(1), 0), "{}", run.err);
        assert!(
            run.err.contains(why) && run.err.contains("Authorization_RequestDenied"),
            "{}",
            run.err
        );
        assert_eq!(run.writes().len(), writes, "{:?}", run.writes());
        assert_eq!(run.out, "");
    }
}

#[test]
fn a_registration_that_may_not_be_made_ends_it_with_the_services_words() {
    let tenant = Tenant::new().with(|state| state["denied"] = json!(["post applications"]));
    let run = tenant.run(&delegated());
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("Insufficient privileges"), "{}", run.err);
    assert_eq!(run.writes(), ["post applications"]);
}

#[test]
fn waiting_for_other_servers_has_an_end() {
    let tenant = Tenant::new().with(|state| state["delay"] = json!(1000));
    let run = tenant.run(&delegated());
    assert_eq!((run.code, run.naps), (Some(1), 5), "{}", run.err);
    assert!(run.err.contains("does not reference a valid application object"));
    assert!(
        run.err
            .contains("Stopped: the service principal of the application could not be made.")
    );
    // It goes on where it stopped.
    tenant.change(|state| {
        state["delay"] = json!(0);
        state["waiting"] = json!({});
    });
    let again = tenant.run(&delegated()).must_succeed();
    assert_eq!(
        again.writes(),
        ["post servicePrincipals", "post oauth2PermissionGrants"]
    );
}

#[test]
fn a_tenant_that_cannot_have_the_api_is_told_about_the_licence() {
    let tenant = Tenant::new().with(|state| {
        state["catalogue"] = json!([]);
        state["servicePrincipals"] = json!([]);
    });
    let run = tenant.run(&delegated());
    assert_eq!((run.code, run.naps), (Some(1), 5));
    assert!(
        run.err.lines().last().unwrap().contains("no licence"),
        "{}",
        run.err
    );
    assert!(run.err.contains(WINDOWS_DEFENDER_ATP));
}
