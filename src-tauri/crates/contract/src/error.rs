//! The one error that crosses the boundary.

use crate::wire;

wire! {
    /// What every command returns when it cannot do its work.
    pub struct CommandError {
        /// Stable; the window may decide by it.
        pub code: ErrorCode,
        /// One plain sentence, free of secrets.
        pub message: String,
        /// What to do next.
        pub hint: Option<String>,
        /// The name of the form field at fault, as it is called in the request.
        pub field: Option<String>,
        /// What to quote to support: Entra's correlation id or the API's `error.target`.
        pub correlation_id: Option<Box<str>>,
        /// The service's status, where a service answered.
        pub http_status: Option<u16>,
        /// Seconds to wait before the next try, where the service said so.
        pub retry_after_seconds: Option<u32>,
        /// The service's own words (an `AADSTS` text, the API's `error.message`), shown as text under the message.
        pub service_message: Option<Box<str>>,
    }
}

impl CommandError {
    /// An error with a code, a sentence and a next step; the other fields are set as they are known.
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: Some(hint.into()),
            field: None,
            correlation_id: None,
            http_status: None,
            retry_after_seconds: None,
            service_message: None,
        }
    }
}

/// `AREA_REASON`. A code exists because somebody meets it; its text lives where the error is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// A value of the profile form breaks a rule; `field` names it.
    ProfileInvalid,
    /// No profile with that id.
    ProfileNotFound,
    /// Settings could not be written to disk.
    SettingsNotSaved,
    /// The user pressed Cancel during sign-in.
    SignInCancelled,
    /// A newer sign-in took this one's place.
    SignInReplaced,
    /// No answer came from the browser within five minutes.
    SignInTimedOut,
    /// Entra sent an error back to the app.
    SignInRefused,
    /// The answer's `state` or `nonce`, or the tenant, is not what this attempt asked for.
    SignInAnswerUntrusted,
    /// The device code ended before anybody entered it.
    DeviceCodeExpired,
    /// The profile does not allow the password sample.
    PasswordSampleOff,
    /// No loopback port could be opened.
    SignInNoListener,
    /// The system browser could not be started.
    SignInNoBrowser,
    /// The call needs a signed-in session; there is none, or it can no longer be renewed.
    SignInRequired,
    /// The token endpoint refused the code or the refresh token.
    TokenRefused,
    /// The pasted text is not a JWT.
    TokenNotAJwt,
    /// Name resolution or connection failed.
    NetworkUnreachable,
    /// The service did not answer in time.
    NetworkTimedOut,
    /// The TLS handshake failed, typically behind an inspecting proxy.
    NetworkTlsFailed,
    /// The proxy wants a sign-in, or does not let the connection through.
    NetworkProxy,
    /// A value of the network settings breaks a rule; `field` names it.
    NetworkSettingsInvalid,
    /// Something other than the service answered: HTML, an empty or a cut-off body.
    NetworkUnexpectedAnswer,
    /// 400 from the API.
    ApiBadRequest,
    /// 401 from the API.
    ApiUnauthorized,
    /// 403 from the API.
    ApiForbidden,
    /// 404 from the API.
    ApiNotFound,
    /// 429 from the API, after the retries.
    ApiThrottled,
    /// Any other refusal, or 5xx after the retries.
    ApiServiceFault,
    /// The result was closed, or the app was restarted since.
    ResultGone,
    /// The rows asked for do not exist in that view.
    ResultOutOfRange,
    /// The user cancelled a load before any row arrived.
    LoadCancelled,
    /// The key store is locked, absent or did not answer.
    VaultUnavailable,
    /// The sandbox tenant could not be started.
    SandboxNotStarted,
    /// A link outside https and the sandbox was asked for.
    LinkRefused,
    /// The pasted or dropped text is not an app manifest that can be read.
    ManifestUnreadable,
    /// The pasted text names no Microsoft Entra error.
    ErrorPageUnreadable,
    /// The imported file holds no profiles.
    ImportUnreadable,
    /// A file could not be written.
    FileNotSaved,
    /// A file of the program's own could not be read.
    FileNotRead,
    /// A value of an operation's form breaks a rule; `field` names it.
    CallInvalid,
    /// The profile is read-only.
    ChangesLocked,
    /// Calls that cannot be taken back are switched off in the profile.
    DrasticLocked,
    /// The device's name was not typed.
    ActionNotConfirmed,
    /// An action of the same kind is pending on the device.
    ActionDuplicate,
    /// The call is no longer kept.
    CallGone,
    /// The file is no CSV that can be read, or has none of the columns of the change.
    BulkUnreadable,
    /// The planned change is no longer held, was run before, or belongs to another session.
    BulkGone,
    /// No row of the plan can be sent.
    BulkEmpty,
    /// More rows were to be changed at once than are planned.
    BulkTooLarge,
    /// A saved view cannot be kept under that name.
    ViewInvalid,
    /// More rows were to be copied than the clipboard should hold.
    ExportTooLarge,
    /// There is no earlier answer to compare with.
    NothingToCompare,
    /// *Check everything* was cancelled.
    CheckCancelled,
    /// The system clipboard could not be used.
    ClipboardUnavailable,
    /// A bug in this program.
    Internal,
}
