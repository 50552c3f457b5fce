//! The system's own proxy and trust store, as a program finds them when it starts. They are read from the environment, so the
//! program under test is a process of its own.

use super::proxy::{Manner, Proxy};
use super::sign_in;
use crate::setup::{ADMIN, Machine, everything, load};
use crate::sign_in::password::allowed;
use crate::walk::Person;
use base64::Engine as _;
use contract::{CloudId, EndpointsDto, ProfileColour, SaveProfileRequest};
use std::process::Stdio;

/// The test that runs in the process of its own.
const INSIDE: &str = "network::system::inside_a_process_with_a_proxy_and_an_authority";

#[tokio::test]
async fn the_systems_proxy_and_the_systems_authorities_are_used_without_any_setting() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = allowed(&machine).await;
    let state = workbench.restore_and_state().await.unwrap();
    let tenant = state.sandbox.as_ref().unwrap();
    let address = tenant
        .base_url
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let proxy = Proxy::start(Manner::LetsThrough, address).await;
    let root = machine.folder.path().join("system-root.pem");
    let pem = base64::prelude::BASE64_STANDARD.decode(&proxy.root).unwrap();
    std::fs::write(&root, pem).unwrap();
    let inside = async |trusted: bool| {
        let mut command = tokio::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", INSIDE, "--ignored", "--nocapture"])
            .env("HTTPS_PROXY", format!("http://{}", proxy.address))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .stdin(Stdio::null());
        if trusted {
            command.env("SSL_CERT_FILE", &root);
        }
        let output = command.output().await.unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), said)
    };
    let (succeeded, said) = inside(true).await;
    assert!(succeeded && said.contains("1 passed"), "{said}");
    let seen = proxy.seen();
    for host in ["login.company.example:443", "api.company.example:443"] {
        assert!(seen.iter().any(|target| target == host), "{seen:?}");
    }
    // Without the authority in the system's store the same way is not trusted.
    let (succeeded, said) = inside(false).await;
    assert!(!succeeded && said.contains("NetworkTlsFailed"), "{said}");
}

#[tokio::test]
#[ignore = "run by the test above, in a process of its own"]
async fn inside_a_process_with_a_proxy_and_an_authority() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench
        .save_profile(SaveProfileRequest {
            id: None,
            name: "Behind the system's proxy".into(),
            cloud: CloudId::Commercial,
            tenant: sandbox::TENANT_ID.into(),
            client_id: sandbox::CLIENT_ID.into(),
            wanted_permissions: vec!["Alert.Read".into()],
            colour: ProfileColour::None,
            region: None,
            endpoints: Some(EndpointsDto {
                authority: "https://login.company.example".into(),
                api_base: "https://api.company.example".into(),
                audience: "https://api.securitycenter.microsoft.com".into(),
            }),
            allow_password_sample: true,
        })
        .await
        .unwrap();
    let state = sign_in(&workbench).await.unwrap();
    assert_eq!(state.session.unwrap().username, ADMIN);
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, 300);
}
