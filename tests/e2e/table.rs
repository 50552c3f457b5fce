//! The table of alerts under somebody's hands.

use anyhow::{Context, Result, ensure};
use system_tests::walk::{self, account};
use system_tests::{Failure, Key, Options, Window, journey, until};

#[tokio::test]
async fn alerts_can_be_sorted_searched_filtered_scrolled_and_opened() -> Result<(), Failure> {
    let options = Options::of_this_build().map(|options| options.with_args(&["--sandbox-alerts", "12000"]));
    journey("table", options, async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let window = journey.window()?;
        let all = walk::load_alerts(window).await?;
        ensure!(all.total == 12_000, "{all:?}");

        let up = sort_by(window, "title", "ascending").await?;
        let down = sort_by(window, "title", "descending").await?;
        ensure!(
            up.len() > 5 && up.first() != down.first(),
            "turning the order round changed nothing"
        );

        // To the very end: the last row arrives, and it is the last one of the order.
        let last = scroll_to(window, all.matched - 1).await?;
        ensure!(
            Some(last.as_str()) <= down.last().map(String::as_str),
            "{last:?} comes after {down:?}"
        );
        ensure!(
            Some(last.as_str()) <= up.first().map(String::as_str),
            "{last:?} is not the smallest title"
        );

        // Filter as you type: every row shown has the word, and fewer rows match.
        let word = last
            .split_whitespace()
            .next()
            .context("a title has no word")?
            .to_lowercase();
        window.fill("alerts-search", &word).await?;
        let found = matched(window, |matched| matched > 0 && matched < all.total).await?;
        window.fill("alerts-search", "no title has this in it").await?;
        matched(window, |matched| matched == 0).await?;
        journey.picture("table-nothing-found").await?;
        window.fill("alerts-search", &word).await?;
        matched(window, |matched| matched == found).await?;
        window.fill("alerts-search", "").await?;
        matched(window, |matched| matched == all.total).await?;

        // A severity: only those rows stay.
        window.click("filter-severity").await?;
        window.click("filter-severity-High").await?;
        let high = matched(window, |matched| matched > 0 && matched < all.total).await?;
        window.press(Key::Escape).await?;
        until("rows of that severity only", async || {
            let severities = rows_settled(window, "severity").await?;
            Ok(severities.iter().all(|severity| severity == "High").then_some(()))
        })
        .await?;
        ensure!(high < all.total);

        walk::open_alert(window, 0).await?;
        let title = rows_settled(window, "title")
            .await?
            .into_iter()
            .next()
            .context("no row")?;
        window
            .text_where("alert-details", "the alert's title", |text| text.contains(&title))
            .await?;
        window
            .text_where("alert-evidence", "evidence", |text| !text.trim().is_empty())
            .await?;
        window.click("close-details").await?;
        window.gone("alert-details").await?;
        Ok(())
    })
    .await
}

/// Presses the column's header until its order is this one, and hands back the texts on screen once they are
/// in that order. The header changes at once, the rows when they have been sorted.
async fn sort_by(window: &Window, column: &str, order: &str) -> Result<Vec<String>> {
    let order_now = async || -> Result<String> {
        let script = "return document.querySelector(`[role=columnheader][data-column=\"${arguments[0]}\"]`).getAttribute('aria-sort')";
        window.script(script, vec![column.into()]).await
    };
    // None, one way, the other way.
    for _ in 0..3 {
        let now = order_now().await?;
        if now == order {
            break;
        }
        let press =
            "document.querySelector(`[role=columnheader][data-column=\"${arguments[0]}\"] button`).click()";
        let () = window.script(press, vec![column.into()]).await?;
        until("the next order", async || {
            Ok((order_now().await? != now).then_some(()))
        })
        .await?;
    }
    let mut last = Vec::new();
    until(&format!("rows by {column}, {order}"), async || {
        last = rows_settled(window, column).await?;
        let sorted = if order == "ascending" {
            last.is_sorted()
        } else {
            last.is_sorted_by(|a, b| a >= b)
        };
        Ok(sorted.then(|| last.clone()))
    })
    .await
    .with_context(|| format!("the rows were {last:?}"))
}

/// The texts of a column in the rows on screen, once none of them is still on its way, from row 0 on.
async fn rows_settled(window: &Window, column: &str) -> Result<Vec<String>> {
    until("the rows on screen", async || {
        let rows: Option<Vec<String>> = window
            .script(
                "const grid = document.querySelector('[data-testid=\"alerts-grid\"]');\n\
                 if (grid.getAttribute('aria-busy') === 'true' || grid.querySelector('[role=row][aria-busy=true]')) { return null; }\n\
                 const rows = [...grid.querySelectorAll('[role=row][data-row-index]')]\n\
                   .sort((a, b) => a.dataset.rowIndex - b.dataset.rowIndex);\n\
                 if (rows.length === 0 || rows[0].dataset.rowIndex !== '0') { return null; }\n\
                 return rows.map((row) => row.querySelector(`[data-column=\"${arguments[0]}\"]`).innerText.trim())",
                vec![column.into()],
            )
            .await?;
        Ok(rows)
    })
    .await
}

/// Scrolls to the end and hands back the title of the row with this index once it has arrived.
async fn scroll_to(window: &Window, index: u32) -> Result<String> {
    until(&format!("row {index}"), async || {
        let title: Option<String> = window
            .script(
                "const grid = document.querySelector('[data-testid=\"alerts-grid\"]');\n\
                 grid.scrollTop = grid.scrollHeight;\n\
                 const row = grid.querySelector(`[role=row][data-row-index=\"${arguments[0]}\"]:not([aria-busy=true])`);\n\
                 return row ? row.querySelector('[data-column=\"title\"]').innerText.trim() : null",
                vec![index.into()],
            )
            .await?;
        Ok(title)
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
