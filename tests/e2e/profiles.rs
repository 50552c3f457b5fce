//! Profiles in the real window: made by hand, exported, and taken back from a file that is dropped or chosen.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use system_tests::{Failure, Options, Window, journey, walk};

const NAME: &str = "Northwind";
const CLIENT_ID: &str = "11111111-2222-4333-8444-555555555555";

#[tokio::test]
async fn a_profile_leaves_as_a_file_and_comes_back_from_it() -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_string_lossy().into_owned();
    let options = Options::of_this_build().map(|options| options.with_args(&["--save-dir", &path]));
    journey("profiles", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        make(journey.window()?).await?;
        let window = journey.window()?;
        window.click("switch-profile").await?;
        window.click("export-profiles").await?;
        window.shown("profiles-exported").await?;
        let file = only_file(folder.path())?;
        let text = std::fs::read_to_string(&file)?;
        ensure!(text.contains(NAME) && text.contains(CLIENT_ID), "{text}");

        window.drop_file("import-zone", "profiles.json", &text).await?;
        window
            .text_where("profiles-imported", "what was added", |said| {
                said.contains("Added: ") && said.contains(NAME)
            })
            .await?;
        journey.picture("profiles-imported").await?;

        // The file dialog belongs to the desktop; the driver gives the file to the field behind the button.
        let window = journey.window()?;
        let broken = folder.path().join("broken.json");
        std::fs::write(&broken, text.replace(CLIENT_ID, "not-a-guid"))?;
        window.give_file("import-file", &broken).await?;
        window
            .text_where("profiles-imported", "what was left out", |said| {
                said.contains("Left out:")
                    && said.contains("Northwind: The application (client) ID is a GUID")
            })
            .await?;
        journey.picture("profiles-left-out").await?;
        journey.window()?.resize(900, 600).await?;
        walk::fits(journey.window()?, "setup").await
    })
    .await
}

/// Fills the form of a new profile and saves it.
async fn make(window: &Window) -> Result<()> {
    window.click("new-profile").await?;
    window.fill("profile-name", NAME).await?;
    window.fill("profile-tenant", "northwind.example").await?;
    window.fill("profile-client-id", CLIENT_ID).await?;
    window.click("save-profile").await?;
    window
        .text_where("profile-bar", "the new profile", |text| text.contains(NAME))
        .await?;
    Ok(())
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    ensure!(files.len() == 1, "{} files were saved", files.len());
    files
        .first()
        .map(std::fs::DirEntry::path)
        .context("no file was saved")
}
