// Generated from src-tauri/crates/contract by `cargo xtask codegen`. Do not edit.

export type JsonValue = number | string | boolean | JsonValue[] | { [key in string]?: JsonValue } | null;

/**
 * What every command returns when it cannot do its work.
 */
export type CommandError = { 
/**
 * Stable; the window may decide by it.
 */
code: ErrorCode, 
/**
 * One plain sentence, free of secrets.
 */
message: string, 
/**
 * What to do next.
 */
hint: string | null, 
/**
 * The name of the form field at fault, as it is called in the request.
 */
field: string | null, 
/**
 * What to quote to support: Entra's correlation id or the API's `error.target`.
 */
correlationId: string | null, 
/**
 * The service's status, where a service answered.
 */
httpStatus: number | null, 
/**
 * Seconds to wait before the next try, where the service said so.
 */
retryAfterSeconds: number | null, 
/**
 * The service's own words (an `AADSTS` text, the API's `error.message`), shown as text under the message.
 */
serviceMessage: string | null, };

/**
 * `AREA_REASON`. A code exists because somebody meets it; its text lives where the error is made.
 */
export type ErrorCode = "PROFILE_INVALID" | "PROFILE_NOT_FOUND" | "SETTINGS_NOT_SAVED" | "SIGN_IN_CANCELLED" | "SIGN_IN_REPLACED" | "SIGN_IN_TIMED_OUT" | "SIGN_IN_REFUSED" | "SIGN_IN_ANSWER_UNTRUSTED" | "SIGN_IN_NO_LISTENER" | "SIGN_IN_NO_BROWSER" | "SIGN_IN_REQUIRED" | "TOKEN_REFUSED" | "TOKEN_NOT_A_JWT" | "NETWORK_UNREACHABLE" | "NETWORK_TIMED_OUT" | "NETWORK_TLS_FAILED" | "NETWORK_UNEXPECTED_ANSWER" | "API_BAD_REQUEST" | "API_UNAUTHORIZED" | "API_FORBIDDEN" | "API_NOT_FOUND" | "API_THROTTLED" | "API_SERVICE_FAULT" | "RESULT_GONE" | "RESULT_OUT_OF_RANGE" | "LOAD_CANCELLED" | "VAULT_UNAVAILABLE" | "SANDBOX_NOT_STARTED" | "LINK_REFUSED" | "CLIPBOARD_UNAVAILABLE" | "INTERNAL";

/**
 * A saved connection.
 */
export type ProfileDto = { 
/**
 * Stable id, a GUID made by this program.
 */
id: string, 
/**
 * Shown in lists; chosen by the admin.
 */
name: string, 
/**
 * Where it signs in and calls.
 */
cloud: CloudId, 
/**
 * Tenant GUID or verified domain.
 */
tenant: string, 
/**
 * Application (client) ID of the app registration.
 */
clientId: string, 
/**
 * Delegated permissions the admin wants, e.g. `Alert.Read`.
 */
wantedPermissions: Array<string>, };

/**
 * The profile form, sent to be checked and saved.
 */
export type SaveProfileRequest = { 
/**
 * `null` makes a new profile.
 */
id: string | null, 
/**
 * 1 to 80 characters.
 */
name: string, 
/**
 * Which cloud.
 */
cloud: CloudId, 
/**
 * Tenant GUID or verified domain.
 */
tenant: string, 
/**
 * Application (client) ID.
 */
clientId: string, 
/**
 * Delegated permissions.
 */
wantedPermissions: Array<string>, };

/**
 * Names a profile.
 */
export type ProfileRequest = { 
/**
 * The profile's id.
 */
profileId: string, };

/**
 * A cloud that can be chosen.
 */
export type CloudDto = { 
/**
 * Which.
 */
id: CloudId, 
/**
 * As Microsoft calls it.
 */
name: string, 
/**
 * Base URL of the sign-in service.
 */
authority: string, 
/**
 * Base URL of the API.
 */
apiBase: string, 
/**
 * The resource that tokens are asked for; not the same as the host.
 */
audience: string, 
/**
 * Where the app registration is made.
 */
portal: string, };

/**
 * The clouds that document the Defender for Endpoint API, and the tenant inside this program.
 */
