//! The access token: report, inspection, what can be known of it, and the two ways it may leave the backend.

use super::Answer;
use contract::{
    CompareTokensRequest, ComparisonDto, CopiedTokenDto, CoverageDto, InspectTokenRequest, RedactedTokenDto,
    RevealedTokenDto, SignatureDto, TokenReportDto, TokenRequest,
};
use secrecy::ExposeSecret;
use std::sync::Arc;
use std::time::Duration;
use tauri::State;
use workbench::Workbench;

/// How long a token may be on screen.
const REVEALED: Duration = Duration::from_secs(60);

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
pub fn copy_token_json(
    workbench: State<'_, Arc<Workbench>>,
    request: TokenRequest,
) -> Answer<CopiedTokenDto> {
    workbench.copy_token_json(request)
}

#[tauri::command(async)]
pub fn reveal_token(workbench: State<'_, Arc<Workbench>>) -> Answer<RevealedTokenDto> {
    Ok(RevealedTokenDto {
        // EXPOSE: the admin pressed Reveal.
        token: workbench.reveal_token()?.expose_secret().into(),
        hide_after_seconds: REVEALED.as_secs() as u32,
    })
}

#[tauri::command(async)]
pub fn copy_token(workbench: State<'_, Arc<Workbench>>) -> Answer<CopiedTokenDto> {
    workbench.copy_token()
}
