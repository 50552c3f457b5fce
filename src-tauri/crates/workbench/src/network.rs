//! How the program reaches the network. One setting for all profiles: a proxy belongs to the computer, not to a tenant.
//!
//! Owns: the settings, their rules, and when the HTTP clients are made anew.
//! Refuses to know: what is sent.
//!
//! Invariants: the proxy's password lies in the vault, never in the settings file, and never goes back to the window;
//! certificates are trusted beside the system's, never instead; services on this machine are reached directly whatever is
//! set; what a check sees is what calls see.

mod roots;
mod route;
pub(crate) mod tls;

pub(crate) use route::Route;

use crate::probe::Outcome;
use crate::settings::Network;
use crate::target::Clients;
use crate::{Workbench, errors, locked};
use contract::{
    CommandError, ErrorCode, KeptIn, NetworkSettingsDto, NetworkTestDto, ProxyChoice, ReadRootsRequest,
    RootsDto, ServiceReachDto, SetNetworkSettingsRequest,
};
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;

/// The vault's entry with the proxy's password.
const PASSWORD: &str = "network-proxy";

impl Workbench {
    /// The network settings, without the password.
    pub async fn network_settings(&self) -> NetworkSettingsDto {
        let settings = self.settings.get().network;
        NetworkSettingsDto {
            proxy: settings.proxy,
            password_kept_in: self.password_kept_in(&settings).await,
            address: settings.address,
            exceptions: settings.exceptions,
            username: settings.username,
            roots: roots::trusted(&settings.roots)
                .iter()
                .filter_map(|der| roots::look(der, self.now()).ok())
                .collect(),
            connect_seconds: settings.connect_seconds,
            answer_seconds: settings.answer_seconds,
        }
    }

    /// Checks the settings, saves them, and lets everything go that way from now on. Sessions stay.
    ///
    /// # Errors
    /// A value that breaks a rule, which `field` names; or what cannot be saved.
    pub async fn set_network_settings(
        &self,
        request: SetNetworkSettingsRequest,
    ) -> Result<NetworkSettingsDto, CommandError> {
        let (settings, password) = self.entered(request).await?;
        let clients = Clients::far(&Route::new(&settings, password.clone())?, &self.ports.clock)
            .map_err(errors::clients)?;
        match &password {
            Some(password) => {
                self.vault.save(PASSWORD, password).await.map_err(errors::vault)?;
            }
            None => self.vault.remove(PASSWORD).await.map_err(errors::vault)?,
        }
        self.settings
            .change(|all| all.network = settings)
            .map_err(errors::not_saved)?;
        self.network_ready.set(()).ok();
        *locked(&self.clients) = clients;
        for profile in self.settings.get().profiles {
            self.retarget(&profile).await?;
        }
        tracing::info!("network settings changed");
        Ok(self.network_settings().await)
    }

    /// Looks at a file with certificates; nothing is kept.
    ///
    /// # Errors
    /// Where it holds none that can be used.
    pub fn read_roots(&self, request: &ReadRootsRequest) -> Result<RootsDto, CommandError> {
        Ok(RootsDto {
            roots: roots::read(&request.content, self.now())?,
        })
    }

