//! Profiles: endpoints of the admin's own, copies, files, broken settings, regional servers, and the sandbox's faults.

mod sandbox_faults;
mod transfer;

use crate::setup::{ADMIN, Machine, browser, everything, load, quiet};
use crate::walk::Person;
use contract::{
    AppStateDto, CloudId, CommandError, EndpointsDto, ErrorCode, NoticeId, ProfileColour, ProfileDto,
    ProfileRequest, SaveProfileRequest,
};
use std::io::{Read, Write};
use std::net::TcpListener;
use workbench::Workbench;

/// The form as it is filled in for a tenant that exists nowhere.
pub fn form() -> SaveProfileRequest {
    SaveProfileRequest {
        id: None,
        name: "Contoso".into(),
        cloud: CloudId::Commercial,
        tenant: "contoso.example".into(),
        client_id: "b1b2c3d4-1111-4222-8333-944445555666".into(),
        wanted_permissions: vec!["Alert.Read".into()],
        colour: ProfileColour::None,
        region: None,
        endpoints: None,
        allow_password_sample: false,
    }
}

/// The form of a profile that is there.
pub fn form_of(profile: &ProfileDto) -> SaveProfileRequest {
    SaveProfileRequest {
        id: Some(profile.id.clone()),
        name: profile.name.clone(),
        cloud: profile.cloud,
        tenant: profile.tenant.clone(),
        client_id: profile.client_id.clone(),
        wanted_permissions: profile.wanted_permissions.clone(),
        colour: profile.colour,
        region: profile.region.clone(),
        endpoints: profile.endpoints.clone(),
        allow_password_sample: profile.allow_password_sample,
    }
}

fn own(authority: &str, api_base: &str, audience: &str) -> Option<EndpointsDto> {
    Some(EndpointsDto {
        authority: authority.into(),
        api_base: api_base.into(),
        audience: audience.into(),
    })
}

pub fn active(state: &AppStateDto) -> &ProfileDto {
    let id = state.active_profile_id.as_ref().unwrap();
    state.profiles.iter().find(|profile| &profile.id == id).unwrap()
}

pub fn names(state: &AppStateDto) -> Vec<&str> {
    state
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect()
}

async fn refused(workbench: &Workbench, request: SaveProfileRequest) -> CommandError {
    let error = workbench.save_profile(request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ProfileInvalid);
    error
}

#[tokio::test]
async fn a_profile_keeps_colour_region_and_endpoints_over_a_restart() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    let mut request = form();
    request.colour = ProfileColour::Orange;
    request.region = Some("EU".into());
    workbench.save_profile(request).await.unwrap();
    let mut request = form();
    request.name = "Private cloud".into();
    request.endpoints = own(
        "https://login.example/",
        "https://api.example/defender/",
        "api://contoso/",
    );
    workbench.save_profile(request).await.unwrap();
    drop(workbench);

    let state = machine.run().restore_and_state().await.unwrap();
    assert_eq!(names(&state), ["Contoso", "Private cloud"]);
    assert_eq!(state.profiles[0].colour, ProfileColour::Orange);
    assert_eq!(state.profiles[0].region.as_deref(), Some("eu"));
    assert_eq!(
        state.profiles[1].endpoints,
        own(
            "https://login.example",
            "https://api.example/defender",
            "api://contoso"
        )
    );
}

#[tokio::test]
async fn an_endpoint_or_region_that_cannot_be_used_is_refused_at_its_field() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    let good = (
        "https://login.example",
        "https://api.example",
        "https://api.example",
    );
    for (endpoints, field) in [
        (own("http://login.example", good.1, good.2), "endpoints.authority"),
        (
            own(good.0, "https://api.example/api", good.2),
            "endpoints.apiBase",
        ),
        (own(good.0, good.1, "api.example"), "endpoints.audience"),
    ] {
        let mut request = form();
        request.endpoints = endpoints;
        assert_eq!(refused(&workbench, request).await.field.as_deref(), Some(field));
    }
    for (cloud, region, endpoints) in [
        (CloudId::Commercial, "mars", None),
        (CloudId::Gcc, "eu", None),
        (CloudId::Commercial, "eu", own(good.0, good.1, good.2)),
    ] {
        let mut request = form();
        (request.cloud, request.region, request.endpoints) = (cloud, Some(region.into()), endpoints);
        assert_eq!(
            refused(&workbench, request).await.field.as_deref(),
            Some("region")
        );
    }
    let mut request = form();
    (request.cloud, request.endpoints) = (CloudId::Sandbox, own(good.0, good.1, good.2));
    assert_eq!(refused(&workbench, request).await.field.as_deref(), Some("cloud"));
    assert!(workbench.restore_and_state().await.unwrap().profiles.is_empty());
}

