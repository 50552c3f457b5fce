//! The explorer: every documented operation, its form, and what stands between it and a call.

use crate::{LinkDto, OperationRefDto, wire};

wire! {
    /// Every documented operation, as the active profile sees it.
    pub struct ExplorerDto {
        /// In the documentation's order.
        pub operations: Vec<ExplorerRowDto>,
        /// Whether the profile may change anything.
        pub guard: GuardDto,
    }

    /// One operation in the list.
    pub struct ExplorerRowDto {
        /// The operation.
        pub operation: OperationRefDto,
        /// Its part of the documentation, in words.
        pub group: String,
        /// Whether the session's token opens it.
        pub state: OperationState,
        /// The permission that opens it, or any of which would.
        pub permissions: Vec<String>,
        /// Marked by the admin.
        pub favourite: bool,
    }

    /// What a profile allows beside reading.
    pub struct GuardDto {
        /// The active profile's; `null` without one.
        pub profile_id: Option<String>,
        /// Calls that change data or act on devices may be sent.
        pub changes_allowed: bool,
        /// Calls that are hard or impossible to undo may be sent, too: offboarding and live response.
        pub drastic_allowed: bool,
    }

    /// Sets what a profile allows.
    pub struct SetGuardRequest {
        /// Which profile.
        pub profile_id: String,
        /// Calls that change data or act on devices.
        pub changes_allowed: bool,
        /// Offboarding and live response; only together with `changes_allowed`.
        pub drastic_allowed: bool,
    }

    /// Marks an operation, or takes the mark away.
    pub struct SetFavouriteRequest {
        /// Which.
        pub operation_id: String,
        /// Marked from now.
        pub favourite: bool,
    }

    /// Names an operation.
    pub struct OperationRequest {
        /// Stable id, e.g. `listAlerts`.
        pub operation_id: String,
    }

    /// Everything about one operation.
    pub struct OperationDetailDto {
        /// The operation.
        pub operation: OperationRefDto,
        /// Its part of the documentation, in words.
        pub group: String,
        /// What comes back, in words.
        pub returns: String,
        /// Whether the session's token opens it.
        pub state: OperationState,
        /// The state in one sentence.
        pub state_text: String,
        /// The delegated permission that allows the least beside this; `null` where none is documented.
        pub least_permission: Option<String>,
        /// Other delegated permissions that open it.
        pub alternatives: Vec<String>,
        /// The Defender role that the person needs as well, where the page names one.
        pub role: Option<String>,
        /// Limits in words, e.g. `100 calls a minute`.
        pub limits: Vec<String>,
        /// Plans that the page names.
        pub plans: Vec<String>,
        /// Marked as a preview.
        pub preview: bool,
        /// What else to know, each a sentence or two.
        pub notes: Vec<String>,
        /// Its pages.
        pub links: Vec<LinkDto>,
        /// The documented statuses.
        pub statuses: Vec<StatusDto>,
        /// The form, in order: path, query, body.
        pub fields: Vec<FieldDto>,
        /// Properties that `$filter` may use; empty where it may not be used.
        pub filter_properties: Vec<FilterPropertyDto>,
        /// Answers with a collection that may have further pages.
        pub pages: bool,
        /// The call that undoes it, where there is one.
        pub undone_by: Option<OperationRefDto>,
        /// Hard or impossible to undo: needs the second switch.
        pub drastic: bool,
    }

    /// A documented status.
    pub struct StatusDto {
        /// E.g. 404.
        pub status: String,
        /// What it means here.
        pub meaning: String,
    }

    /// A field of an operation's form.
    pub struct FieldDto {
        /// Where it goes.
        pub place: FieldPlace,
        /// Its name in exact letter case.
        pub name: String,
        /// What it takes.
        pub kind: FieldKind,
        /// Must be given.
        pub required: bool,
        /// What it is for.
        pub about: String,
        /// What to choose from, where its kind is a choice.
        pub choices: Vec<String>,
        /// The least number.
        pub minimum: Option<f64>,
        /// The largest number, or the most entries of a list.
        pub maximum: Option<f64>,
        /// What to begin with, e.g. the skeleton of an object.
        pub template: Option<String>,
    }

    /// A property that `$filter` may use.
    pub struct FilterPropertyDto {
        /// Its name.
        pub name: String,
        /// What its value looks like.
        pub kind: FilterKind,
        /// Values it may have, where they are documented.
        pub values: Vec<String>,
        /// Operators that it takes.
        pub operators: Vec<FilterOperator>,
    }

    /// Makes a `$filter` of conditions.
    pub struct BuildFilterRequest {
        /// For which operation.
        pub operation_id: String,
        /// All must hold.
        pub conditions: Vec<FilterConditionDto>,
    }

    /// One condition of a filter.
    pub struct FilterConditionDto {
        /// The property.
        pub property: String,
        /// How it is compared.
        pub operator: FilterOperator,
        /// With what; times as RFC 3339 text.
        pub value: String,
    }

    /// A filter, or why there is none.
    pub struct BuiltFilterDto {
        /// The expression; `null` where a condition cannot be used.
        pub filter: Option<String>,
        /// What is wrong, by the position of the condition.
        pub problems: Vec<ConditionProblemDto>,
    }

    /// A condition that cannot be used.
    pub struct ConditionProblemDto {
        /// Its position.
        pub condition: u32,
        /// One sentence.
        pub message: String,
    }

    /// Checks a filter that was typed.
    pub struct CheckFilterRequest {
        /// For which operation.
        pub operation_id: String,
        /// The expression.
        pub filter: String,
    }

    /// What is wrong with a filter.
    pub struct FilterCheckDto {
        /// Where it stops making sense, in characters from the start; `null` where it is well-formed.
        pub error_at: Option<u32>,
        /// What was expected there.
        pub error: Option<String>,
        /// What the service may not accept, e.g. a property that is not documented as filterable.
        pub warnings: Vec<String>,
    }
}

/// Whether the session's token opens an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum OperationState {
    /// Nobody is signed in.
    SignedOut,
    /// A permission in the token opens it.
    Ready,
    /// No permission in the token opens it.
    Missing,
    /// The documentation lists no delegated permission.
    NotDocumented,
    /// The token does not tell.
    CannotTell,
}

/// Where a field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the body.
    Body,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// One of the choices.
    Choice,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A time, RFC 3339.
    Time,
    /// An id.
    Id,
    /// A GUID.
    Guid,
    /// 40 hexadecimal digits.
    Sha1,
    /// SHA-1 or SHA-256.
    FileHash,
    /// IPv4 or IPv6.
    IpAddress,
    /// A domain name.
    Domain,
    /// `CVE-year-number`.
    Cve,
    /// Several texts.
    List,
    /// JSON.
    Json,
    /// A file of the admin's.
    File,
    /// An OData filter.
    Filter,
}

/// What a filterable property's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FilterKind {
    /// In quotes.
    Text,
    /// A time.
    Time,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list of texts.
    List,
}

/// How a property is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FilterOperator {
    /// `eq`
    Equals,
    /// `ne`
    NotEquals,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
    /// `startswith`
    StartsWith,
    /// `contains`
    Contains,
    /// Any entry of a list equals.
    AnyEquals,
}
