//! The checklist: its steps, and how a step can stand.
//!
//! Owns the vocabulary that the other modules of this crate speak: a *check* looks at one thing, belongs to one *step*,
//! and says how it knows. What each step tells the admin to do is in [`crate::guide`]; how evidence becomes checks is in
//! [`crate::diagnosis`].

/// A step of the checklist, in the order in which they stand on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepId {
    /// This computer: name resolution, proxy, TLS, clock. Shown above the numbered steps, because nothing can be told
    /// about the registration before the services can be reached.
    Connection,
    /// 1. User context or application context.
    Access,
    /// 2. Plan, cloud, tenant, audience, server.
    Cloud,
    /// 3. Directory roles for the set-up; the signed-in account's own rights in Defender.
    Roles,
    /// 4. The app registration: account types, redirect URI and its platform.
    Register,
    /// 5. *Allow public client flows*.
    PublicClient,
    /// 6. The right API, delegated.
    Api,
    /// 7. The permissions that the wanted operations need.
    Permissions,
    /// 8. Consent, again after each added permission.
    Consent,
    /// 9. Application (client) ID and Directory (tenant) ID.
    Ids,
    /// 10. Sign in, token, first call.
    TryIt,
}

impl StepId {
    /// All, in order.
    pub const ALL: [Self; 11] = [
        Self::Connection,
        Self::Access,
        Self::Cloud,
        Self::Roles,
        Self::Register,
        Self::PublicClient,
        Self::Api,
        Self::Permissions,
        Self::Consent,
        Self::Ids,
        Self::TryIt,
    ];

    /// 1 to 10; 0 for [`StepId::Connection`], which is not numbered.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Connection => 0,
            Self::Access => 1,
            Self::Cloud => 2,
            Self::Roles => 3,
            Self::Register => 4,
            Self::PublicClient => 5,
            Self::Api => 6,
            Self::Permissions => 7,
            Self::Consent => 8,
            Self::Ids => 9,
            Self::TryIt => 10,
        }
    }
}

/// How a step or a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// No evidence was taken.
    NotChecked,
    /// As it should be.
    Ok,
    /// The cause of a failure, or certain to be one.
    Wrong,
    /// There is evidence, but it does not decide.
    CannotTell,
}

/// Where a check's knowledge comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// What the admin answered or entered.
    Profile,
    /// Reaching the services from this computer.
    Network,
    /// The tenant's `openid-configuration`.
    Discovery,
    /// The app manifest, pasted or dropped.
    Manifest,
    /// The answer to a sign-in or a renewal.
    SignIn,
    /// An error page's text, pasted.
    ErrorPage,
    /// The access token's claims.
    Token,
    /// The first call to the API.
    Api,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The step it belongs to.
    pub step: StepId,
    /// Stable name in kebab case, unique in a checklist, e.g. `manifest-redirect-platform`.
    pub id: &'static str,
    /// What is checked, a few words.
    pub title: &'static str,
    /// How it came out.
    pub state: State,
    /// How it is known.
    pub source: Source,
    /// What was seen, a sentence. May hold a service's words; they are text.
    pub seen: String,
    /// What to do; `None` when all is well.
    pub fix: Option<String>,
    /// Whether this is worth knowing but breaks nothing: shown, never the cause.
    pub remark: bool,
}

impl Check {
    /// A check that came out well.
    pub(crate) fn ok(
        step: StepId,
        id: &'static str,
        title: &'static str,
        source: Source,
        seen: impl Into<String>,
    ) -> Self {
        Self {
            step,
            id,
            title,
            state: State::Ok,
            source,
            seen: seen.into(),
            fix: None,
            remark: false,
        }
    }

    /// A check that found a cause.
    pub(crate) fn wrong(
        step: StepId,
        id: &'static str,
        title: &'static str,
        source: Source,
        seen: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Wrong,
            fix: Some(fix.into()),
            ..Self::ok(step, id, title, source, seen)
        }
    }

    /// A check whose evidence does not decide.
    pub(crate) fn cannot_tell(
        step: StepId,
        id: &'static str,
        title: &'static str,
        source: Source,
        seen: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            state: State::CannotTell,
            fix: Some(fix.into()),
            ..Self::ok(step, id, title, source, seen)
        }
    }

    /// The same, as something worth knowing that breaks nothing.
    pub(crate) fn remarked(self) -> Self {
        Self { remark: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_steps_are_numbered_in_order() {
        let numbers: Vec<u8> = StepId::ALL.iter().map(|step| step.number()).collect();
        assert_eq!(numbers, (0..=10).collect::<Vec<u8>>());
        assert!(StepId::ALL.is_sorted());
    }
}
