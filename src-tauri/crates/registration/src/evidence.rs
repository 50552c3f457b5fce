//! What is known about a set-up, in this crate's own words. Gathered once, shared by all checks.
//!
//! Owns the shapes of evidence. It refuses to know how evidence is gathered: whoever does translates an HTTP answer, a
//! token verdict or an Entra error into these types.
//!
//! Invariant: no evidence holds a token, a code or a secret. Texts of services are kept as text.

use chrono::{DateTime, Utc};

use crate::AccountTypes;
use crate::guide::adviser::Access;
use crate::manifest::Manifest;

/// Everything at hand.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What the admin entered and answered.
    pub profile: ProfileFacts,
    /// Reaching the services from this computer.
    pub network: Option<Vec<ServiceFacts>>,
    /// The tenant's metadata.
    pub discovery: Option<DiscoveryFacts>,
    /// The app manifest, and when it was pasted.
    pub manifest: Option<(Manifest, DateTime<Utc>)>,
    /// The latest sign-in or renewal, and when it ended.
    pub sign_in: Option<(SignInFacts, DateTime<Utc>)>,
    /// A pasted error page.
    pub error_page: Option<Refusal>,
    /// The token in hand.
    pub token: Option<TokenFacts>,
    /// The first call.
    pub api: Option<ApiFacts>,
    /// The time, for credentials that have expired.
    pub now: DateTime<Utc>,
}

/// What the admin entered and answered.
#[derive(Clone, Debug)]
pub struct ProfileFacts {
    /// The chosen cloud.
    pub cloud: CloudChoice,
    /// Tenant GUID or domain.
    pub tenant: String,
    /// Application (client) ID.
    pub client_id: String,
    /// Delegated permissions that are wanted.
    pub wanted: Vec<String>,
    /// Supported account types of the registration.
    pub account_types: AccountTypes,
    /// Device code or a password will be used.
    pub needs_public_flows: bool,
    /// What the answers about the context come to; `None` while a question is open.
    pub access: Option<Access>,
    /// Titles of the wanted operations that the plan does not include.
    pub outside_plan: Vec<String>,
    /// Endpoints of the admin's own are used.
    pub custom_endpoints: bool,
}

/// The cloud that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloudChoice {
    /// The tenant inside the program, which stands in the worldwide cloud.
    Sandbox,
    /// Worldwide.
    Commercial,
    /// Government Community Cloud.
    Gcc,
    /// Government Community Cloud High.
    GccHigh,
    /// US Department of Defense.
    Dod,
}

/// The cloud that a tenant's metadata tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecognisedCloud {
    /// Worldwide.
    Commercial,
    /// Government Community Cloud.
    Gcc,
    /// Government Community Cloud High.
    GccHigh,
    /// US Department of Defense.
    Dod,
    /// GCC High or `DoD`; which of the two is not told.
    UsGovernment,
    /// China, operated by 21Vianet: the API is not documented there.
    China,
}

/// Reaching one service.
#[derive(Clone, Debug)]
pub struct ServiceFacts {
    /// Which, in words: `The sign-in service` or `The API`.
    pub name: &'static str,
    /// Host and port.
    pub host: String,
    /// How it went.
    pub reach: Reach,
    /// Host and port of the proxy in between, without credentials.
    pub proxy: Option<String>,
}

/// How reaching a service went.
#[derive(Clone, Debug)]
pub enum Reach {
    /// It answered.
    Answered {
        /// Best of a few round trips.
        latency_milliseconds: f64,
        /// Service time minus local time, from the `Date` header.
        clock_offset_seconds: Option<f64>,
        /// Who issued the certificate, where that is no public authority that Microsoft uses.
        inspected_by: Option<String>,
    },
    /// It was not reached.
    Failed {
        /// What failed.
        failure: Failure,
        /// What happened, as the end of a sentence without a full stop.
        words: String,
    },
}

/// What failed on the way to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The name could not be resolved.
    Dns,
    /// No connection.
    Connect,
    /// The certificate is not trusted.
    Untrusted,
    /// TLS failed otherwise.
    Tls,
    /// No answer in time.
    TimedOut,
    /// The proxy on the way does not let the call through, or wants a sign-in.
    Proxy,
    /// Something else answered, such as a proxy's page.
    Unexpected,
}

/// What the tenant's metadata says.
#[derive(Clone, Debug)]
pub enum DiscoveryFacts {
    /// The tenant exists.
    Found {
        /// Its GUID.
        tenant_id: Option<String>,
        /// The cloud it tells of.
        cloud: Option<RecognisedCloud>,
        /// What it tells the cloud by, e.g. `tenant_region_sub_scope DODCON`.
        told_by: Option<String>,
    },
    /// Entra refused.
    Refused(Refusal),
    /// Not reached, or something else answered. The reason.
    NotReached(String),
}

