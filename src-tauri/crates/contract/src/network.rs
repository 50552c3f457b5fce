//! How the program reaches the network: proxy, further root certificates, time-outs. For all profiles alike.

use crate::{KeptIn, SecretText, wire};

wire! {
    /// The network settings.
    pub struct NetworkSettingsDto {
        /// Whose proxy.
        pub proxy: ProxyChoice,
        /// The proxy's address, where it is one of the admin's own.
        pub address: String,
        /// Hosts that are reached without it.
        pub exceptions: String,
        /// The name it is given; empty for none.
        pub username: String,
        /// Where its password is kept; `null` where there is none.
        pub password_kept_in: Option<KeptIn>,
        /// Certificate authorities that are trusted beside those of the system.
        pub roots: Vec<RootCertificateDto>,
        /// Seconds to connect, TLS included.
        pub connect_seconds: u32,
        /// Seconds that the other side may stay silent.
        pub answer_seconds: u32,
    }

    /// A certificate authority.
    pub struct RootCertificateDto {
        /// The certificate: DER as Base64.
        pub der: String,
        /// Whom it names.
        pub subject: String,
        /// Who issued it.
        pub issuer: String,
        /// Until when it is valid.
        pub valid_until: f64,
        /// It is not valid now.
        pub expired: bool,
    }

    /// The network settings, as they shall be.
    pub struct SetNetworkSettingsRequest {
        /// Whose proxy.
        pub proxy: ProxyChoice,
        /// `http://host:port` or `https://host:port`, for one of the admin's own.
        pub address: String,
        /// Host names, domains and address ranges, separated by commas.
        pub exceptions: String,
        /// The name it is given; empty for none.
        pub username: String,
        /// The password; `null` keeps the one that is kept.
        pub password: Option<SecretText>,
        /// Certificates: DER as Base64.
        pub roots: Vec<String>,
        /// 1 to 120.
        pub connect_seconds: u32,
        /// 5 to 600.
        pub answer_seconds: u32,
    }

    /// A file with certificates, to be looked at.
    pub struct ReadRootsRequest {
        /// The file's content as Base64: PEM or DER, at most 256 KiB.
        pub content: String,
    }

    /// What is in it.
    pub struct RootsDto {
        /// The certificates.
        pub roots: Vec<RootCertificateDto>,
    }

    /// How the active profile's services were reached.
    pub struct NetworkTestDto {
        /// Sign-in service and API.
        pub services: Vec<ServiceReachDto>,
    }

    /// How a service was reached.
    pub struct ServiceReachDto {
        /// E.g. `API`.
        pub name: String,
        /// Its host.
        pub host: String,
        /// It answered.
        pub reached: bool,
        /// How, or why not, in a sentence.
        pub text: String,
    }
}

/// Whose proxy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ProxyChoice {
    /// The one that the system's settings name.
    #[default]
    System,
    /// None.
    None,
    /// One of the admin's own.
    Own,
}
