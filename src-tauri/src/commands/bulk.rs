//! Changes for many targets, and saved views.

use super::Answer;
use contract::{
    BulkDoneDto, BulkEvent, BulkFormDto, BulkFormRequest, BulkOffersDto, BulkOffersRequest, BulkPlanDto,
    DeleteViewRequest, PlanBulkRequest, RunBulkRequest, SaveBulkTemplateRequest, SaveViewRequest, SavedDto,
    SavedViewsDto,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command(async)]
pub fn get_bulk_offers(
    workbench: State<'_, Arc<Workbench>>,
    request: BulkOffersRequest,
) -> Answer<BulkOffersDto> {
    workbench.bulk_offers(&request)
}

#[tauri::command(async)]
pub fn get_bulk_form(workbench: State<'_, Arc<Workbench>>, request: BulkFormRequest) -> Answer<BulkFormDto> {
    workbench.bulk_form(&request)
}

#[tauri::command]
pub async fn plan_bulk(
    workbench: State<'_, Arc<Workbench>>,
    request: PlanBulkRequest,
) -> Answer<BulkPlanDto> {
    workbench.plan_bulk(request).await
}

#[tauri::command]
pub async fn run_bulk(
    workbench: State<'_, Arc<Workbench>>,
    request: RunBulkRequest,
    on_event: Channel<BulkEvent>,
) -> Answer<BulkDoneDto> {
    workbench
        .run_bulk(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command]
pub async fn save_bulk_template(
    workbench: State<'_, Arc<Workbench>>,
    request: SaveBulkTemplateRequest,
) -> Answer<SavedDto> {
    workbench.save_bulk_template(request).await
}

#[tauri::command(async)]
pub fn get_saved_views(workbench: State<'_, Arc<Workbench>>) -> Answer<SavedViewsDto> {
    Ok(workbench.saved_views())
}

#[tauri::command(async)]
pub fn save_view(workbench: State<'_, Arc<Workbench>>, request: SaveViewRequest) -> Answer<SavedViewsDto> {
    workbench.save_view(request)
}

#[tauri::command(async)]
pub fn delete_view(
    workbench: State<'_, Arc<Workbench>>,
    request: DeleteViewRequest,
) -> Answer<SavedViewsDto> {
    workbench.delete_view(&request)
}
