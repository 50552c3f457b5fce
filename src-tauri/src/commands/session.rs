//! Signing in and out.

use super::Answer;
use contract::{
    AppStateDto, DeviceSignInEvent, SignInEvent, StartPasswordSignInRequest, StartSignInRequest,
    UseTokenRequest,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command]
pub async fn start_sign_in(
    workbench: State<'_, Arc<Workbench>>,
    request: StartSignInRequest,
    on_event: Channel<SignInEvent>,
) -> Answer<AppStateDto> {
    // A window that has gone away no longer listens; the sign-in itself goes on or is cancelled.
    workbench
        .start_sign_in(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command]
pub async fn start_device_sign_in(
    workbench: State<'_, Arc<Workbench>>,
    on_event: Channel<DeviceSignInEvent>,
) -> Answer<AppStateDto> {
    workbench
        .start_device_sign_in(move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command]
pub async fn start_password_sign_in(
    workbench: State<'_, Arc<Workbench>>,
    request: StartPasswordSignInRequest,
) -> Answer<AppStateDto> {
    workbench.start_password_sign_in(request).await
}

#[tauri::command]
pub async fn use_token(
    workbench: State<'_, Arc<Workbench>>,
    request: UseTokenRequest,
) -> Answer<AppStateDto> {
    workbench.use_token(request).await
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
pub async fn sign_out_everywhere(workbench: State<'_, Arc<Workbench>>) -> Answer<AppStateDto> {
    workbench.sign_out_everywhere().await
}

#[tauri::command]
pub async fn renew_token(workbench: State<'_, Arc<Workbench>>) -> Answer<AppStateDto> {
    workbench.renew_token().await
}
