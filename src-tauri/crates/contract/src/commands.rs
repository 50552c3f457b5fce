//! The one list of commands.

/// How a command looks from the window, in TypeScript's words.
pub struct CommandShape {
    /// `verb_noun`.
    pub name: &'static str,
    /// The request type, or `null`.
    pub request: String,
    /// The response type, or `null`.
    pub response: String,
    /// The event type of its channel, or `never`.
    pub event: String,
}

macro_rules! command_list {
    ($d:tt $( $(#[doc = $doc:literal])+ $name:ident ( $($request:ident)? ) -> $response:tt $( , events $event:ident )? ; )+) => {
        /// Every command's name: the source for the Tauri handler's permissions.
        pub const COMMAND_NAMES: &[&str] = &[$(stringify!($name)),+];

        /// Hands the list to another macro: `with_commands!(tauri::generate_handler)`.
        #[macro_export]
        macro_rules! with_commands {
            ($d($d then:tt)+) => { $d($d then)+ ! [$($name),+] };
        }

        pub(crate) fn shapes() -> Vec<(CommandShape, &'static str)> {
            vec![$((
                CommandShape {
                    name: stringify!($name),
                    request: command_list!(@type $($request)?),
                    response: command_list!(@type $response),
                    event: command_list!(@event $($event)?),
                },
                concat!($($doc),+),
            )),+]
        }
    };
    (@type) => { "null".to_owned() };
    (@type ()) => { "null".to_owned() };
    (@type $type:ident) => { stringify!($type).to_owned() };
    (@event) => { "never".to_owned() };
    (@event $type:ident) => { stringify!($type).to_owned() };
}

command_list! { $
    /// The frame's state. Restores the active profile's session first, if one is sealed.
    get_app_state() -> AppStateDto;
    /// Tells of changes to the frame's state that no command made. Runs until the window is loaded anew.
    watch_app_state() -> (), events AppStateEvent;
    /// Checks and saves a profile and makes it the active one.
    save_profile(SaveProfileRequest) -> AppStateDto;
    /// Starts the sandbox tenant and makes a profile for it, or selects the one there is.
    use_sandbox() -> AppStateDto;
    /// Makes a profile the active one.
    select_profile(ProfileRequest) -> AppStateDto;
    /// Deletes a profile and wipes its session.
    delete_profile(ProfileRequest) -> AppStateDto;
    /// Copies a profile without its session and makes the copy the active one.
    duplicate_profile(ProfileRequest) -> AppStateDto;
    /// Asks for a file and writes profiles to it; they hold no secret.
    export_profiles(ExportProfilesRequest) -> SavedDto;
    /// Adds the profiles of an exported file.
    import_profiles(ImportProfilesRequest) -> ImportedDto;
    /// Measures the regional servers.
    measure_regions() -> RegionsDto;
    /// The active profile's checklist.
    get_checklist() -> ChecklistDto;
    /// Keeps what the admin said about the set-up.
    save_answers(SaveAnswersRequest) -> ChecklistDto;
    /// Takes all evidence that can be taken without a browser.
    check_everything(CheckRequest) -> ChecklistDto, events CheckEvent;
    /// Stops a run of *Check everything*; what was taken is kept.
    cancel_check(CheckRequest) -> ();
    /// Reads a pasted manifest or error page.
    submit_evidence(SubmitEvidenceRequest) -> ChecklistDto;
    /// Forgets a piece of evidence.
    clear_evidence(ClearEvidenceRequest) -> ChecklistDto;
    /// How the program reaches the network.
    get_network_settings() -> NetworkSettingsDto;
    /// Checks and saves how the program reaches the network, and goes that way from now on.
    set_network_settings(SetNetworkSettingsRequest) -> NetworkSettingsDto;
    /// Looks at a file with certificates; nothing is kept.
    read_roots(ReadRootsRequest) -> RootsDto;
    /// Reaches the active profile's services with settings that are not saved.
    test_network(SetNetworkSettingsRequest) -> NetworkTestDto;
    /// The documented operations, for choosing permissions.
    get_operations() -> OperationsDto;
    /// The least permissions for what is wanted.
    pick_permissions(PickPermissionsRequest) -> PickedDto;
    /// Makes a script, request or mail for the active profile.
    get_artifact(ArtifactRequest) -> ArtifactDto;
    /// Asks for a file and writes the same text to it.
    save_artifact(ArtifactRequest) -> SavedDto;
    /// Asks for a file and writes the verification report to it.
    save_report(SaveReportRequest) -> SavedDto;
    /// Switches faults of the sandbox tenant on and off.
    set_sandbox_faults(SetSandboxFaultsRequest) -> AppStateDto;
    /// The manifest of the sandbox's app registration, as its portal would show it.
    get_sandbox_manifest(SandboxManifestRequest) -> TextDto;
    /// Chooses the appearance.
    set_theme(SetThemeRequest) -> AppStateDto;
    /// Takes a notice off the screen.
    dismiss_notice(DismissNoticeRequest) -> AppStateDto;
    /// Signs in to the active profile through the system browser. A second call replaces the first.
    start_sign_in(StartSignInRequest) -> AppStateDto, events SignInEvent;
    /// Signs in to the active profile with a code that is entered on another device. Cancelled like the browser's.
    start_device_sign_in() -> AppStateDto, events DeviceSignInEvent;
    /// Signs in with the documentation's password sample, where the profile allows it.
    start_password_sign_in(StartPasswordSignInRequest) -> AppStateDto;
    /// Makes a pasted token the active profile's session; it cannot be renewed.
    use_token(UseTokenRequest) -> AppStateDto;
    /// Ends the sign-in that is under way, if any.
    cancel_sign_in() -> ();
    /// Opens the address of the sign-in that is under way once more.
    reopen_sign_in_page() -> ();
    /// Wipes the active profile's session from memory and disk.
    sign_out() -> AppStateDto;
    /// Wipes every profile's session from memory and disk.
    sign_out_everywhere() -> AppStateDto;
    /// Gets a fresh access token with the refresh token.
    renew_token() -> AppStateDto;
    /// Decodes and judges the session's access token.
    get_token_report() -> TokenReportDto;
    /// Decodes and judges a pasted token, which is then forgotten.
    inspect_token(InspectTokenRequest) -> TokenReportDto;
    /// Checks the signature against the tenant's keys.
    check_signature(TokenRequest) -> SignatureDto;
    /// Compares two tokens.
    compare_tokens(CompareTokensRequest) -> ComparisonDto;
    /// What a token can do.
    get_coverage(TokenRequest) -> CoverageDto;
    /// A token for a ticket.
    redact_token(TokenRequest) -> RedactedTokenDto;
    /// Puts header and claims as JSON, complete, on the clipboard and clears it after a minute.
    copy_token_json(TokenRequest) -> CopiedTokenDto;
    /// Hands out the raw token, for at most a minute on screen.
    reveal_token() -> RevealedTokenDto;
    /// Puts the raw token on the clipboard and clears it after a minute.
    copy_token() -> CopiedTokenDto;
    /// Loads alerts, all pages, into a result.
    load_alerts(LoadAlertsRequest) -> LoadedDto, events LoadEvent;
    /// Stops a load; the rows that arrived are kept.
    cancel_load(CancelLoadRequest) -> ();
    /// Sorts and filters a result.
    set_view(SetViewRequest) -> ViewDto;
    /// Reads a window of rows of the current view.
    get_rows(GetRowsRequest) -> RowsDto;
    /// Reads one row with every property.
    get_row(GetRowRequest) -> RecordDto;
    /// Asks the service for one alert with comments and evidence.
    get_alert(GetAlertRequest) -> RecordDto;
    /// Frees a result.
    close_result(CloseResultRequest) -> ();
    /// Every documented operation, as the active profile sees it.
    get_explorer() -> ExplorerDto;
    /// Sets what a profile allows beside reading.
    set_guard(SetGuardRequest) -> ExplorerDto;
    /// Marks an operation, or takes the mark away.
    set_favourite(SetFavouriteRequest) -> ExplorerDto;
    /// Everything about one operation.
    get_operation(OperationRequest) -> OperationDetailDto;
    /// Makes a filter of conditions.
    build_filter(BuildFilterRequest) -> BuiltFilterDto;
    /// Checks a filter that was typed.
    check_filter(CheckFilterRequest) -> FilterCheckDto;
    /// What a form would send, and what is wrong with it.
    preview_call(CallRequest) -> CallPreviewDto;
    /// Sends a form and reads its answer.
    run_call(CallRequest) -> CalledDto, events LoadEvent;
    /// Goes on with a call whose pages did not all come.
    continue_call(ContinueCallRequest) -> CalledDto, events LoadEvent;
    /// Fetches the files that an answer links to into its table.
    fetch_files(FetchFilesRequest) -> CalledDto, events LoadEvent;
    /// The body of a call's last answer, or its beginning.
    get_answer_text(AnswerTextRequest) -> AnswerTextDto;
    /// Asks for a file and writes the body of a call's last answer to it.
    save_answer(CallRefRequest) -> SavedDto;
    /// What went over the line for a call's last request.
    get_exchange(CallRefRequest) -> ExchangeDto;
    /// Asks for a file that a call shall carry and holds it.
    choose_file() -> ChosenFileDto;
    /// A program that makes the same call.
    get_snippet(SnippetRequest) -> TextDto;
    /// The calls that a row's values fill in.
    get_pivots(GetRowRequest) -> PivotsDto;
    /// The calls made in the active profile.
    get_history() -> HistoryDto;
    /// Forgets the calls made in the active profile.
    clear_history() -> HistoryDto;
    /// Keeps the calls of the active profile on disk, or no longer.
    keep_history(KeepHistoryRequest) -> HistoryDto;
    /// Compares a call's table with the one that the same call brought before.
    compare_with_previous(CallRefRequest) -> ChangesDto;
    /// What the columns of a view hold.
    get_summary(ViewRefRequest) -> SummaryDto;
    /// Counts to draw.
    get_chart(ChartRequest) -> ChartDto;
    /// Puts rows on the clipboard.
    copy_rows(CopyRowsRequest) -> CopiedRowsDto;
    /// Asks for a file and writes the rows of a view to it.
    export_rows(ExportRowsRequest) -> ExportedDto, events ExportEvent;
    /// Opens a list inside a cell as a result of its own.
    open_nested(OpenNestedRequest) -> DerivedDto;
    /// What to know before a call that acts on a device is confirmed.
    prepare_action(CallRequest) -> BriefDto;
    /// Looks at a machine action until it has ended.
    follow_action(FollowActionRequest) -> MachineActionDto, events MachineActionDto;
    /// The log of changes, latest first.
    get_change_log() -> ChangeLogDto;
    /// Asks for a file and writes the whole log of changes to it.
    export_change_log() -> SavedDto;
    /// What can be changed for the rows of a result, or for the lines of a file.
    get_bulk_offers(BulkOffersRequest) -> BulkOffersDto;
    /// The form of a change for many targets.
    get_bulk_form(BulkFormRequest) -> BulkFormDto;
    /// Plans a change for many targets; nothing is sent.
    plan_bulk(PlanBulkRequest) -> BulkPlanDto;
    /// Sends a planned change, call by call.
    run_bulk(RunBulkRequest) -> BulkDoneDto, events BulkEvent;
    /// Asks for a file and writes an empty CSV with the columns of a change.
    save_bulk_template(SaveBulkTemplateRequest) -> SavedDto;
    /// The saved ways to look at alerts.
    get_saved_views() -> SavedViewsDto;
    /// Saves a way to look at alerts.
    save_view(SaveViewRequest) -> SavedViewsDto;
    /// Deletes a saved way to look at alerts.
    delete_view(DeleteViewRequest) -> SavedViewsDto;
    /// Puts a text on the clipboard.
    copy_text(CopyTextRequest) -> ();
    /// Opens a page in the system browser.
    open_link(OpenLinkRequest) -> ();
}

#[cfg(test)]
mod tests {
    use super::COMMAND_NAMES;
    use std::collections::BTreeSet;

    #[test]
    fn the_windows_capability_names_every_command_and_nothing_else() {
        let capability = include_str!("../../../capabilities/main.json");
        let capability: serde_json::Value = serde_json::from_str(capability).unwrap();
        let allowed: BTreeSet<_> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|permission| permission.as_str().unwrap().to_owned())
            .collect();
        let commands: BTreeSet<_> = COMMAND_NAMES
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")))
            .collect();
        assert_eq!(allowed, commands);
    }
}
