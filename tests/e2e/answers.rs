//! What can be done with an answer, and before there is one: files fetched into the table, further pages, a comparison
//! with the answer before, a file sent along, a call that waits for its limit.

use anyhow::{Context, Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Journey, Options, Severity, Window, journey, until};

use crate::explorer::open;

#[tokio::test]
async fn files_that_an_answer_links_to_are_fetched_into_its_table() -> Result<(), Failure> {
    journey("answer-files", Options::of_this_build(), async |journey| {
        signed_in(journey).await?;
        let window = journey.window()?;
        open(window, "exportSoftwareInventoryFiles", "software inventory").await?;
        window.click("send").await?;
        answered(window, "links to files", |text| text.contains("HTTP 200")).await?;
        let offer = window.text("fetch-files").await?;
        ensure!(offer.contains("file"), "{offer}");
        journey.picture("answer-files-offered").await?;
        let window = journey.window()?;
        window
            .no_barriers("an answer with links to files", Severity::Serious)
            .await?;
        window.click("fetch-files").await?;
        window.gone("fetch-files").await?;
        let status = answered(window, "the rows of the files", |text| rows(text) > 1).await?;
        cell(window, 0, "deviceId").await?;
        journey.picture("answer-files-fetched").await?;
        let window = journey.window()?;
        ensure!(
            counted(window).await? == rows(&status),
            "the table does not hold what the line says: {status}"
        );
        window.no_barriers("the rows of files", Severity::Serious).await
    })
    .await
}

#[tokio::test]
async fn further_pages_are_added_one_by_one_and_then_all() -> Result<(), Failure> {
    journey("answer-pages", Options::of_this_build(), async |journey| {
        signed_in(journey).await?;
        let window = journey.window()?;
        open(window, "exportSoftwareInventory", "software inventory").await?;
        window.fill("value-query:pageSize", "100").await?;
        window
            .text_where("preview-request", "the size of a page", |text| {
                text.contains("pageSize=100")
            })
            .await?;
        window.click("send").await?;
        answered(window, "one page", |text| {
            rows(text) == 100 && text.contains("1 page ")
        })
        .await?;
        journey.picture("answer-first-page").await?;
        let window = journey.window()?;
        window.click("next-page").await?;
        answered(window, "two pages", |text| {
            rows(text) == 200 && text.contains("2 pages")
        })
        .await?;
        ensure!(
            counted(window).await? == 200,
            "the second page is not in the table"
        );
        window.click("all-further-pages").await?;
        window.gone("next-page").await?;
        let status = answered(window, "every page", |text| rows(text) > 200).await?;
        ensure!(counted(window).await? == rows(&status), "{status}");
        ensure!(!status.contains("duplicate"), "rows came twice: {status}");
        journey.picture("answer-all-pages").await?;
        journey
            .window()?
            .no_barriers("an answer of several pages", Severity::Serious)
            .await
    })
    .await
}

#[tokio::test]
async fn an_answer_is_compared_with_the_one_before() -> Result<(), Failure> {
    journey("answer-compared", Options::of_this_build(), async |journey| {
        signed_in(journey).await?;
        let window = journey.window()?;
        list_devices(window).await?;
        // There is none before the first.
        ensure!(
            !window.has("compare-answers").await?,
            "the first answer is offered to be compared"
        );
        let id = cell(window, 0, "id").await?;

        open(window, "addOrRemoveMachineTag", "tag on a device").await?;
        window.fill("value-path:id", &id).await?;
        window.fill("value-body:Value", "Compared").await?;
        window.select("value-body:Action", "Add").await?;
        window.click("allow-changes").await?;
        window.click("confirm-allow-changes").await?;
        window.gone("locked").await?;
        window.click("send").await?;
        let target = window.text("write-target").await?;
        ensure!(target.contains(&id), "{target}");
        journey.picture("answer-write-asked").await?;
        let window = journey.window()?;
        window
            .no_barriers("the question before a change", Severity::Serious)
            .await?;
        window.click("confirm-write").await?;
        answered(window, "the tag", |text| text.contains("HTTP 200")).await?;

        list_devices(window).await?;
        window.click("compare-answers").await?;
        window
            .text_where("compare-summary", "one row that changed", |text| {
                text.contains("0 rows added, 0 rows removed, 1 row changed")
            })
            .await?;
        let found = window.text("compare-rows").await?;
        ensure!(
            found.contains(&id) && found.contains("machineTags") && found.contains("Compared"),
            "{found}"
        );
        journey.picture("answer-compared").await?;
        journey
            .window()?
            .no_barriers("a comparison", Severity::Serious)
            .await
    })
    .await
}

