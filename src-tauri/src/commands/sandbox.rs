//! The sandbox tenant's faults and its portal's view of the registration.

use super::Answer;
use contract::{AppStateDto, SandboxManifestRequest, SetSandboxFaultsRequest, TextDto};
use std::sync::Arc;
use tauri::State;
use workbench::Workbench;

#[tauri::command]
pub async fn set_sandbox_faults(
    workbench: State<'_, Arc<Workbench>>,
    request: SetSandboxFaultsRequest,
) -> Answer<AppStateDto> {
    workbench.set_sandbox_faults(request).await
}

#[tauri::command]
pub async fn get_sandbox_manifest(
    workbench: State<'_, Arc<Workbench>>,
    request: SandboxManifestRequest,
) -> Answer<TextDto> {
    workbench.sandbox_manifest(request).await
}
