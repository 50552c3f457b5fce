//! The token on the clipboard: put there on request, taken away after a minute.

use contract::CommandError;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Mutex;
use std::time::Duration;
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;

/// How long a copied token may stay on the clipboard.
pub const TOKEN_STAYS: Duration = Duration::from_secs(60);

/// The timer that clears the last copied token; a newer copy replaces it.
#[derive(Default)]
pub struct TokenClipboard(Mutex<Option<tauri::async_runtime::JoinHandle<()>>>);

/// Puts a text on the clipboard.
pub fn write(app: &AppHandle, text: String) -> Result<(), CommandError> {
    app.clipboard().write_text(text).map_err(|error| {
        tracing::warn!(%error, "clipboard refused a text");
        workbench::clipboard_unavailable()
    })
}

/// Puts the token on the clipboard and clears it after [`TOKEN_STAYS`], unless something else was copied since.
pub fn write_token(app: &AppHandle, token: SecretString) -> Result<(), CommandError> {
    // EXPOSE: the admin asked for the token on the clipboard.
    write(app, token.expose_secret().to_owned())?;
    let later = app.clone();
    let timer = tauri::async_runtime::spawn(async move {
        tokio::time::sleep(TOKEN_STAYS).await;
        clear_if_still(&later, &token);
    });
    if let Ok(mut slot) = app.state::<TokenClipboard>().0.lock()
        && let Some(previous) = slot.replace(timer)
    {
        previous.abort();
    }
    Ok(())
}

fn clear_if_still(app: &AppHandle, token: &SecretString) {
    let held = app.clipboard().read_text().unwrap_or_default();
    // EXPOSE: compared with what the clipboard holds, so that a later copy of something else is left alone.
    if held == token.expose_secret()
        && let Err(error) = app.clipboard().clear()
    {
        tracing::warn!(%error, "clipboard could not be cleared");
    }
}
