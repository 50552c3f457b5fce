//! The explorer: operations, their forms, and the calls that were made.

use super::Answer;
use contract::{
    BuildFilterRequest, BuiltFilterDto, CheckFilterRequest, ExplorerDto, FilterCheckDto, GetRowRequest,
    HistoryDto, KeepHistoryRequest, OperationDetailDto, OperationRequest, PivotsDto, SetFavouriteRequest,
    SetGuardRequest,
};
use std::sync::Arc;
use tauri::State;
use workbench::Workbench;

#[tauri::command(async)]
pub fn get_explorer(workbench: State<'_, Arc<Workbench>>) -> Answer<ExplorerDto> {
    Ok(workbench.explorer())
}

#[tauri::command(async)]
pub fn set_guard(workbench: State<'_, Arc<Workbench>>, request: SetGuardRequest) -> Answer<ExplorerDto> {
    workbench.set_guard(&request)
}

#[tauri::command(async)]
pub fn set_favourite(
    workbench: State<'_, Arc<Workbench>>,
    request: SetFavouriteRequest,
) -> Answer<ExplorerDto> {
    workbench.set_favourite(request)
}

#[tauri::command(async)]
pub fn get_operation(
    workbench: State<'_, Arc<Workbench>>,
    request: OperationRequest,
) -> Answer<OperationDetailDto> {
    workbench.operation_detail(&request)
}

#[tauri::command(async)]
pub fn build_filter(
    workbench: State<'_, Arc<Workbench>>,
    request: BuildFilterRequest,
) -> Answer<BuiltFilterDto> {
    workbench.build_filter(&request)
}

#[tauri::command(async)]
pub fn check_filter(
    workbench: State<'_, Arc<Workbench>>,
    request: CheckFilterRequest,
) -> Answer<FilterCheckDto> {
    workbench.check_filter(&request)
}

#[tauri::command(async)]
pub fn get_pivots(workbench: State<'_, Arc<Workbench>>, request: GetRowRequest) -> Answer<PivotsDto> {
    workbench.pivots(&request)
}

#[tauri::command(async)]
pub fn get_history(workbench: State<'_, Arc<Workbench>>) -> Answer<HistoryDto> {
    workbench.history()
}

#[tauri::command(async)]
pub fn clear_history(workbench: State<'_, Arc<Workbench>>) -> Answer<HistoryDto> {
    workbench.clear_history()
}

#[tauri::command(async)]
pub fn keep_history(workbench: State<'_, Arc<Workbench>>, request: KeepHistoryRequest) -> Answer<HistoryDto> {
    workbench.keep_history(&request)
}
