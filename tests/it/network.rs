//! The network as companies have it: a proxy that wants a sign-in and inspects, an authority that the system does not know.

mod faults;
mod proxy;
mod system;

use crate::calls::{call, call_of};
use crate::profiles::{active, form_of};
use crate::session::all_files;
use crate::setup::{ADMIN, Machine, everything, load};
use crate::sign_in::password::{allowed, password_of, with};
use crate::walk::Person;
use contract::{
    AppStateDto, CallRefRequest, CloudId, EndpointsDto, ErrorCode, KeptIn, PasswordEndpoint, ProxyChoice,
    ReadRootsRequest, SaveProfileRequest, SetNetworkSettingsRequest,
};
use proxy::{Manner, PASSWORD, Proxy, USERNAME};
use std::sync::Arc;
use workbench::Workbench;

fn settings(proxy: &Proxy, username: &str, password: Option<&str>) -> SetNetworkSettingsRequest {
    SetNetworkSettingsRequest {
        proxy: ProxyChoice::Own,
        address: proxy.address.clone(),
        exceptions: String::new(),
        username: username.to_owned(),
        password: password.map(Into::into),
        roots: Vec::new(),
        connect_seconds: 10,
        answer_seconds: 60,
    }
}

/// The same, trusting the proxy's authority.
fn trusting(
    workbench: &Workbench,
    proxy: &Proxy,
    request: SetNetworkSettingsRequest,
) -> SetNetworkSettingsRequest {
    let content = proxy.root.clone();
    let read = workbench.read_roots(&ReadRootsRequest { content }).unwrap();
    assert_eq!(read.roots[0].subject, "Example inspecting CA");
    SetNetworkSettingsRequest {
        roots: read.roots.into_iter().map(|root| root.der).collect(),
        ..request
    }
}

/// A profile whose services have names that only the proxy can reach. Behind them stands the sandbox tenant.
async fn behind_a_proxy(machine: &Machine, manner: Manner) -> (Arc<Workbench>, Proxy) {
    let workbench = allowed(machine).await;
    let state = workbench.restore_and_state().await.unwrap();
    let tenant = state.sandbox.as_ref().unwrap();
    let address = tenant
        .base_url
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let proxy = Proxy::start(manner, address).await;
    let form = SaveProfileRequest {
        id: None,
        name: "Behind the proxy".into(),
        cloud: CloudId::Commercial,
        endpoints: Some(EndpointsDto {
            authority: "https://login.company.example".into(),
            api_base: "https://api.company.example".into(),
            audience: "https://api.securitycenter.microsoft.com".into(),
        }),
        allow_password_sample: true,
        ..form_of(active(&state))
    };
    workbench.save_profile(form).await.unwrap();
    (workbench, proxy)
}

async fn sign_in(workbench: &Workbench) -> Result<AppStateDto, contract::CommandError> {
    with(workbench, PasswordEndpoint::V2, ADMIN, password_of(ADMIN)).await
}

#[tokio::test]
async fn a_proxy_with_a_sign_in_and_an_authority_of_its_own_is_gone_through_once_both_are_set() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, proxy) = behind_a_proxy(&machine, Manner::WantsSignIn).await;

    // Without a name: the proxy is named as the one who refuses.
    workbench
        .set_network_settings(settings(&proxy, "", None))
        .await
        .unwrap();
    let error = sign_in(&workbench).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NetworkProxy);
    assert!(
        error.message.contains("wants a sign-in (HTTP 407)"),
        "{}",
        error.message
    );

    // With the wrong password: the same.
    let wrong = settings(&proxy, USERNAME, Some("wrong-password"));
    workbench.set_network_settings(wrong).await.unwrap();
    assert_eq!(
        sign_in(&workbench).await.unwrap_err().code,
        ErrorCode::NetworkProxy
    );

    // With the right one its certificate is met, which nobody trusts yet.
    let right = settings(&proxy, USERNAME, Some(PASSWORD));
    workbench.set_network_settings(right.clone()).await.unwrap();
    let error = sign_in(&workbench).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NetworkTlsFailed);
    assert!(error.hint.unwrap().contains("added on Settings"));

    // The test says all that before anything is saved, and after.
    let tested = workbench.test_network(right.clone()).await.unwrap();
    assert!(tested.services.iter().all(|service| !service.reached));
    assert!(
        tested.services[0]
            .text
            .contains("not trusted by this system; it was issued by Example inspecting CA"),
        "{}",
        tested.services[0].text
    );
    let trusted = trusting(&workbench, &proxy, right);
    let tested = workbench.test_network(trusted.clone()).await.unwrap();
    for service in &tested.services {
        assert!(service.reached, "{}", service.text);
        assert!(
            service.text.contains("set in this program's settings")
                && service.text.contains("issued by Example inspecting CA"),
            "{}",
            service.text
        );
    }

    // And then everything goes that way: sign-in, calls, renewal.
    let saved = workbench.set_network_settings(trusted.clone()).await.unwrap();
    assert_eq!(saved.password_kept_in, Some(KeptIn::KeyStore));
    assert_eq!(saved.roots.len(), 1);
    let state = sign_in(&workbench).await.unwrap();
    assert_eq!(state.session.unwrap().username, ADMIN);
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, 300);
    // A new way is a new connection: first to the proxy, then the handshake behind it.
    workbench
        .set_network_settings(SetNetworkSettingsRequest {
            connect_seconds: 20,
            ..trusted
        })
        .await
        .unwrap();
    let request = call_of("listMachines", Vec::new());
    let call_id = request.call_id.clone();
    assert_eq!(call(&workbench, request).await.unwrap().status, Some(200));
    let timing = workbench.exchange(&CallRefRequest { call_id }).unwrap().timing;
    assert!(timing.connect.is_some() && timing.tls.is_some(), "{timing:?}");
    workbench.renew_token().await.unwrap();
    let seen = proxy.seen();
    for host in ["login.company.example:443", "api.company.example:443"] {
        assert!(seen.iter().any(|target| target == host), "{seen:?}");
    }
}

