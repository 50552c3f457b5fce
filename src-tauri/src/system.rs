//! The system's browser and clock, as the workbench's ports.

use chrono::{DateTime, Utc};
use std::sync::Arc;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;
use url::Url;

/// Opens pages with the system's default program for them.
pub struct Browser(AppHandle);

impl Browser {
    /// Needs the opener plugin on `app`.
    pub fn new(app: AppHandle) -> Self {
        Self(app)
    }
}

impl entra::Browser for Browser {
    fn open(&self, url: &Url) -> Result<(), entra::BrowserError> {
        self.0
            .opener()
            .open_url(url.as_str(), None::<&str>)
            .map_err(entra::BrowserError::new)
    }
}

/// The system clock.
pub fn clock() -> Arc<dyn Fn() -> DateTime<Utc> + Send + Sync> {
    #[expect(clippy::disallowed_methods, reason = "this is the edge at which time enters")]
    Arc::new(Utc::now)
}
