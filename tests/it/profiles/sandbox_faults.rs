//! The sandbox tenant's faults: switched while sessions go on.

use crate::setup::{ADMIN, Machine, everything, load};
use crate::walk::Person;
use contract::{ErrorCode, ManifestForm, SandboxManifestRequest, SetSandboxFaultsRequest};

/// A test server that the program knows nothing of.
pub async fn server(machine: &Machine) -> sandbox::Sandbox {
    sandbox::start(machine.sandbox.clone()).await.unwrap()
}

fn faults(ids: &[&str]) -> SetSandboxFaultsRequest {
    SetSandboxFaultsRequest {
        faults: ids.iter().map(|id| (*id).to_owned()).collect(),
    }
}

#[tokio::test]
async fn switching_a_fault_starts_the_sandbox_tenant_and_shows_what_is_on() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    assert!(workbench.restore_and_state().await.unwrap().sandbox.is_none());
    let state = workbench
        .set_sandbox_faults(faults(&["throttled"]))
        .await
        .unwrap();
    let shown = state.sandbox.unwrap().faults;
    assert_eq!(shown.len(), sandbox::Fault::ALL.len());
    let on: Vec<&str> = shown
        .iter()
        .filter(|fault| fault.on)
        .map(|fault| fault.id.as_str())
        .collect();
    assert_eq!(on, ["throttled"]);
    let throttled = shown.iter().find(|fault| fault.on).unwrap();
    assert!(!throttled.group.is_empty() && !throttled.title.is_empty() && throttled.about.ends_with('.'));

    let error = workbench
        .set_sandbox_faults(faults(&["no-such-fault"]))
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::Internal);
    let state = workbench.set_sandbox_faults(faults(&[])).await.unwrap();
    assert!(state.sandbox.unwrap().faults.iter().all(|fault| !fault.on));
}

#[tokio::test]
async fn a_fault_may_be_on_from_the_start() {
    let mut machine = Machine::new(Person::Waits);
    machine.sandbox.faults = vec![sandbox::Fault::WrongCloud];
    let state = machine.run().use_sandbox().await.unwrap();
    let on = state.sandbox.unwrap().faults.into_iter().filter(|fault| fault.on);
    assert_eq!(on.map(|fault| fault.id).collect::<Vec<_>>(), ["wrong-cloud"]);
}

#[tokio::test]
async fn a_session_follows_the_sandbox_tenant_to_another_address_and_back() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let plain = state.sandbox.unwrap().base_url;
    let state = workbench
        .set_sandbox_faults(faults(&["untrusted-root"]))
        .await
        .unwrap();
    let inspected = state.sandbox.unwrap().base_url;
    assert!(inspected.starts_with("https://") && plain.starts_with("http://"));
    assert_eq!(state.session.unwrap().username, ADMIN);
    for error in [
        workbench.load_alerts(everything(), |_| ()).await.unwrap_err(),
        workbench.renew_token().await.unwrap_err(),
    ] {
        assert_eq!(error.code, ErrorCode::NetworkTlsFailed, "{}", error.message);
    }

    let state = workbench.set_sandbox_faults(faults(&[])).await.unwrap();
    assert_eq!(state.sandbox.unwrap().base_url, plain);
    workbench.renew_token().await.unwrap();
    assert_eq!(
        load(&workbench, everything()).await.0.rows,
        machine.sandbox.alerts
    );
}

#[tokio::test]
async fn the_manifest_is_shown_in_both_forms_and_follows_the_faults() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    let read = async |form| {
        let text = workbench
            .sandbox_manifest(SandboxManifestRequest { form })
            .await
            .unwrap()
            .text;
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    assert_eq!(
        read(ManifestForm::Graph).await["publicClient"]["redirectUris"][0],
        "http://localhost"
    );
    assert_eq!(
        read(ManifestForm::AzureAd).await["replyUrlsWithType"][0]["type"],
        "InstalledClient"
    );
    workbench
        .set_sandbox_faults(faults(&["redirect-under-web"]))
        .await
        .unwrap();
    assert_eq!(
        read(ManifestForm::AzureAd).await["replyUrlsWithType"][0]["type"],
        "Web"
    );
}
