// Generated from src-tauri/crates/contract by `cargo xtask codegen`. Do not edit.

export type JsonValue = number | string | boolean | JsonValue[] | { [key in string]?: JsonValue } | null;

/**
 * A password, a token, or something pasted that may hold one. It crosses as plain text and shows in no `Debug` output,
 * so that a request can be logged without a thought. Whoever takes it out wipes it.
 */
export type SecretText = string;

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
export type ErrorCode = "PROFILE_INVALID" | "PROFILE_NOT_FOUND" | "SETTINGS_NOT_SAVED" | "SIGN_IN_CANCELLED" | "SIGN_IN_REPLACED" | "SIGN_IN_TIMED_OUT" | "SIGN_IN_REFUSED" | "SIGN_IN_ANSWER_UNTRUSTED" | "DEVICE_CODE_EXPIRED" | "PASSWORD_SAMPLE_OFF" | "SIGN_IN_NO_LISTENER" | "SIGN_IN_NO_BROWSER" | "SIGN_IN_REQUIRED" | "TOKEN_REFUSED" | "TOKEN_NOT_A_JWT" | "NETWORK_UNREACHABLE" | "NETWORK_TIMED_OUT" | "NETWORK_TLS_FAILED" | "NETWORK_PROXY" | "NETWORK_SETTINGS_INVALID" | "NETWORK_UNEXPECTED_ANSWER" | "API_BAD_REQUEST" | "API_UNAUTHORIZED" | "API_FORBIDDEN" | "API_NOT_FOUND" | "API_THROTTLED" | "API_SERVICE_FAULT" | "RESULT_GONE" | "RESULT_OUT_OF_RANGE" | "LOAD_CANCELLED" | "VAULT_UNAVAILABLE" | "SANDBOX_NOT_STARTED" | "LINK_REFUSED" | "MANIFEST_UNREADABLE" | "ERROR_PAGE_UNREADABLE" | "IMPORT_UNREADABLE" | "FILE_NOT_SAVED" | "FILE_NOT_READ" | "CALL_INVALID" | "CHANGES_LOCKED" | "DRASTIC_LOCKED" | "ACTION_NOT_CONFIRMED" | "ACTION_DUPLICATE" | "CALL_GONE" | "BULK_UNREADABLE" | "BULK_GONE" | "BULK_EMPTY" | "BULK_TOO_LARGE" | "VIEW_INVALID" | "EXPORT_TOO_LARGE" | "NOTHING_TO_COMPARE" | "CHECK_CANCELLED" | "CLIPBOARD_UNAVAILABLE" | "INTERNAL";

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
wantedPermissions: Array<string>, 
/**
 * Tells it from others at a glance.
 */
colour: ProfileColour, 
/**
 * The regional server that is called; `null` for the cloud's own host.
 */
region: string | null, 
/**
 * Endpoints of the admin's own instead of the cloud's.
 */
endpoints: EndpointsDto | null, 
/**
 * The documentation's password sample may be used.
 */
allowPasswordSample: boolean, };

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
wantedPermissions: Array<string>, 
/**
 * Tells it from others at a glance.
 */
colour: ProfileColour, 
/**
 * The regional server that is called; commercial only.
 */
region: string | null, 
/**
 * Endpoints instead of the cloud's.
 */
endpoints: EndpointsDto | null, 
/**
 * The documentation's password sample may be used.
 */
allowPasswordSample: boolean, };

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
portal: string, 
/**
 * Regional servers to choose from; not measured.
 */
regions: Array<RegionDto>, };

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
keptIn: KeptIn, 
/**
 * How the session was begun. A policy may refuse it for that, even weeks later.
 */
begunWith: SignInWay, 
/**
 * The service asked for a sign-in that meets a policy (a claims challenge); the next one can carry it.
 */
policyChallenge: boolean, };

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
 * A policy asks for more at the active profile's next sign-in, whether or not somebody is signed in.
 */
policyChallenge: boolean, 
/**
 * Every step of the active profile's checklist is as it should be.
 */
setUp: boolean, 
/**
 * Every session that is held, the active profile's among them.
 */
sessions: Array<SessionDto>, 
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
 * The state has changed without the window's doing; it asks for it anew.
 */
export type AppStateEvent = { "event": "changed" };

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
export type NoticeId = "memoryOnly" | "settingsSetAside" | "sessionSetAside" | "sessionEnded" | "changeNotLogged";

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
accounts: Array<SandboxAccountDto>, 
/**
 * What can be made to go wrong, grouped.
 */
faults: Array<SandboxFaultDto>, };

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
text: SecretText, };

/**
 * The raw token, on explicit request.
 */
