//! Waiting for a condition.

use anyhow::{Result, bail};
use std::time::Duration;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// Looks before giving up: about a minute, and more on a loaded machine, where each look takes longer.
const LOOKS: usize = 1200;

/// Looks again and again until there is something, and hands that back.
///
/// # Errors
/// When nothing came up; says what was waited for and what the last look failed with. A look that fails is
/// taken as "not yet": pages change while one looks at them.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let mut last = None;
    for _ in 0..LOOKS {
        match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => last = None,
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(PAUSE).await;
    }
    match last {
        Some(error) => Err(error.context(format!("waited in vain for {what}"))),
        None => bail!("waited in vain for {what}"),
    }
}
