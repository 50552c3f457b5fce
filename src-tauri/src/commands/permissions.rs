//! Choosing permissions by what one wants to do.

use super::Answer;
use contract::{OperationsDto, PickPermissionsRequest, PickedDto};
use std::sync::Arc;
use tauri::State;
use workbench::Workbench;

#[tauri::command(async)]
pub fn get_operations(workbench: State<'_, Arc<Workbench>>) -> Answer<OperationsDto> {
    Ok(workbench.operations())
}

#[tauri::command(async)]
pub fn pick_permissions(
    workbench: State<'_, Arc<Workbench>>,
    request: PickPermissionsRequest,
) -> Answer<PickedDto> {
    workbench.pick_permissions(&request)
}