export type RevealedTokenDto = { 
/**
 * The token itself.
 */
token: SecretText, 
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
 * Asks what can be changed for the rows of a result.
 */
export type BulkOffersRequest = { 
/**
 * The result; `null` for what a file can hold.
 */
resultId: string | null, };

/**
 * What can be changed.
 */
export type BulkOffersDto = { 
/**
 * In the order in which to offer it; empty where the rows name nothing that can be changed.
 */
offers: Array<BulkOfferDto>, 
/**
 * The active profile allows changes.
 */
changesAllowed: boolean, };

/**
 * A change that can be made for many targets.
 */
export type BulkOfferDto = { 
/**
 * Which.
 */
change: BulkChange, 
/**
 * What it does, e.g. `Update alerts`.
 */
title: string, 
/**
 * What one target and several are called, e.g. `alert` and `alerts`.
 */
noun: BulkNounDto, 
/**
 * The operation that is called for many targets.
 */
operation: OperationRefDto, 
/**
 * Whether the session's token opens it.
 */
state: OperationState, 
/**
 * The permission that opens it, or any of which would.
 */
permissions: Array<string>, 
/**
 * Columns that a file may have, the first naming the target.
 */
fileColumns: Array<string>, };

/**
 * What targets are called.
 */
export type BulkNounDto = { 
/**
 * One.
 */
one: string, 
/**
 * Several.
 */
many: string, };

/**
 * Asks for the form of a change.
 */
export type BulkFormRequest = { 
/**
 * Which change.
 */
change: BulkChange, 
/**
 * Where the targets come from.
 */
source: BulkSource, };

/**
 * The form of a change: what holds for every target.
 */
export type BulkFormDto = { 
/**
 * The operation whose rules hold.
 */
operation: OperationRefDto, 
/**
 * Rows or lines that the source has.
 */
targets: number, 
/**
 * The fields, all of them in the body. None is required where the source's own rows bring the values.
 */
fields: Array<FieldDto>, 
/**
 * Determinations that go with each classification, for alerts.
 */
determinations: Array<DeterminationsDto>, 
/**
 * Most targets of one call.
 */
mostPerCall: number, 
/**
 * Limits in words, e.g. `100 calls a minute`.
 */
limits: Array<string>, 
/**
 * What else to know, each a sentence.
 */
notes: Array<string>, };

/**
 * Determinations that go with a classification.
 */
export type DeterminationsDto = { 
/**
 * The classification.
 */
classification: string, 
/**
 * What goes with it.
 */
determinations: Array<string>, };

/**
 * Where the targets of a change come from.
 */
export type BulkSource = { "kind": "rows", "data": { 
/**
 * Which result.
 */
resultId: string, 
/**
 * Which view.
 */
viewId: number, 
/**
 * Rows by their position in the result; `null` for all of the view.
 */
rowIds: Array<number> | null, } } | { "kind": "file", "data": { 
/**
 * The file.
 */
fileId: string, } };

/**
 * Plans a change for many targets. Nothing is sent.
 */
export type PlanBulkRequest = { 
/**
 * Which change.
 */
change: BulkChange, 
/**
 * Where the targets come from.
 */
source: BulkSource, 
/**
 * Values for every target. A line of a file that has a value of its own keeps it.
 */
values: Array<FieldValueDto>, };

/**
 * A planned change.
 */
export type BulkPlanDto = { 
/**
 * Names the plan for `run_bulk`.
 */
planId: string, 
/**
 * A table of the targets, each with what is wrong or, after the change, its outcome.
 */
resultId: string, 
/**
 * Targets that the change will be sent for.
 */
ready: number, 
/**
 * Rows that name no target or break a rule; nothing is sent for them.
 */
invalid: number, 
/**
 * Rows whose target came before.
 */
duplicates: number, 
/**
 * Calls that it takes.
 */
calls: number, 
/**
 * The operation that is called.
 */
operation: OperationRefDto, 
/**
 * Seconds to wait for the documented limits, at least.
 */
waitSeconds: number, 
/**
 * Columns of the file that mean nothing here.
 */
unusedColumns: Array<string>, 
/**
 * The first call, `METHOD address`; `null` where there is none.
 */
firstRequest: string | null, 
/**
 * Its body, pretty.
 */
firstBody: string | null, 
/**
 * What is wrong with the values for every target, field by field.
 */
problems: Array<FieldProblemDto>, };

/**
 * Sends a planned change.
 */
export type RunBulkRequest = { 
/**
 * Which plan. It can be run once.
 */
planId: string, 
/**
 * Made by the window (a GUID); names the run for `cancel_load`.
 */
runId: string, };

/**
 * What happens during a run.
 */
export type BulkEvent = { "event": "progress", "data": { 
/**
 * Targets with an outcome.
 */
done: number, 
/**
 * Targets.
 */
of: number, } } | { "event": "waiting", "data": { 
/**
 * For how long.
 */
seconds: number, 
/**
 * Why, in words.
 */
reason: string, } };

/**
 * How a run has ended.
 */
export type BulkDoneDto = { 
/**
 * The plan's table.
 */
resultId: string, 
/**
 * Targets that the service took the change for.
 */
changed: number, 
/**
 * Targets that it refused.
 */
refused: number, 
/**
 * Targets of a call without an answer: they may have been changed.
 */
unknown: number, 
/**
 * Targets that nothing was sent for, since the run was cancelled or failed before.
 */
unsent: number, 
/**
 * Why the run ended before its end; `null` where it went through or was cancelled.
 */
failure: CommandError | null, 
/**
 * Rows of the source that show the change now.
 */
updatedRows: number, };

/**
 * Asks for a file and writes an empty CSV with the columns of a change.
 */
export type SaveBulkTemplateRequest = { 
/**
 * Which change.
 */
change: BulkChange, };

/**
 * A change that can be made for many targets.
 */
export type BulkChange = "updateAlerts" | "tagDevices" | "setDeviceValue" | "submitIndicators" | "deleteIndicators";

/**
 * The saved views.
 */
export type SavedViewsDto = { 
/**
 * Those that the program brings, then the admin's own by name.
 */
views: Array<SavedViewDto>, };

/**
 * A way to look at alerts: what is asked of the service, and how the rows are arranged.
 */
export type SavedViewDto = { 
/**
 * Names it.
 */
id: string, 
/**
 * As the admin named it.
 */
name: string, 
/**
 * Comes with the program: it can be applied, and neither changed nor deleted.
 */
builtIn: boolean, 
/**
 * What it is for, of those that come with the program.
 */
about: string, 
/**
 * What is asked of the service.
 */
query: AlertQueryDto, 
/**
 * How the rows are arranged.
 */
arrangement: ArrangementDto, };

/**
 * What is asked of the service.
 */
export type AlertQueryDto = { 
/**
 * Created within so many days before the load; `null` for the two days below, or no limit.
 */
withinDays: number | null, 
/**
 * First local day, `yyyy-mm-dd`; `null` for no bound.
 */
from: string | null, 
/**
 * Last local day, `yyyy-mm-dd`, included; `null` for no bound.
 */
to: string | null, 
/**
 * Severities in words of the API; empty for all.
 */
severities: Array<string>, };

/**
 * How rows are arranged.
 */
export type ArrangementDto = { 
/**
 * First key first.
 */
sort: Array<SortKeyDto>, 
/**
 * Text that a row must contain.
 */
text: string, 
/**
 * Values to keep, column by column.
 */
facets: Array<FacetChoiceDto>, 
/**
 * What rows must fulfil.
 */
conditions: Array<ColumnConditionDto>, 
/**
 * The column by whose values the rows are counted at the side.
 */
groupBy: string | null, 
/**
 * Columns shown, in order; empty for the usual ones.
 */
columns: Array<string>, };

/**
 * Saves a view. One of the admin's with the same name, whatever the case, is replaced.
 */
export type SaveViewRequest = { 
/**
 * Its name.
 */
name: string, 
/**
 * What is asked of the service.
 */
query: AlertQueryDto, 
/**
 * How the rows are arranged.
 */
arrangement: ArrangementDto, };

/**
 * Deletes one of the admin's views.
 */
export type DeleteViewRequest = { 
/**
 * Which.
 */
viewId: string, };

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
 * What rows must fulfil, all of it.
 */
conditions: Array<ColumnConditionDto>, 
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
 * Most frequent first; at most 1,000.
 */
values: Array<FacetValueDto>, 
/**
 * Different values that are not listed.
 */
more: number, };

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

/**
 * How to sign in with the browser.
 */
export type StartSignInRequest = { 
/**
 * What the sign-in page should ask.
 */
prompt: SignInPrompt, 
/**
 * The account to offer, as a user principal name.
 */
loginHint: string | null, 
/**
 * Carry the policy's challenge into the sign-in, if there is one.
 */
satisfyPolicy: boolean, };

/**
 * The documentation's password sample. The password is used once and wiped.
 */
export type StartPasswordSignInRequest = { 
/**
 * Which endpoint.
 */
endpoint: PasswordEndpoint, 
/**
 * User principal name.
 */
username: string, 
/**
 * The password.
 */
password: SecretText, };

/**
 * A token of the admin's own, to call with.
 */
export type UseTokenRequest = { 
/**
 * The pasted token.
 */
text: SecretText, };

/**
 * What happens during a sign-in with a device code, in order.
 */
export type DeviceSignInEvent = { "event": "codeIssued", "data": { 
/**
 * To be typed.
 */
userCode: string, 
/**
 * Where.
 */
verificationUrl: string, 
/**
 * When the code ends.
 */
expiresAt: number, 
/**
 * Seconds between questions.
 */
intervalSeconds: number, } } | { "event": "waiting", "data": { 
/**
 * Seconds until the next question; more than before where the service asked to slow down.
 */
intervalSeconds: number, } };

/**
 * What the sign-in page should ask.
 */
export type SignInPrompt = "selectAccount" | "consent" | "login" | "default";

/**
 * How a session was begun.
 */
export type SignInWay = "browser" | "deviceCode" | "password" | "pastedToken";

/**
 * Which token endpoint the password sample uses.
 */
export type PasswordEndpoint = "v1" | "v2";

/**
 * Names a token: the session's, or one that is pasted, looked at and forgotten.
 */
export type TokenRequest = { 
/**
 * A pasted token; `null` for the session's.
 */
text: SecretText | null, };

/**
 * What checking the signature brought. A diagnosis: no call depends on it.
 */
export type SignatureDto = { 
/**
 * How it came out.
 */
outcome: Outcome, 
/**
 * What was seen.
 */
seen: string, 
/**
 * What to do or to know.
 */
advice: string | null, 
/**
 * The key's id in the token's header.
 */
keyId: string | null, };

/**
 * Two tokens to compare.
 */
export type CompareTokensRequest = { 
/**
 * The earlier one.
 */
before: TokenRefDto, 
/**
 * The later one.
 */
after: TokenRefDto, };

/**
 * One side of a comparison.
 */
export type TokenRefDto = { 
/**
 * Where it comes from.
 */
source: TokenRefSource, 
/**
 * The pasted text, for [`TokenRefSource::Pasted`].
 */
text: SecretText | null, };

/**
 * How two tokens differ.
 */
export type ComparisonDto = { 
/**
 * The earlier one, in a few words.
 */
before: string, 
/**
 * The later one, in a few words.
 */
after: string, 
/**
 * What differs.
 */
differences: Array<DifferenceDto>, 
/**
 * Members that are the same in both.
 */
unchanged: number, };

/**
 * One member that differs.
 */
export type DifferenceDto = { 
/**
 * E.g. `scp`; members of the header begin with `header.`.
 */
name: string, 
/**
 * How it differs.
 */
change: ChangeKind, 
/**
 * Earlier value as text.
 */
before: string | null, 
/**
 * Later value as text.
 */
after: string | null, 
/**
 * For lists: what came.
 */
added: Array<string>, 
/**
 * For lists: what went.
 */
removed: Array<string>, 
/**
 * What it means.
 */
meaning: string | null, 
/**
 * It differs in any two tokens.
 */
routine: boolean, };

/**
 * What a token can do, operation by operation.
 */
export type CoverageDto = { 
/**
 * One row for each documented operation.
 */
rows: Array<CoverageRowDto>, 
/**
 * What the list cannot know.
 */
caveat: string, };

/**
 * One operation against a token.
 */
export type CoverageRowDto = { 
/**
 * The operation.
 */
operation: OperationRefDto, 
/**
 * Its part of the documentation.
 */
group: string, 
/**
 * Whether the token opens it.
 */
state: CoverageState, 
/**
 * The permission that opens it, or any of which would.
 */
permissions: Array<string>, 
/**
 * The Defender role that the person needs as well, where the documentation names one.
 */
role: string | null, };

