//! Signing in.

use crate::{SecretText, wire};

wire! {
    /// A signed-in account and what is known of its token; never the token.
    pub struct SessionDto {
        /// The profile it belongs to.
        pub profile_id: String,
        /// Display name from the id token.
        pub name: String,
        /// User principal name.
        pub username: String,
        /// Entra object id of the user.
        pub object_id: String,
        /// Tenant GUID that issued the token.
        pub tenant_id: String,
        /// Permissions the token response lists.
        pub granted_scopes: Vec<String>,
        /// When the access token ends.
        pub expires_at: f64,
        /// Whether a refresh token is held, so that signing in again needs no browser.
        pub renewable: bool,
        /// Where the refresh token is kept.
        pub kept_in: KeptIn,
        /// How the session was begun. A policy may refuse it for that, even weeks later.
        pub begun_with: SignInWay,
        /// The service asked for a sign-in that meets a policy (a claims challenge); the next one can carry it.
        pub policy_challenge: bool,
    }

    /// How to sign in with the browser.
    pub struct StartSignInRequest {
        /// What the sign-in page should ask.
        pub prompt: SignInPrompt,
        /// The account to offer, as a user principal name.
        pub login_hint: Option<String>,
        /// Carry the policy's challenge into the sign-in, if there is one.
        pub satisfy_policy: bool,
    }

    /// The documentation's password sample. The password is used once and wiped.
    pub struct StartPasswordSignInRequest {
        /// Which endpoint.
        pub endpoint: PasswordEndpoint,
        /// User principal name.
        pub username: String,
        /// The password.
        pub password: SecretText,
    }

    /// A token of the admin's own, to call with.
    pub struct UseTokenRequest {
        /// The pasted token.
        pub text: SecretText,
    }

    /// What happens during a sign-in with a device code, in order.
    #[serde(tag = "event", content = "data")]
    pub enum DeviceSignInEvent {
        /// The code to enter in a browser, on any device.
        #[serde(rename_all = "camelCase")]
        CodeIssued {
            /// To be typed.
            user_code: String,
            /// Where.
            verification_url: String,
            /// When the code ends.
            expires_at: f64,
            /// Seconds between questions.
            interval_seconds: u32,
        },
        /// Nobody has entered the code yet.
        #[serde(rename_all = "camelCase")]
        Waiting {
            /// Seconds until the next question; more than before where the service asked to slow down.
            interval_seconds: u32,
        },
    }

    /// What happens during a sign-in, in order.
    #[serde(tag = "event", content = "data")]
    pub enum SignInEvent {
        /// The listener is ready and waits for the answer from this page.
        #[serde(rename_all = "camelCase")]
        BrowserOpened {
            /// The `/authorize` address, to be opened by hand where no browser came up.
            url: String,
            /// Whether the system took the request to open its browser.
            opened: bool,
            /// When the attempt times out.
            gives_up_at: f64,
        },
        /// The browser came back; the code is being redeemed.
        Redeeming,
    }
}

/// Where a refresh token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum KeptIn {
    /// Sealed on disk with a key from the OS key store: survives a restart.
    KeyStore,
    /// In memory: gone when the app closes.
    Memory,
}

/// What the sign-in page should ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInPrompt {
    /// Which account.
    SelectAccount,
    /// Consent, also where it was given: after a permission was added.
    Consent,
    /// Credentials, whatever session the browser has.
    Login,
    /// Whatever is needed.
    Default,
}

/// How a session was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInWay {
    /// In the system browser, with authorization code and PKCE.
    Browser,
    /// With a code on another device.
    DeviceCode,
    /// With the documentation's password sample.
    Password,
    /// With a token that was pasted.
    PastedToken,
}

/// Which token endpoint the password sample uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum PasswordEndpoint {
    /// `/oauth2/token` with `resource`, as Microsoft's page shows it.
    V1,
    /// `/oauth2/v2.0/token` with `scope`.
    V2,
}
