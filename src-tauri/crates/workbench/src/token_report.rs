//! The access token, decoded and judged for the window.
//!
//! Invariant: what is pasted is looked at and forgotten; only what a token says leaves, never the token.

mod comparison;
mod copies;
mod coverage;
mod signature;

use crate::session::Session;
use crate::settings::Profile;
use crate::state::operations;
use crate::{Workbench, errors, target, wire_time};
use chrono::TimeDelta;
use contract::{
    ClaimDto, CommandError, InspectTokenRequest, Outcome, ScopeRowDto, ScopeState, TokenReportDto,
    TokenRequest, TokenSource, VerdictDto, VerdictId,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// Most characters of a name or id from a pasted token in a sentence.
const LONGEST_NAME: usize = 100;

impl Workbench {
    /// The session's token, decoded and judged against its profile.
    pub fn token_report(&self) -> Result<TokenReportDto, CommandError> {
        let session = self.session()?;
        let profile = self.active()?;
        let decoded = session.decoded().map_err(errors::decode)?;
        Ok(self.report(&decoded, TokenSource::Session, &profile, Some(&session)))
    }

    /// A pasted token, decoded and judged against the active profile, then forgotten.
    pub fn inspect_token(&self, request: &InspectTokenRequest) -> Result<TokenReportDto, CommandError> {
        let profile = self.active()?;
        let decoded = token::decode(request.text.as_str()).map_err(errors::decode)?;
        let session = self.sessions.get(&profile.id);
        Ok(self.report(&decoded, TokenSource::Pasted, &profile, session.as_deref()))
    }

    /// The raw token, for *Reveal* and *Copy* alone.
    pub fn reveal_token(&self) -> Result<SecretString, CommandError> {
        let session = self.session()?;
        tracing::info!("token revealed or copied on request");
        Ok(session.access_token())
    }

    /// The token that a request names, as it travels.
    fn token_text(&self, request: TokenRequest) -> Result<SecretString, CommandError> {
        match request.text {
            Some(pasted) => Ok(SecretString::from(pasted.into_string())),
            None => Ok(self.session()?.access_token()),
        }
    }

    /// The token that a request names, decoded.
    fn decoded(&self, request: TokenRequest) -> Result<token::Token, CommandError> {
        let text = self.token_text(request)?;
        // EXPOSE: decoded here; only claims leave.
        token::decode(text.expose_secret()).map_err(errors::decode)
    }

    fn report(
        &self,
        decoded: &token::Token,
        source: TokenSource,
        profile: &Profile,
        session: Option<&Session>,
    ) -> TokenReportDto {
        let clock_offset = session.and_then(Session::clock_offset);
        let expectation = match session {
            Some(session) => session.expectation(profile),
            None => target::expectation(profile, target::audiences(profile)),
        };
        let times = token::times(decoded);
        let verdicts = token::verdicts(decoded, &expectation, self.now(), clock_offset);
        TokenReportDto {
            source,
            header: decoded
                .header
                .iter()
                .map(|member| claim(member, token::header_meaning))
                .collect(),
            claims: decoded
                .claims
                .iter()
                .map(|member| claim(member, token::claim_meaning))
                .collect(),
            verdicts: verdicts.into_iter().map(verdict).collect(),
            scopes: token::scopes(decoded, &profile.wanted_permissions)
                .into_iter()
                .map(scope)
                .collect(),
            issued_at: times.issued_at.map(wire_time),
            expires_at: times.expires_at.map(wire_time),
            clock_offset_seconds: clock_offset.map(seconds),
        }
    }
}

fn seconds(offset: TimeDelta) -> f64 {
    offset.num_milliseconds() as f64 / 1000.0
}

fn claim((name, value): &(String, Value), meaning: fn(&str) -> Option<&'static str>) -> ClaimDto {
    ClaimDto {
        name: name.clone(),
        value: value_text(value),
        time: token::claim_time(name, value).map(wire_time),
        meaning: meaning(name).map(str::to_owned),
    }
}

/// A value as text; objects and lists as JSON.
fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a token is an application's own: with `roles`, and without `scp`.
pub(crate) fn is_of_an_application(token: &token::Token) -> bool {
    token.words("scp").is_empty() && !token.words("roles").is_empty()
}

fn outcome(outcome: token::Outcome) -> Outcome {
    match outcome {
        token::Outcome::Ok => Outcome::Ok,
        token::Outcome::Warning => Outcome::Warning,
        token::Outcome::Problem => Outcome::Problem,
        token::Outcome::CannotTell => Outcome::CannotTell,
    }
}

fn verdict(verdict: token::Verdict) -> VerdictDto {
    VerdictDto {
        id: match verdict.id {
            token::VerdictId::Audience => VerdictId::Audience,
            token::VerdictId::Tenant => VerdictId::Tenant,
            token::VerdictId::Application => VerdictId::Application,
            token::VerdictId::Delegated => VerdictId::Delegated,
            token::VerdictId::Permissions => VerdictId::Permissions,
            token::VerdictId::Lifetime => VerdictId::Lifetime,
            token::VerdictId::Clock => VerdictId::Clock,
            token::VerdictId::ClientType => VerdictId::ClientType,
            token::VerdictId::Authentication => VerdictId::Authentication,
        },
        title: verdict.title.to_string(),
        outcome: outcome(verdict.outcome),
        seen: verdict.seen,
        advice: verdict.advice,
    }
}

fn scope(row: token::ScopeRow) -> ScopeRowDto {
    let documented = defender::catalogue().permission(&row.permission);
    ScopeRowDto {
        display_name: documented.map(|permission| permission.display.to_string()),
        operations: documented.map(operations).unwrap_or_default(),
        state: match row.state {
            token::ScopeState::Granted => ScopeState::Granted,
            token::ScopeState::Missing => ScopeState::Missing,
            token::ScopeState::Extra => ScopeState::Extra,
        },
        remark: row.covered_by.map(|covering| format!("Covered by {covering}")),
        permission: row.permission,
    }
}
