//! Waiting, as a parameter: tests do not wait.

use std::time::Duration;

use async_trait::async_trait;

/// Time, as whoever has to wait meets it.
#[async_trait]
pub trait Sleeper: Send + Sync {
    /// Returns after that long.
    async fn sleep(&self, pause: Duration);
}

/// Sleeps with tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSleeper;

#[async_trait]
impl Sleeper for SystemSleeper {
    async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
    }
}
