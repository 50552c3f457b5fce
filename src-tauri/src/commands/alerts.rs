//! Alerts and windows of rows.

use super::Answer;
use contract::{
    CancelLoadRequest, CloseResultRequest, GetAlertRequest, GetRowRequest, GetRowsRequest, LoadAlertsRequest,
    LoadEvent, LoadedDto, RecordDto, RowsDto, SetViewRequest, ViewDto,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command]
pub async fn load_alerts(
    workbench: State<'_, Arc<Workbench>>,
    request: LoadAlertsRequest,
    on_event: Channel<LoadEvent>,
) -> Answer<LoadedDto> {
    workbench
        .load_alerts(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command(async)]
pub fn cancel_load(workbench: State<'_, Arc<Workbench>>, request: CancelLoadRequest) -> Answer<()> {
    workbench.cancel_load(&request);
    Ok(())
}

#[tauri::command]
pub async fn set_view(workbench: State<'_, Arc<Workbench>>, request: SetViewRequest) -> Answer<ViewDto> {
    workbench.set_view(request).await
}

#[tauri::command(async)]
pub fn get_rows(workbench: State<'_, Arc<Workbench>>, request: GetRowsRequest) -> Answer<RowsDto> {
    workbench.get_rows(&request)
}

#[tauri::command(async)]
pub fn get_row(workbench: State<'_, Arc<Workbench>>, request: GetRowRequest) -> Answer<RecordDto> {
    workbench.get_row(&request)
}

#[tauri::command]
pub async fn get_alert(workbench: State<'_, Arc<Workbench>>, request: GetAlertRequest) -> Answer<RecordDto> {
    workbench.get_alert(request).await
}

#[tauri::command(async)]
pub fn close_result(workbench: State<'_, Arc<Workbench>>, request: CloseResultRequest) -> Answer<()> {
    workbench.close_result(&request);
    Ok(())
}
