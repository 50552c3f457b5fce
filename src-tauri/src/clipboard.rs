//! The system clipboard, as the workbench's port.

use std::error::Error;
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;

/// The clipboard of the desktop.
pub struct SystemClipboard(AppHandle);

impl SystemClipboard {
    /// Needs the clipboard plugin on `app`.
    pub fn new(app: AppHandle) -> Self {
        Self(app)
    }
}

impl workbench::Clipboard for SystemClipboard {
    fn write(&self, text: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.0.clipboard().write_text(text)?)
    }

    fn read(&self) -> Option<String> {
        self.0.clipboard().read_text().ok()
    }

    fn clear(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.0.clipboard().clear()?)
    }
}