export type CloudId = "sandbox" | "commercial" | "gcc" | "gccHigh" | "dod";

/**
 * A delegated permission of WindowsDefenderATP.
 */
export type PermissionDto = { 
/**
 * As it appears in `scp`, e.g. `Alert.Read`.
 */
value: string, 
/**
 * As the portal and the consent page call it.
 */
displayName: string, 
/**
 * The operations it opens.
 */
operations: Array<OperationRefDto>, };

/**
 * An operation of the API, named.
 */
export type OperationRefDto = { 
/**
 * Stable id, e.g. `listAlerts`.
 */
id: string, 
/**
 * E.g. `List alerts`.
 */
title: string, 
/**
 * HTTP method.
 */
method: string, 
/**
 * Path with placeholders.
 */
path: string, 
/**
 * What it does to the tenant.
 */
effect: OperationEffect, };

/**
 * What an operation does to the tenant.
 */
export type OperationEffect = "read" | "write" | "act";

/**
 * A signed-in account and what is known of its token; never the token.
 */
export type SessionDto = { 
/**
 * The profile it belongs to.
 */
profileId: string, 
/**
 * Display name from the id token.
 */
name: string, 
/**
 * User principal name.
 */
username: string, 
/**
 * Entra object id of the user.
 */
objectId: string, 
/**
 * Tenant GUID that issued the token.
 */
tenantId: string, 
/**
 * Permissions the token response lists.
 */
grantedScopes: Array<string>, 
/**
 * When the access token ends.
 */
expiresAt: number, 
/**
 * Whether a refresh token is held, so that signing in again needs no browser.
 */
renewable: boolean, 
/**
 * Where the refresh token is kept.
 */
keptIn: KeptIn, };

/**
 * What happens during a sign-in, in order.
 */
export type SignInEvent = { "event": "browserOpened", "data": { 
/**
 * The `/authorize` address, to be opened by hand where no browser came up.
 */
url: string, 
/**
 * Whether the system took the request to open its browser.
 */
opened: boolean, 
/**
 * When the attempt times out.
 */
givesUpAt: number, } } | { "event": "redeeming" };

/**
 * Where a refresh token is kept.
 */
export type KeptIn = "keyStore" | "memory";

/**
 * Everything outside the four screens' own data. Asked for at start and after every change to it.
 */
export type AppStateDto = { 
/**
 * The program's version.
 */
version: string, 
/**
 * The chosen appearance.
 */
theme: Theme, 
/**
 * All profiles, in the order they were made.
 */
profiles: Array<ProfileDto>, 
/**
 * The profile in use.
 */
activeProfileId: string | null, 
/**
 * The active profile's session, where signed in.
 */
session: SessionDto | null, 
/**
 * Clouds to choose from.
 */
clouds: Array<CloudDto>, 
/**
 * Delegated permissions to choose from.
 */
permissions: Array<PermissionDto>, 
/**
 * The sandbox tenant, once it runs.
 */
sandbox: SandboxDto | null, 
/**
 * Things the admin should know, oldest first.
 */
notices: Array<NoticeDto>, };

/**
 * A standing message.
 */
export type NoticeDto = { 
/**
 * Which, so that it can be dismissed.
 */
id: NoticeId, 
/**
 * One sentence.
 */
message: string, 
/**
 * What it means or what to do.
 */
hint: string, };

/**
 * Which standing message.
 */
export type NoticeId = "memoryOnly" | "settingsSetAside" | "sessionSetAside" | "sessionEnded";

/**
 * Takes a notice off the screen until it arises again.
 */
export type DismissNoticeRequest = { 
/**
 * Which.
 */
id: NoticeId, };

/**
 * The running sandbox tenant.
 */
export type SandboxDto = { 
/**
 * Its loopback address.
 */
baseUrl: string, 
/**
 * Tenant GUID.
 */
tenantId: string, 
/**
 * Client ID of the registration it knows.
 */
clientId: string, 
/**
 * How many alerts it holds.
 */
alerts: number, 
/**
 * How many devices it holds.
 */
devices: number, 
/**
 * Who can sign in.
 */
accounts: Array<SandboxAccountDto>, };

/**
 * An account of the sandbox tenant.
 */
