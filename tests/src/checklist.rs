//! The checklist of *Set up*, as the journeys and the tour use it.

use crate::journey::Journey;
use crate::window::Window;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// How the checklist stands.
#[derive(Debug, Deserialize)]
pub struct ChecklistSeen {
    /// Each step and its state, as the window's data attributes name them.
    pub steps: Vec<(String, String)>,
    /// The step that is named as the cause, and whether it is certain.
    pub cause: Option<(String, String)>,
}

impl ChecklistSeen {
    /// Steps in this state.
    #[must_use]
    pub fn steps_in(&self, state: &str) -> Vec<&str> {
        let steps = self.steps.iter().filter(|(_, other)| other == state);
        steps.map(|(step, _)| step.as_str()).collect()
    }
}

/// Answers the adviser's questions for a person who is there: user context.
///
/// # Errors
/// When the questions are not there.
pub async fn answer_the_adviser(window: &Window) -> Result<()> {
    window.click("nav-setup").await?;
    open(window, "access").await?;
    for (question, answer) in [
        ("personPresent", "yes"),
        ("asPerson", "yes"),
        ("unattended", "no"),
    ] {
        window
            .shown(&format!("adviser-{question}"))
            .await
            .with_context(|| format!("the question {question}"))?;
        let chosen: bool = window
            .script(
                "const [id, value] = arguments;\n\
                 const radio = document.querySelector(`[data-testid=\"${id}\"] input[value=\"${value}\"]`);\n\
                 if (radio === null) return false;\n\
                 radio.click();\n\
                 return true;",
                vec![format!("adviser-{question}").into(), answer.into()],
            )
            .await?;
        ensure!(chosen, "the question {question} has no answer {answer}");
    }
    window.shown("advice").await?;
    Ok(())
}

/// Opens a step, if it is closed.
///
/// # Errors
/// When there is no such step.
pub async fn open(window: &Window, step: &str) -> Result<()> {
    let toggle = format!("step-{step}-toggle");
    window.shown(&toggle).await?;
    let expanded: Option<String> = window
        .script(
            "const e = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);\n\
             return (e.matches('[aria-expanded]') ? e : e.querySelector('[aria-expanded]')).getAttribute('aria-expanded')",
            vec![toggle.clone().into()],
        )
        .await?;
    if expanded.as_deref() != Some("true") {
        window.click(&toggle).await?;
    }
    Ok(())
}

/// Takes the manifest of the sandbox's registration as evidence.
///
/// # Errors
/// When it is not taken.
pub async fn take_the_sandboxs_manifest(window: &Window) -> Result<()> {
    window.click("nav-setup").await?;
    window.click("evidence-manifest-sandbox").await?;
    window.shown("evidence-manifest").await?;
    Ok(())
}

/// Presses *Sign in and check* and goes through the pages in the browser. A page that leads nowhere is copied, the
/// sign-in is cancelled, the page is pasted, and everything is checked.
///
/// # Errors
/// When the app, the browser or a page does not do its part.
pub async fn sign_in_and_check(journey: &mut Journey, username: &str) -> Result<()> {
    let window = journey.window()?;
    let before = checked_at(window).await?;
    open(window, "tryIt").await?;
    window.click("try-sign-in-check").await?;
    let address = journey.next_address().await?;
    let page = if address.starts_with("https:") {
        // The sandbox speaks TLS with a certificate that nobody trusts: the browser shows a page of its own.
        Some(String::new())
    } else {
        let page = journey.browser().await?.sign_in_page(&address).await?;
        page.go_through(username).await?
    };
    let window = journey.window()?;
    let Some(text) = page else {
        return checked(window, &before).await;
    };
    window.click("cancel-sign-in").await?;
    window.gone("cancel-sign-in").await?;
    if !text.is_empty() {
        paste(window, "evidence-error-text", &text).await?;
        window.click("evidence-error-submit").await?;
        window.shown("evidence-errorPage").await?;
    }
    check_everything(window).await
}

/// Puts a text into a field at once, as a paste does.
///
/// # Errors
/// When the field is not there.
pub async fn paste(window: &Window, id: &str, text: &str) -> Result<()> {
    let field = window.shown(id).await?;
    field.scroll_into_view().await?;
    let pasted: bool = window
        .script(
            "const [id, text] = arguments;\n\
             document.querySelector(`[data-testid=\"${id}\"]`).focus();\n\
             return document.execCommand('insertText', false, text);",
            vec![id.into(), text.into()],
        )
        .await?;
    ensure!(pasted, "nothing could be pasted into `{id}`");
    Ok(())
}

/// Scrolls to the top of *Set up*, where the cause is named.
///
/// # Errors
/// When the checklist is not there.
pub async fn to_the_top(window: &Window) -> Result<()> {
    window
        .script(
            "document.querySelector('h1').scrollIntoView({ block: 'start' });\n\
             return null;",
            vec![],
        )
        .await
}

/// Presses *Check everything* and waits for the end.
///
/// # Errors
/// When it does not end.
pub async fn check_everything(window: &Window) -> Result<()> {
    let before = checked_at(window).await?;
    window.click("check-everything").await?;
    checked(window, &before).await
}

/// When everything was last checked, by the checklist on screen; `0` for never.
async fn checked_at(window: &Window) -> Result<String> {
    window
        .attribute_where(
            "checklist-status",
            "data-checked-at",
            "no check under way",
            |at| !at.is_empty(),
        )
        .await
}

/// Waits until a later check is on screen.
async fn checked(window: &Window, before: &str) -> Result<()> {
    window
        .attribute_where("checklist-status", "data-checked-at", "a later check", |at| {
            !at.is_empty() && at != before
        })
        .await?;
    Ok(())
}

/// Switches one fault of the sandbox tenant on or off, on the *Sandbox* screen.
///
/// # Errors
/// When there is no such switch.
pub async fn switch_fault(window: &Window, fault: &str) -> Result<()> {
    window.click("nav-sandbox").await?;
    let on = |count: &str| count.parse::<u32>().is_ok();
    let before = window
        .attribute_where("fault-count", "data-on", "a count", on)
        .await?;
    window.click(&format!("fault-{fault}")).await?;
    window
        .attribute_where("fault-count", "data-on", "another count", |count| count != before)
        .await?;
    Ok(())
}

/// Reads how the checklist stands.
///
/// # Errors
/// When there is none.
pub async fn read(window: &Window) -> Result<ChecklistSeen> {
    window.shown("checklist").await?;
    window
        .script(
            "const steps = [...document.querySelectorAll('[data-testid^=\"step-\"][data-state]')]\n\
               .map((e) => [e.dataset.testid.slice(5), e.dataset.state]);\n\
             const cause = document.querySelector('[data-testid=\"checklist-cause\"]');\n\
             return { steps, cause: cause === null ? null : [cause.dataset.step, cause.dataset.certain] };",
            vec![],
        )
        .await
}
