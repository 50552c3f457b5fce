//! What goes to the system clipboard, and what is taken away from it again.
//!
//! Invariant: a token, or what it says of a person, stays on the clipboard for [`STAYS`] at most, unless something else was
//! copied since, which is left alone.

use crate::{Workbench, errors, locked};
use contract::{CommandError, CopiedTokenDto, CopyTextRequest, TokenRequest};
use secrecy::{ExposeSecret, SecretString};
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a secret may stay.
pub const STAYS: Duration = Duration::from_secs(60);

/// The system clipboard.
pub trait Clipboard: Send + Sync {
    /// Puts a text on it.
    ///
    /// # Errors
    /// Where the system refuses, for example while another program holds the clipboard.
    fn write(&self, text: &str) -> Result<(), Box<dyn Error + Send + Sync>>;

    /// The text on it; `None` where there is none or it cannot be read.
    fn read(&self) -> Option<String>;

    /// Takes everything off it.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    fn clear(&self) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// The timer that clears the last secret; a newer one replaces it.
#[derive(Default)]
pub(crate) struct Clearing(Mutex<CancellationToken>);

impl Workbench {
    /// Puts a text on the clipboard, where it stays.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn copy_text(&self, request: &CopyTextRequest) -> Result<(), CommandError> {
        self.put(&request.text)
    }

    /// Puts the session's token on the clipboard for a minute.
    ///
    /// # Errors
    /// Where there is no session, or the system refuses.
    pub fn copy_token(&self) -> Result<CopiedTokenDto, CommandError> {
        self.put_for_a_minute(self.reveal_token()?)
    }

    /// Puts everything that a token says on the clipboard for a minute: it holds personal claims.
    ///
    /// # Errors
    /// Where there is no such token, it cannot be read, or the system refuses.
    pub fn copy_token_json(&self, request: TokenRequest) -> Result<CopiedTokenDto, CommandError> {
        self.put_for_a_minute(self.token_json(request)?)
    }

    pub(crate) fn put(&self, text: &str) -> Result<(), CommandError> {
        self.ports.clipboard.write(text).map_err(|error| {
            tracing::warn!(%error, "clipboard refused a text");
            errors::clipboard_unavailable()
        })
    }

    fn put_for_a_minute(&self, text: SecretString) -> Result<CopiedTokenDto, CommandError> {
        // EXPOSE: the admin asked for it on the clipboard.
        self.put(text.expose_secret())?;
        let replaced = CancellationToken::new();
        std::mem::replace(&mut *locked(&self.clearing.0), replaced.clone()).cancel();
        let (clipboard, sleeper) = (Arc::clone(&self.ports.clipboard), Arc::clone(&self.ports.sleeper));
        tokio::spawn(async move {
            if replaced.run_until_cancelled(sleeper.sleep(STAYS)).await.is_some() {
                clear_if_still(clipboard.as_ref(), &text);
            }
        });
        Ok(CopiedTokenDto {
            clear_after_seconds: STAYS.as_secs() as u32,
        })
    }
}

fn clear_if_still(clipboard: &dyn Clipboard, text: &SecretString) {
    let held = clipboard.read().unwrap_or_default();
    // EXPOSE: compared with what the clipboard holds, so that a later copy of something else is left alone.
    if held == text.expose_secret()
        && let Err(error) = clipboard.clear()
    {
        tracing::warn!(%error, "clipboard could not be cleared");
    }
}
