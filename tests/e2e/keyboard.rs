//! The same way without a mouse.

use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Key, Options, journey};

#[tokio::test]
async fn the_keyboard_alone_leads_from_nothing_to_an_alert() -> Result<(), Failure> {
    journey("keyboard", Options::of_this_build(), async |journey| {
        let window = journey.window()?;
        window.tab_to("use-sandbox").await?;
        window.press(Key::Enter).await?;
        window.shown("sandbox-banner").await?;

        window.tab_to("nav-sign-in").await?;
        window.press(Key::Enter).await?;
        window.tab_to("start-sign-in").await?;
        window.press(Key::Enter).await?;
        walk::answer_in_browser(journey, account::ADMIN).await?;
        let window = journey.window()?;
        walk::signed_in_as(window, account::ADMIN).await?;

        window.tab_to("nav-alerts").await?;
        window.press(Key::Enter).await?;
        window.tab_to("load-alerts").await?;
        window.press(Key::Enter).await?;
        window
            .attribute_where("alerts-count", "data-complete", "a complete load", |text| {
                text == "true"
            })
            .await?;

        window.tab_to("alerts-grid").await?;
        for _ in 0..3 {
            window.press(Key::Down).await?;
        }
        window.press(Key::Enter).await?;
        window
            .text_where("alert-details", "an alert", |text| !text.trim().is_empty())
            .await?;
        window.press(Key::Escape).await?;
        window.gone("alert-details").await?;
        let focused = window.focused().await?;
        ensure!(
            focused == "alerts-grid",
            "after closing the details the focus is on {focused:?}"
        );
        Ok(())
    })
    .await
}
