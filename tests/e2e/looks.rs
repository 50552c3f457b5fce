//! How it looks: barriers, themes, the smallest window.

use anyhow::{Result, ensure};
use system_tests::walk::{self, SCREENS, account};
use system_tests::{Failure, Journey, Options, Severity, Window, journey};

#[tokio::test]
async fn no_screen_has_a_barrier_in_any_theme() -> Result<(), Failure> {
    journey("themes", Options::of_this_build(), async |journey| {
        everything_on_screen(journey).await?;
        let window = journey.window()?;
        let mut barriers = Vec::new();
        for theme in ["light", "dark", "highContrast"] {
            walk::theme(window, theme).await?;
            for screen in SCREENS {
                show(journey, screen).await?;
                if screen == "alerts" {
                    walk::open_alert(window, 0).await?;
                }
                journey.picture(&format!("{screen}-{theme}")).await?;
                current_screen_can_be_read(window, screen, theme).await?;
                // All are worth knowing at once.
                if let Err(error) = window
                    .no_barriers(&format!("{screen} in {theme}"), Severity::Serious)
                    .await
                {
                    barriers.push(format!("{error:#}"));
                }
            }
        }
        ensure!(barriers.is_empty(), "{}", barriers.join("\n"));
        Ok(())
    })
    .await
}

/// The high contrast theme turns hover colours round: the pointer on the current screen's name once made it black on
/// black, which axe leaves out as a text that is meant to be hidden.
async fn current_screen_can_be_read(window: &Window, screen: &str, theme: &str) -> Result<()> {
    let (text, ground): (String, String) = window
        .script(
            "const style = getComputedStyle(document.querySelector(`[data-testid=\"nav-${arguments[0]}\"]`));\n\
             return [style.color, style.backgroundColor]",
            vec![screen.into()],
        )
        .await?;
    ensure!(text != ground, "{screen} in {theme}: {text} on {ground}");
    Ok(())
}

#[tokio::test]
async fn every_screen_fits_the_smallest_window() -> Result<(), Failure> {
    journey("smallest", Options::of_this_build(), async |journey| {
        journey.window()?.resize(900, 600).await?;
        walk::fits(journey.window()?, "first").await?;
        journey.picture("first-900x600").await?;
        everything_on_screen(journey).await?;
        for screen in SCREENS {
            show(journey, screen).await?;
            walk::fits(journey.window()?, screen).await?;
            journey.picture(&format!("{screen}-900x600")).await?;
        }
        show(journey, "alerts").await?;
        walk::open_alert(journey.window()?, 0).await?;
        walk::fits(journey.window()?, "alert details").await?;
        journey.picture("details-900x600").await?;
        Ok(())
    })
    .await
}

/// Signs in and loads alerts, so that every screen has something on it.
async fn everything_on_screen(journey: &mut Journey) -> Result<()> {
    walk::use_sandbox(journey.window()?).await?;
    walk::sign_in(journey, account::ADMIN).await?;
    walk::load_alerts(journey.window()?).await?;
    Ok(())
}

async fn show(journey: &Journey, screen: &str) -> Result<()> {
    let window = journey.window()?;
    window.click(&format!("nav-{screen}")).await?;
    let landmark = match screen {
        "setup" => "profile-bar",
        "sign-in" => "session-account",
        "token" => "verdict-audience",
        "explorer" => "guard",
        "sandbox" => "fault-count",
        "settings" => "save-network",
        _ => "alerts-grid",
    };
    window.shown(landmark).await.map(|_| ())
}