export type SandboxAccountDto = { 
/**
 * Display name.
 */
name: string, 
/**
 * User principal name.
 */
username: string, 
/**
 * Its role, in words.
 */
role: string, };

/**
 * The chosen appearance.
 */
export type SetThemeRequest = { 
/**
 * Which.
 */
theme: Theme, };

/**
 * Appearance.
 */
export type Theme = "system" | "light" | "dark" | "highContrast";

/**
 * A text to put on the clipboard.
 */
export type CopyTextRequest = { 
/**
 * At most 1 MiB.
 */
text: string, };

/**
 * A page to open in the system browser.
 */
export type OpenLinkRequest = { 
/**
 * An `https:` address; anything else is refused.
 */
url: string, };

/**
 * A decoded token. Decoding is diagnosis: nothing in the program depends on it.
 */
export type TokenReportDto = { 
/**
 * Where it came from.
 */
source: TokenSource, 
/**
 * The JOSE header's members.
 */
header: Array<ClaimDto>, 
/**
 * The payload's members, in the token's order.
 */
claims: Array<ClaimDto>, 
/**
 * Checks in the order in which a failure explains the ones after it.
 */
verdicts: Array<VerdictDto>, 
/**
 * The `scp` claim against what is wanted.
 */
scopes: Array<ScopeRowDto>, 
/**
 * `iat`.
 */
issuedAt: number | null, 
/**
 * `exp`.
 */
expiresAt: number | null, 
/**
 * Service time minus local time, where an HTTP `Date` header was seen.
 */
clockOffsetSeconds: number | null, };

/**
 * One member of the header or payload.
 */
export type ClaimDto = { 
/**
 * As in the token, e.g. `aud`.
 */
name: string, 
/**
 * Its value as text; objects and lists as JSON.
 */
value: string, 
/**
 * The value as a time, for `exp`, `iat` and `nbf`.
 */
time: number | null, 
/**
 * One line on what the claim means; `null` for undocumented ones.
 */
meaning: string | null, };

/**
 * One check.
 */
export type VerdictDto = { 
/**
 * Which.
 */
id: VerdictId, 
/**
 * What is checked, e.g. `Audience`.
 */
title: string, 
/**
 * How it came out.
 */
outcome: Outcome, 
/**
 * What was seen, in words.
 */
seen: string, 
/**
 * What to do; `null` when all is well.
 */
advice: string | null, };

/**
 * One permission, in the token or wanted.
 */
export type ScopeRowDto = { 
/**
 * E.g. `Alert.Read`.
 */
permission: string, 
/**
 * As the portal calls it; `null` when not in the documentation.
 */
displayName: string | null, 
/**
 * Against what is wanted.
 */
state: ScopeState, 
/**
 * A remark such as "covered by Alert.ReadWrite".
 */
remark: string | null, 
/**
 * Operations it opens.
 */
operations: Array<OperationRefDto>, };

/**
 * A token to look at, pasted by the admin. It is decoded and forgotten.
 */
export type InspectTokenRequest = { 
/**
 * The pasted text; a leading `Bearer` and line breaks are tolerated.
 */
text: string, };

/**
 * The raw token, on explicit request.
 */
export type RevealedTokenDto = { 
/**
 * The token itself.
 */
token: string, 
/**
 * After this many seconds the window must hide it.
 */
hideAfterSeconds: number, };

/**
 * What a copy of the token to the clipboard did.
 */
export type CopiedTokenDto = { 
/**
 * After this many seconds the backend clears the clipboard, if it still holds the token.
 */
clearAfterSeconds: number, };

/**
 * Where a token came from.
 */
export type TokenSource = "session" | "pasted";

/**
 * How a check came out.
 */
export type Outcome = "ok" | "warning" | "problem" | "cannotTell";

/**
 * Which check.
 */
export type VerdictId = "audience" | "tenant" | "application" | "delegated" | "permissions" | "lifetime" | "clock" | "clientType" | "authentication";

/**
 * A permission against what is wanted.
 */
export type ScopeState = "granted" | "missing" | "extra";

/**
 * Asks the service for alerts. The filter runs at the service.
 */
