//! Profiles, regional servers and the frame's state.

use super::Answer;
use contract::{
    AppStateDto, AppStateEvent, DismissNoticeRequest, ExportProfilesRequest, ImportProfilesRequest,
    ImportedDto, ProfileRequest, RegionsDto, SaveProfileRequest, SavedDto, SetThemeRequest,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command]
pub async fn get_app_state(workbench: State<'_, Arc<Workbench>>) -> Answer<AppStateDto> {
    workbench.restore_and_state().await
}

#[tauri::command]
pub async fn watch_app_state(
    workbench: State<'_, Arc<Workbench>>,
    on_event: Channel<AppStateEvent>,
) -> Answer<()> {
    workbench
        .watch_app_state(move |event| drop(on_event.send(event)))
        .await;
    Ok(())
}

#[tauri::command]
pub async fn save_profile(
    workbench: State<'_, Arc<Workbench>>,
    request: SaveProfileRequest,
) -> Answer<AppStateDto> {
    workbench.save_profile(request).await
}

#[tauri::command]
pub async fn use_sandbox(workbench: State<'_, Arc<Workbench>>) -> Answer<AppStateDto> {
    workbench.use_sandbox().await
}

#[tauri::command]
pub async fn select_profile(
    workbench: State<'_, Arc<Workbench>>,
    request: ProfileRequest,
) -> Answer<AppStateDto> {
    workbench.select_profile(request).await
}

#[tauri::command]
pub async fn delete_profile(
    workbench: State<'_, Arc<Workbench>>,
    request: ProfileRequest,
) -> Answer<AppStateDto> {
    workbench.delete_profile(request).await
}

#[tauri::command]
pub async fn duplicate_profile(
    workbench: State<'_, Arc<Workbench>>,
    request: ProfileRequest,
) -> Answer<AppStateDto> {
    workbench.duplicate_profile(request).await
}

#[tauri::command]
pub async fn export_profiles(
    workbench: State<'_, Arc<Workbench>>,
    request: ExportProfilesRequest,
) -> Answer<SavedDto> {
    workbench.export_profiles(request).await
}

#[tauri::command]
pub async fn import_profiles(
    workbench: State<'_, Arc<Workbench>>,
    request: ImportProfilesRequest,
) -> Answer<ImportedDto> {
    workbench.import_profiles(request).await
}

#[tauri::command]
pub async fn measure_regions(workbench: State<'_, Arc<Workbench>>) -> Answer<RegionsDto> {
    workbench.measure_regions().await
}

#[tauri::command]
pub async fn set_theme(
    workbench: State<'_, Arc<Workbench>>,
    request: SetThemeRequest,
) -> Answer<AppStateDto> {
    workbench.set_theme(request).await
}

#[tauri::command]
pub async fn dismiss_notice(
    workbench: State<'_, Arc<Workbench>>,
    request: DismissNoticeRequest,
) -> Answer<AppStateDto> {
    workbench.dismiss_notice(request).await
}
