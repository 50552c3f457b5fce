//! The ways to sign in beside the browser of this computer: device code, password sample, pasted token.

use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Journey, Options, checklist, journey, until};

/// Opens the card of a way.
async fn open_way(journey: &Journey, way: &str) -> Result<()> {
    let window = journey.window()?;
    window.click("nav-sign-in").await?;
    window.click(&format!("way-{way}")).await
}

/// Asks for a device code and enters it in the browser, as on another device. The account is chosen, consent given.
async fn enter_code(journey: &mut Journey, username: &str) -> Result<()> {
    open_way(journey, "deviceCode").await?;
    let window = journey.window()?;
    window.shown("device-warning").await?;
    window.click("start-device-sign-in").await?;
    let code = window.text("device-user-code").await?;
    let url = window.text("device-url").await?;
    ensure!(code.len() == 9, "the code reads {code:?}");
    journey.picture("device-code").await?;
    walk::theme(journey.window()?, "dark").await?;
    journey.picture("device-code-dark").await?;
    journey.window()?.resize(900, 600).await?;
    walk::fits(journey.window()?, "sign-in").await?;
    journey.picture("device-code-small").await?;
    walk::theme(journey.window()?, "light").await?;

    let page = journey.browser().await?.sign_in_page(&url).await?;
    page.fill("device-code", &code).await?;
    page.click("device-next").await?;
    page.choose(username).await?;
    let next = until("the end of the pages", async || {
        for id in ["consent-accept", "device-done", "entra-error"] {
            if page.has(id).await? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    })
    .await?;
    if next == "consent-accept" {
        page.accept().await?;
        page.shown("device-done").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_device_code_is_entered_elsewhere_and_signs_in_here() -> Result<(), Failure> {
    journey("device-code", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        enter_code(journey, account::ADMIN).await?;
        let window = journey.window()?;
        walk::signed_in_as(window, account::ADMIN).await?;
        let how = window.text("session-begun-with").await?;
        ensure!(how.contains("device code"), "{how}");
        let seen = walk::load_alerts(window).await?;
        ensure!(seen.total > 0, "no alerts came");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_policy_that_blocks_device_codes_is_named() -> Result<(), Failure> {
    let options = Options::of_this_build()
        .map(|options| options.with_args(&["--sandbox", "--sandbox-fault", "device-code-blocked"]));
    journey("fault-device-code-blocked", options, async |journey| {
        journey.window()?.shown("sandbox-banner").await?;
        enter_code(journey, account::ADMIN).await?;
        // The page tells the person; the app hears nothing and goes on waiting.
        let page = journey.browser().await?.text("entra-error").await?;
        ensure!(page.contains("AADSTS53003"), "{page}");
        let window = journey.window()?;
        window.shown("device-user-code").await?;
        window.click("cancel-sign-in").await?;
        window.gone("cancel-sign-in").await?;
        window.click("nav-setup").await?;
        checklist::paste(window, "evidence-error-text", &page).await?;
        window.click("evidence-error-submit").await?;
        window.shown("evidence-errorPage").await?;
        let seen = checklist::read(window).await?;
        ensure!(seen.steps_in("wrong") == ["tryIt"], "{seen:?}");
        checklist::to_the_top(window).await?;
        journey.picture("device-code-blocked").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_password_sample_is_allowed_in_the_profile_and_signs_in() -> Result<(), Failure> {
    journey("password-sample", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        // Consent is given once in the browser: the sample shows no page that could ask for it.
        walk::sign_in(journey, account::ADMIN).await?;
        journey.window()?.click("sign-out").await?;
        open_way(journey, "password").await?;
        let window = journey.window()?;
        window.shown("password-off").await?;
        journey.picture("password-off").await?;
        let window = journey.window()?;
        window.click("password-open-profile").await?;
        window.click("profile-password-sample").await?;
        window.click("save-profile").await?;
        window.shown("profile-saved").await?;
        open_way(journey, "password").await?;
        let window = journey.window()?;
        window.fill("password-username", account::ADMIN).await?;
        window.fill("password-password", "not-the-password").await?;
        window.click("password-send").await?;
        window
            .text_where("error-banner", "Entra's refusal", |text| {
                text.contains("AADSTS50126")
            })
            .await?;
        journey.picture("password-wrong").await?;
        let window = journey.window()?;
        let password = sandbox::accounts()
            .iter()
            .find(|known| known.username == account::ADMIN)
            .map(|known| known.password)
            .unwrap_or_default();
        window.fill("password-password", password).await?;
        window.click("password-send").await?;
        walk::signed_in_as(window, account::ADMIN).await?;
        let how = window.text("session-begun-with").await?;
        ensure!(how.contains("password sample"), "{how}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_token_from_elsewhere_is_pasted_and_called_with() -> Result<(), Failure> {
    journey("pasted-token", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let token = revealed(journey).await?;
        let window = journey.window()?;
        window.click("nav-sign-in").await?;
        window.click("sign-out").await?;
        open_way(journey, "token").await?;
        let window = journey.window()?;
        window.fill("use-token-text", &token).await?;
        window.click("use-token").await?;
        walk::signed_in_as(window, account::ADMIN).await?;
        let how = window.text("session-begun-with").await?;
        ensure!(how.contains("pasted token"), "{how}");
        ensure!(
            !window.has("renew-token").await?,
            "a pasted token cannot be renewed"
        );
        journey.picture("pasted-token").await?;
        let seen = walk::load_alerts(journey.window()?).await?;
        ensure!(seen.total > 0, "no alerts came");
        Ok(())
    })
    .await
}

/// The session's token, by way of the one command that hands it out.
pub async fn revealed(journey: &Journey) -> Result<String> {
    let answer: serde_json::Value = journey
        .window()?
        .async_script(
            "const done = arguments[arguments.length - 1];\n\
             window.__TAURI_INTERNALS__.invoke('reveal_token').then((answer) => done(answer.token), () => done(null));",
            vec![],
        )
        .await?;
    Ok(answer.as_str().unwrap_or_default().to_owned())
}
