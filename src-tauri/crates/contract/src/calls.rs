//! One call: what is filled in, what would be sent, what came back.

use crate::{ColumnDto, CommandError, FieldPlace, OperationRefDto, wire};

wire! {
    /// A filled-in form.
    pub struct CallRequest {
        /// Made by the window (a GUID); names the call for `cancel_load` and for its answer.
        pub call_id: String,
        /// Which operation.
        pub operation_id: String,
        /// What was filled in; fields without an entry are not sent.
        pub values: Vec<FieldValueDto>,
        /// Which form of the address.
        pub version: ApiVersion,
        /// Follow further pages until there are none.
        pub all_pages: bool,
        /// For calls that act on a device: what the admin typed to confirm.
        pub confirmed_name: Option<String>,
    }

    /// What a field was filled with.
    pub struct FieldValueDto {
        /// Where it goes.
        pub place: FieldPlace,
        /// The field.
        pub name: String,
        /// One text; several for a list. A file is the id that `choose_file` gave.
        pub values: Vec<String>,
    }

    /// What would be sent.
    pub struct CallPreviewDto {
        /// `METHOD address`; `null` while something is wrong.
        pub request: Option<String>,
        /// The body, pretty.
        pub body: Option<String>,
        /// What is wrong, field by field.
        pub problems: Vec<FieldProblemDto>,
        /// Calls of this operation and what the documentation allows.
        pub quota: QuotaDto,
    }

    /// A value that breaks a rule.
    pub struct FieldProblemDto {
        /// Where the field goes.
        pub place: FieldPlace,
        /// The field.
        pub name: String,
        /// The rule, and what to do.
        pub message: String,
    }

    /// Calls of one operation, as this program counted them.
    pub struct QuotaDto {
        /// In the last 60 seconds.
        pub minute: u32,
        /// Allowed a minute.
        pub minute_limit: Option<u32>,
        /// In the last 60 minutes.
        pub hour: u32,
        /// Allowed an hour.
        pub hour_limit: Option<u32>,
        /// Calls that wait for their turn.
        pub waiting: u32,
        /// Seconds until the next call fits; 0 where it fits now.
        pub wait_seconds: f64,
    }

    /// A call that has ended, well or not.
    pub struct CalledDto {
        /// Names the answer.
        pub call_id: String,
        /// The operation.
        pub operation_id: String,
        /// Names the table; `null` where the answer is none.
        pub result_id: Option<String>,
        /// What the answer is.
        pub shape: AnswerShape,
        /// HTTP status; `null` where no answer came.
        pub status: Option<u16>,
        /// Why it failed, or why the following pages did not come.
        pub failure: Option<CommandError>,
        /// Rows held.
        pub rows: u32,
        /// Pages read.
        pub pages: u32,
        /// Rows that came twice, were counted once and dropped.
        pub duplicates: u32,
        /// Bytes of the bodies.
        pub bytes: f64,
        /// From request to last row.
        pub elapsed_ms: f64,
        /// Further pages can be asked for with `continue_call`.
        pub more: bool,
        /// Columns of the table.
        pub columns: Vec<ColumnDto>,
        /// Links to files that the answer gave; they hold no token.
        pub links: Vec<String>,
        /// The machine action that the call began, where it did.
        pub action_id: Option<String>,
        /// An earlier answer of the same call is held, to be compared with.
        pub comparable: bool,
        /// What was sent, and what this program counted.
        pub quota: QuotaDto,
    }

    /// Names a call.
    pub struct CallRefRequest {
        /// Which.
        pub call_id: String,
    }

    /// Goes on with a call whose pages did not all come.
    pub struct ContinueCallRequest {
        /// Which call.
        pub call_id: String,
        /// Follow all further pages, not the next alone.
        pub all_pages: bool,
    }

    /// Fetches the files that an answer links to into the call's table.
    pub struct FetchFilesRequest {
        /// Which call.
        pub call_id: String,
    }

    /// Asks for the body of the last answer.
    pub struct AnswerTextRequest {
        /// Which call.
        pub call_id: String,
        /// Pretty-printed where it is JSON, or as it came.
        pub pretty: bool,
    }

    /// The body of an answer, or its beginning.
    pub struct AnswerTextDto {
        /// The text.
        pub text: String,
        /// The rest is left out; `save_answer` writes all of it.
        pub cut: bool,
        /// Bytes of the whole body.
        pub bytes: f64,
        /// Whether it is JSON.
        pub json: bool,
    }

    /// What went over the line for the last request of a call.
    pub struct ExchangeDto {
        /// HTTP method.
        pub method: String,
        /// Full address.
        pub url: String,
        /// As sent; the token is left out.
        pub request_headers: Vec<HeaderDto>,
        /// As sent.
        pub request_body: Option<String>,
        /// HTTP status; `null` where no answer came.
        pub status: Option<u16>,
        /// As received.
        pub headers: Vec<HeaderDto>,
        /// Where the time went.
        pub timing: TimingDto,
        /// How often it was sent.
        pub attempts: u32,
    }

    /// A header.
    pub struct HeaderDto {
        /// Its name.
        pub name: String,
        /// Its value.
        pub value: String,
    }

    /// Where the time of the last request went, in milliseconds; `null` where it did not happen or cannot be told.
    pub struct TimingDto {
        /// Waiting for this program's own limits and for retries.
        pub waited: f64,
        /// Name resolution.
        pub dns: Option<f64>,
        /// Connecting by TCP, and through a proxy where there is one.
        pub connect: Option<f64>,
        /// The TLS handshake.
        pub tls: Option<f64>,
        /// From the request to the first byte of the answer.
        pub first_byte: Option<f64>,
        /// From the first byte to the last.
        pub transfer: Option<f64>,
        /// Reading the answer into the table.
        pub decode: Option<f64>,
    }

    /// A file of the admin's that a call shall carry.
    pub struct ChosenFileDto {
        /// Goes into the field; `null` when the dialog was closed.
        pub file_id: Option<String>,
        /// Its name.
        pub name: String,
        /// Its size.
        pub bytes: f64,
    }

    /// Asks for a snippet that makes the same call.
    pub struct SnippetRequest {
        /// The call.
        pub call: CallRequest,
        /// In which language.
        pub language: SnippetLanguage,
        /// How it signs in.
        pub device_code: bool,
    }

    /// Where a row leads.
    pub struct PivotsDto {
        /// Calls that the row's values fill in.
        pub pivots: Vec<PivotDto>,
    }

    /// A call that a row's values fill in.
    pub struct PivotDto {
        /// The operation.
        pub operation: OperationRefDto,
        /// What its form is filled with.
        pub values: Vec<FieldValueDto>,
        /// The property and its value, e.g. `machineId 1e5b…`.
        pub from: String,
    }

    /// Calls made in this profile, latest first.
    pub struct HistoryDto {
        /// The calls.
        pub entries: Vec<HistoryEntryDto>,
        /// Kept on disk.
        pub kept: bool,
    }

    /// One call that was made.
    pub struct HistoryEntryDto {
        /// Stable id.
        pub id: String,
        /// When.
        pub at: f64,
        /// Its operation.
        pub operation: OperationRefDto,
        /// What its form was filled with, without files.
        pub values: Vec<FieldValueDto>,
        /// Path and query as sent.
        pub request: String,
        /// HTTP status; `null` where no answer came.
        pub status: Option<u16>,
        /// Rows held at its end.
        pub rows: u32,
        /// How long it took.
        pub elapsed_ms: f64,
    }

    /// Whether the calls of a profile are kept on disk.
    pub struct KeepHistoryRequest {
        /// From now.
        pub kept: bool,
    }
}

/// Which form of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ApiVersion {
    /// `/api/…`
    Latest,
    /// `/api/v1.0/…`
    V1,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum AnswerShape {
    /// Rows.
    Table,
    /// One object: a table of one row.
    Record,
    /// A number, a text, a link.
    Scalar,
    /// Nothing.
    Empty,
    /// Something that is not JSON, or no answer.
    Other,
}

/// A language of snippets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SnippetLanguage {
    /// Bash and curl.
    Curl,
    /// PowerShell 5.1 and 7.
    PowerShell,
    /// C#.
    CSharp,
    /// Python.
    Python,
    /// Rust.
    Rust,
}