/// A refusal by Entra, from an answer or from a pasted page.
#[derive(Clone, Debug, Default)]
pub struct Refusal {
    /// `error`.
    pub error: String,
    /// `suberror` or `error_subcode`.
    pub suberror: Option<String>,
    /// The AADSTS number. It explains; it does not decide.
    pub aadsts: Option<u32>,
    /// Where the cause may lie, the likeliest first; empty for an unknown number.
    pub areas: Vec<Area>,
    /// What the number means.
    pub meaning: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// Entra's words.
    pub message: String,
    /// Microsoft's page on the number.
    pub link: Option<String>,
    /// Application ids that the registration lists, as the message gives them.
    pub valid_resources: Vec<String>,
}

/// Where the cause of a refusal may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// Tenant or cloud.
    Tenant,
    /// Client ID or account types.
    Client,
    /// Redirect URI or its platform.
    Redirect,
    /// *Allow public client flows*.
    PublicClient,
    /// API permissions.
    Permissions,
    /// Consent.
    Consent,
    /// Licence, or the API's service principal.
    Licence,
    /// The person's account or role.
    Account,
    /// Conditional Access or a second factor.
    ConditionalAccess,
    /// This program's request.
    Program,
    /// The sign-in session.
    Session,
    /// Passing.
    Transient,
}

/// How the latest sign-in or renewal ended.
#[derive(Clone, Debug)]
pub enum SignInFacts {
    /// Tokens came.
    Succeeded,
    /// Entra refused, in its answer to the program.
    Refused(Refusal),
    /// Entra refused to renew.
    RenewalRefused(Refusal),
    /// The browser did not come back: it was left, closed, or shows an error that Entra sends nowhere.
    NoAnswer,
    /// The service was not reached, or something else answered. The reason.
    NotReached(String),
    /// The answer does not belong to this sign-in. The reason.
    Untrusted(String),
}

/// The access token in hand, decoded: diagnosis, never a decision about access.
#[derive(Clone, Debug)]
pub struct TokenFacts {
    /// `aud`.
    pub audience: Option<String>,
    /// Permissions in `scp`.
    pub scopes: Vec<String>,
    /// Wanted permissions that neither are in `scp` nor are covered by one that is.
    pub missing: Vec<String>,
    /// The token has `roles` and no `scp`.
    pub application_only: bool,
    /// The verdicts.
    pub verdicts: Vec<TokenVerdict>,
    /// It was asked for in this run, so that it carries every consent there is.
    pub fresh: bool,
    /// Permissions that a renewal in this run brought.
    pub gained: Vec<String>,
}

/// A verdict on the token.
#[derive(Clone, Debug)]
pub struct TokenVerdict {
    /// Which.
    pub about: TokenAspect,
    /// How it came out.
    pub outcome: TokenOutcome,
    /// What was seen.
    pub seen: String,
    /// What to do.
    pub advice: Option<String>,
}

/// What a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAspect {
    /// `aud`.
    Audience,
    /// `tid` and `iss`.
    Tenant,
    /// `appid` or `azp`.
    Application,
    /// `scp`, not `roles` alone.
    Delegated,
    /// Wanted permissions.
    Permissions,
    /// `nbf` and `exp`.
    Lifetime,
    /// The local clock.
    Clock,
    /// Public client.
    ClientType,
    /// `amr`.
    Authentication,
}

/// How a verdict came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOutcome {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Warning,
    /// Calls will fail.
    Problem,
    /// Not enough is known.
    CannotTell,
}

/// The first call to the API.
#[derive(Clone, Debug)]
pub struct ApiFacts {
    /// What was called, e.g. `List alerts`.
    pub operation: String,
    /// The answer.
    pub answer: ApiAnswer,
    /// Whether the account sees anything.
    pub sight: Sight,
}

/// What the API answered.
#[derive(Clone, Debug)]
pub enum ApiAnswer {
    /// It worked.
    Ok,
    /// 401 and its text.
    Unauthorized(String),
    /// 403: code and text.
    Forbidden {
        /// `error.code`.
        code: Option<String>,
        /// `error.message`.
        message: String,
    },
    /// 404 and its text.
    NotFound(String),
    /// 429; seconds to wait.
    Throttled(Option<u64>),
    /// Another status, with its text.
    Refused {
        /// HTTP status.
        status: u16,
        /// `error.message`.
        message: String,
    },
    /// Not reached, or something else answered. The reason.
    NotReached(String),
    /// There was no call that the token's permissions open.
    NoCall,
}

/// Whether the account sees devices or alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It does, or it was not looked for.
    Something,
    /// Lists are empty, and nothing tells whether there is something to see.
    Nothing,
    /// Lists are empty although the tenant has devices. What tells so.
    Hidden(String),
}
