//! The checklist in the real window: a good set-up turns green, and what is made from it can be used.

use anyhow::{Context, Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Journey, Options, checklist, files_with, journey};

#[tokio::test]
async fn a_good_set_up_turns_green_in_every_step() -> Result<(), Failure> {
    journey("checklist-green", Options::of_this_build(), async |journey| {
        green(journey).await?;
        journey.window()?.shown("checklist-all-ok").await?;
        checklist::to_the_top(journey.window()?).await?;
        for (theme, name) in [("light", "checklist-green"), ("dark", "checklist-green-dark")] {
            walk::theme(journey.window()?, theme).await?;
            journey.picture(name).await?;
            journey.no_complaints().await?;
        }
        walk::theme(journey.window()?, "light").await?;
        journey.window()?.resize(900, 600).await?;
        journey.picture("checklist-green-900x600").await?;
        walk::fits(journey.window()?, "setup").await
    })
    .await
}

#[tokio::test]
async fn the_report_is_saved_without_names_and_tokens() -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_string_lossy().into_owned();
    let options = Options::of_this_build().map(|options| options.with_args(&["--save-dir", &path]));
    journey("checklist-report", options, async |journey| {
        green(journey).await?;
        let window = journey.window()?;
        window.click("save-report").await?;
        window.shown("report-saved").await?;
        let reports: Vec<_> = std::fs::read_dir(folder.path())?.collect::<Result<_, _>>()?;
        ensure!(reports.len() == 1, "{} files were saved", reports.len());
        let report = std::fs::read_to_string(reports[0].path())?;
        for wanted in ["Machine.Read", "not affiliated with Microsoft", "</html>"] {
            ensure!(report.contains(wanted), "the report does not say {wanted}");
        }
        ensure!(!report.contains(account::ADMIN), "the report names the account");
        let search = files_with(folder.path(), &[("a token", "eyJ")])?;
        ensure!(search.found.is_empty() && search.files == 1, "{search:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn permissions_are_chosen_by_what_one_wants_to_do() -> Result<(), Failure> {
    journey("permissions-picked", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        let window = journey.window()?;
        checklist::open(window, "permissions").await?;
        if window.has("permissions-change").await? {
            window.click("permissions-change").await?;
        }
        window.click("preset-deviceResponse").await?;
        window.shown("picked-permission-Machine.Isolate").await?;
        journey.picture("permissions-picked").await?;
        let window = journey.window()?;
        window.click("use-permissions").await?;
        checklist::open(window, "consent").await?;
        window.shown("consent-row-Machine.Isolate").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_generated_text_is_saved() -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_string_lossy().into_owned();
    let options = Options::of_this_build().map(|options| options.with_args(&["--save-dir", &path]));
    journey("checklist-texts", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        let window = journey.window()?;
        checklist::open(window, "register").await?;
        for (saved, kind) in [
            "requiredResourceAccess",
            "graphRequest",
            "powerShell",
            "consentMail",
            "azureCli",
        ]
        .into_iter()
        .enumerate()
        {
            window.select("artifact-kind", kind).await?;
            window.gone("artifact-saved").await?;
            window.click("artifact-save").await?;
            window.shown("artifact-saved").await?;
            let files = std::fs::read_dir(folder.path())?.count();
            ensure!(files == saved + 1, "{files} files after the {kind}");
        }
        let shown = window.text("artifact-text").await?;
        ensure!(
            shown.starts_with("#!/usr/bin/env bash") && shown.contains("Machine.Read"),
            "{shown}"
        );
        let written = std::fs::read_dir(folder.path())?
            .map(|file| std::fs::read_to_string(file?.path()))
            .collect::<Result<Vec<_>, _>>()?;
        ensure!(
            written.iter().any(|text| text.trim() == shown.trim()),
            "what is shown is not what was saved"
        );
        journey.picture("checklist-text-saved").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_fault_switched_on_by_hand_is_named_until_it_is_switched_off() -> Result<(), Failure> {
    journey("fault-by-hand", Options::of_this_build(), async |journey| {
        green(journey).await?;
        let window = journey.window()?;
        checklist::switch_fault(window, "not-licensed").await?;
        journey.picture("fault-switched-on").await?;
        let window = journey.window()?;
        window.click("go-to-setup").await?;
        checklist::check_everything(window).await?;
        let seen = checklist::read(window).await?;
        ensure!(seen.cause == Some(("cloud".into(), "true".into())), "{seen:?}");
        checklist::switch_fault(window, "not-licensed").await?;
        window.click("go-to-setup").await?;
        checklist::check_everything(window).await?;
        let seen = checklist::read(window).await?;
        ensure!(
            seen.cause.is_none() && seen.steps_in("ok").len() == 11,
            "{seen:?}"
        );
        window.shown("checklist-all-ok").await?;
        Ok(())
    })
    .await
}

/// Answers, takes the manifest, signs in, checks, and sees every step green.
async fn green(journey: &mut Journey) -> Result<()> {
    walk::use_sandbox(journey.window()?).await?;
    checklist::answer_the_adviser(journey.window()?).await?;
    checklist::take_the_sandboxs_manifest(journey.window()?).await?;
    checklist::sign_in_and_check(journey, account::ADMIN).await?;
    let seen = checklist::read(journey.window()?).await?;
    ensure!(
        seen.cause.is_none() && seen.steps_in("ok").len() == 11,
        "not every step is green: {seen:?}"
    );
    journey.window().map(|_| ()).context("the app is gone")
}

#[tokio::test]
async fn a_manifest_is_dropped_onto_its_place_and_one_that_is_none_is_refused() -> Result<(), Failure> {
    journey("manifest-dropped", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        let window = journey.window()?;
        window.click("nav-setup").await?;
        window.shown("evidence-manifest-zone").await?;
        let manifest: serde_json::Value = window
            .async_script(
                "const done = arguments[arguments.length - 1];\n\
                 window.__TAURI_INTERNALS__.invoke('get_sandbox_manifest', { request: { form: 'graph' } })\n\
                   .then((answer) => done(answer.text), (error) => done(JSON.stringify(error)));",
                vec![],
            )
            .await?;
        let manifest = manifest.as_str().unwrap_or_default();
        window
            .drop_file("evidence-manifest-zone", "letter.json", "Dear portal,")
            .await?;
        window
            .attribute_where("error-banner", "data-code", "the refusal", |code| {
                code == "MANIFEST_UNREADABLE"
            })
            .await?;
        window
            .drop_file("evidence-manifest-zone", "manifest.json", manifest)
            .await?;
        window.shown("evidence-manifest").await?;
        Ok(())
    })
    .await
}
