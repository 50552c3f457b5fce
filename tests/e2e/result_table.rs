//! The table of any answer: narrowed down, grouped, drawn, copied, saved.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Journey, Options, Severity, Window, journey, until};

#[tokio::test]
async fn rows_are_narrowed_down_grouped_drawn_copied_and_saved() -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_string_lossy().into_owned();
    let options = Options::of_this_build().map(|options| options.with_args(&["--save-dir", &path]));
    journey("result_table", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let all = walk::load_alerts(journey.window()?).await?;

        let category = cell(journey.window()?, "category").await?;
        narrow_down(journey, &category).await?;
        let some = matched(journey.window()?, |matched| matched > 0 && matched < all.total).await?;
        group(journey, some).await?;
        draw(journey, some).await?;
        copy(journey.window()?, some).await?;
        let lines = save(journey, folder.path()).await?;
        ensure!(
            lines.len() == some as usize + 1,
            "{} lines for {some} alerts",
            lines.len()
        );
        let names = lines.first().context("the file is empty")?;
        ensure!(
            names
                .trim_start_matches('\u{feff}')
                .starts_with("severity,title,status,category,"),
            "the columns are not those shown: {names}"
        );
        let others = lines.iter().skip(1).find(|line| !line.contains(&category));
        ensure!(others.is_none(), "not of the category: {others:?}");
        Ok(())
    })
    .await
}

/// A condition on the category, by its column's menu.
async fn narrow_down(journey: &Journey, category: &str) -> Result<()> {
    let window = journey.window()?;
    window.click("column-menu-category").await?;
    window.shown("column-filter").await?;
    window.select("condition-test", "startsWith").await?;
    window.fill("condition-value-0", category).await?;
    window.shown("find-value").await?;
    journey.picture("result-filter").await?;
    window
        .no_barriers("the filter of a column", Severity::Serious)
        .await?;
    window.click("add-condition").await?;
    window.gone("column-filter").await?;
    window
        .text_where("filter-chips", "the condition", |text| text.contains(category))
        .await
        .map(drop)
}

/// Groups by severity: the largest group keeps its rows alone, and lets the others back.
async fn group(journey: &Journey, some: u32) -> Result<()> {
    let window = journey.window()?;
    window.click("group-by").await?;
    window.click("group-by-severity").await?;
    window.shown("group-list").await?;
    let first = "return [...document.querySelectorAll('[data-testid=\"group-list\"] li button')]\
                 .map((group) => [group.dataset.testid, Number(group.lastElementChild.innerText.replace(/\\D/g, ''))])";
    let groups: Vec<(String, u32)> = until("the groups", async || {
        let groups: Vec<(String, u32)> = window.script(first, vec![]).await?;
        Ok((!groups.is_empty()).then_some(groups))
    })
    .await?;
    ensure!(
        groups.iter().map(|(_, count)| count).sum::<u32>() == some,
        "{groups:?} are not {some}"
    );
    let (largest, count) = groups.first().context("no group")?;
    window.click(largest).await?;
    matched(window, |matched| matched == *count).await?;
    window.click("toggle-totals").await?;
    window
        .text_where("table-totals", "totals", |text| text.contains("different"))
        .await?;
    journey.picture("result-groups-and-totals").await?;
    let window = journey.window()?;
    window.no_barriers("groups and totals", Severity::Serious).await?;
    window.click(largest).await?;
    matched(window, |matched| matched == some).await.map(drop)
}

/// A chart by value and one over time; the table beside each has every row.
async fn draw(journey: &Journey, some: u32) -> Result<()> {
    journey.window()?.click("toggle-chart").await?;
    for column in ["severity", "alertCreationTime"] {
        let window = journey.window()?;
        window.select("chart-column", column).await?;
        window.shown("chart-canvas").await?;
        let sum = "const cells = [...document.querySelectorAll('[data-testid=\"chart-table\"] tbody td:nth-of-type(1)')];\n\
                   return cells.reduce((sum, cell) => sum + Number(cell.innerText.replace(/\\D/g, '')), 0)";
        until("every row in the chart's table", async || {
            Ok((window.script::<u32>(sum, vec![]).await? == some).then_some(()))
        })
        .await?;
        let inked = "const canvas = document.querySelector('[data-testid=\"chart-canvas\"]');\n\
                     const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);\n\
                     return data.some((value, at) => at % 4 === 3 && value > 0)";
        until("something drawn", async || {
            Ok(window.script::<bool>(inked, vec![]).await?.then_some(()))
        })
        .await?;
        journey.picture(&format!("result-chart-{column}")).await?;
        window.no_barriers("a chart", Severity::Serious).await?;
    }
    journey.window()?.click("toggle-chart").await
}

async fn copy(window: &Window, some: u32) -> Result<()> {
    window.click("copy-rows").await?;
    window.click("copy-tsv").await?;
    window
        .text_where("selected-count", "that rows were copied", |text| {
            text.contains("Copied") && text.contains(&some.to_string())
        })
        .await
        .map(drop)
}

/// Saves what is in view as CSV and hands back the file's lines. Texts of the sandbox have no line ends.
async fn save(journey: &Journey, folder: &Path) -> Result<Vec<String>> {
    let window = journey.window()?;
    window.click("save-rows").await?;
    window.shown("export-dialog").await?;
    journey.picture("result-save").await?;
    let window = journey.window()?;
    window
        .no_barriers("the dialog that saves", Severity::Serious)
        .await?;
    window.click("start-export").await?;
    window
        .text_where("export-saved", "where the file is", |text| {
            text.contains("alerts.csv")
        })
        .await?;
    let text = std::fs::read_to_string(folder.join("alerts.csv"))?;
    window.click("cancel-export").await?;
    window.gone("export-dialog").await?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// A cell of the first row, once it has arrived.
async fn cell(window: &Window, column: &str) -> Result<String> {
    let read = "const row = document.querySelector('[role=row][data-row-index=\"0\"]:not([aria-busy=true])');\n\
                return row ? row.querySelector(`[data-column=\"${arguments[0]}\"]`).innerText.trim() : ''";
    until(&format!("a cell of {column}"), async || {
        let text: String = window.script(read, vec![column.into()]).await?;
        Ok((!text.is_empty()).then_some(text))
    })
    .await
}

/// Waits until the number of matching rows is as wanted.
async fn matched(window: &Window, accept: impl Fn(u32) -> bool) -> Result<u32> {
    let text = window
        .attribute_where(
            "alerts-count",
            "data-matched",
            "the number of matching rows",
            |text| text.parse().is_ok_and(&accept),
        )
        .await?;
    Ok(text.parse()?)
}
