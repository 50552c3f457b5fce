//! Clipboard and links.

use super::Answer;
use crate::clipboard;
use contract::{CopyTextRequest, OpenLinkRequest};
use std::sync::Arc;
use tauri::{AppHandle, State};
use workbench::Workbench;

#[tauri::command(async)]
pub fn copy_text(app: AppHandle, request: CopyTextRequest) -> Answer<()> {
    clipboard::write(&app, request.text)
}

#[tauri::command(async)]
pub fn open_link(workbench: State<'_, Arc<Workbench>>, request: OpenLinkRequest) -> Answer<()> {
    workbench.open_link(&request)
}
