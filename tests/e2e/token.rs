//! What can be known of a token, in the real window: two compared, one against every operation, its copies.

use crate::ways::revealed;
use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Journey, Options, journey};

/// Pictures in both themes and in the smallest window.
async fn pictures(journey: &Journey, name: &str) -> Result<()> {
    journey.picture(name).await?;
    walk::theme(journey.window()?, "dark").await?;
    journey.picture(&format!("{name}-dark")).await?;
    walk::theme(journey.window()?, "light").await?;
    journey.window()?.resize(900, 600).await?;
    walk::fits(journey.window()?, "token").await?;
    journey.picture(&format!("{name}-small")).await?;
    journey.window()?.resize(1280, 800).await
}

#[tokio::test]
async fn two_tokens_are_compared_and_one_is_held_against_every_operation() -> Result<(), Failure> {
    // A registration that does not list everything, as most do not.
    let options = Options::of_this_build()
        .map(|options| options.with_args(&["--sandbox-fault", "permissions-not-registered"]));
    journey("token-tools", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ANALYST).await?;
        let earlier = revealed(journey).await?;
        let window = journey.window()?;
        window.click("sign-out").await?;
        walk::sign_in(journey, account::ADMIN).await?;

        let window = journey.window()?;
        window.click("nav-token").await?;
        window.click("token-tab-compare").await?;
        window.click("compare-before-pasted").await?;
        window.fill("compare-before-text", &earlier).await?;
        window.click("compare-tokens").await?;
        window.shown("compare-summary").await?;
        let name = window.text("difference-upn").await?;
        ensure!(
            name.contains(account::ANALYST) && name.contains(account::ADMIN),
            "{name}"
        );
        pictures(journey, "token-compare").await?;

        let window = journey.window()?;
        window.click("token-tab-coverage").await?;
        window.shown("coverage").await?;
        let count = window.text("coverage-count").await?;
        ensure!(count == "All 113 operations", "{count}");
        for (operation, state) in [
            ("listAlerts", "allowed"),
            ("submitIndicator", "missing"),
            ("deleteIndicator", "notDocumented"),
        ] {
            window
                .attribute_where(
                    &format!("coverage-row-{operation}"),
                    "data-state",
                    "its state",
                    |seen| seen == state,
                )
                .await?;
        }
        pictures(journey, "token-coverage").await
    })
    .await
}
