//! How the window is drawn on a machine without a graphics card, as in a virtual machine or over a remote desktop.
//!
//! The web view (`WebKitGTK`) draws with OpenGL whether or not there is a card. Without one, OpenGL is computed by the processor: every
//! frame is drawn, composed and copied there, which halves the frame rate of a table and takes a hundred mebibytes
//! more. WebKit's own drawing on the processor does without. Where there is a card, nothing is changed.

use std::path::Path;
use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Where Linux has a file for each card that can draw: `renderD128` and so on.
const CARDS: &str = "/dev/dri";

/// Has the window drawn in the way that fits the machine.
///
/// # Errors
/// When the window is gone already.
pub fn fit(window: &WebviewWindow) -> tauri::Result<()> {
    if has_card(Path::new(CARDS)) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Whether there is a card that can draw. A folder that cannot be read says nothing, and then nothing is changed.
fn has_card(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(Result::ok)
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD")),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}