/**
 * A token for a ticket: no signature, no personal claims.
 */
export type RedactedTokenDto = { 
/**
 * Header and claims as JSON.
 */
json: string, 
/**
 * Names of the claims that were masked.
 */
masked: Array<string>, };

/**
 * Where one side of a comparison comes from.
 */
export type TokenRefSource = "session" | "previous" | "pasted";

/**
 * How a member of a token differs.
 */
export type ChangeKind = "added" | "removed" | "changed";

/**
 * Whether a token opens an operation.
 */
export type CoverageState = "allowed" | "missing" | "notDocumented" | "cannotTell";

/**
 * The checklist of the active profile, as far as the evidence goes.
 */
export type ChecklistDto = { 
/**
 * Whose.
 */
profileId: string, 
/**
 * [`StepId::Connection`] first, then steps 1 to 10.
 */
steps: Array<StepDto>, 
/**
 * What explains the failure, where something fails.
 */
cause: CauseDto | null, 
/**
 * Which evidence is at hand, and since when.
 */
evidence: Array<EvidenceDto>, 
/**
 * Each permission, from what is needed to what the token carries.
 */
consent: Array<ConsentRowDto>, 
/**
 * What the admin answered.
 */
answers: AnswersDto, 
/**
 * What follows from the answers about the context.
 */
advice: AdviceDto | null, 
/**
 * When *Check everything* last ran through.
 */
checkedAt: number | null, };

/**
 * One step.
 */
export type StepDto = { 
/**
 * Which.
 */
id: StepId, 
/**
 * 1 to 10; 0 for the connection, which is not numbered.
 */
number: number, 
/**
 * What it is about, a few words.
 */
title: string, 
/**
 * Why it matters, a sentence or two.
 */
lead: string, 
/**
 * What to do in the portal, in order.
 */
instructions: Array<InstructionDto>, 
/**
 * Why it is done so, and what is often taken for it.
 */
notes: Array<string>, 
/**
 * Values to copy into the portal.
 */
values: Array<CopyValueDto>, 
/**
 * Pages that open the right place.
 */
links: Array<LinkDto>, 
/**
 * Who may do it.
 */
roles: Array<RoleNeedDto>, 
/**
 * How it stands now.
 */
state: StepState, 
/**
 * How it stood when it was last checked, where it is not checked now.
 */
last: LastStateDto | null, 
/**
 * What was looked at.
 */
checks: Array<CheckDto>, 
/**
 * Ticked by the admin.
 */
ticked: boolean, };

/**
 * Something to do.
 */
export type InstructionDto = { 
/**
 * In the portal's present words.
 */
text: string, 
/**
 * The same in the portal's older words, where they differ.
 */
formerly: string | null, };

/**
 * A value to copy.
 */
export type CopyValueDto = { 
/**
 * What it is.
 */
label: string, 
/**
 * The value.
 */
value: string, };

/**
 * A page.
 */
export type LinkDto = { 
/**
 * What opens.
 */
label: string, 
/**
 * An `https:` address.
 */
url: string, };

/**
 * Who may do a part of the set-up.
 */
export type RoleNeedDto = { 
/**
 * The task.
 */
task: string, 
/**
 * The least role that may do it.
 */
leastRole: string, 
/**
 * A remark.
 */
note: string | null, };

/**
 * One thing that was looked at.
 */
export type CheckDto = { 
/**
 * Stable name.
 */
id: string, 
/**
 * What is checked.
 */
title: string, 
/**
 * How it came out.
 */
state: StepState, 
/**
 * How it is known.
 */
source: EvidenceKind, 
/**
 * What was seen.
 */
seen: string, 
/**
 * What to do.
 */
fix: string | null, 
/**
 * Worth knowing, but breaks nothing.
 */
remark: boolean, };

/**
 * How a step stood earlier.
 */
export type LastStateDto = { 
/**
 * How.
 */
state: StepState, 
/**
 * When.
 */
at: number, };

/**
 * What explains the failure.
 */
export type CauseDto = { 
/**
 * The step to mend first.
 */
step: StepId, 
/**
 * The check that found it.
 */
checkId: string, 
/**
 * What is wrong, a sentence.
 */
what: string, 
/**
 * What to do.
 */
fix: string, 
/**
 * Whether the evidence proves it; otherwise it is the likeliest.
 */
certain: boolean, };

/**
 * Evidence at hand.
 */
export type EvidenceDto = { 
/**
 * Which.
 */
kind: EvidenceKind, 
/**
 * When it was taken.
 */
takenAt: number, 
/**
 * What it is, in a few words.
 */
summary: string, };

/**
 * One permission on its way into the token.
 */
export type ConsentRowDto = { 
/**
 * E.g. `Alert.Read`.
 */
permission: string, 
/**
 * As the portal calls it.
 */
displayName: string | null, 
/**
 * The profile wants it.
 */
needed: Mark, 
/**
 * The app registration lists it as delegated.
 */
registered: Mark, 
/**
 * Somebody consented to it.
 */
consented: Mark, 
/**
 * The token in hand carries it.
 */
inToken: Mark, 
/**
 * What follows.
 */
remark: string | null, };

/**
 * What the admin said about the set-up. Kept with the profile.
 */
export type AnswersDto = { 
/**
 * A person is present when calls are made.
 */
personPresent: boolean | null, 
/**
 * Results must follow that person's role and device groups.
 */
asPerson: boolean | null, 
/**
 * It must run unattended.
 */
unattended: boolean | null, 
/**
 * The Defender plan.
 */
plan: Plan | null, 
/**
 * Supported account types of the app registration.
 */
accountTypes: AccountTypes, 
/**
 * Device code or the documentation's password sample will be used.
 */
needsPublicFlows: boolean, 
/**
 * Operations that are wanted, by id.
 */
operations: Array<string>, 
/**
 * Steps ticked by hand.
 */
ticked: Array<StepId>, };

/**
 * Which context to use.
 */
export type AdviceDto = { 
/**
 * Which.
 */
access: AccessKind, 
/**
 * Why.
 */
reason: string, 
/**
 * What to know about it.
 */
caveats: Array<string>, 
/**
 * Where to read on.
 */
pointer: LinkDto, };

/**
 * Changes what the admin said.
 */
export type SaveAnswersRequest = { 
/**
 * The whole of it.
 */
answers: AnswersDto, };

/**
 * Names a run of *Check everything*, so that it can be cancelled.
 */
export type CheckRequest = { 
/**
 * Chosen by the window, unique among runs.
 */
checkId: string, };

/**
 * What happens during *Check everything*.
 */
export type CheckEvent = { "event": "planned", "data": { 
/**
 * The kinds of evidence.
 */
kinds: Array<EvidenceKind>, } } | { "event": "taking", "data": { 
/**
 * Which.
 */
kind: EvidenceKind, } } | { "event": "taken", "data": { 
/**
 * Which.
 */
kind: EvidenceKind, 
/**
 * The checklist so far.
 */
checklist: ChecklistDto, } };

/**
 * Evidence that the admin pastes or drops.
 */
export type SubmitEvidenceRequest = { 
/**
 * [`EvidenceKind::Manifest`] or [`EvidenceKind::ErrorPage`].
 */
kind: EvidenceKind, 
/**
 * The text, at most 1 MiB. A manifest or page may have been copied with a secret in it.
 */
text: SecretText, };

/**
 * Takes evidence away, for instance a pasted error page that no longer holds.
 */
export type ClearEvidenceRequest = { 
/**
 * Which.
 */
kind: EvidenceKind, };

/**
 * Which form of the sandbox registration's manifest.
 */
export type SandboxManifestRequest = { 
/**
 * Which.
 */
form: ManifestForm, };

/**
 * A text.
 */
export type TextDto = { 
/**
 * It.
 */
text: string, };

/**
 * The measured regional servers.
 */
export type RegionsDto = { 
/**
 * Each documented server.
 */
regions: Array<RegionDto>, 
/**
 * The nearest that answered.
 */
nearest: string | null, };

/**
 * A regional server.
 */
export type RegionDto = { 
/**
 * Short name, e.g. `eu`.
 */
id: string, 
/**
 * Host name.
 */
host: string, 
/**
 * Best of three round trips.
 */
latencyMilliseconds: number | null, 
/**
 * Why it did not answer.
 */
error: string | null, };

/**
 * Writes the verification report.
 */
export type SaveReportRequest = { 
/**
 * As what.
 */
format: ReportFormat, 
/**
 * Names and user principal names are masked.
 */
maskNames: boolean, };

/**
 * Where something was saved.
 */