#[tokio::test]
async fn a_test_server_is_used_through_endpoints_of_ones_own() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let server = sandbox_faults::server(&machine).await;
    let base = server.base_url().as_str();
    let workbench = machine.run();
    let mut request = form();
    request.tenant = server.tenant_id().into();
    request.client_id = server.client_id().into();
    request.endpoints = own(base, base, server.audience());
    workbench.save_profile(request).await.unwrap();
    let state = workbench.start_sign_in(browser(), quiet).await.unwrap();
    assert_eq!(state.session.as_ref().unwrap().username, ADMIN);
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, machine.sandbox.alerts);

    // Another name and colour are the same connection.
    let mut renamed = form_of(active(&state));
    (renamed.name, renamed.colour) = ("Test server".into(), ProfileColour::Green);
    let state = workbench.save_profile(renamed.clone()).await.unwrap();
    assert_eq!(state.session.as_ref().unwrap().username, ADMIN);

    // Other endpoints are not: what was signed in there must not be sent here.
    renamed.endpoints = own("https://login.example", base, server.audience());
    let state = workbench.save_profile(renamed).await.unwrap();
    assert!(state.session.is_none());
    drop(workbench);
    assert!(machine.run().restore_and_state().await.unwrap().session.is_none());
}

#[tokio::test]
async fn another_registration_ends_the_sign_in_that_is_under_way() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    let state = workbench.use_sandbox().await.unwrap();
    let mut changed = form_of(active(&state));
    changed.client_id = form().client_id;
    let (opened, page) = tokio::sync::oneshot::channel();
    let opened = std::sync::Mutex::new(Some(opened));
    let attempt = workbench.start_sign_in(browser(), move |_| {
        if let Some(opened) = opened.lock().unwrap().take() {
            opened.send(()).unwrap();
        }
    });
    let change = async {
        page.await.unwrap();
        workbench.save_profile(changed).await.unwrap()
    };
    let (ended, state) = tokio::join!(attempt, change);
    assert_eq!(ended.unwrap_err().code, ErrorCode::SignInCancelled);
    assert!(state.session.is_none());
}

#[tokio::test]
async fn a_copy_is_a_profile_of_its_own_without_a_session() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let original = active(&state).clone();
    let request = ProfileRequest {
        profile_id: original.id.clone(),
    };
    let state = workbench.duplicate_profile(request.clone()).await.unwrap();
    let copy = active(&state).clone();
    assert_eq!(names(&state), ["Sandbox tenant", "Sandbox tenant copy"]);
    assert!(state.session.is_none());
    assert_ne!(copy.id, original.id);
    assert_eq!(
        (copy.cloud, copy.tenant, copy.client_id),
        (original.cloud, original.tenant, original.client_id)
    );
    let state = workbench.duplicate_profile(request.clone()).await.unwrap();
    assert_eq!(names(&state)[2], "Sandbox tenant copy 2");
    assert_eq!(
        workbench
            .select_profile(request)
            .await
            .unwrap()
            .session
            .unwrap()
            .username,
        ADMIN
    );
}

#[tokio::test]
async fn a_profile_that_is_gone_is_not_found() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    let gone = "00000000-1111-4222-8333-944445555666".to_owned();
    let request = ProfileRequest {
        profile_id: gone.clone(),
    };
    for error in [
        workbench.select_profile(request.clone()).await.unwrap_err(),
        workbench.duplicate_profile(request.clone()).await.unwrap_err(),
        workbench.delete_profile(request).await.unwrap_err(),
        workbench
            .save_profile(SaveProfileRequest {
                id: Some(gone),
                ..form()
            })
            .await
            .unwrap_err(),
    ] {
        assert_eq!(error.code, ErrorCode::ProfileNotFound);
    }
}