export type LoadAlertsRequest = { 
/**
 * Made by the window (a GUID); names the load for `cancel_load`.
 */
loadId: string, 
/**
 * Earliest `alertCreationTime`, inclusive; `null` for no bound.
 */
createdFrom: number | null, 
/**
 * Latest `alertCreationTime`, exclusive; `null` for no bound.
 */
createdTo: number | null, 
/**
 * Severities to ask for; empty for all. Words of the API, e.g. `High`.
 */
severities: Array<string>, };

/**
 * Names a load.
 */
export type CancelLoadRequest = { 
/**
 * The load's id.
 */
loadId: string, };

/**
 * What happens during a load, in order.
 */
export type LoadEvent = { "event": "started", "data": { 
/**
 * Names the result for views and rows.
 */
resultId: string, 
/**
 * The request as sent, without the token.
 */
request: string, } } | { "event": "total", "data": { 
/**
 * Rows to expect.
 */
rows: number, } } | { "event": "page", "data": { 
/**
 * Rows so far.
 */
rows: number, 
/**
 * Pages so far.
 */
pages: number, } } | { "event": "waiting", "data": { 
/**
 * For how long.
 */
seconds: number, 
/**
 * Why, in words.
 */
reason: string, } };

/**
 * The load has ended.
 */
export type LoadedDto = { 
/**
 * Names the result.
 */
resultId: string, 
/**
 * Rows held.
 */
rows: number, 
/**
 * Pages read.
 */
pages: number, 
/**
 * Rows that came twice, were counted once and dropped.
 */
duplicates: number, 
/**
 * Bytes of the bodies.
 */
bytes: number, 
/**
 * From request to last row.
 */
elapsedMs: number, 
/**
 * Whether all pages were read.
 */
complete: boolean, 
/**
 * Columns of the table.
 */
columns: Array<ColumnDto>, };

/**
 * A column.
 */
export type ColumnDto = { 
/**
 * The property's name, e.g. `alertCreationTime`.
 */
name: string, 
/**
 * What it holds.
 */
kind: ColumnKind, };

/**
 * A way to look at a result: sorted and filtered. Setting one makes it the result's current view.
 */
export type SetViewRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * First key first; empty for the service's order.
 */
sort: Array<SortKeyDto>, 
/**
 * Text that a row must contain in one of `text_columns`, whatever the case; empty for all.
 */
text: string, 
/**
 * Columns the text is looked for in.
 */
textColumns: Array<string>, 
/**
 * Values to keep, column by column; a column with no values keeps all.
 */
facets: Array<FacetChoiceDto>, 
/**
 * Columns whose values are counted in the answer.
 */
countColumns: Array<string>, };

/**
 * A sort key.
 */
export type SortKeyDto = { 
/**
 * The column.
 */
column: string, 
/**
 * Largest or latest first.
 */
descending: boolean, };

/**
 * Chosen values of a column.
 */
export type FacetChoiceDto = { 
/**
 * The column.
 */
column: string, 
/**
 * Values to keep.
 */
values: Array<string>, };

/**
 * The view that is now current.
 */
export type ViewDto = { 
/**
 * Grows with each view of a result; rows are asked for with it.
 */
viewId: number, 
/**
 * Rows in the result.
 */
totalRows: number, 
/**
 * Rows in the view.
 */
matchedRows: number, 
/**
 * Counts, over the rows that the text and the *other* facets keep.
 */
facets: Array<FacetDto>, 
/**
 * Columns of the result so far.
 */
columns: Array<ColumnDto>, };

/**
 * A column's values and how often each occurs.
 */
export type FacetDto = { 
/**
 * The column.
 */
column: string, 
/**
 * Most frequent first.
 */
values: Array<FacetValueDto>, };

/**
 * One value.
 */
export type FacetValueDto = { 
/**
 * The value; empty for absent.
 */
value: string, 
/**
 * Rows that have it.
 */
count: number, };

/**
 * Asks for a window of rows.
 */
export type GetRowsRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * Which view; an older one is answered with `RESULT_GONE`.
 */
viewId: number, 
/**
 * First row of the window, counted in the view.
 */
offset: number, 
/**
 * Rows wanted; at most 500.
 */
count: number, 
/**
 * Columns wanted, in this order.
 */
columns: Array<string>, };

/**
 * A window of rows.
 */
