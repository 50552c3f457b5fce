//! The way through the app, as the tour and the journeys walk it.

use crate::journey::Journey;
use crate::page::Page;
use crate::window::Window;
use anyhow::{Context, Result, bail};

/// The sandbox tenant's accounts, by user name.
pub mod account {
    /// May do everything.
    pub const ADMIN: &str = "admin@sandbox.example";
    /// May read alerts and devices.
    pub const ANALYST: &str = "analyst@sandbox.example";
    /// Has no role in Defender.
    pub const NO_ROLE: &str = "norole@sandbox.example";
}

/// Set up: chooses the sandbox tenant.
///
/// # Errors
/// When the window does not get there.
pub async fn use_sandbox(window: &Window) -> Result<()> {
    window.click("nav-setup").await?;
    window.click("use-sandbox").await?;
    window.shown("sandbox-banner").await?;
    Ok(())
}

/// Signs in through the browser. Hands back the permissions the consent page asked for, which is empty where
/// this account has consented before.
///
/// # Errors
/// When the app, the browser or the sign-in page does not do its part.
pub async fn sign_in(journey: &mut Journey, username: &str) -> Result<Vec<String>> {
    start_sign_in(journey.window()?).await?;
    let asked = answer_in_browser(journey, username).await?;
    signed_in_as(journey.window()?, username).await?;
    Ok(asked)
}

/// Presses *Sign in*.
///
/// # Errors
/// When there is nothing to press.
pub async fn start_sign_in(window: &Window) -> Result<()> {
    window.click("nav-sign-in").await?;
    window.click("start-sign-in").await
}

/// Opens the address the app asked the browser to open, chooses the account and consents.
///
/// # Errors
/// When the app opens no browser or the page does not offer the account.
pub async fn answer_in_browser(journey: &mut Journey, username: &str) -> Result<Vec<String>> {
    let address = journey.next_address().await?;
    let page = journey.browser().await?.sign_in_page(&address).await?;
    page.choose(username).await?;
    let asked = page.asked_permissions().await?;
    if !asked.is_empty() {
        page.accept().await?;
    }
    Ok(asked)
}

/// Waits until the window shows this account as signed in.
///
/// # Errors
/// When it does not, with the error banner's text where there is one.
pub async fn signed_in_as(window: &Window, username: &str) -> Result<()> {
    if window.one_of(&["session-account", "error-banner"]).await? == "error-banner" {
        bail!("the sign-in failed: {}", window.text("error-banner").await?);
    }
    window
        .text_where("session-account", username, |text| text.contains(username))
        .await?;
    Ok(())
}

/// What the *Token* screen says.
#[derive(Debug)]
pub struct TokenSeen {
    /// Each verdict and how it came out.
    pub verdicts: Vec<(String, String)>,
    /// Each permission and how it stands against what is wanted.
    pub scopes: Vec<(String, String)>,
}

/// Opens the *Token* screen and reads it.
///
/// # Errors
/// When there is no verdict or no permission on it.
pub async fn read_token(window: &Window) -> Result<TokenSeen> {
    window.click("nav-token").await?;
    window.shown("verdict-audience").await?;
    let seen = TokenSeen {
        verdicts: pairs(window, "verdict-", "outcome").await?,
        scopes: pairs(window, "scope-row-", "state").await?,
    };
    if seen.scopes.is_empty() {
        bail!("the token screen lists no permission");
    }
    Ok(seen)
}

/// Elements whose test id starts so: the rest of the id, and a data attribute.
async fn pairs(page: &Page, prefix: &str, attribute: &str) -> Result<Vec<(String, String)>> {
    page.script(
        "const [prefix, attribute] = arguments;\n\
         return [...document.querySelectorAll(`[data-testid^=\"${prefix}\"]`)]\n\
           .filter((e) => attribute in e.dataset)\n\
           .map((e) => [e.dataset.testid.slice(prefix.length), e.dataset[attribute]])",
        vec![prefix.into(), attribute.into()],
    )
    .await
}

/// What the *Alerts* screen counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertsSeen {
    /// Alerts loaded.
    pub total: u32,
    /// Alerts that the filters keep.
    pub matched: u32,
}

