//! Sign-ins that do not go straight.

use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Options, journey, until};

#[tokio::test]
async fn cancelling_in_the_app_goes_back_to_the_start() -> Result<(), Failure> {
    journey("sign-in-cancelled", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::start_sign_in(journey.window()?).await?;
        let address = journey.next_address().await?;
        let window = journey.window()?;
        window.shown("sign-in-url").await?;
        window.click("cancel-sign-in").await?;
        window.shown("start-sign-in").await?;
        window.gone("cancel-sign-in").await?;

        // Answering the old page afterwards signs nobody in.
        let page = journey.browser().await?.sign_in_page(&address).await?;
        page.choose(account::ADMIN).await?;
        page.accept().await?;
        let window = journey.window()?;
        ensure!(
            !window.has("session-account").await?,
            "a cancelled sign-in signed somebody in"
        );

        // And the next attempt works.
        walk::sign_in(journey, account::ADMIN).await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn declining_consent_says_what_happened_and_what_to_do() -> Result<(), Failure> {
    journey("consent-declined", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::start_sign_in(journey.window()?).await?;
        let address = journey.next_address().await?;
        let page = journey.browser().await?.sign_in_page(&address).await?;
        page.choose(account::ANALYST).await?;
        page.asked_permissions().await?;
        page.decline().await?;

        let window = journey.window()?;
        window
            .attribute_where("error-banner", "data-code", "the code", |code| {
                code == "SIGN_IN_REFUSED"
            })
            .await?;
        let text = window.text("error-banner").await?;
        ensure!(text.lines().count() >= 2, "the banner has no hint: {text:?}");
        window.shown("copy-correlation-id").await?;
        window.shown("start-sign-in").await?;
        journey.picture("consent-declined").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_second_sign_in_replaces_the_first() -> Result<(), Failure> {
    journey("second-sign-in", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        // The first one comes from a second caller in the same window, so that the screen knows nothing of it.
        let () = journey
            .window()?
            .script(
                "const tauri = window.__TAURI_INTERNALS__;\n\
                 const channel = tauri.transformCallback(() => {});\n\
                 tauri.invoke('start_sign_in', { request: { prompt: 'selectAccount', loginHint: null, satisfyPolicy: false }, onEvent: `__CHANNEL__:${channel}` })\n\
                   .then(() => 'signed in', (error) => error.code).then((end) => { document.title = end; });",
                vec![],
            )
            .await?;
        let first = journey.next_address().await?;

        walk::sign_in(journey, account::ANALYST).await?;

        let end = until("the end of the first sign-in", async || {
            let title = journey.window()?.driver().title().await?;
            Ok(title.starts_with("SIGN_IN").then_some(title))
        })
        .await?;
        ensure!(end == "SIGN_IN_REPLACED", "the first sign-in ended with {end}");

        // The first page leads nowhere and does no harm.
        let page = journey.browser().await?.sign_in_page(&first).await?;
        page.choose(account::ADMIN).await?;
        page.asked_permissions().await?;
        page.accept().await?;
        let account = journey.window()?.text("header-account").await?;
        ensure!(account.contains(account::ANALYST), "signed in as {account}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_page_can_be_opened_once_more() -> Result<(), Failure> {
    journey("page-reopened", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::start_sign_in(journey.window()?).await?;
        let first = journey.next_address().await?;
        journey.window()?.click("reopen-sign-in-page").await?;
        let second = journey.next_address().await?;
        ensure!(first == second, "the second page is another attempt");
        let page = journey.browser().await?.sign_in_page(&second).await?;
        page.choose(account::ADMIN).await?;
        page.accept().await?;
        walk::signed_in_as(journey.window()?, account::ADMIN).await
    })
    .await
}

#[tokio::test]
async fn an_account_without_a_role_gets_403_explained() -> Result<(), Failure> {
    journey("no-role", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::NO_ROLE).await?;
        let window = journey.window()?;
        window.click("nav-alerts").await?;
        window.click("load-alerts").await?;
        window
            .attribute_where("error-banner", "data-code", "the code", |code| {
                code == "API_FORBIDDEN"
            })
            .await?;
        let text = window.text("error-banner").await?;
        ensure!(
            text.contains("role"),
            "the banner does not speak of roles: {text:?}"
        );
        journey.picture("no-role").await?;
        Ok(())
    })
    .await
}

/// Consent once given is not asked for again by itself; the option does, and offers the account.
#[tokio::test]
async fn consent_is_asked_for_again_and_signing_out_everywhere_wipes() -> Result<(), Failure> {
    journey("sign-in-options", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        let first = walk::sign_in(journey, account::ADMIN).await?;
        ensure!(!first.is_empty(), "the first sign-in asked for no consent");

        let window = journey.window()?;
        window.click("sign-in-options").await?;
        window.click("prompt-consent").await?;
        window.fill("login-hint", account::ADMIN).await?;
        journey.picture("sign-in-options").await?;
        journey.window()?.click("sign-in-again").await?;
        let address = journey.next_address().await?;
        let asked_for = |wanted: &str| address.split(['?', '&']).any(|part| part == wanted);
        ensure!(asked_for("prompt=consent"), "{address}");
        ensure!(
            address.contains("&login_hint=") || address.contains("?login_hint="),
            "{address}"
        );
        let page = journey.browser().await?.sign_in_page(&address).await?;
        page.choose(account::ADMIN).await?;
        let again = page.asked_permissions().await?;
        ensure!(again == first, "asked for {first:?} first, then for {again:?}");
        page.accept().await?;
        walk::signed_in_as(journey.window()?, account::ADMIN).await?;

        let window = journey.window()?;
        window.gone("cancel-sign-in").await?;
        window.click("sign-out-everywhere").await?;
        window.shown("confirm-sign-out-everywhere").await?;
        journey.picture("sign-out-everywhere").await?;
        let window = journey.window()?;
        window.click("confirm-sign-out-everywhere").await?;
        window.gone("session-account").await?;
        window.shown("start-sign-in").await.map(|_| ())
    })
    .await
}
