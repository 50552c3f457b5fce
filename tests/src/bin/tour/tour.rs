//! The walk, told as it goes.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use system_tests::walk::{self, account};
use system_tests::{Journey, KeyStore, Options, checklist};

/// The window's size on most pictures.
const SIZE: (u32, u32) = (1280, 820);
/// The smallest size the window promises to work in.
const SMALLEST: (u32, u32) = (900, 600);

/// Reads the command line and walks.
pub fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            println!("tour: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            println!("tour: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(walk(options)) {
        Ok(()) => {
            println!("The tour reached its end.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("The tour stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options> {
    let (mut app, mut out, mut app_args) = (None, None, Vec::new());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--app" => app = args.next().map(PathBuf::from),
            "--out" => out = args.next().map(PathBuf::from),
            "--" => app_args = args.by_ref().collect(),
            other => {
                bail!("does not know `{other}`; it takes --app <program> --out <folder> [-- <app arguments>]")
            }
        }
    }
    let app: PathBuf = app.context("--app <program> is missing")?;
    if !app.is_file() {
        bail!("there is no program {}", app.display());
    }
    // The app is started from elsewhere.
    let app = std::path::absolute(app)?;
    Ok(Options {
        app,
        app_args,
        key_store: KeyStore::Unlocked,
        pictures: out.context("--out <folder> is missing")?,
    })
}

async fn walk(options: Options) -> Result<()> {
    let mut journey = Journey::start(options)
        .await
        .context("the app could not be started")?;
    let result = screens(&mut journey).await;
    if result.is_err() && journey.window().is_ok() {
        // Not a step of its own: if this fails, the first error is the one to show.
        let _ = shot(&journey, "failed").await;
    }
    result
}

async fn screens(journey: &mut Journey) -> Result<()> {
    journey.window()?.resize(SIZE.0, SIZE.1).await?;
    walk::theme(journey.window()?, "light")
        .await
        .context("choosing the light theme")?;
    journey.window()?.click("nav-setup").await?;
    // A screen's code arrives after the frame is on screen.
    journey.window()?.shown("use-sandbox").await?;
    shot(journey, "1-set-up").await?;
    walk::use_sandbox(journey.window()?)
        .await
        .context("choosing the sandbox tenant")?;
    println!("Set up: the sandbox tenant is in use");

    walk::start_sign_in(journey.window()?)
        .await
        .context("starting the sign-in")?;
    let address = journey.next_address().await.context("opening the sign-in page")?;
    let asked = {
        let page = journey.browser().await?.sign_in_page(&address).await?;
        page.shown(&format!("account-{}", account::ADMIN)).await?;
        browser_shot(journey, "2-sign-in-page").await?;
        let page = journey.browser().await?.sign_in_page(&address).await?;
        page.choose(account::ADMIN).await?;
        page.asked_permissions()
            .await
            .context("reading the consent page")?
    };
    browser_shot(journey, "3-consent-page").await?;
    println!("Sign-in page: consent asked for {} permissions", asked.len());
    journey
        .browser()
        .await?
        .click("consent-accept")
        .await
        .context("consenting")?;
    walk::signed_in_as(journey.window()?, account::ADMIN).await?;
    shot(journey, "4-signed-in").await?;
    println!(
        "Signed in as {}",
        journey
            .window()?
            .text("session-account")
            .await?
            .replace('\n', " · ")
    );

    set_up(journey).await.context("checking the set-up")?;

    let token = walk::read_token(journey.window()?)
        .await
        .context("reading the token")?;
    shot(journey, "7-token").await?;
    for (permission, state) in &token.scopes {
        println!("  scp: {permission} ({state})");
    }
    for (verdict, outcome) in &token.verdicts {
        println!("  verdict: {verdict} {outcome}");
    }
    let bad: Vec<&str> = token
        .verdicts
        .iter()
        .filter(|(_, outcome)| outcome == "problem")
        .map(|(verdict, _)| verdict.as_str())
        .collect();
    if !bad.is_empty() {
        bail!("the token has problems: {}", bad.join(", "));
    }

    let alerts = walk::load_alerts(journey.window()?).await?;
    if alerts.total == 0 {
        bail!("the sandbox tenant has no alerts");
    }
    journey.window()?.shown("alerts-grid").await?;
    shot(journey, "8-alerts").await?;
    println!("Alerts: {}", alerts.total);
    walk::open_alert(journey.window()?, 0)
        .await
        .context("opening an alert")?;
    // The row is shown at once; its evidence comes from the service a moment later.
    let asking = "whether evidence is still asked for";
    let evidence = journey
        .window()?
        .attribute_where("alert-evidence", "aria-busy", asking, |busy| busy == "false");
    evidence.await.context("reading the alert's evidence")?;
    shot(journey, "9-alert-details").await?;
    journey.window()?.click("close-details").await?;

    explorer(journey).await.context("calling an operation")?;

    walk::theme(journey.window()?, "dark")
        .await
        .context("choosing the dark theme")?;
    shot(journey, "12-alerts-dark").await?;
    journey.window()?.resize(SMALLEST.0, SMALLEST.1).await?;
    walk::theme(journey.window()?, "light").await?;
    shot(journey, "13-alerts-900x600").await?;
    journey.no_complaints().await
}

/// One operation of the explorer, from its form to the table of what came.
async fn explorer(journey: &Journey) -> Result<()> {
    let window = journey.window()?;
    window.click("nav-explorer").await?;
    window.fill("operation-search", "list devices").await?;
    window.click("operation-listMachines").await?;
    window.shown("opened-listMachines").await?;
    window.shown("call-form").await?;
    window.click("send").await?;
    let status = window
        .text_where("call-status", "an answer", |text| text.contains("HTTP "))
        .await?;
    if !status.contains("HTTP 200") {
        bail!("the devices were not listed: {status}");
    }
    window.shown("answer-grid").await?;
    shot(journey, "10-explorer").await?;
    println!("Explorer: {}", status.replace('\n', " · "));
    plan_a_change(journey).await.context("planning a change")?;
    journey.window()?.click("nav-alerts").await?;
    journey.window()?.shown("alerts-grid").await?;
    Ok(())
}

/// A tag for every device that was listed, as far as it goes without changing anything.
async fn plan_a_change(journey: &Journey) -> Result<()> {
    let window = journey.window()?;
    window.click("change-rows").await?;
    window.click("change-tagDevices").await?;
    window.fill("value-body:Value", "Audit 2026").await?;
    window.select("value-body:Action", "Add").await?;
    window.click("bulk-preview").await?;
    let summary = window
        .text_where("bulk-summary", "what it would do", |text| {
            text.contains("devices")
        })
        .await?;
    window.shown("bulk-grid").await?;
    shot(journey, "11-change-for-many").await?;
    println!("Change for many, not sent: {summary}");
    let window = journey.window()?;
    window.click("bulk-cancel").await?;
    window.gone("bulk-dialog").await
}

/// The checklist, once all green and once with a fault of the sandbox tenant switched on.
async fn set_up(journey: &mut Journey) -> Result<()> {
    let window = journey.window()?;
    checklist::answer_the_adviser(window).await?;
    checklist::take_the_sandboxs_manifest(window).await?;
    checklist::check_everything(window).await?;
    let seen = checklist::read(window).await?;
    if let Some((step, _)) = seen.cause {
        bail!("the checklist finds a fault where there is none: {step}");
    }
    println!("Checklist: {} of 11 ok", seen.steps_in("ok").len());
    // The questions are answered; closed, the steps fit on the picture.
    window.click("step-access-toggle").await?;
    checklist::to_the_top(window).await?;
    shot(journey, "5-checklist").await?;

    let window = journey.window()?;
    checklist::switch_fault(window, "no-defender-role").await?;
    window.click("nav-setup").await?;
    checklist::check_everything(window).await?;
    let seen = checklist::read(window).await?;
    println!("Checklist with a fault: {:?}", seen.cause);
    if seen.steps_in("wrong") != ["roles"] {
        bail!("the fault is not found: {seen:?}");
    }
    checklist::to_the_top(window).await?;
    shot(journey, "6-checklist-fault").await?;
    let window = journey.window()?;
    checklist::switch_fault(window, "no-defender-role").await
}

async fn shot(journey: &Journey, name: &str) -> Result<()> {
    let file = journey.picture(name).await?;
    println!("picture: {}", shown(&file));
    Ok(())
}

async fn browser_shot(journey: &Journey, name: &str) -> Result<()> {
    let file = journey.browser_picture(name).await?;
    println!("picture: {}", shown(&file));
    Ok(())
}

/// The path from where the reader is.
fn shown(file: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    file.strip_prefix(&here).unwrap_or(file).display().to_string()
}
