//! The TypeScript side of the contract, as one generated file.

use crate::*;
use std::fmt::Write;
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($config:expr, $($type:ty),+ $(,)?) => { [$((<$type>::docs(), <$type>::decl($config))),+] };
}

/// The text of `ui/src/ipc/generated/contract.ts`: every wire type and the `Commands` map.
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut text = String::from(
        "// Generated from src-tauri/crates/contract by `cargo xtask codegen`. Do not edit.\n\n\
         export type JsonValue = number | string | boolean | JsonValue[] | { [key in string]?: JsonValue } | null;\n",
    );
    for (docs, declaration) in declarations!(
        &config,
        SecretText,
        CommandError,
        ErrorCode,
        ProfileDto,
        SaveProfileRequest,
        ProfileRequest,
        CloudDto,
        CloudId,
        PermissionDto,
        OperationRefDto,
        OperationEffect,
        SessionDto,
        SignInEvent,
        KeptIn,
        AppStateDto,
        AppStateEvent,
        NoticeDto,
        NoticeId,
        DismissNoticeRequest,
        SandboxDto,
        SandboxAccountDto,
        SetThemeRequest,
        Theme,
        CopyTextRequest,
        OpenLinkRequest,
        TokenReportDto,
        ClaimDto,
        VerdictDto,
        ScopeRowDto,
        InspectTokenRequest,
        RevealedTokenDto,
        CopiedTokenDto,
        TokenSource,
        Outcome,
        VerdictId,
        ScopeState,
        LoadAlertsRequest,
        CancelLoadRequest,
        LoadEvent,
        LoadedDto,
        ColumnDto,
        SetViewRequest,
        SortKeyDto,
        FacetChoiceDto,
        ViewDto,
        FacetDto,
        FacetValueDto,
        GetRowsRequest,
        RowsDto,
        GetRowRequest,
        GetAlertRequest,
        RecordDto,
        CloseResultRequest,
        ColumnKind,
        StartSignInRequest,
        StartPasswordSignInRequest,
        UseTokenRequest,
        DeviceSignInEvent,
        SignInPrompt,
        SignInWay,
        PasswordEndpoint,
        TokenRequest,
        SignatureDto,
        CompareTokensRequest,
        TokenRefDto,
        ComparisonDto,
        DifferenceDto,
        CoverageDto,
        CoverageRowDto,
        RedactedTokenDto,
        TokenRefSource,
        ChangeKind,
        CoverageState,
        ChecklistDto,
        StepDto,
        InstructionDto,
        CopyValueDto,
        LinkDto,
        RoleNeedDto,
        CheckDto,
        LastStateDto,
        CauseDto,
        EvidenceDto,
        ConsentRowDto,
        AnswersDto,
        AdviceDto,
        SaveAnswersRequest,
        CheckRequest,
        CheckEvent,
        SubmitEvidenceRequest,
        ClearEvidenceRequest,
        SandboxManifestRequest,
        TextDto,
        RegionsDto,
        RegionDto,
        SaveReportRequest,
        SavedDto,
        ArtifactRequest,
        ArtifactDto,
        StepId,
        StepState,
        EvidenceKind,
        Mark,
        AccessKind,
        Plan,
        AccountTypes,
        ManifestForm,
        ReportFormat,
        ArtifactKind,
        OperationsDto,
        OperationDto,
        PresetDto,
        PickPermissionsRequest,
        PickedDto,
        PickedPermissionDto,
        PickedRoleDto,
        PickRemarkDto,
        EndpointsDto,
        ExportProfilesRequest,
        ImportProfilesRequest,
        ImportedDto,
        ProfileColour,
        SandboxFaultDto,
        SetSandboxFaultsRequest,
        NetworkSettingsDto,
        RootCertificateDto,
        SetNetworkSettingsRequest,
        ReadRootsRequest,
        RootsDto,
        NetworkTestDto,
        ServiceReachDto,
        ProxyChoice,
        ExplorerDto,
        ExplorerRowDto,
        GuardDto,
        SetGuardRequest,
        SetFavouriteRequest,
        OperationRequest,
        OperationDetailDto,
        StatusDto,
        FieldDto,
        FilterPropertyDto,
        BuildFilterRequest,
        FilterConditionDto,
        BuiltFilterDto,
        ConditionProblemDto,
        CheckFilterRequest,
        FilterCheckDto,
        OperationState,
        FieldPlace,
        FieldKind,
        FilterKind,
        FilterOperator,
        CallRequest,
        FieldValueDto,
        CallPreviewDto,
        FieldProblemDto,
        QuotaDto,
        CalledDto,
        CallRefRequest,
        ContinueCallRequest,
        FetchFilesRequest,
        AnswerTextRequest,
        AnswerTextDto,
        ExchangeDto,
        HeaderDto,
        TimingDto,
        ChosenFileDto,
        SnippetRequest,
        PivotsDto,
        PivotDto,
        HistoryDto,
        HistoryEntryDto,
        KeepHistoryRequest,
        ApiVersion,
        AnswerShape,
        SnippetLanguage,
        BriefDto,
        DeviceDto,
        MachineActionDto,
        FollowActionRequest,
        ChangeLogDto,
        ChangeDto,
        ColumnConditionDto,
        ViewRefRequest,
        SummaryDto,
        ColumnSummaryDto,
        ChartRequest,
        ChartDto,
        BarDto,
        CopyRowsRequest,
        CopiedRowsDto,
        ExportRowsRequest,
        ExportEvent,
        ExportedDto,
        OpenNestedRequest,
        DerivedDto,
        ChangesDto,
        ChangedRowDto,
        ChangedCellDto,
        ColumnTest,
        CopyFormat,
        ExportFormat,
        Period,
    ) {
        let _ = write!(text, "\n{}export {declaration}\n", docs.unwrap_or_default());
    }
    text.push_str("\n/** Every command: what goes in, what comes out, what its channel carries. */\nexport type Commands = {\n");
    for (shape, docs) in commands::shapes() {
        let _ = writeln!(
            text,
            "  /** {} */\n  {}: {{ request: {}; response: {}; event: {} }};",
            docs.trim(),
            shape.name,
            shape.request,
            shape.response,
            shape.event
        );
    }
    text.push_str("};\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_type_is_declared() {
        let text = typescript();
        for (shape, _) in commands::shapes() {
            for name in [&shape.request, &shape.response, &shape.event] {
                let known = ["null", "never"].contains(&name.as_str())
                    || text.contains(&format!("export type {name} "));
                assert!(
                    known,
                    "{} uses {name}, which typescript() does not declare",
                    shape.name
                );
            }
        }
    }

    #[test]
    fn error_codes_are_area_reason() {
        let code = serde_json::to_string(&ErrorCode::SignInTimedOut).unwrap();
        assert_eq!(code, "\"SIGN_IN_TIMED_OUT\"");
    }
}