    /// Reaches the active profile's services with these settings, which are not saved.
    ///
    /// # Errors
    /// A value that breaks a rule, or no profile.
    pub async fn test_network(
        &self,
        request: SetNetworkSettingsRequest,
    ) -> Result<NetworkTestDto, CommandError> {
        let profile = self.active()?;
        let (settings, password) = self.entered(request).await?;
        let clients =
            Clients::far(&Route::new(&settings, password)?, &self.ports.clock).map_err(errors::clients)?;
        let target = self.target(&profile).await?;
        let cancel = CancellationToken::new();
        let mut services = Vec::new();
        for (name, url) in [
            ("Sign-in service", target.app.authority.metadata()),
            ("API", target.api_base.clone()),
        ] {
            let clients = if registration::is_on_this_machine(&url) {
                self.loopback_clients.clone()
            } else {
                clients.clone()
            };
            let probe = clients.prober().probe(&url, &cancel).await;
            let way = match &probe.proxy {
                Some(proxy) => format!("through the proxy {proxy}"),
                None => "directly".to_owned(),
            };
            services.push(ServiceReachDto {
                name: name.to_owned(),
                host: probe.host(),
                reached: matches!(probe.outcome, Outcome::Reached(_)),
                text: match &probe.outcome {
                    Outcome::Reached(reached) => {
                        let inspected = reached
                            .inspected_by()
                            .map(|issuer| format!(" Its certificate was issued by {issuer}."))
                            .unwrap_or_default();
                        format!(
                            "Reached {way} in {} ms.{inspected}",
                            reached.latency.as_millis().max(1)
                        )
                    }
                    Outcome::Failed(failure) => format!("Not reached {way}: {failure}."),
                },
            });
        }
        Ok(NetworkTestDto { services })
    }

    /// Reads the proxy's password, which takes the key store's time, before the first request goes out.
    pub(crate) async fn ready_network(&self) {
        let ready = self.network_ready.get_or_init(|| async {
            let settings = self.settings.get().network;
            let Some(password) = self.password(&settings).await else {
                return;
            };
            let made = Route::new(&settings, Some(password))
                .and_then(|route| Clients::far(&route, &self.ports.clock).map_err(errors::clients));
            match made {
                Ok(clients) => *locked(&self.clients) = clients,
                Err(error) => tracing::warn!(error = %error.message, "network settings not applied"),
            }
        });
        ready.await;
    }

    /// What was entered, checked; and the password that goes with it.
    async fn entered(
        &self,
        request: SetNetworkSettingsRequest,
    ) -> Result<(Network, Option<SecretString>), CommandError> {
        bounded(request.connect_seconds, 1, 120, "connectSeconds", "to connect")?;
        bounded(request.answer_seconds, 5, 600, "answerSeconds", "for an answer")?;
        let own = request.proxy == ProxyChoice::Own;
        let username = request.username.trim().to_owned();
        if username.contains(':') {
            return Err(CommandError {
                field: Some("username".to_owned()),
                ..CommandError::new(
                    ErrorCode::NetworkSettingsInvalid,
                    "The proxy's user name holds a colon.",
                    "Basic credentials end the name at the first colon (RFC 7617). Enter the name alone.",
                )
            });
        }
        let settings = Network {
            proxy: request.proxy,
            address: request.address.trim().to_owned(),
            exceptions: request.exceptions.trim().to_owned(),
            username,
            roots: request.roots,
            connect_seconds: request.connect_seconds,
            answer_seconds: request.answer_seconds,
            ..self.settings.get().network
        };
        let password = if own && !settings.username.is_empty() {
            match request.password {
                Some(password) => Some(SecretString::from(password.into_string())),
                None => self.password(&settings).await,
            }
        } else {
            None
        };
        Ok((settings, password))
    }

    /// The kept password, where the settings have a use for one.
    async fn password(&self, settings: &Network) -> Option<SecretString> {
        if settings.proxy != ProxyChoice::Own || settings.username.is_empty() {
            return None;
        }
        self.vault.load(PASSWORD).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the proxy's password is out of reach");
            None
        })
    }

    async fn password_kept_in(&self, settings: &Network) -> Option<KeptIn> {
        let password = self.password(settings).await?;
        // EXPOSE: only whether there is one.
        if password.expose_secret().is_empty() {
            return None;
        }
        Some(match self.vault.memory_only() {
            None => KeptIn::KeyStore,
            Some(_) => KeptIn::Memory,
        })
    }
}

fn bounded(value: u32, least: u32, most: u32, field: &str, what: &str) -> Result<(), CommandError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(CommandError {
        field: Some(field.to_owned()),
        ..CommandError::new(
            ErrorCode::NetworkSettingsInvalid,
            format!("The time {what} must be between {least} and {most} seconds."),
            "Enter a whole number in this range.",
        )
    })
}