export type SavedDto = { 
/**
 * The file; `null` when the admin closed the dialog.
 */
path: string | null, };

/**
 * Which generated text.
 */
export type ArtifactRequest = { 
/**
 * Which.
 */
kind: ArtifactKind, 
/**
 * For which context.
 */
access: AccessKind, };

/**
 * A generated text.
 */
export type ArtifactDto = { 
/**
 * A fitting file name.
 */
fileName: string, 
/**
 * What it does and what it needs.
 */
about: string, 
/**
 * The text.
 */
text: string, };

/**
 * A step of the checklist.
 */
export type StepId = "connection" | "access" | "cloud" | "roles" | "register" | "publicClient" | "api" | "permissions" | "consent" | "ids" | "tryIt";

/**
 * How a step or a check stands.
 */
export type StepState = "notChecked" | "ok" | "wrong" | "cannotTell";

/**
 * Kinds of evidence.
 */
export type EvidenceKind = "profile" | "network" | "discovery" | "manifest" | "signIn" | "errorPage" | "token" | "api";

/**
 * A cell of the consent table.
 */
export type Mark = "yes" | "no" | "unknown";

/**
 * On whose behalf calls are made.
 */
export type AccessKind = "userContext" | "applicationContext";

/**
 * Defender plans.
 */
export type Plan = "plan1" | "plan2" | "business";

/**
 * Supported account types of an app registration.
 */
export type AccountTypes = "oneOrganisation" | "anyOrganisation" | "anyOrganisationAndPersonal" | "personalOnly";

/**
 * Forms of an app manifest.
 */
export type ManifestForm = "graph" | "azureAd";

/**
 * Forms of the verification report.
 */
export type ReportFormat = "html" | "markdown" | "json";

/**
 * Generated texts.
 */
export type ArtifactKind = "requiredResourceAccess" | "graphRequest" | "azureCli" | "powerShell" | "consentMail";

/**
 * Everything the picker offers. It does not change while the program runs.
 */
export type OperationsDto = { 
/**
 * The documented operations, in the documentation's order.
 */
operations: Array<OperationDto>, 
/**
 * Sets of operations that belong together.
 */
presets: Array<PresetDto>, 
/**
 * Where the data comes from, and of when.
 */
source: string, };

/**
 * A documented operation.
 */
export type OperationDto = { 
/**
 * Stable id.
 */
id: string, 
/**
 * The part of the documentation it belongs to, in words.
 */
group: string, 
/**
 * What it does.
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
effect: OperationEffect, 
/**
 * Delegated permissions, any of which opens it; empty where none is documented.
 */
permissions: Array<string>, 
/**
 * Documented for Plan 2 alone.
 */
plan2Only: boolean, 
/**
 * The documentation's page.
 */
documentation: string, };

/**
 * Operations that belong together.
 */
export type PresetDto = { 
/**
 * Stable id.
 */
id: string, 
/**
 * E.g. `Read alerts`.
 */
title: string, 
/**
 * For whom.
 */
about: string, 
/**
 * Ids of its operations.
 */
operations: Array<string>, };

/**
 * What is wanted.
 */
export type PickPermissionsRequest = { 
/**
 * Ids of operations.
 */
operations: Array<string>, };

/**
 * What it takes.
 */
export type PickedDto = { 
/**
 * The least delegated permissions.
 */
permissions: Array<PickedPermissionDto>, 
/**
 * Roles the person needs in Defender beside them.
 */
roles: Array<PickedRoleDto>, 
/**
 * Operations that document no delegated permission.
 */
withoutPermission: Array<string>, 
/**
 * What the documentation contradicts itself on, and what else to know.
 */
remarks: Array<PickRemarkDto>, };

/**
 * A permission to ask for.
 */
export type PickedPermissionDto = { 
/**
 * E.g. `Alert.Read`.
 */
value: string, 
/**
 * As the portal calls it.
 */
displayName: string, 
/**
 * Titles of the chosen operations it opens.
 */
opens: Array<string>, 
/**
 * Whether it allows changes, too.
 */
writes: boolean, };

/**
 * A role in Defender.
 */
export type PickedRoleDto = { 
/**
 * In the older Defender for Endpoint roles.
 */
name: string, 
/**
 * In unified RBAC.
 */
unified: string, 
/**
 * Titles of the chosen operations that need it.
 */
operations: Array<string>, };

/**
 * Something to know about a chosen operation.
 */
export type PickRemarkDto = { 
/**
 * Title of the operation.
 */
operation: string, 
/**
 * What.
 */
text: string, };

/**
 * Endpoints that replace the cloud's: for a proxy, a private cloud or a test server.
 */
export type EndpointsDto = { 
/**
 * Base URL of the sign-in service, without the tenant.
 */
authority: string, 
/**
 * Base URL of the API, without `/api`.
 */
apiBase: string, 
/**
 * The resource that tokens are asked for.
 */
audience: string, };

/**
 * Writes profiles to a file, without any secret.
 */
export type ExportProfilesRequest = { 
/**
 * Which; empty for all.
 */
profileIds: Array<string>, };

/**
 * Reads profiles from an exported file.
 */
export type ImportProfilesRequest = { 
/**
 * The file's text, at most 1 MiB.
 */
text: string, };

/**
 * What an import did.
 */
export type ImportedDto = { 
/**
 * The frame's state.
 */
state: AppStateDto, 
/**
 * Names of the profiles that were added.
 */
added: Array<string>, 
/**
 * Profiles that were left out, and why.
 */
leftOut: Array<string>, };

/**
 * A profile's colour.
 */
export type ProfileColour = "none" | "blue" | "green" | "yellow" | "orange" | "red" | "purple" | "teal";

/**
 * Something that the sandbox tenant can be made to do wrong.
 */
export type SandboxFaultDto = { 
/**
 * Stable id.
 */
id: string, 
/**
 * What it belongs to, e.g. `Account`.
 */
group: string, 
/**
 * A few words.
 */
title: string, 
/**
 * What is injected.
 */
about: string, 
/**
 * Whether it is switched on.
 */
on: boolean, };

/**
 * Switches faults of the sandbox tenant.
 */
export type SetSandboxFaultsRequest = { 
/**
 * Ids of the faults that are on from now; all others are off.
 */
faults: Array<string>, };

/**
 * The network settings.
 */
export type NetworkSettingsDto = { 
/**
 * Whose proxy.
 */
proxy: ProxyChoice, 
/**
 * The proxy's address, where it is one of the admin's own.
 */
address: string, 
/**
 * Hosts that are reached without it.
 */
exceptions: string, 
/**
 * The name it is given; empty for none.
 */
username: string, 
/**
 * Where its password is kept; `null` where there is none.
 */
passwordKeptIn: KeptIn | null, 
/**
 * Certificate authorities that are trusted beside those of the system.
 */
roots: Array<RootCertificateDto>, 
/**
 * Seconds to connect, TLS included.
 */
connectSeconds: number, 
/**
 * Seconds that the other side may stay silent.
 */
answerSeconds: number, };

/**
 * A certificate authority.
 */
export type RootCertificateDto = { 
/**
 * The certificate: DER as Base64.
 */
der: string, 
/**
 * Whom it names.
 */
subject: string, 
/**
 * Who issued it.
 */
issuer: string, 
/**
 * Until when it is valid.
 */
validUntil: number, 
/**
 * It is not valid now.
 */
expired: boolean, };

/**
 * The network settings, as they shall be.
 */
export type SetNetworkSettingsRequest = { 
/**
 * Whose proxy.
 */
proxy: ProxyChoice, 
/**
 * `http://host:port` or `https://host:port`, for one of the admin's own.
 */
address: string, 
/**
 * Host names, domains and address ranges, separated by commas.
 */
exceptions: string, 
/**
 * The name it is given; empty for none.
 */
username: string, 
/**
 * The password; `null` keeps the one that is kept.
 */
password: SecretText | null, 
/**
 * Certificates: DER as Base64.
 */
roots: Array<string>, 
/**
 * 1 to 120.
 */
connectSeconds: number, 
/**
 * 5 to 600.
 */
answerSeconds: number, };

/**
 * A file with certificates, to be looked at.
 */
export type ReadRootsRequest = { 
/**
 * The file's content as Base64: PEM or DER, at most 256 KiB.
 */
content: string, };

/**
 * What is in it.
 */
export type RootsDto = { 
/**
 * The certificates.
 */
roots: Array<RootCertificateDto>, };

/**
 * How the active profile's services were reached.
 */
export type NetworkTestDto = { 
/**
 * Sign-in service and API.
 */
services: Array<ServiceReachDto>, };

/**
 * How a service was reached.
 */