export type RowsDto = { 
/**
 * First row of the window, counted in the view.
 */
offset: number, 
/**
 * Each row's cells in the order asked for; times as RFC 3339 text; `null` for absent.
 */
rows: Array<Array<string | null>>, 
/**
 * Each row's position in the result, by which `get_row` finds it again.
 */
rowIds: Array<number>, };

/**
 * Names one row.
 */
export type GetRowRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * The row's position in the result.
 */
rowId: number, };

/**
 * Names one alert.
 */
export type GetAlertRequest = { 
/**
 * The alert's id.
 */
alertId: string, };

/**
 * One record with every property, as the service sent it.
 */
export type RecordDto = { 
/**
 * The JSON object.
 */
json: JsonValue, };

/**
 * Names a result that is no longer needed.
 */
export type CloseResultRequest = { 
/**
 * Which.
 */
resultId: string, };

/**
 * What a column holds.
 */
export type ColumnKind = "text" | "time" | "number" | "boolean" | "nested";

/** Every command: what goes in, what comes out, what its channel carries. */
export type Commands = {
  /** The frame's state. Restores the active profile's session first, if one is sealed. */
  get_app_state: { request: null; response: AppStateDto; event: never };
  /** Checks and saves a profile and makes it the active one. */
  save_profile: { request: SaveProfileRequest; response: AppStateDto; event: never };
  /** Starts the sandbox tenant and makes a profile for it, or selects the one there is. */
  use_sandbox: { request: null; response: AppStateDto; event: never };
  /** Makes a profile the active one. */
  select_profile: { request: ProfileRequest; response: AppStateDto; event: never };
  /** Deletes a profile and wipes its session. */
  delete_profile: { request: ProfileRequest; response: AppStateDto; event: never };
  /** Chooses the appearance. */
  set_theme: { request: SetThemeRequest; response: AppStateDto; event: never };
  /** Takes a notice off the screen. */
  dismiss_notice: { request: DismissNoticeRequest; response: AppStateDto; event: never };
  /** Signs in to the active profile through the system browser. A second call replaces the first. */
  start_sign_in: { request: null; response: AppStateDto; event: SignInEvent };
  /** Ends the sign-in that is under way, if any. */
  cancel_sign_in: { request: null; response: null; event: never };
  /** Opens the address of the sign-in that is under way once more. */
  reopen_sign_in_page: { request: null; response: null; event: never };
  /** Wipes the active profile's session from memory and disk. */
  sign_out: { request: null; response: AppStateDto; event: never };
  /** Gets a fresh access token with the refresh token. */
  renew_token: { request: null; response: AppStateDto; event: never };
  /** Decodes and judges the session's access token. */
  get_token_report: { request: null; response: TokenReportDto; event: never };
  /** Decodes and judges a pasted token, which is then forgotten. */
  inspect_token: { request: InspectTokenRequest; response: TokenReportDto; event: never };
  /** Hands out the raw token, for at most a minute on screen. */
  reveal_token: { request: null; response: RevealedTokenDto; event: never };
  /** Puts the raw token on the clipboard and clears it after a minute. */
  copy_token: { request: null; response: CopiedTokenDto; event: never };
  /** Loads alerts, all pages, into a result. */
  load_alerts: { request: LoadAlertsRequest; response: LoadedDto; event: LoadEvent };
  /** Stops a load; the rows that arrived are kept. */
  cancel_load: { request: CancelLoadRequest; response: null; event: never };
  /** Sorts and filters a result. */
  set_view: { request: SetViewRequest; response: ViewDto; event: never };
  /** Reads a window of rows of the current view. */
  get_rows: { request: GetRowsRequest; response: RowsDto; event: never };
  /** Reads one row with every property. */
  get_row: { request: GetRowRequest; response: RecordDto; event: never };
  /** Asks the service for one alert with comments and evidence. */
  get_alert: { request: GetAlertRequest; response: RecordDto; event: never };
  /** Frees a result. */
  close_result: { request: CloseResultRequest; response: null; event: never };
  /** Puts a text on the clipboard. */
  copy_text: { request: CopyTextRequest; response: null; event: never };
  /** Opens a page in the system browser. */
  open_link: { request: OpenLinkRequest; response: null; event: never };
};
