//! Settings in the real window: a proxy is entered, tried and saved, and the sandbox tenant is reached all the same.

use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Options, journey};

#[tokio::test]
async fn a_proxy_is_tried_and_saved_and_the_sandbox_is_reached_all_the_same() -> Result<(), Failure> {
    journey("settings", Options::of_this_build().map(Options::with_key_store), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        let window = journey.window()?;
        window.click("nav-settings").await?;
        window.click("proxy-own").await?;
        window.click("save-network").await?;
        window
            .text_where("network-address-error", "the rule", |text| text.contains("is missing"))
            .await?;
        // Nobody listens there; the sandbox tenant is on this computer and goes past it.
        window.fill("proxy-address", "http://127.0.0.1:9").await?;
        window.fill("proxy-username", "fixture-user").await?;
        window.fill("proxy-password", "fixture-password").await?;
        window.click("test-network").await?;
        window
            .text_where("network-test", "how the services were reached", |text| {
                text.matches("Reached directly").count() == 2
            })
            .await?;
        journey.picture("settings-network").await?;
        let window = journey.window()?;
        window.click("save-network").await?;
        window.shown("network-saved").await?;
        walk::theme(window, "dark").await?;
        journey.picture("settings-network-dark").await?;
        let window = journey.window()?;
        window.resize(900, 600).await?;
        walk::fits(window, "settings").await?;
        journey.picture("settings-network-small").await?;
        walk::theme(journey.window()?, "light").await?;

        journey.restart_app().await?;
        let window = journey.window()?;
        window.click("nav-settings").await?;
        window.shown("proxy-address").await?;
        let kept: String = window
            .script(
                "return document.querySelector('[data-testid=\"proxy-password\"]').placeholder + document.querySelector('[data-testid=\"proxy-password\"]').value",
                vec![],
            )
            .await?;
        ensure!(kept == "Kept", "the password field holds {kept:?}");
        walk::sign_in(journey, account::ADMIN).await?;
        let seen = walk::load_alerts(journey.window()?).await?;
        ensure!(seen.total > 0, "no alerts came");
        Ok(())
    })
    .await
}

/// The field for files is filled by the driver; what is refused is said.
#[tokio::test]
async fn a_root_certificate_is_taken_from_a_file_and_anything_else_is_refused() -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Example inspecting CA");
    let root = folder.path().join("root.cer");
    std::fs::write(&root, params.self_signed(&key).unwrap().der()).unwrap();
    let letter = folder.path().join("letter.cer");
    std::fs::write(&letter, "Dear proxy,").unwrap();
    journey("root-certificate", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        let window = journey.window()?;
        window.click("nav-settings").await?;
        window.shown("network-form").await?;
        window.give_file("roots-file", &letter).await?;
        window
            .text_where("error-banner", "the refusal", |text| {
                text.contains("holds no certificate")
            })
            .await?;
        window.give_file("roots-file", &root).await?;
        window
            .text_where("roots", "its name", |text| text.contains("Example inspecting CA"))
            .await?;
        window.click("save-network").await?;
        window.shown("network-saved").await?;
        journey.picture("settings-roots").await?;
        Ok(())
    })
    .await
}