export type ServiceReachDto = { 
/**
 * E.g. `API`.
 */
name: string, 
/**
 * Its host.
 */
host: string, 
/**
 * It answered.
 */
reached: boolean, 
/**
 * How, or why not, in a sentence.
 */
text: string, };

/**
 * Whose proxy.
 */
export type ProxyChoice = "system" | "none" | "own";

/**
 * Every documented operation, as the active profile sees it.
 */
export type ExplorerDto = { 
/**
 * In the documentation's order.
 */
operations: Array<ExplorerRowDto>, 
/**
 * Whether the profile may change anything.
 */
guard: GuardDto, };

/**
 * One operation in the list.
 */
export type ExplorerRowDto = { 
/**
 * The operation.
 */
operation: OperationRefDto, 
/**
 * Its part of the documentation, in words.
 */
group: string, 
/**
 * Whether the session's token opens it.
 */
state: OperationState, 
/**
 * The permission that opens it, or any of which would.
 */
permissions: Array<string>, 
/**
 * Marked by the admin.
 */
favourite: boolean, };

/**
 * What a profile allows beside reading.
 */
export type GuardDto = { 
/**
 * The active profile's; `null` without one.
 */
profileId: string | null, 
/**
 * Calls that change data or act on devices may be sent.
 */
changesAllowed: boolean, 
/**
 * Calls that are hard or impossible to undo may be sent, too: offboarding and live response.
 */
drasticAllowed: boolean, };

/**
 * Sets what a profile allows.
 */
export type SetGuardRequest = { 
/**
 * Which profile.
 */
profileId: string, 
/**
 * Calls that change data or act on devices.
 */
changesAllowed: boolean, 
/**
 * Offboarding and live response; only together with `changes_allowed`.
 */
drasticAllowed: boolean, };

/**
 * Marks an operation, or takes the mark away.
 */
export type SetFavouriteRequest = { 
/**
 * Which.
 */
operationId: string, 
/**
 * Marked from now.
 */
favourite: boolean, };

/**
 * Names an operation.
 */
export type OperationRequest = { 
/**
 * Stable id, e.g. `listAlerts`.
 */
operationId: string, };

/**
 * Everything about one operation.
 */
export type OperationDetailDto = { 
/**
 * The operation.
 */
operation: OperationRefDto, 
/**
 * Its part of the documentation, in words.
 */
group: string, 
/**
 * What comes back, in words.
 */
returns: string, 
/**
 * Whether the session's token opens it.
 */
state: OperationState, 
/**
 * The state in one sentence.
 */
stateText: string, 
/**
 * The delegated permission that allows the least beside this; `null` where none is documented.
 */
leastPermission: string | null, 
/**
 * Other delegated permissions that open it.
 */
alternatives: Array<string>, 
/**
 * The Defender role that the person needs as well, where the page names one.
 */
role: string | null, 
/**
 * Limits in words, e.g. `100 calls a minute`.
 */
limits: Array<string>, 
/**
 * Plans that the page names.
 */
plans: Array<string>, 
/**
 * Marked as a preview.
 */
preview: boolean, 
/**
 * What else to know, each a sentence or two.
 */
notes: Array<string>, 
/**
 * Its pages.
 */
links: Array<LinkDto>, 
/**
 * The documented statuses.
 */
statuses: Array<StatusDto>, 
/**
 * The form, in order: path, query, body.
 */
fields: Array<FieldDto>, 
/**
 * Properties that `$filter` may use; empty where it may not be used.
 */
filterProperties: Array<FilterPropertyDto>, 
/**
 * Answers with a collection that may have further pages.
 */
pages: boolean, 
/**
 * The call that undoes it, where there is one.
 */
undoneBy: OperationRefDto | null, 
/**
 * Hard or impossible to undo: needs the second switch.
 */
drastic: boolean, };

/**
 * A documented status.
 */
export type StatusDto = { 
/**
 * E.g. 404.
 */
status: string, 
/**
 * What it means here.
 */
meaning: string, };

/**
 * A field of an operation's form.
 */
export type FieldDto = { 
/**
 * Where it goes.
 */
place: FieldPlace, 
/**
 * Its name in exact letter case.
 */
name: string, 
/**
 * What it takes.
 */
kind: FieldKind, 
/**
 * Must be given.
 */
required: boolean, 
/**
 * What it is for.
 */
about: string, 
/**
 * What to choose from, where its kind is a choice.
 */
choices: Array<string>, 
/**
 * The least number.
 */
minimum: number | null, 
/**
 * The largest number, or the most entries of a list.
 */
maximum: number | null, 
/**
 * What to begin with, e.g. the skeleton of an object.
 */
template: string | null, };

/**
 * A property that `$filter` may use.
 */
export type FilterPropertyDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * What its value looks like.
 */
kind: FilterKind, 
/**
 * Values it may have, where they are documented.
 */
values: Array<string>, 
/**
 * Operators that it takes.
 */
operators: Array<FilterOperator>, };

/**
 * Makes a `$filter` of conditions.
 */
export type BuildFilterRequest = { 
/**
 * For which operation.
 */
operationId: string, 
/**
 * All must hold.
 */
conditions: Array<FilterConditionDto>, };

/**
 * One condition of a filter.
 */
export type FilterConditionDto = { 
/**
 * The property.
 */
property: string, 
/**
 * How it is compared.
 */
operator: FilterOperator, 
/**
 * With what; times as RFC 3339 text.
 */
value: string, };

/**
 * A filter, or why there is none.
 */
export type BuiltFilterDto = { 
/**
 * The expression; `null` where a condition cannot be used.
 */
filter: string | null, 
/**
 * What is wrong, by the position of the condition.
 */
problems: Array<ConditionProblemDto>, };

/**
 * A condition that cannot be used.
 */
export type ConditionProblemDto = { 
/**
 * Its position.
 */
condition: number, 
/**
 * One sentence.
 */
message: string, };

/**
 * Checks a filter that was typed.
 */
export type CheckFilterRequest = { 
/**
 * For which operation.
 */
operationId: string, 
/**
 * The expression.
 */
filter: string, };

/**
 * What is wrong with a filter.
 */
export type FilterCheckDto = { 
/**
 * Where it stops making sense, in characters from the start; `null` where it is well-formed.
 */
errorAt: number | null, 
/**
 * What was expected there.
 */
error: string | null, 
/**
 * What the service may not accept, e.g. a property that is not documented as filterable.
 */
warnings: Array<string>, };

/**
 * Whether the session's token opens an operation.
 */
export type OperationState = "signedOut" | "ready" | "missing" | "notDocumented" | "cannotTell";

/**
 * Where a field goes.
 */
export type FieldPlace = "path" | "query" | "body";

/**
 * What a field takes.
 */
export type FieldKind = "text" | "longText" | "choice" | "integer" | "boolean" | "time" | "id" | "guid" | "sha1" | "fileHash" | "ipAddress" | "domain" | "cve" | "list" | "json" | "file" | "filter";

/**
 * What a filterable property's value looks like.
 */
export type FilterKind = "text" | "time" | "number" | "boolean" | "list";

/**
 * How a property is compared.
 */
export type FilterOperator = "equals" | "notEquals" | "greater" | "greaterOrEqual" | "less" | "lessOrEqual" | "startsWith" | "contains" | "anyEquals";

/**
 * A filled-in form.
 */
export type CallRequest = { 
/**
 * Made by the window (a GUID); names the call for `cancel_load` and for its answer.
 */
callId: string, 
/**
 * Which operation.
 */
operationId: string, 
/**
 * What was filled in; fields without an entry are not sent.
 */
values: Array<FieldValueDto>, 
/**
 * Which form of the address.
 */
version: ApiVersion, 
/**
 * Follow further pages until there are none.
 */
allPages: boolean, 
/**
 * For calls that act on a device: what the admin typed to confirm.
 */
confirmedName: string | null, };

/**
 * What a field was filled with.
 */
export type FieldValueDto = { 
/**
 * Where it goes.
 */
place: FieldPlace, 
/**
 * The field.
 */
name: string, 
/**
 * One text; several for a list. A file is the id that `choose_file` gave.
 */
values: Array<string>, };

/**
 * What would be sent.
 */
export type CallPreviewDto = { 
/**
 * `METHOD address`; `null` while something is wrong.
 */
request: string | null, 
/**
 * The body, pretty.
 */
body: string | null, 
/**
 * What is wrong, field by field.
 */
problems: Array<FieldProblemDto>, 
/**
 * Calls of this operation and what the documentation allows.
 */
quota: QuotaDto, };

/**
 * A value that breaks a rule.
 */