/// Opens the *Alerts* screen, loads all alerts and waits for the last one.
///
/// # Errors
/// When the load fails, with the banner's text.
pub async fn load_alerts(window: &Window) -> Result<AlertsSeen> {
    window.click("nav-alerts").await?;
    window.click("load-alerts").await?;
    if window.one_of(&["alerts-count", "error-banner"]).await? == "error-banner" {
        bail!(
            "the alerts could not be loaded: {}",
            window.text("error-banner").await?
        );
    }
    window
        .attribute_where("alerts-count", "data-complete", "a complete load", |complete| {
            complete == "true"
        })
        .await?;
    count(window).await
}

/// Reads the counts.
///
/// # Errors
/// When they are missing or no numbers.
pub async fn count(window: &Window) -> Result<AlertsSeen> {
    let count = window.shown("alerts-count").await?;
    let number = async |name: &str| -> Result<u32> {
        let text = count
            .attr(name)
            .await?
            .with_context(|| format!("`alerts-count` has no {name}"))?;
        text.parse().with_context(|| format!("{name} is {text:?}"))
    };
    Ok(AlertsSeen {
        total: number("data-total").await?,
        matched: number("data-matched").await?,
    })
}

/// Chooses the appearance and waits until it is in effect: `light`, `dark` or `highContrast`.
///
/// # Errors
/// When it does not take effect.
pub async fn theme(window: &Window, theme: &str) -> Result<()> {
    window.select("theme-select", theme).await?;
    crate::wait::until(&format!("the {theme} theme"), async || {
        let now: Option<String> = window
            .script("return document.documentElement.dataset.theme ?? null", vec![])
            .await?;
        Ok((now.as_deref() == Some(theme)).then_some(()))
    })
    .await
}

/// Opens the details of the alert in this row of the view.
///
/// # Errors
/// When the row is not on screen or the details do not come.
pub async fn open_alert(window: &Window, row: u32) -> Result<()> {
    crate::wait::until(&format!("row {row} of the alerts"), async || {
        let cell = window
            .driver()
            .find(thirtyfour::By::Css(format!(
                "[data-testid=\"alerts-grid\"] [role=\"row\"][data-row-index=\"{row}\"] [data-column=\"title\"]"
            )))
            .await?;
        cell.click().await?;
        Ok(Some(()))
    })
    .await?;
    window.shown("alert-details").await?;
    Ok(())
}

/// The screens, in the order in which a newcomer meets them.
pub const SCREENS: [&str; 7] = [
    "setup", "sign-in", "token", "alerts", "explorer", "sandbox", "settings",
];

/// Fails when one would have to scroll sideways: the page, or a part of it that is not a table or a token.
///
/// # Errors
/// Names the part and the widest element that sticks out of it.
pub async fn fits(window: &Window, screen: &str) -> Result<()> {
    let too_wide: Vec<String> = window
        .script(
            "const shown = (e) => e.outerHTML.slice(0, e.outerHTML.indexOf('>') + 1);\n\
             const scrolls = (e) => e === document.scrollingElement || ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);\n\
             const may = '[role=\"grid\"], [role=\"grid\"] *, pre, textarea, input, select';\n\
             return [document.scrollingElement, ...document.querySelectorAll('body *')]\n\
               .filter((e) => scrolls(e) && !e.matches(may) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)\n\
               .map((e) => { const edge = e.getBoundingClientRect().left + e.clientWidth;\n\
                 const right = (child) => child.getBoundingClientRect().right;\n\
                 const out = [...e.querySelectorAll('*')].filter((child) => right(child) > edge + 1).sort((a, b) => right(b) - right(a))[0];\n\
                 return `${shown(e)}: ${e.scrollWidth} > ${e.clientWidth}, because of ${out ? shown(out) + out.textContent.slice(0, 80) : 'something'}`; })",
            vec![],
        )
        .await?;
    if too_wide.is_empty() {
        return Ok(());
    }
    bail!(
        "the {screen} screen wants to be scrolled sideways:\n  {}",
        too_wide.join("\n  ")
    )
}
