//! Signing in and out.

use super::Answer;
use contract::{AppStateDto, SignInEvent};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command]
pub async fn start_sign_in(
    workbench: State<'_, Arc<Workbench>>,
    on_event: Channel<SignInEvent>,
) -> Answer<AppStateDto> {
    // A window that has gone away no longer listens; the sign-in itself goes on or is cancelled.
    workbench
        .start_sign_in(move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command(async)]
pub fn cancel_sign_in(workbench: State<'_, Arc<Workbench>>) -> Answer<()> {
    workbench.cancel_sign_in();
    Ok(())
}

#[tauri::command(async)]
pub fn reopen_sign_in_page(workbench: State<'_, Arc<Workbench>>) -> Answer<()> {
    workbench.reopen_sign_in_page()
}

#[tauri::command]
pub async fn sign_out(workbench: State<'_, Arc<Workbench>>) -> Answer<AppStateDto> {
    workbench.sign_out().await
}

#[tauri::command]
pub async fn renew_token(workbench: State<'_, Arc<Workbench>>) -> Answer<AppStateDto> {
    workbench.renew_token().await
}