export type FieldProblemDto = { 
/**
 * Where the field goes.
 */
place: FieldPlace, 
/**
 * The field.
 */
name: string, 
/**
 * The rule, and what to do.
 */
message: string, };

/**
 * Calls of one operation, as this program counted them.
 */
export type QuotaDto = { 
/**
 * In the last 60 seconds.
 */
minute: number, 
/**
 * Allowed a minute.
 */
minuteLimit: number | null, 
/**
 * In the last 60 minutes.
 */
hour: number, 
/**
 * Allowed an hour.
 */
hourLimit: number | null, 
/**
 * Calls that wait for their turn.
 */
waiting: number, 
/**
 * Seconds until the next call fits; 0 where it fits now.
 */
waitSeconds: number, };

/**
 * A call that has ended, well or not.
 */
export type CalledDto = { 
/**
 * Names the answer.
 */
callId: string, 
/**
 * The operation.
 */
operationId: string, 
/**
 * Names the table; `null` where the answer is none.
 */
resultId: string | null, 
/**
 * What the answer is.
 */
shape: AnswerShape, 
/**
 * HTTP status; `null` where no answer came.
 */
status: number | null, 
/**
 * Why it failed, or why the following pages did not come.
 */
failure: CommandError | null, 
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
 * Further pages can be asked for with `continue_call`.
 */
more: boolean, 
/**
 * Columns of the table.
 */
columns: Array<ColumnDto>, 
/**
 * Links to files that the answer gave; they hold no token.
 */
links: Array<string>, 
/**
 * The machine action that the call began, where it did.
 */
actionId: string | null, 
/**
 * An earlier answer of the same call is held, to be compared with.
 */
comparable: boolean, 
/**
 * What was sent, and what this program counted.
 */
quota: QuotaDto, };

/**
 * Names a call.
 */
export type CallRefRequest = { 
/**
 * Which.
 */
callId: string, };

/**
 * Goes on with a call whose pages did not all come.
 */
export type ContinueCallRequest = { 
/**
 * Which call.
 */
callId: string, 
/**
 * Follow all further pages, not the next alone.
 */
allPages: boolean, };

/**
 * Fetches the files that an answer links to into the call's table.
 */
export type FetchFilesRequest = { 
/**
 * Which call.
 */
callId: string, };

/**
 * Asks for the body of the last answer.
 */
export type AnswerTextRequest = { 
/**
 * Which call.
 */
callId: string, 
/**
 * Pretty-printed where it is JSON, or as it came.
 */
pretty: boolean, };

/**
 * The body of an answer, or its beginning.
 */
export type AnswerTextDto = { 
/**
 * The text.
 */
text: string, 
/**
 * The rest is left out; `save_answer` writes all of it.
 */
cut: boolean, 
/**
 * Bytes of the whole body.
 */
bytes: number, 
/**
 * Whether it is JSON.
 */
json: boolean, };

/**
 * What went over the line for the last request of a call.
 */
export type ExchangeDto = { 
/**
 * HTTP method.
 */
method: string, 
/**
 * Full address.
 */
url: string, 
/**
 * As sent; the token is left out.
 */
requestHeaders: Array<HeaderDto>, 
/**
 * As sent.
 */
requestBody: string | null, 
/**
 * HTTP status; `null` where no answer came.
 */
status: number | null, 
/**
 * As received.
 */
headers: Array<HeaderDto>, 
/**
 * Where the time went.
 */
timing: TimingDto, 
/**
 * How often it was sent.
 */
attempts: number, };

/**
 * A header.
 */
export type HeaderDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its value.
 */
value: string, };

/**
 * Where the time of the last request went, in milliseconds; `null` where it did not happen or cannot be told.
 */
export type TimingDto = { 
/**
 * Waiting for this program's own limits and for retries.
 */
waited: number, 
/**
 * Name resolution.
 */
dns: number | null, 
/**
 * Connecting by TCP, and through a proxy where there is one.
 */
connect: number | null, 
/**
 * The TLS handshake.
 */
tls: number | null, 
/**
 * From the request to the first byte of the answer.
 */
firstByte: number | null, 
/**
 * From the first byte to the last.
 */
transfer: number | null, 
/**
 * Reading the answer into the table.
 */
decode: number | null, };

/**
 * A file of the admin's that a call shall carry.
 */
export type ChosenFileDto = { 
/**
 * Goes into the field; `null` when the dialog was closed.
 */
fileId: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Its size.
 */
bytes: number, };

/**
 * Asks for a snippet that makes the same call.
 */
export type SnippetRequest = { 
/**
 * The call.
 */
call: CallRequest, 
/**
 * In which language.
 */
language: SnippetLanguage, 
/**
 * How it signs in.
 */
deviceCode: boolean, };

/**
 * Where a row leads.
 */
export type PivotsDto = { 
/**
 * Calls that the row's values fill in.
 */
pivots: Array<PivotDto>, };

/**
 * A call that a row's values fill in.
 */
export type PivotDto = { 
/**
 * The operation.
 */
operation: OperationRefDto, 
/**
 * What its form is filled with.
 */
values: Array<FieldValueDto>, 
/**
 * The property and its value, e.g. `machineId 1e5b…`.
 */
from: string, };

/**
 * Calls made in this profile, latest first.
 */
export type HistoryDto = { 
/**
 * The calls.
 */
entries: Array<HistoryEntryDto>, 
/**
 * Kept on disk.
 */
kept: boolean, };

/**
 * One call that was made.
 */
export type HistoryEntryDto = { 
/**
 * Stable id.
 */
id: string, 
/**
 * When.
 */
at: number, 
/**
 * Its operation.
 */
operation: OperationRefDto, 
/**
 * What its form was filled with, without files.
 */
values: Array<FieldValueDto>, 
/**
 * Path and query as sent.
 */
request: string, 
/**
 * HTTP status; `null` where no answer came.
 */
status: number | null, 
/**
 * Rows held at its end.
 */
rows: number, 
/**
 * How long it took.
 */
elapsedMs: number, };

/**
 * Whether the calls of a profile are kept on disk.
 */
export type KeepHistoryRequest = { 
/**
 * From now.
 */
kept: boolean, };

/**
 * Which form of the address.
 */
export type ApiVersion = "latest" | "v1";

/**
 * What an answer is.
 */
export type AnswerShape = "table" | "record" | "scalar" | "empty" | "other";

/**
 * A language of snippets.
 */
export type SnippetLanguage = "curl" | "powerShell" | "cSharp" | "python" | "rust";

/**
 * What to know before a call that acts on a device is confirmed.
 */
export type BriefDto = { 
/**
 * The device; `null` where it could not be read.
 */
device: DeviceDto | null, 
/**
 * Its actions that have not ended.
 */
pending: Array<MachineActionDto>, 
/**
 * One of them is of the same kind: the call will be refused.
 */
duplicate: boolean, 
/**
 * What the admin has to type; `null` where the call acts on no single device.
 */
confirmWith: string | null, 
/**
 * The call that undoes it.
 */
undoneBy: OperationRefDto | null, 
/**
 * How it is undone, in a sentence.
 */
undo: string, 
/**
 * What could not be read, each a sentence.
 */
unknown: Array<string>, 
/**
 * What is wrong with the form.
 */
problems: Array<FieldProblemDto>, };

/**
 * A device, as the service knows it.
 */
export type DeviceDto = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its DNS name.
 */
name: string, 
/**
 * Operating system.
 */
os: string, 
/**
 * `healthStatus`.
 */
health: string, 
/**
 * `riskScore`.
 */
risk: string, 
/**
 * Last seen.
 */
lastSeen: number | null, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * Who was logged on lately; `null` where that could not be read.
 */
users: Array<string> | null, };

/**
 * A machine action.
 */
export type MachineActionDto = { 
/**
 * Its id.
 */
id: string, 
/**
 * E.g. `Isolate`.
 */
kind: string, 
/**
 * As the service words it, e.g. `Pending`.
 */
status: string, 
/**
 * Whether it has ended.
 */
ended: boolean, 
/**
 * Whether it has ended well.
 */
succeeded: boolean, 
/**
 * The device's name or id.
 */
device: string, 
/**
 * Who asked for it.
 */
requestor: string, 
/**
 * The reason given.
 */
comment: string, 
/**
 * When it was asked for.
 */
created: number | null, 
/**
 * When it last changed.
 */
updated: number | null, };

/**
 * Follows a machine action to its end.
 */
export type FollowActionRequest = { 
/**
 * Made by the window; names the following for `cancel_load`.
 */
loadId: string, 
/**
 * The machine action's id.
 */
actionId: string, };

/**
 * The log of changes.
 */
