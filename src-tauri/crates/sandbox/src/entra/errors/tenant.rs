//! Refusals that come from how a tenant is set up: its cloud, the registration, consent, accounts and policies.

use super::EntraError;

/// What a client would send back in `claims` to satisfy the policy. The id is invented.
const POLICY_CLAIMS: &str =
    r#"{"access_token":{"capolids":{"essential":true,"values":["7d0f6f0e-5c0b-4f57-9a55-2b9f1c6d8e30"]}}}"#;

impl EntraError {
    pub(crate) fn other_cloud() -> Self {
        Self::new(
            "invalid_request",
            900_439,
            "The tenant belongs to another national cloud, which this endpoint does not serve.",
        )
    }

    pub(crate) fn secret_demanded() -> Self {
        Self::new(
            "invalid_client",
            7_000_218,
            "The request body must contain the parameter 'client_assertion' or 'client_secret'.",
        )
    }

    pub(crate) fn nothing_delegated(client: &str) -> Self {
        Self::new(
            "invalid_client",
            650_056,
            format!(
                "Misconfigured application. The registration of '{client}' lists no delegated permission of the \
                 resource, or nobody has consented to one."
            ),
        )
    }

    /// The authorization endpoint's form of [`EntraError::not_consented`].
    pub(crate) fn consent_required(client: &str) -> Self {
        Self {
            error: "consent_required",
            suberror: None,
            ..Self::not_consented(client)
        }
    }

    pub(crate) fn admin_approval(client: &str) -> Self {
        Self::new(
            "access_denied",
            90_094,
            format!(
                "An administrator must approve the permissions that the application '{client}' asks for."
            ),
        )
    }

    pub(crate) fn not_assigned(client: &str) -> Self {
        Self::new(
            "access_denied",
            50_105,
            format!(
                "The application '{client}' admits only users that are assigned to it. The signed-in user is not \
                 assigned, neither directly nor through a group."
            ),
        )
    }

    pub(crate) fn personal_account() -> Self {
        Self::new(
            "access_denied",
            500_208,
            "The domain of the account is not valid for this kind of account: it is a personal one.",
        )
    }

    pub(crate) fn blocked_by_policy() -> Self {
        Self::new(
            "access_denied",
            53_003,
            "Access is blocked by a Conditional Access policy. The access policy does not allow token issuance.",
        )
    }

    pub(crate) fn mfa_required(resource: &str) -> Self {
        let mut error = Self::new(
            "interaction_required",
            50_076,
            format!("Multifactor authentication is required to access '{resource}'. Sign in interactively."),
        );
        error.suberror = Some("basic_action");
        error.claims = Some(POLICY_CLAIMS);
        error
    }

    /// The token endpoint's form of a refusal that the authorization endpoint calls `access_denied`.
    pub(crate) fn of_a_grant(self) -> Self {
        Self {
            error: "invalid_grant",
            ..self
        }
    }
}
