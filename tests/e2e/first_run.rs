//! The first minute.

use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Options, Severity, journey};

#[tokio::test]
async fn a_newcomer_gets_from_nothing_to_a_table_of_alerts() -> Result<(), Failure> {
    journey(
        "first-run",
        Options::of_this_build().map(Options::with_key_store),
        async |journey| {
            let window = journey.window()?;
            window.shown("use-sandbox").await?;
            ensure!(
                !window.has("sandbox-banner").await?,
                "the sandbox banner is there before the sandbox is chosen"
            );
            walk::use_sandbox(window).await?;

            let asked = walk::sign_in(journey, account::ADMIN).await?;
            ensure!(
                asked.iter().any(|permission| permission.contains("alerts")),
                "consent was asked for {asked:?}"
            );
            let window = journey.window()?;
            window
                .text_where("header-account", account::ADMIN, |text| {
                    text.contains(account::ADMIN)
                })
                .await?;
            window.shown("token-countdown").await?;

            let token = walk::read_token(window).await?;
            let granted = ("Alert.Read".to_owned(), "granted".to_owned());
            ensure!(token.scopes.contains(&granted), "{:?}", token.scopes);
            for verdict in [
                "audience",
                "tenant",
                "application",
                "delegated",
                "permissions",
                "lifetime",
                "clock",
            ] {
                let outcome = token
                    .verdicts
                    .iter()
                    .find(|(id, _)| id == verdict)
                    .map(|(_, outcome)| outcome.as_str());
                ensure!(outcome == Some("ok"), "{verdict} came out as {outcome:?}");
            }
            window.shown("claim-scp").await?;

            let alerts = walk::load_alerts(window).await?;
            ensure!(alerts.total == 1200 && alerts.matched == 1200, "{alerts:?}");
            walk::open_alert(window, 0).await?;
            window.shown("alert-evidence").await?;
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_profile_with_a_wrong_client_id_is_refused_at_its_field() -> Result<(), Failure> {
    journey("profile-form", Options::of_this_build(), async |journey| {
        let window = journey.window()?;
        window.click("nav-setup").await?;
        if !window.has("profile-name").await? {
            window.click("new-profile").await?;
        }
        window.fill("profile-name", "Contoso").await?;
        window.select("profile-cloud", "commercial").await?;
        window.fill("profile-tenant", "contoso.example").await?;
        window.fill("profile-client-id", "not a GUID").await?;
        window.click("save-profile").await?;
        window
            .text_where("profile-client-id-error", "a message", |text| {
                text.contains("GUID")
            })
            .await?;
        window
            .no_barriers("the profile form with an error", Severity::Serious)
            .await?;

        window
            .fill("profile-client-id", "11111111-2222-4333-8444-555555555555")
            .await?;
        window.click("save-profile").await?;
        window
            .text_where("header-tenant", "the tenant", |text| {
                text.contains("contoso.example")
            })
            .await?;
        Ok(())
    })
    .await
}