export type ChangeLogDto = { 
/**
 * Latest first, at most 500.
 */
entries: Array<ChangeDto>, 
/**
 * Entries in the log.
 */
total: number, };

/**
 * One change that this program asked for.
 */
export type ChangeDto = { 
/**
 * When.
 */
at: number, 
/**
 * The profile's name at that time.
 */
profile: string, 
/**
 * Who was signed in.
 */
username: string, 
/**
 * The operation.
 */
operation: OperationRefDto, 
/**
 * What it was aimed at.
 */
target: string, 
/**
 * HTTP status; `null` where no answer came.
 */
status: number | null, 
/**
 * The outcome in words.
 */
outcome: string, };

/**
 * A condition on a column.
 */
export type ColumnConditionDto = { 
/**
 * The column.
 */
column: string, 
/**
 * What is asked of it.
 */
test: ColumnTest, 
/**
 * With what: none, one or two texts, as the test takes them; times as RFC 3339.
 */
values: Array<string>, };

/**
 * Names the current view of a result.
 */
export type ViewRefRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * Which view.
 */
viewId: number, };

/**
 * What the columns of a view hold.
 */
export type SummaryDto = { 
/**
 * By column.
 */
columns: Array<ColumnSummaryDto>, };

/**
 * What one column holds.
 */
export type ColumnSummaryDto = { 
/**
 * The column.
 */
column: string, 
/**
 * Rows with a value.
 */
present: number, 
/**
 * Different values.
 */
distinct: number, 
/**
 * There are more than were counted.
 */
distinctCut: boolean, 
/**
 * Least or earliest; `null` for texts.
 */
min: string | null, 
/**
 * Largest or latest.
 */
max: string | null, 
/**
 * Sum of numbers.
 */
sum: number | null, 
/**
 * Mean of numbers.
 */
mean: number | null, };

/**
 * Asks for a chart.
 */
export type ChartRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * Which view.
 */
viewId: number, 
/**
 * Over which column: times are counted by period, everything else by value.
 */
column: string, };

/**
 * Counts to draw.
 */
export type ChartDto = { 
/**
 * In order: by count, or by time.
 */
bars: Array<BarDto>, 
/**
 * Rows whose value has no bar of its own.
 */
rest: number, 
/**
 * The period of a bar; `null` where values are counted.
 */
period: Period | null, };

/**
 * One bar.
 */
export type BarDto = { 
/**
 * The value, or the beginning of the period as RFC 3339 text; empty for rows without a value.
 */
label: string, 
/**
 * Rows.
 */
count: number, };

/**
 * Puts rows on the clipboard.
 */
export type CopyRowsRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * Which view.
 */
viewId: number, 
/**
 * Rows by their position in the result; `null` for all of the view.
 */
rowIds: Array<number> | null, 
/**
 * Columns, in this order.
 */
columns: Array<string>, 
/**
 * In which form.
 */
format: CopyFormat, };

/**
 * What was copied.
 */
export type CopiedRowsDto = { 
/**
 * Rows.
 */
rows: number, };

/**
 * Asks for a file and writes the rows of a view to it.
 */
export type ExportRowsRequest = { 
/**
 * Made by the window; names the export for `cancel_load`.
 */
loadId: string, 
/**
 * Which result.
 */
resultId: string, 
/**
 * Which view.
 */
viewId: number, 
/**
 * Columns, in this order; empty for all.
 */
columns: Array<string>, 
/**
 * In which form.
 */
format: ExportFormat, 
/**
 * Cells that a spreadsheet would run as a formula are made harmless; CSV and XLSX only.
 */
neutralise: boolean, 
/**
 * The file's name without its ending.
 */
name: string, };

/**
 * How far an export is.
 */
export type ExportEvent = { 
/**
 * Rows written.
 */
rows: number, 
/**
 * Rows to write.
 */
of: number, };

/**
 * What was written.
 */
export type ExportedDto = { 
/**
 * The file; `null` when the dialog was closed.
 */
path: string | null, 
/**
 * Rows written.
 */
rows: number, 
/**
 * What could not be written as it was, each a sentence.
 */
remarks: Array<string>, };

/**
 * Opens a list inside a cell as a result of its own.
 */
export type OpenNestedRequest = { 
/**
 * Which result.
 */
resultId: string, 
/**
 * The row's position in the result.
 */
rowId: number, 
/**
 * The column.
 */
column: string, };

/**
 * A result beside the answer it came from.
 */
export type DerivedDto = { 
/**
 * Names the result.
 */
resultId: string, 
/**
 * Its rows.
 */
rows: number, };

/**
 * Compares a call's table with the one that the same call brought before.
 */
export type ChangesDto = { 
/**
 * What was compared by.
 */
key: string, 
/**
 * When the earlier call was made.
 */
earlierAt: number, 
/**
 * Rows only in the later answer.
 */
added: number, 
/**
 * Rows only in the earlier answer.
 */
removed: number, 
/**
 * Rows with other values.
 */
changed: number, 
/**
 * The first of them, at most 500.
 */
rows: Array<ChangedRowDto>, };

/**
 * A row that differs.
 */
export type ChangedRowDto = { 
/**
 * Its key.
 */
key: string, 
/**
 * How.
 */
change: ChangeKind, 
/**
 * Columns that differ, with the value before and after.
 */
cells: Array<ChangedCellDto>, };

/**
 * A cell that differs.
 */
export type ChangedCellDto = { 
/**
 * The column.
 */
column: string, 
/**
 * Before.
 */
before: string | null, 
/**
 * After.
 */
after: string | null, };

/**
 * What is asked of a column.
 */
export type ColumnTest = "contains" | "containsNot" | "equals" | "equalsNot" | "startsWith" | "empty" | "present" | "less" | "lessOrEqual" | "greater" | "greaterOrEqual" | "between";

/**
 * How rows are put on the clipboard.
 */
export type CopyFormat = "tsv" | "markdown" | "json";

/**
 * How rows are saved.
 */
export type ExportFormat = "csv" | "xlsx" | "jsonLines" | "parquet";

/**
 * The period of a bar.
 */
export type Period = "minute" | "hour" | "day" | "month" | "year";

