//! What stays after the window was closed, and what does not.

use anyhow::{Result, ensure};
use std::path::Path;
use system_tests::walk::{self, account};
use system_tests::{Failure, Options, journey};

#[tokio::test]
async fn with_a_key_store_a_restart_needs_no_browser_and_signing_out_wipes() -> Result<(), Failure> {
    journey(
        "restart",
        Options::of_this_build().map(Options::with_key_store),
        async |journey| {
            walk::use_sandbox(journey.window()?).await?;
            walk::sign_in(journey, account::ADMIN).await?;
            ensure!(
                !journey.window()?.has("notice-memoryOnly").await?,
                "memory only, in spite of a key store"
            );
            ensure!(
                !sealed(&journey.data_folder()).is_empty(),
                "nothing is sealed in {:?}",
                names(&journey.data_folder())
            );
            let opened = journey.opened();

            journey.restart_app().await?;
            let window = journey.window()?;
            window
                .text_where("header-account", account::ADMIN, |text| {
                    text.contains(account::ADMIN)
                })
                .await?;
            ensure!(journey.opened() == opened, "the browser was opened again");
            // The session is more than a name on screen.
            ensure!(walk::load_alerts(window).await?.total == 1200);

            window.click("nav-sign-in").await?;
            window.click("sign-out").await?;
            window.shown("start-sign-in").await?;
            ensure!(
                sealed(&journey.data_folder()).is_empty(),
                "still sealed: {:?}",
                sealed(&journey.data_folder())
            );

            journey.restart_app().await?;
            let window = journey.window()?;
            window.click("nav-sign-in").await?;
            window.shown("start-sign-in").await?;
            ensure!(
                !window.has("session-account").await?,
                "signed in again after signing out"
            );
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn without_a_key_store_the_session_is_kept_in_memory_and_says_so() -> Result<(), Failure> {
    journey("memory-only", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let notice = journey.window()?.text("notice-memoryOnly").await?;
        ensure!(
            notice.lines().count() >= 2 || notice.len() > 60,
            "the notice says only {notice:?}"
        );
        ensure!(
            sealed(&journey.data_folder()).is_empty(),
            "sealed without a key store: {:?}",
            names(&journey.data_folder())
        );
        journey.picture("memory-only").await?;

        journey.restart_app().await?;
        let window = journey.window()?;
        window.click("nav-sign-in").await?;
        window.shown("start-sign-in").await?;
        Ok(())
    })
    .await
}

/// Files with sealed sessions.
fn sealed(folder: &Path) -> Vec<String> {
    names(folder)
        .into_iter()
        .filter(|name| name.ends_with(".sealed"))
        .collect()
}

/// Every file below a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            names.extend(self::names(&path));
        } else {
            names.push(path.to_string_lossy().into_owned());
        }
    }
    names
}