#[tokio::test]
async fn one_broken_profile_of_three_costs_that_profile_alone() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    for name in ["One", "Two", "Three"] {
        let request = SaveProfileRequest {
            name: name.into(),
            ..form()
        };
        workbench.save_profile(request).await.unwrap();
    }
    drop(workbench);
    let path = machine.folder.path().join("settings.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let broken = text.replace(
        "\"name\": \"Two\",\n      \"cloud\": \"commercial\"",
        "\"name\": \"Two\",\n      \"cloud\": \"atlantis\"",
    );
    assert_ne!(broken, text);
    std::fs::write(&path, broken).unwrap();

    let state = machine.run().restore_and_state().await.unwrap();
    assert_eq!(names(&state), ["One", "Three"]);
    assert_eq!(active(&state).name, "Three");
    assert_eq!(state.notices.len(), 1);
    assert_eq!(state.notices[0].id, NoticeId::SettingsSetAside);
    assert!(
        state.notices[0].message.contains("Two"),
        "{}",
        state.notices[0].message
    );
    let aside = std::fs::read_to_string(machine.folder.path().join("settings.unreadable-1.json")).unwrap();
    assert!(
        aside.contains("atlantis") && !aside.contains("\"One\""),
        "{aside}"
    );
    assert!(
        machine
            .run()
            .restore_and_state()
            .await
            .unwrap()
            .notices
            .is_empty()
    );
}

/// Answers every request with an empty page, until the test ends.
fn answering() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 1024];
            let _ = stream.read(&mut request);
            let _ =
                stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    format!("http://{address}/")
}

/// An address on which nothing listens any more.
fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

#[tokio::test]
async fn the_nearest_regional_server_is_one_that_answers() {
    let mut machine = Machine::new(Person::Waits);
    machine.regions = [("far", silent()), ("near", answering())]
        .map(|(id, url)| (id.to_owned(), url.parse().unwrap()))
        .to_vec();
    let measured = machine.run().measure_regions().await.unwrap();
    assert_eq!(measured.nearest.as_deref(), Some("near"));
    let [far, near] = measured.regions.as_slice() else {
        panic!("{:?}", measured.regions)
    };
    assert_eq!((far.id.as_str(), near.id.as_str()), ("far", "near"));
    assert_eq!(far.latency_milliseconds, None);
    let reason = far.error.as_deref().unwrap();
    assert!(
        reason.starts_with("The connection") && reason.ends_with('.'),
        "{reason}"
    );
    assert!(near.latency_milliseconds.unwrap() > 0.0);
    assert!(near.error.is_none() && near.host.starts_with("127.0.0.1:"));
}

#[test]
fn the_documented_regional_servers_are_measured_outside_tests() {
    let regions = workbench::documented_regions();
    assert!(
        regions
            .iter()
            .any(|(id, url)| id == "eu" && url.as_str() == "https://eu.api.security.microsoft.com/")
    );
}

#[tokio::test]
async fn the_checklist_comes_before_the_registration() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    let mut request = form();
    request.client_id = String::new();
    let state = workbench.save_profile(request).await.unwrap();
    assert_eq!(active(&state).client_id, "");
    let cause = workbench.checklist().unwrap().cause.unwrap();
    assert_eq!((cause.step, cause.certain), (contract::StepId::Ids, false));
    let script = workbench.artifact(&contract::ArtifactRequest {
        kind: contract::ArtifactKind::AzureCli,
        access: contract::AccessKind::UserContext,
    });
    assert!(script.unwrap().text.contains("Alert.Read"));
    let error = workbench.start_sign_in(browser(), quiet).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ProfileInvalid);
    assert_eq!(error.field.as_deref(), Some("clientId"));
    assert!(machine.browser.opened().is_empty());
}
