//! Signing in.

use crate::wire;

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