#[tokio::test]
async fn the_proxys_password_survives_a_restart_and_is_in_no_file_and_no_answer() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, proxy) = behind_a_proxy(&machine, Manner::WantsSignIn).await;
    let request = trusting(&workbench, &proxy, settings(&proxy, USERNAME, Some(PASSWORD)));
    let saved = workbench.set_network_settings(request.clone()).await.unwrap();
    assert!(!format!("{request:?}{saved:?}").contains(PASSWORD));
    sign_in(&workbench).await.unwrap();
    for path in all_files(machine.folder.path()) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(!text.contains(PASSWORD), "{}", path.display());
    }

    // The first run's sandbox tenant stands behind the proxy, so that run goes on.
    let again = machine.run();
    let state = again.restore_and_state().await.unwrap();
    assert!(state.session.is_some(), "{:?}", state.notices);
    let kept = again.network_settings().await;
    assert_eq!(kept.password_kept_in, Some(KeptIn::KeyStore));
    // A change of something else keeps the password; a change of the name to none forgets it.
    let mut change = trusting(&again, &proxy, settings(&proxy, USERNAME, None));
    change.connect_seconds = 20;
    let kept = again.set_network_settings(change).await.unwrap();
    assert_eq!(
        (kept.password_kept_in, kept.connect_seconds),
        (Some(KeptIn::KeyStore), 20)
    );
    again.renew_token().await.unwrap();
    let kept = again
        .set_network_settings(settings(&proxy, "", None))
        .await
        .unwrap();
    assert_eq!(kept.password_kept_in, None);
}

#[tokio::test]
async fn a_session_goes_the_new_way_without_a_new_sign_in() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, proxy) = behind_a_proxy(&machine, Manner::LetsThrough).await;
    let way = trusting(&workbench, &proxy, settings(&proxy, "", None));
    workbench.set_network_settings(way.clone()).await.unwrap();
    sign_in(&workbench).await.unwrap();
    let refusing = Proxy::start(Manner::Refuses, "127.0.0.1:9").await;
    workbench
        .set_network_settings(settings(&refusing, "", None))
        .await
        .unwrap();
    let error = workbench.load_alerts(everything(), |_| ()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NetworkProxy);
    assert!(
        error
            .message
            .contains("does not let the connection to the API through"),
        "{}",
        error.message
    );
    let error = workbench.renew_token().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NetworkProxy);
    assert!(
        error.message.contains("does not let the connection"),
        "{}",
        error.message
    );
    workbench.set_network_settings(way).await.unwrap();
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, 300);
}

#[tokio::test]
async fn the_sandbox_tenant_is_reached_directly_whatever_proxy_is_set() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let refusing = Proxy::start(Manner::Refuses, "127.0.0.1:9").await;
    workbench
        .set_network_settings(settings(&refusing, "", None))
        .await
        .unwrap();
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, 300);
    assert!(refusing.seen().is_empty());
    let tested = workbench
        .test_network(settings(&refusing, "", None))
        .await
        .unwrap();
    assert!(
        tested
            .services
            .iter()
            .all(|service| service.reached && service.text.contains("directly"))
    );
}

#[tokio::test]
async fn values_that_break_a_rule_are_refused_at_their_field_and_change_nothing() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let before = workbench.network_settings().await;
    let proxy = Proxy::start(Manner::LetsThrough, "127.0.0.1:9").await;
    let good = settings(&proxy, "", None);
    for (field, request) in [
        (
            "address",
            SetNetworkSettingsRequest {
                address: "socks5://proxy".into(),
                ..good.clone()
            },
        ),
        (
            "connectSeconds",
            SetNetworkSettingsRequest {
                connect_seconds: 0,
                ..good.clone()
            },
        ),
        (
            "answerSeconds",
            SetNetworkSettingsRequest {
                answer_seconds: 601,
                ..good.clone()
            },
        ),
        (
            "username",
            SetNetworkSettingsRequest {
                username: "a:b".into(),
                ..good.clone()
            },
        ),
    ] {
        let error = workbench.set_network_settings(request).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::NetworkSettingsInvalid);
        assert_eq!(error.field.as_deref(), Some(field));
        assert!(error.hint.is_some());
    }
    assert_eq!(workbench.network_settings().await, before);
}
