//! The explorer: a missing permission looked up, a list and its answer in every view, a device isolated under guard.

use anyhow::{Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Journey, Options, Severity, Window, journey, until};

#[tokio::test]
async fn a_device_is_found_read_and_isolated_under_guard() -> Result<(), Failure> {
    journey("explorer", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let (id, name) = list_devices(journey).await?;
        look_at_the_answer(journey).await?;
        isolate(journey, &id, &name).await?;
        the_change_is_written_down(journey).await?;

        journey.window()?.resize(900, 600).await?;
        journey.window()?.shown("choose-operation").await?;
        journey.window()?.shown("operation-title").await?;
        walk::fits(journey.window()?, "explorer").await?;
        journey.picture("explorer-isolate-900x600").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_operation_whose_permission_is_missing_leads_to_the_picker() -> Result<(), Failure> {
    let options = Options::of_this_build()
        .map(|options| options.with_args(&["--sandbox-fault", "permissions-not-registered"]));
    journey("explorer-missing", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        look_for_the_permission(journey).await
    })
    .await
}

/// Opens an operation from the list.
pub async fn open(window: &Window, operation: &str, search: &str) -> Result<()> {
    window.click("nav-explorer").await?;
    window.fill("operation-search", search).await?;
    window.click(&format!("operation-{operation}")).await?;
    window.shown(&format!("opened-{operation}")).await?;
    window.shown("call-form").await?;
    Ok(())
}

/// From an operation that the token does not open to the picker, where it is chosen.
async fn look_for_the_permission(journey: &Journey) -> Result<()> {
    let window = journey.window()?;
    open(window, "listIndicators", "indicators").await?;
    window
        .attribute_where("operation-listIndicators", "data-state", "its state", |state| {
            state == "missing"
        })
        .await?;
    journey.picture("explorer-missing").await?;
    window.click("choose-permissions").await?;
    window.shown("picked-permission-Ti.ReadWrite").await?;
    Ok(())
}

/// Asks for five devices; hands back ID and name of the second, whose name is an ordinary one.
async fn list_devices(journey: &Journey) -> Result<(String, String)> {
    let window = journey.window()?;
    open(window, "listMachines", "list devices").await?;
    window
        .attribute_where("operation-listMachines", "data-state", "its state", |state| {
            state == "ready"
        })
        .await?;
    // A device that answers: what is asked of another one times out.
    window
        .fill("value-query:$filter", "healthStatus eq 'Active'")
        .await?;
    window.fill("value-query:$top", "5").await?;
    window
        .text_where("preview-request", "the number of rows", |text| {
            text.contains("healthStatus") && text.contains("top=5")
        })
        .await?;
    journey.picture("explorer-form").await?;
    window
        .no_barriers("the form of an operation", Severity::Serious)
        .await?;
    window.click("send").await?;
    window
        .text_where("call-status", "five devices", |text| {
            text.contains("HTTP 200") && text.contains("5 rows")
        })
        .await?;
    let cell = async |column: &str| {
        until(&format!("a device's {column}"), async || {
            let text: Option<String> = window
                .script(
                    "const cell = document.querySelector(\n\
                       `[data-testid=\"answer-grid\"] [data-row-index=\"1\"]:not([aria-busy=true]) [data-column=\"${arguments[0]}\"]`);\n\
                     return cell?.innerText.trim() ?? null",
                    vec![column.into()],
                )
                .await?;
            Ok(text.filter(|text| !text.is_empty()))
        })
        .await
    };
    let found = (cell("id").await?, cell("computerDnsName").await?);
    journey.picture("explorer-table").await?;
    window
        .no_barriers("the table of an answer", Severity::Serious)
        .await?;
    Ok(found)
}

/// The same answer as text, with its headers, its timing and as a program.
async fn look_at_the_answer(journey: &Journey) -> Result<()> {
    let window = journey.window()?;
    window.click("answer-tab-json").await?;
    window
        .text_where("answer-json", "a property", |text| {
            text.contains("\"computerDnsName\"")
        })
        .await?;
    window.click("answer-json-search").await?;
    journey.picture("explorer-json").await?;
    window.no_barriers("an answer as JSON", Severity::Serious).await?;
    window.click("answer-tab-headers").await?;
    window
        .text_where("exchange-headers", "the kind of answer", |text| {
            text.contains("application/json")
        })
        .await?;
    window.click("answer-tab-timing").await?;
    window.shown("timing").await?;
    journey.picture("explorer-timing").await?;
    window.click("answer-tab-request").await?;
    let request = window
        .text_where("exchange-request", "the request", |text| {
            text.contains("/api/machines?")
        })
        .await?;
    ensure!(!request.contains("eyJ"), "the token is shown: {request}");
    window.click("answer-tab-snippets").await?;
    window
        .text_where("snippet-text", "the call as a program", |text| {
            text.contains("machines")
        })
        .await?;
    journey.picture("explorer-snippet").await?;
    window.click("answer-tab-table").await?;
    Ok(())
}

/// Isolates the device: behind the lock, with its name typed, followed to the end.
async fn isolate(journey: &Journey, id: &str, name: &str) -> Result<()> {
    let window = journey.window()?;
    open(window, "isolateMachine", "machine.isolate").await?;
    window.shown("locked").await?;
    window.fill("value-path:id", id).await?;
    window.fill("value-body:Comment", "A drill").await?;
    window.click("allow-changes").await?;
    window.click("confirm-allow-changes").await?;
    window.gone("locked").await?;
    window.click("send").await?;
    window
        .text_where("brief", "the device", |text| text.contains(name))
        .await?;
    journey.picture("explorer-guarded").await?;
    window
        .no_barriers("the question before an action", Severity::Serious)
        .await?;
    let refused: bool = window
        .script(
            "return document.querySelector('[data-testid=\"confirm-action\"]').getAttribute('aria-disabled') === 'true'",
            vec![],
        )
        .await?;
    ensure!(refused, "the action can be confirmed without the device's name");
    window.fill("confirm-name", name).await?;
    window.click("confirm-action").await?;
    window
        .text_where("call-status", "the action's creation", |text| {
            text.contains("HTTP 201")
        })
        .await?;
    window
        .attribute_where("following", "data-ended", "the action's end", |ended| {
            ended == "true"
        })
        .await?;
    window
        .text_where("following", "its end state", |text| text.contains("Succeeded"))
        .await?;
    journey.picture("explorer-followed").await?;
    window.shown("undo-action").await?;
    Ok(())
}

async fn the_change_is_written_down(journey: &Journey) -> Result<()> {
    let window = journey.window()?;
    window.click("open-change-log").await?;
    window
        .text_where("change-log-entries", "the isolation", |text| {
            text.contains("Isolate a device")
        })
        .await?;
    journey.picture("explorer-change-log").await?;
    window.press(system_tests::Key::Escape).await?;
    window.gone("change-log").await?;
    window.click("open-history").await?;
    window
        .text_where("history-entries", "the list of devices", |text| {
            text.contains("List devices")
        })
        .await?;
    journey.picture("explorer-history").await?;
    window.press(system_tests::Key::Escape).await?;
    window.gone("history").await?;
    Ok(())
}
