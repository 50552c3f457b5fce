//! Alerts are worked on, one by one and many at once; devices are tagged from a file.

use anyhow::{Context, Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Options, Severity, Window, journey, until};

#[tokio::test]
async fn an_alert_is_worked_on_where_it_is_read() -> Result<(), Failure> {
    journey("work-alert", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        walk::load_alerts(journey.window()?).await?;
        walk::open_alert(journey.window()?, 2).await?;
        journey.window()?.shown("work-locked").await?;
        journey.picture("work-locked").await?;
        allow(journey.window()?, "work-locked-allow").await?;

        let window = journey.window()?;
        window.select("work-status", "Resolved").await?;
        window.click("work-me").await?;
        window.select("work-classification", "FalsePositive").await?;
        window.select("work-determination", "NotMalicious").await?;
        window
            .fill("work-comment", "Known scanner of the network team")
            .await?;
        into_view(window, "work-save").await?;
        journey.picture("work-filled").await?;
        let window = journey.window()?;
        window.no_barriers("work on an alert", Severity::Serious).await?;
        window.click("work-save").await?;
        window
            .text_where("work-saved", "that it is saved", |text| text.contains("Saved"))
            .await?;
        // The row was not asked for again, and shows it.
        cell_where(window, 2, "status", |text| text == "Resolved").await?;
        cell_where(window, 2, "assignedTo", |text| text == account::ADMIN).await?;
        window
            .text_where("alert-details", "the comment", |text| {
                text.contains("Known scanner")
            })
            .await?;
        journey.picture("work-saved").await?;

        journey.window()?.resize(900, 600).await?;
        journey.window()?.shown("alert-work").await?;
        walk::fits(journey.window()?, "alerts").await?;
        into_view(journey.window()?, "work-save").await?;
        journey.picture("work-900x600").await?;
        journey.window()?.resize(1280, 820).await?;
        walk::theme(journey.window()?, "dark").await?;
        journey.picture("work-dark").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn many_alerts_are_changed_at_once_and_show_it() -> Result<(), Failure> {
    journey("work-bulk", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        walk::load_alerts(journey.window()?).await?;
        let window = journey.window()?;
        window.fill("alerts-search", "PowerShell").await?;
        window.click("change-rows").await?;
        window
            .text_where("change-scope", "how many", |text| text.contains("in view"))
            .await?;
        window.click("change-updateAlerts").await?;
        window.shown("bulk-form").await?;
        window.select("value-body:status", "InProgress").await?;
        window.fill("value-body:comment", "Campaign 12").await?;
        journey.picture("bulk-what").await?;
        let window = journey.window()?;
        window.no_barriers("what to change", Severity::Serious).await?;
        window.click("bulk-preview").await?;
        window
            .text_where("bulk-summary", "what would happen", |text| {
                text.contains("alerts will be changed")
            })
            .await?;
        ensure!(
            window.has("bulk-locked").await?,
            "a read-only profile is not said to be one"
        );
        journey.picture("bulk-plan-locked").await?;
        allow(journey.window()?, "bulk-locked-allow").await?;
        let window = journey.window()?;
        window.gone("bulk-locked").await?;
        journey.picture("bulk-plan").await?;
        let window = journey.window()?;
        window.no_barriers("the plan", Severity::Serious).await?;
        window.click("bulk-run").await?;
        window.shown("bulk-ended").await?;
        window.shown("outcome-changed").await?;
        journey.picture("bulk-ended").await?;
        let window = journey.window()?;
        window.no_barriers("the outcome", Severity::Serious).await?;
        window.resize(900, 600).await?;
        window.shown("bulk-ended").await?;
        walk::fits(window, "the outcome").await?;
        journey.picture("bulk-ended-900x600").await?;
        let window = journey.window()?;
        window.click("bulk-close").await?;
        window.gone("bulk-dialog").await?;
        window.resize(1280, 820).await?;
        cell_where(window, 0, "status", |text| text == "In progress").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn devices_are_tagged_from_a_file_and_a_bad_line_costs_itself_alone() -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_string_lossy().into_owned();
    let options = Options::of_this_build().map(|options| options.with_args(&["--save-dir", &path]));
    journey("work-file", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let ids = devices(journey.window()?).await?;
        let lines = ids.iter().map(|id| format!("{id},Lab,Add"));
        let nobody = "0123456789abcdef0123456789abcdef01234567,Lab,Add".to_owned();
        let bad = "no device,Lab,Paint".to_owned();
        let text: Vec<String> = std::iter::once("machineId,Value,Action,Room".to_owned())
            .chain(lines)
            .chain([nobody, bad])
            .collect();
        std::fs::write(folder.path().join("tags.csv"), text.join("\r\n"))?;

        let window = journey.window()?;
        window.click("change-from-file").await?;
        window.select("bulk-change", "tagDevices").await?;
        window.click("bulk-choose-file").await?;
        window
            .text_where("bulk-file", "its name", |text| text.contains("tags.csv"))
            .await?;
        window
            .text_where("bulk-lines", "how many", |text| text.contains("lines"))
            .await?;
        journey.picture("bulk-file").await?;
        let window = journey.window()?;
        window
            .no_barriers("a change from a file", Severity::Serious)
            .await?;
        window.click("bulk-preview").await?;
        window
            .text_where("bulk-remarks", "what is left out", |text| {
                text.contains("1 row cannot be sent") && text.contains("Room")
            })
            .await?;
        journey.picture("bulk-file-plan").await?;
        allow(journey.window()?, "bulk-locked-allow").await?;
        let window = journey.window()?;
        window.gone("bulk-locked").await?;
        window.click("bulk-run").await?;
        window.shown("bulk-ended").await?;
        let count = |id: &'static str| async move {
            let text = window
                .attribute_where(id, "data-count", "a number", |text| !text.is_empty())
                .await?;
            text.parse::<usize>().context("no number")
        };
        ensure!(
            count("outcome-changed").await? == ids.len(),
            "not every device was tagged"
        );
        ensure!(
            count("outcome-refused").await? == 1,
            "the unknown device was not refused alone"
        );
        window.click("outcome-refused").await?;
        journey.picture("bulk-file-refused").await?;
        Ok(())
    })
    .await
}

/// Allows changes by the button that a notice brings.
async fn allow(window: &Window, button: &str) -> Result<()> {
    window.click(button).await?;
    window.click(&format!("confirm-{button}")).await
}

/// IDs of a few devices, read in the explorer.
async fn devices(window: &Window) -> Result<Vec<String>> {
    window.click("nav-explorer").await?;
    window.fill("operation-search", "list devices").await?;
    window.click("operation-listMachines").await?;
    window.shown("call-form").await?;
    window.fill("value-query:$top", "5").await?;
    window.click("send").await?;
    let ids = "return [...document.querySelectorAll('[data-testid=\"answer-grid\"] [data-row-index]:not([aria-busy=true]) [data-column=\"id\"]')]\
               .map((cell) => cell.innerText.trim()).filter((text) => /^[0-9a-f]{40}$/.test(text))";
    until("the devices", async || {
        let ids: Vec<String> = window.script(ids, vec![]).await?;
        Ok((ids.len() == 5).then_some(ids))
    })
    .await
}

async fn into_view(window: &Window, id: &str) -> Result<()> {
    window
        .script::<()>(
            "document.querySelector(`[data-testid=\"${arguments[0]}\"]`).scrollIntoView({ block: 'nearest' })",
            vec![id.into()],
        )
        .await
}

/// Waits until a cell of the table of alerts reads so.
async fn cell_where(window: &Window, row: u32, column: &str, accept: impl Fn(&str) -> bool) -> Result<()> {
    let read = "const [row, column] = arguments;\n\
                const cell = document.querySelector(`[data-testid=\"alerts-grid\"] [data-row-index=\"${row}\"] [data-column=\"${column}\"]`);\n\
                return cell === null ? '' : cell.innerText.trim()";
    until(&format!("row {row}'s {column}"), async || {
        let text: String = window.script(read, vec![row.into(), column.into()]).await?;
        Ok(accept(&text).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_view_is_applied_saved_under_a_name_and_there_again_after_a_restart() -> Result<(), Failure> {
    journey("work-views", Options::of_this_build(), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let window = journey.window()?;
        window.click("nav-alerts").await?;
        window.click("views").await?;
        window.shown("view-new-unassigned").await?;
        journey.picture("views-menu").await?;
        let window = journey.window()?;
        window.no_barriers("the menu of views", Severity::Serious).await?;
        // Nothing is loaded yet, so applying a view asks the service.
        window.click("view-new-unassigned").await?;
        window
            .attribute_where("alerts-count", "data-complete", "a complete load", |complete| {
                complete == "true"
            })
            .await?;
        window
            .text_where("views", "its name", |text| text.contains("New, unassigned"))
            .await?;
        let narrowed = walk::count(window).await?;
        ensure!(
            narrowed.matched > 0 && narrowed.matched < narrowed.total,
            "{narrowed:?}"
        );
        cell_where(window, 0, "status", |text| text == "New").await?;
        cell_where(window, 0, "severity", |text| text == "High").await?;
        journey.picture("views-applied").await?;

        let window = journey.window()?;
        window.fill("alerts-search", "powershell").await?;
        window
            .text_where("views", "that it is another", |text| !text.contains("unassigned"))
            .await?;
        window.click("views").await?;
        window.click("save-view").await?;
        window.fill("view-name", "PowerShell, new").await?;
        journey.picture("views-save").await?;
        let window = journey.window()?;
        window.no_barriers("saving a view", Severity::Serious).await?;
        window.click("confirm-save-view").await?;
        window.gone("save-view-dialog").await?;
        window
            .text_where("views", "its name", |text| text.contains("PowerShell, new"))
            .await?;

        journey.restart_app().await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let window = journey.window()?;
        window.click("nav-alerts").await?;
        window.click("views").await?;
        window
            .text_where("own-views", "the saved view", |text| {
                text.contains("PowerShell, new")
            })
            .await?;
        Ok(())
    })
    .await
}