#[tokio::test]
async fn a_script_is_chosen_sent_along_and_listed_in_the_library() -> Result<(), Failure> {
    const SCRIPT: &str = "Get-Date | Out-String\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("read date.ps1"), SCRIPT).unwrap();
    let path = folder.path().to_string_lossy().into_owned();
    let options = Options::of_this_build().map(|options| options.with_args(&["--save-dir", &path]));
    journey("answer-upload", options, async |journey| {
        signed_in(journey).await?;
        let window = journey.window()?;
        open(window, "uploadLibraryFile", "upload").await?;
        window.click("allow-changes").await?;
        window.click("confirm-allow-changes").await?;
        window.gone("locked").await?;
        window.click("value-body:File").await?;
        window
            .text_where("field-body:File", "the chosen file", |text| {
                text.contains("read date.ps1") && text.contains(&format!("{} bytes", SCRIPT.len()))
            })
            .await?;
        window.fill("value-body:Description", "Reads the date").await?;
        journey.picture("answer-upload-form").await?;
        let window = journey.window()?;
        window
            .no_barriers("a form with a file", Severity::Serious)
            .await?;
        window.click("send").await?;
        window.click("confirm-write").await?;
        answered(window, "the upload", |text| text.contains("HTTP 200")).await?;
        journey.picture("answer-uploaded").await?;

        let window = journey.window()?;
        open(window, "listLibraryFiles", "library").await?;
        window.click("send").await?;
        answered(window, "the library", |text| text.contains("HTTP 200")).await?;
        until("the script in the library", async || {
            let grid: Option<String> = window
                .script(
                    "return document.querySelector('[data-testid=\"answer-grid\"]')?.innerText ?? null",
                    vec![],
                )
                .await?;
            Ok(grid.filter(|text| text.contains("read date.ps1")).map(drop))
        })
        .await?;
        journey.picture("answer-library").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_call_that_waits_for_its_limit_says_so_and_can_be_stopped() -> Result<(), Failure> {
    journey("answer-waiting", Options::of_this_build(), async |journey| {
        signed_in(journey).await?;
        let window = journey.window()?;
        open(window, "exportSecureConfigFiles", "secure configuration").await?;
        // Five calls a minute are documented.
        for sent in 1..=5 {
            window.click("send").await?;
            answered(window, "an answer", |text| text.contains("HTTP 200")).await?;
            window
                .text_where("quota", "a call more", |text| {
                    text.contains(&format!("{sent} of 5 calls this minute"))
                })
                .await?;
        }
        window.click("send").await?;
        window
            .attribute_where("call-progress", "data-waiting", "that it waits", |waiting| {
                waiting == "true"
            })
            .await?;
        let said = window
            .text_where("call-progress", "for how long", |text| {
                text.contains("Going on in")
            })
            .await?;
        ensure!(
            said.starts_with("The service allows 5 of these calls a minute. Going on in"),
            "it does not say for what it waits: {said}"
        );
        journey.picture("answer-waiting").await?;
        let window = journey.window()?;
        window.no_barriers("a call that waits", Severity::Serious).await?;
        window.click("cancel-call").await?;
        window.gone("call-progress").await?;
        let quota = window.text("quota").await?;
        ensure!(
            quota.contains("5 of 5 calls this minute"),
            "a call that was stopped before it was sent is counted: {quota}"
        );
        ensure!(!window.has("error-banner").await?, "stopping it is no failure");
        let status = window.text("call-status").await?;
        ensure!(
            status.contains("Stopped") && !status.contains("answer"),
            "it speaks of an answer: {status}"
        );
        window
            .text_where("answer", "that it was stopped", |text| {
                text.contains("stopped before anything came back")
            })
            .await?;
        journey.picture("answer-stopped").await.map(drop)
    })
    .await
}

async fn signed_in(journey: &mut Journey) -> Result<()> {
    walk::use_sandbox(journey.window()?).await?;
    walk::sign_in(journey, account::ADMIN).await.map(drop)
}

async fn list_devices(window: &Window) -> Result<()> {
    open(window, "listMachines", "list devices").await?;
    window.fill("value-query:$top", "20").await?;
    window
        .text_where("preview-request", "the number of rows", |text| {
            text.contains("top=20")
        })
        .await?;
    window.click("send").await?;
    answered(window, "twenty devices", |text| rows(text) == 20)
        .await
        .map(drop)
}

/// Waits until the call has ended and its line says this; hands the line back.
async fn answered(window: &Window, what: &str, accept: impl Fn(&str) -> bool) -> Result<String> {
    window
        .attribute_where("answer", "data-running", "the end of the call", |running| {
            running == "false"
        })
        .await?;
    window.text_where("call-status", what, accept).await
}

/// The number of rows that the line of a call states; 0 where it states none.
fn rows(status: &str) -> u32 {
    let before = status.split(" row").next().unwrap_or_default();
    let number = before.rsplit([' ', '\n']).next().unwrap_or_default();
    number.replace(',', "").parse().unwrap_or_default()
}

/// The number of rows that the table says it has.
async fn counted(window: &Window) -> Result<u32> {
    until("the table's number of rows", async || {
        let count: Option<String> = window
            .script(
                "return document.querySelector('[data-testid=\"answer-grid\"] [aria-rowcount], \
                 [data-testid=\"answer-grid\"][aria-rowcount]')?.getAttribute('aria-rowcount') ?? null",
                vec![],
            )
            .await?;
        // The line with the names is one of them.
        let count = count.map(|count| count.parse::<u32>()).transpose()?;
        Ok(count.filter(|count| *count > 1).map(|count| count - 1))
    })
    .await
}

/// The text of a cell of the table, once it is there.
async fn cell(window: &Window, row: u32, column: &str) -> Result<String> {
    until(&format!("{column} of row {row}"), async || {
        let text: Option<String> = window
            .script(
                "const cell = document.querySelector(\n\
                   `[data-testid=\"answer-grid\"] [data-row-index=\"${arguments[0]}\"]:not([aria-busy=true]) [data-column=\"${arguments[1]}\"]`);\n\
                 return cell?.innerText.trim() ?? null",
                vec![row.into(), column.into()],
            )
            .await?;
        Ok(text.filter(|text| !text.is_empty()))
    })
    .await
    .context("the table has no such cell")
}