/** Every command: what goes in, what comes out, what its channel carries. */
export type Commands = {
  /** The frame's state. Restores the active profile's session first, if one is sealed. */
  get_app_state: { request: null; response: AppStateDto; event: never };
  /** Tells of changes to the frame's state that no command made. Runs until the window is loaded anew. */
  watch_app_state: { request: null; response: null; event: AppStateEvent };
  /** Checks and saves a profile and makes it the active one. */
  save_profile: { request: SaveProfileRequest; response: AppStateDto; event: never };
  /** Starts the sandbox tenant and makes a profile for it, or selects the one there is. */
  use_sandbox: { request: null; response: AppStateDto; event: never };
  /** Makes a profile the active one. */
  select_profile: { request: ProfileRequest; response: AppStateDto; event: never };
  /** Deletes a profile and wipes its session. */
  delete_profile: { request: ProfileRequest; response: AppStateDto; event: never };
  /** Copies a profile without its session and makes the copy the active one. */
  duplicate_profile: { request: ProfileRequest; response: AppStateDto; event: never };
  /** Asks for a file and writes profiles to it; they hold no secret. */
  export_profiles: { request: ExportProfilesRequest; response: SavedDto; event: never };
  /** Adds the profiles of an exported file. */
  import_profiles: { request: ImportProfilesRequest; response: ImportedDto; event: never };
  /** Measures the regional servers. */
  measure_regions: { request: null; response: RegionsDto; event: never };
  /** The active profile's checklist. */
  get_checklist: { request: null; response: ChecklistDto; event: never };
  /** Keeps what the admin said about the set-up. */
  save_answers: { request: SaveAnswersRequest; response: ChecklistDto; event: never };
  /** Takes all evidence that can be taken without a browser. */
  check_everything: { request: CheckRequest; response: ChecklistDto; event: CheckEvent };
  /** Stops a run of *Check everything*; what was taken is kept. */
  cancel_check: { request: CheckRequest; response: null; event: never };
  /** Reads a pasted manifest or error page. */
  submit_evidence: { request: SubmitEvidenceRequest; response: ChecklistDto; event: never };
  /** Forgets a piece of evidence. */
  clear_evidence: { request: ClearEvidenceRequest; response: ChecklistDto; event: never };
  /** How the program reaches the network. */
  get_network_settings: { request: null; response: NetworkSettingsDto; event: never };
  /** Checks and saves how the program reaches the network, and goes that way from now on. */
  set_network_settings: { request: SetNetworkSettingsRequest; response: NetworkSettingsDto; event: never };
  /** Looks at a file with certificates; nothing is kept. */
  read_roots: { request: ReadRootsRequest; response: RootsDto; event: never };
  /** Reaches the active profile's services with settings that are not saved. */
  test_network: { request: SetNetworkSettingsRequest; response: NetworkTestDto; event: never };
  /** The documented operations, for choosing permissions. */
  get_operations: { request: null; response: OperationsDto; event: never };
  /** The least permissions for what is wanted. */
  pick_permissions: { request: PickPermissionsRequest; response: PickedDto; event: never };
  /** Makes a script, request or mail for the active profile. */
  get_artifact: { request: ArtifactRequest; response: ArtifactDto; event: never };
  /** Asks for a file and writes the same text to it. */
  save_artifact: { request: ArtifactRequest; response: SavedDto; event: never };
  /** Asks for a file and writes the verification report to it. */
  save_report: { request: SaveReportRequest; response: SavedDto; event: never };
  /** Switches faults of the sandbox tenant on and off. */
  set_sandbox_faults: { request: SetSandboxFaultsRequest; response: AppStateDto; event: never };
  /** The manifest of the sandbox's app registration, as its portal would show it. */
  get_sandbox_manifest: { request: SandboxManifestRequest; response: TextDto; event: never };
  /** Chooses the appearance. */
  set_theme: { request: SetThemeRequest; response: AppStateDto; event: never };
  /** Takes a notice off the screen. */
  dismiss_notice: { request: DismissNoticeRequest; response: AppStateDto; event: never };
  /** Signs in to the active profile through the system browser. A second call replaces the first. */
  start_sign_in: { request: StartSignInRequest; response: AppStateDto; event: SignInEvent };
  /** Signs in to the active profile with a code that is entered on another device. Cancelled like the browser's. */
  start_device_sign_in: { request: null; response: AppStateDto; event: DeviceSignInEvent };
  /** Signs in with the documentation's password sample, where the profile allows it. */
  start_password_sign_in: { request: StartPasswordSignInRequest; response: AppStateDto; event: never };
  /** Makes a pasted token the active profile's session; it cannot be renewed. */
  use_token: { request: UseTokenRequest; response: AppStateDto; event: never };
  /** Ends the sign-in that is under way, if any. */
  cancel_sign_in: { request: null; response: null; event: never };
  /** Opens the address of the sign-in that is under way once more. */
  reopen_sign_in_page: { request: null; response: null; event: never };
  /** Wipes the active profile's session from memory and disk. */
  sign_out: { request: null; response: AppStateDto; event: never };
  /** Wipes every profile's session from memory and disk. */
  sign_out_everywhere: { request: null; response: AppStateDto; event: never };
  /** Gets a fresh access token with the refresh token. */
  renew_token: { request: null; response: AppStateDto; event: never };
  /** Decodes and judges the session's access token. */
  get_token_report: { request: null; response: TokenReportDto; event: never };
  /** Decodes and judges a pasted token, which is then forgotten. */
  inspect_token: { request: InspectTokenRequest; response: TokenReportDto; event: never };
  /** Checks the signature against the tenant's keys. */
  check_signature: { request: TokenRequest; response: SignatureDto; event: never };
  /** Compares two tokens. */
  compare_tokens: { request: CompareTokensRequest; response: ComparisonDto; event: never };
  /** What a token can do. */
  get_coverage: { request: TokenRequest; response: CoverageDto; event: never };
  /** A token for a ticket. */
  redact_token: { request: TokenRequest; response: RedactedTokenDto; event: never };
  /** Puts header and claims as JSON, complete, on the clipboard and clears it after a minute. */
  copy_token_json: { request: TokenRequest; response: CopiedTokenDto; event: never };
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
  /** Every documented operation, as the active profile sees it. */
  get_explorer: { request: null; response: ExplorerDto; event: never };
  /** Sets what a profile allows beside reading. */
  set_guard: { request: SetGuardRequest; response: ExplorerDto; event: never };
  /** Marks an operation, or takes the mark away. */
  set_favourite: { request: SetFavouriteRequest; response: ExplorerDto; event: never };
  /** Everything about one operation. */
  get_operation: { request: OperationRequest; response: OperationDetailDto; event: never };
  /** Makes a filter of conditions. */
  build_filter: { request: BuildFilterRequest; response: BuiltFilterDto; event: never };
  /** Checks a filter that was typed. */
  check_filter: { request: CheckFilterRequest; response: FilterCheckDto; event: never };
  /** What a form would send, and what is wrong with it. */
  preview_call: { request: CallRequest; response: CallPreviewDto; event: never };
  /** Sends a form and reads its answer. */
  run_call: { request: CallRequest; response: CalledDto; event: LoadEvent };
  /** Goes on with a call whose pages did not all come. */
  continue_call: { request: ContinueCallRequest; response: CalledDto; event: LoadEvent };
  /** Fetches the files that an answer links to into its table. */
  fetch_files: { request: FetchFilesRequest; response: CalledDto; event: LoadEvent };
  /** The body of a call's last answer, or its beginning. */
  get_answer_text: { request: AnswerTextRequest; response: AnswerTextDto; event: never };
  /** Asks for a file and writes the body of a call's last answer to it. */
  save_answer: { request: CallRefRequest; response: SavedDto; event: never };
  /** What went over the line for a call's last request. */
  get_exchange: { request: CallRefRequest; response: ExchangeDto; event: never };
  /** Asks for a file that a call shall carry and holds it. */
  choose_file: { request: null; response: ChosenFileDto; event: never };
  /** A program that makes the same call. */
  get_snippet: { request: SnippetRequest; response: TextDto; event: never };
  /** The calls that a row's values fill in. */
  get_pivots: { request: GetRowRequest; response: PivotsDto; event: never };
  /** The calls made in the active profile. */
  get_history: { request: null; response: HistoryDto; event: never };
  /** Forgets the calls made in the active profile. */
  clear_history: { request: null; response: HistoryDto; event: never };
  /** Keeps the calls of the active profile on disk, or no longer. */
  keep_history: { request: KeepHistoryRequest; response: HistoryDto; event: never };
  /** Compares a call's table with the one that the same call brought before. */
  compare_with_previous: { request: CallRefRequest; response: ChangesDto; event: never };
  /** What the columns of a view hold. */
  get_summary: { request: ViewRefRequest; response: SummaryDto; event: never };
  /** Counts to draw. */
  get_chart: { request: ChartRequest; response: ChartDto; event: never };
  /** Puts rows on the clipboard. */
  copy_rows: { request: CopyRowsRequest; response: CopiedRowsDto; event: never };
  /** Asks for a file and writes the rows of a view to it. */
  export_rows: { request: ExportRowsRequest; response: ExportedDto; event: ExportEvent };
  /** Opens a list inside a cell as a result of its own. */
  open_nested: { request: OpenNestedRequest; response: DerivedDto; event: never };
  /** What to know before a call that acts on a device is confirmed. */
  prepare_action: { request: CallRequest; response: BriefDto; event: never };
  /** Looks at a machine action until it has ended. */
  follow_action: { request: FollowActionRequest; response: MachineActionDto; event: MachineActionDto };
  /** The log of changes, latest first. */
  get_change_log: { request: null; response: ChangeLogDto; event: never };
  /** Asks for a file and writes the whole log of changes to it. */
  export_change_log: { request: null; response: SavedDto; event: never };
  /** What can be changed for the rows of a result, or for the lines of a file. */
  get_bulk_offers: { request: BulkOffersRequest; response: BulkOffersDto; event: never };
  /** The form of a change for many targets. */
  get_bulk_form: { request: BulkFormRequest; response: BulkFormDto; event: never };
  /** Plans a change for many targets; nothing is sent. */
  plan_bulk: { request: PlanBulkRequest; response: BulkPlanDto; event: never };
  /** Sends a planned change, call by call. */
  run_bulk: { request: RunBulkRequest; response: BulkDoneDto; event: BulkEvent };
  /** Asks for a file and writes an empty CSV with the columns of a change. */
  save_bulk_template: { request: SaveBulkTemplateRequest; response: SavedDto; event: never };
  /** The saved ways to look at alerts. */
  get_saved_views: { request: null; response: SavedViewsDto; event: never };
  /** Saves a way to look at alerts. */
  save_view: { request: SaveViewRequest; response: SavedViewsDto; event: never };
  /** Deletes a saved way to look at alerts. */
  delete_view: { request: DeleteViewRequest; response: SavedViewsDto; event: never };
  /** Puts a text on the clipboard. */
  copy_text: { request: CopyTextRequest; response: null; event: never };
  /** Opens a page in the system browser. */
  open_link: { request: OpenLinkRequest; response: null; event: never };
};
