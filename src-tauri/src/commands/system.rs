//! Clipboard and links.

use super::Answer;
use contract::{CopyTextRequest, OpenLinkRequest};
use std::sync::Arc;
use tauri::State;
use workbench::Workbench;

#[tauri::command(async)]
pub fn copy_text(workbench: State<'_, Arc<Workbench>>, request: CopyTextRequest) -> Answer<()> {
    workbench.copy_text(&request)
}

#[tauri::command(async)]
pub fn open_link(workbench: State<'_, Arc<Workbench>>, request: OpenLinkRequest) -> Answer<()> {
    workbench.open_link(&request)
}
