//! The access token, decoded and judged.

use crate::{OperationRefDto, wire};

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
        pub text: String,
    }

    /// The raw token, on explicit request.
    pub struct RevealedTokenDto {
        /// The token itself.
        pub token: String,
        /// After this many seconds the window must hide it.
        pub hide_after_seconds: u32,
    }

    /// What a copy of the token to the clipboard did.
    pub struct CopiedTokenDto {
        /// After this many seconds the backend clears the clipboard, if it still holds the token.
        pub clear_after_seconds: u32,
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
