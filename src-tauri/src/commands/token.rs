//! The access token: report, inspection, what can be known of it, and the two ways it may leave the backend.

use super::Answer;
use crate::clipboard;
use contract::{
    CompareTokensRequest, ComparisonDto, CopiedTokenDto, CoverageDto, InspectTokenRequest, RedactedTokenDto,
    RevealedTokenDto, SignatureDto, TextDto, TokenReportDto, TokenRequest,
};
use secrecy::ExposeSecret;
use std::sync::Arc;
use tauri::{AppHandle, State};
use workbench::Workbench;

#[tauri::command(async)]
pub fn get_token_report(workbench: State<'_, Arc<Workbench>>) -> Answer<TokenReportDto> {
    workbench.token_report()
}

#[tauri::command(async)]
pub fn inspect_token(
    workbench: State<'_, Arc<Workbench>>,
    request: InspectTokenRequest,
) -> Answer<TokenReportDto> {
    workbench.inspect_token(&request)
}

#[tauri::command]
pub async fn check_signature(
    workbench: State<'_, Arc<Workbench>>,
    request: TokenRequest,
) -> Answer<SignatureDto> {
    workbench.check_signature(request).await
}

#[tauri::command(async)]
pub fn compare_tokens(
    workbench: State<'_, Arc<Workbench>>,
    request: CompareTokensRequest,
) -> Answer<ComparisonDto> {
    workbench.compare_tokens(request)
}

#[tauri::command(async)]
pub fn get_coverage(workbench: State<'_, Arc<Workbench>>, request: TokenRequest) -> Answer<CoverageDto> {
    workbench.coverage(request)
}

#[tauri::command(async)]
pub fn redact_token(workbench: State<'_, Arc<Workbench>>, request: TokenRequest) -> Answer<RedactedTokenDto> {
    workbench.redact_token(request)
}

#[tauri::command(async)]
pub fn get_token_json(workbench: State<'_, Arc<Workbench>>, request: TokenRequest) -> Answer<TextDto> {
    workbench.token_json(request)
}

#[tauri::command(async)]
pub fn reveal_token(workbench: State<'_, Arc<Workbench>>) -> Answer<RevealedTokenDto> {
    Ok(RevealedTokenDto {
        // EXPOSE: the admin pressed Reveal.
        token: workbench.reveal_token()?.expose_secret().into(),
        hide_after_seconds: clipboard::TOKEN_STAYS.as_secs() as u32,
    })
}

#[tauri::command(async)]
pub fn copy_token(app: AppHandle, workbench: State<'_, Arc<Workbench>>) -> Answer<CopiedTokenDto> {
    clipboard::write_token(&app, workbench.reveal_token()?)?;
    Ok(CopiedTokenDto {
        clear_after_seconds: clipboard::TOKEN_STAYS.as_secs() as u32,
    })
}
