//! The checklist: evidence, answers, generated texts and the report.

use super::Answer;
use contract::{
    ArtifactDto, ArtifactRequest, CheckEvent, CheckRequest, ChecklistDto, ClearEvidenceRequest,
    SaveAnswersRequest, SaveReportRequest, SavedDto, SubmitEvidenceRequest,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command(async)]
pub fn get_checklist(workbench: State<'_, Arc<Workbench>>) -> Answer<ChecklistDto> {
    workbench.checklist()
}

#[tauri::command(async)]
pub fn save_answers(
    workbench: State<'_, Arc<Workbench>>,
    request: SaveAnswersRequest,
) -> Answer<ChecklistDto> {
    workbench.save_answers(request)
}

#[tauri::command]
pub async fn check_everything(
    workbench: State<'_, Arc<Workbench>>,
    request: CheckRequest,
    on_event: Channel<CheckEvent>,
) -> Answer<ChecklistDto> {
    workbench
        .check_everything(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command(async)]
pub fn cancel_check(workbench: State<'_, Arc<Workbench>>, request: CheckRequest) -> Answer<()> {
    workbench.cancel_check(&request);
    Ok(())
}

#[tauri::command(async)]
pub fn submit_evidence(
    workbench: State<'_, Arc<Workbench>>,
    request: SubmitEvidenceRequest,
) -> Answer<ChecklistDto> {
    workbench.submit_evidence(request)
}

#[tauri::command(async)]
pub fn clear_evidence(
    workbench: State<'_, Arc<Workbench>>,
    request: ClearEvidenceRequest,
) -> Answer<ChecklistDto> {
    workbench.clear_evidence(&request)
}

#[tauri::command(async)]
pub fn get_artifact(workbench: State<'_, Arc<Workbench>>, request: ArtifactRequest) -> Answer<ArtifactDto> {
    workbench.artifact(&request)
}

#[tauri::command]
pub async fn save_artifact(
    workbench: State<'_, Arc<Workbench>>,
    request: ArtifactRequest,
) -> Answer<SavedDto> {
    workbench.save_artifact(request).await
}

#[tauri::command]
pub async fn save_report(
    workbench: State<'_, Arc<Workbench>>,
    request: SaveReportRequest,
) -> Answer<SavedDto> {
    workbench.save_report(request).await
}
