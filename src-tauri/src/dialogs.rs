//! The system's dialogs for saving and for choosing a file, as the workbench's port.
//!
//! Invariant: the window cannot open it by itself and learns nothing but the place that was chosen.

use async_trait::async_trait;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;
use workbench::SaveDialog;

/// Asks the person at the window.
pub struct SystemSaveDialog(AppHandle);

impl SystemSaveDialog {
    /// Needs the dialog plugin on `app`.
    pub fn new(app: AppHandle) -> Self {
        Self(app)
    }
}

#[async_trait]
impl SaveDialog for SystemSaveDialog {
    async fn ask(&self, suggested_name: &str) -> Option<PathBuf> {
        let mut dialog = self.0.dialog().file().set_file_name(suggested_name);
        let ending = Path::new(suggested_name).extension();
        if let Some(ending) = ending.and_then(|ending| ending.to_str()) {
            dialog = dialog.add_filter(ending.to_uppercase(), &[ending]);
        }
        if let Some(window) = self.0.get_webview_window("main") {
            dialog = dialog.set_parent(&window);
        }
        // The dialog belongs to the main thread; whoever waits here holds nothing up.
        let (answer, chosen) = tokio::sync::oneshot::channel();
        dialog.save_file(move |path| drop(answer.send(path)));
        chosen.await.ok()??.into_path().ok()
    }

    async fn choose(&self) -> Option<PathBuf> {
        let mut dialog = self.0.dialog().file();
        if let Some(window) = self.0.get_webview_window("main") {
            dialog = dialog.set_parent(&window);
        }
        let (answer, chosen) = tokio::sync::oneshot::channel();
        dialog.pick_file(move |path| drop(answer.send(path)));
        chosen.await.ok()??.into_path().ok()
    }
}
