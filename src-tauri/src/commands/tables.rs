//! What can be done with the rows of a view.

use super::Answer;
use contract::{
    CallRefRequest, ChangesDto, ChartDto, ChartRequest, CopiedRowsDto, CopyRowsRequest, DerivedDto,
    ExportEvent, ExportRowsRequest, ExportedDto, OpenNestedRequest, SummaryDto, ViewRefRequest,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command]
pub async fn get_summary(
    workbench: State<'_, Arc<Workbench>>,
    request: ViewRefRequest,
) -> Answer<SummaryDto> {
    workbench.summary(request).await
}

#[tauri::command]
pub async fn get_chart(workbench: State<'_, Arc<Workbench>>, request: ChartRequest) -> Answer<ChartDto> {
    workbench.chart(request).await
}

#[tauri::command]
pub async fn copy_rows(
    workbench: State<'_, Arc<Workbench>>,
    request: CopyRowsRequest,
) -> Answer<CopiedRowsDto> {
    workbench.copy_rows(request).await
}

#[tauri::command]
pub async fn export_rows(
    workbench: State<'_, Arc<Workbench>>,
    request: ExportRowsRequest,
    on_event: Channel<ExportEvent>,
) -> Answer<ExportedDto> {
    workbench
        .export_rows(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command]
pub async fn open_nested(
    workbench: State<'_, Arc<Workbench>>,
    request: OpenNestedRequest,
) -> Answer<DerivedDto> {
    workbench.open_nested(request).await
}

#[tauri::command]
pub async fn compare_with_previous(
    workbench: State<'_, Arc<Workbench>>,
    request: CallRefRequest,
) -> Answer<ChangesDto> {
    workbench.compare_with_previous(request).await
}
