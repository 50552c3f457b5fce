//! How the program reaches the network.

use super::Answer;
use contract::{NetworkSettingsDto, NetworkTestDto, ReadRootsRequest, RootsDto, SetNetworkSettingsRequest};
use std::sync::Arc;
use tauri::State;
use workbench::Workbench;

#[tauri::command]
pub async fn get_network_settings(workbench: State<'_, Arc<Workbench>>) -> Answer<NetworkSettingsDto> {
    Ok(workbench.network_settings().await)
}

#[tauri::command]
pub async fn set_network_settings(
    workbench: State<'_, Arc<Workbench>>,
    request: SetNetworkSettingsRequest,
) -> Answer<NetworkSettingsDto> {
    workbench.set_network_settings(request).await
}

#[tauri::command(async)]
pub fn read_roots(workbench: State<'_, Arc<Workbench>>, request: ReadRootsRequest) -> Answer<RootsDto> {
    workbench.read_roots(&request)
}

#[tauri::command]
pub async fn test_network(
    workbench: State<'_, Arc<Workbench>>,
    request: SetNetworkSettingsRequest,
) -> Answer<NetworkTestDto> {
    workbench.test_network(request).await
}
