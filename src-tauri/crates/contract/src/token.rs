//! The access token, decoded and judged.

use crate::{OperationRefDto, SecretText, wire};

wire! {
    /// A decoded token. Decoding is diagnosis: nothing in the program depends on it.
    pub struct TokenReportDto {
        /// Where it came from.
        pub source: TokenSource,
        /// The JOSE header's members.
        pub header: Vec<ClaimDto>,
        /// The payload's members, in the token's order.
        pub claims: Vec<ClaimDto>,
        /// Checks in the order in which a failure explains the ones after it.
        pub verdicts: Vec<VerdictDto>,
        /// The `scp` claim against what is wanted.
        pub scopes: Vec<ScopeRowDto>,
        /// `iat`.
        pub issued_at: Option<f64>,
        /// `exp`.
        pub expires_at: Option<f64>,
        /// Service time minus local time, where an HTTP `Date` header was seen.
        pub clock_offset_seconds: Option<f64>,
    }

    /// One member of the header or payload.
    pub struct ClaimDto {
        /// As in the token, e.g. `aud`.
        pub name: String,
        /// Its value as text; objects and lists as JSON.
        pub value: String,
        /// The value as a time, for `exp`, `iat` and `nbf`.
        pub time: Option<f64>,
        /// One line on what the claim means; `null` for undocumented ones.
        pub meaning: Option<String>,
    }

    /// One check.
    pub struct VerdictDto {
        /// Which.
        pub id: VerdictId,
        /// What is checked, e.g. `Audience`.
        pub title: String,
        /// How it came out.
        pub outcome: Outcome,
        /// What was seen, in words.
        pub seen: String,
        /// What to do; `null` when all is well.
        pub advice: Option<String>,
    }

    /// One permission, in the token or wanted.
    pub struct ScopeRowDto {
        /// E.g. `Alert.Read`.
        pub permission: String,
        /// As the portal calls it; `null` when not in the documentation.
        pub display_name: Option<String>,
        /// Against what is wanted.
        pub state: ScopeState,
        /// A remark such as "covered by Alert.ReadWrite".
        pub remark: Option<String>,
        /// Operations it opens.
        pub operations: Vec<OperationRefDto>,
    }

    /// A token to look at, pasted by the admin. It is decoded and forgotten.
    pub struct InspectTokenRequest {
        /// The pasted text; a leading `Bearer` and line breaks are tolerated.
        pub text: SecretText,
    }

    /// The raw token, on explicit request.
    pub struct RevealedTokenDto {
        /// The token itself.
        pub token: SecretText,
        /// After this many seconds the window must hide it.
        pub hide_after_seconds: u32,
    }

    /// What a copy of the token to the clipboard did.
    pub struct CopiedTokenDto {
        /// After this many seconds the backend clears the clipboard, if it still holds the token.
        pub clear_after_seconds: u32,
    }

    /// Names a token: the session's, or one that is pasted, looked at and forgotten.
    pub struct TokenRequest {
        /// A pasted token; `null` for the session's.
        pub text: Option<SecretText>,
    }

    /// What checking the signature brought. A diagnosis: no call depends on it.
    pub struct SignatureDto {
        /// How it came out.
        pub outcome: Outcome,
        /// What was seen.
        pub seen: String,
        /// What to do or to know.
        pub advice: Option<String>,
        /// The key's id in the token's header.
        pub key_id: Option<String>,
    }

    /// Two tokens to compare.
    pub struct CompareTokensRequest {
        /// The earlier one.
        pub before: TokenRefDto,
        /// The later one.
        pub after: TokenRefDto,
    }

    /// One side of a comparison.
    pub struct TokenRefDto {
        /// Where it comes from.
        pub source: TokenRefSource,
        /// The pasted text, for [`TokenRefSource::Pasted`].
        pub text: Option<SecretText>,
    }

    /// How two tokens differ.
    pub struct ComparisonDto {
        /// The earlier one, in a few words.
        pub before: String,
        /// The later one, in a few words.
        pub after: String,
        /// What differs.
        pub differences: Vec<DifferenceDto>,
        /// Members that are the same in both.
        pub unchanged: u32,
    }

    /// One member that differs.
    pub struct DifferenceDto {
        /// E.g. `scp`; members of the header begin with `header.`.
        pub name: String,
        /// How it differs.
        pub change: ChangeKind,
        /// Earlier value as text.
        pub before: Option<String>,
        /// Later value as text.
        pub after: Option<String>,
        /// For lists: what came.
        pub added: Vec<String>,
        /// For lists: what went.
        pub removed: Vec<String>,
        /// What it means.
        pub meaning: Option<String>,
        /// It differs in any two tokens.
        pub routine: bool,
    }

    /// What a token can do, operation by operation.
    pub struct CoverageDto {
        /// One row for each documented operation.
        pub rows: Vec<CoverageRowDto>,
        /// What the list cannot know.
        pub caveat: String,
    }

    /// One operation against a token.
    pub struct CoverageRowDto {
        /// The operation.
        pub operation: OperationRefDto,
        /// Its part of the documentation.
        pub group: String,
        /// Whether the token opens it.
        pub state: CoverageState,
        /// The permission that opens it, or any of which would.
        pub permissions: Vec<String>,
        /// The Defender role that the person needs as well, where the documentation names one.
        pub role: Option<String>,
    }

    /// A token for a ticket: no signature, no personal claims.
    pub struct RedactedTokenDto {
        /// Header and claims as JSON.
        pub json: String,
        /// Names of the claims that were masked.
        pub masked: Vec<String>,
    }
}

/// Where a token came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenSource {
    /// This program's own sign-in.
    Session,
    /// Pasted.
    Pasted,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// As it should be.
    Ok,
    /// Works, but worth knowing.
    Warning,
    /// Calls will fail.
    Problem,
    /// Not enough is known.
    CannotTell,
}

/// Which check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum VerdictId {
    /// `aud`.
    Audience,
    /// `tid` and `iss`.
    Tenant,
    /// `appid` or `azp`.
    Application,
    /// `scp` present, not `roles` alone.
    Delegated,
    /// Wanted permissions are in `scp`.
    Permissions,
    /// `nbf` and `exp`.
    Lifetime,
    /// Local clock against the service's.
    Clock,
    /// `appidacr`: public client.
    ClientType,
    /// `amr`.
    Authentication,
}

/// A permission against what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ScopeState {
    /// Wanted and in the token, by itself or through a permission that covers it.
    Granted,
    /// Wanted and not in the token.
    Missing,
    /// In the token and not wanted.
    Extra,
}

/// Where one side of a comparison comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenRefSource {
    /// The session's token.
    Session,
    /// The one the session had before it.
    Previous,
    /// Pasted.
    Pasted,
}

/// How a member of a token differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// Only in the later one.
    Added,
    /// Only in the earlier one.
    Removed,
    /// In both, with another value.
    Changed,
}

/// Whether a token opens an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum CoverageState {
    /// It does.
    Allowed,
    /// A permission is missing.
    Missing,
    /// The documentation lists no delegated permission.
    NotDocumented,
    /// The token's one scope stands for more than the documentation says.
    CannotTell,
}
