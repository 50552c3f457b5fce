//! Calls: sent, followed, and what came of them.

use super::Answer;
use contract::{
    AnswerTextDto, AnswerTextRequest, BriefDto, CallPreviewDto, CallRefRequest, CallRequest, CalledDto,
    ChangeLogDto, ChosenFileDto, ContinueCallRequest, ExchangeDto, FetchFilesRequest, FollowActionRequest,
    LoadEvent, MachineActionDto, SavedDto, SnippetRequest, TextDto,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;
use workbench::Workbench;

#[tauri::command]
pub async fn preview_call(
    workbench: State<'_, Arc<Workbench>>,
    request: CallRequest,
) -> Answer<CallPreviewDto> {
    workbench.preview_call(request).await
}

#[tauri::command]
pub async fn run_call(
    workbench: State<'_, Arc<Workbench>>,
    request: CallRequest,
    on_event: Channel<LoadEvent>,
) -> Answer<CalledDto> {
    workbench
        .run_call(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command]
pub async fn continue_call(
    workbench: State<'_, Arc<Workbench>>,
    request: ContinueCallRequest,
    on_event: Channel<LoadEvent>,
) -> Answer<CalledDto> {
    workbench
        .continue_call(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command]
pub async fn fetch_files(
    workbench: State<'_, Arc<Workbench>>,
    request: FetchFilesRequest,
    on_event: Channel<LoadEvent>,
) -> Answer<CalledDto> {
    workbench
        .fetch_files(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command(async)]
pub fn get_answer_text(
    workbench: State<'_, Arc<Workbench>>,
    request: AnswerTextRequest,
) -> Answer<AnswerTextDto> {
    workbench.answer_text(&request)
}

#[tauri::command]
pub async fn save_answer(workbench: State<'_, Arc<Workbench>>, request: CallRefRequest) -> Answer<SavedDto> {
    workbench.save_answer(&request).await
}

#[tauri::command(async)]
pub fn get_exchange(workbench: State<'_, Arc<Workbench>>, request: CallRefRequest) -> Answer<ExchangeDto> {
    workbench.exchange(&request)
}

#[tauri::command]
pub async fn choose_file(workbench: State<'_, Arc<Workbench>>) -> Answer<ChosenFileDto> {
    workbench.choose_file().await
}

#[tauri::command]
pub async fn get_snippet(workbench: State<'_, Arc<Workbench>>, request: SnippetRequest) -> Answer<TextDto> {
    workbench.snippet(request).await
}

#[tauri::command]
pub async fn prepare_action(workbench: State<'_, Arc<Workbench>>, request: CallRequest) -> Answer<BriefDto> {
    workbench.prepare_action(request).await
}

#[tauri::command]
pub async fn follow_action(
    workbench: State<'_, Arc<Workbench>>,
    request: FollowActionRequest,
    on_event: Channel<MachineActionDto>,
) -> Answer<MachineActionDto> {
    workbench
        .follow_action(request, move |event| drop(on_event.send(event)))
        .await
}

#[tauri::command(async)]
pub fn get_change_log(workbench: State<'_, Arc<Workbench>>) -> Answer<ChangeLogDto> {
    workbench.change_log()
}

#[tauri::command]
pub async fn export_change_log(workbench: State<'_, Arc<Workbench>>) -> Answer<SavedDto> {
    workbench.export_change_log().await
}
