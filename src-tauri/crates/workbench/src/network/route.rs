//! The way that requests take from this computer: what the settings come to when the HTTP clients are made.

use super::roots;
use crate::probe::ProxyRules;
use crate::settings::Network;
use contract::{CommandError, ErrorCode, ProxyChoice};
use hyper_util::client::proxy::matcher::Matcher;
use rustls::pki_types::CertificateDer;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use url::Url;

/// A way to the network. `Debug` shows no password.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    proxy: Proxy,
    /// Trusted beside what the system trusts.
    pub(crate) roots: Vec<CertificateDer<'static>>,
    /// To connect, TLS included.
    pub(crate) connect: Duration,
    /// How long the other side may stay silent.
    pub(crate) answer: Duration,
}

#[derive(Clone, Debug)]
enum Proxy {
    System,
    None,
    Own {
        address: Url,
        exceptions: String,
        sign_in: Option<(String, SecretString)>,
    },
}

impl Route {
    /// What the settings come to. `password` goes to the proxy, where it is given a name.
    ///
    /// # Errors
    /// An address that is none; the settings file can be changed by hand.
    pub(crate) fn new(settings: &Network, password: Option<SecretString>) -> Result<Self, CommandError> {
        let proxy = match settings.proxy {
            ProxyChoice::System => Proxy::System,
            ProxyChoice::None => Proxy::None,
            ProxyChoice::Own => Proxy::Own {
                address: address(&settings.address)?,
                exceptions: settings.exceptions.clone(),
                sign_in: (!settings.username.is_empty())
                    .then(|| (settings.username.clone(), password.unwrap_or_default())),
            },
        };
        Ok(Self {
            proxy,
            roots: roots::trusted(&settings.roots),
            connect: Duration::from_secs(settings.connect_seconds.into()),
            answer: Duration::from_secs(settings.answer_seconds.into()),
        })
    }

    /// A client's beginnings that take this way.
    pub(crate) fn builder(&self) -> Result<reqwest::ClientBuilder, reqwest::Error> {
        let builder = self.untrusting_builder()?;
        if self.roots.is_empty() {
            return Ok(builder);
        }
        let mut certificates = Vec::with_capacity(self.roots.len());
        for root in &self.roots {
            certificates.push(reqwest::Certificate::from_der(root)?);
        }
        Ok(builder.tls_certs_merge(certificates))
    }

    /// The same, for a client that brings its own trust.
    pub(crate) fn untrusting_builder(&self) -> Result<reqwest::ClientBuilder, reqwest::Error> {
        let builder = reqwest::Client::builder();
        Ok(match &self.proxy {
            Proxy::System => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Own {
                address,
                exceptions,
                sign_in,
            } => {
                let mut proxy =
                    reqwest::Proxy::all(address.clone())?.no_proxy(reqwest::NoProxy::from_string(exceptions));
                if let Some((username, password)) = sign_in {
                    // EXPOSE: sent to the proxy that the admin named, as its Basic credentials.
                    proxy = proxy.basic_auth(username, password.expose_secret());
                }
                // Setting one takes the system's away.
                builder.proxy(proxy)
            }
        })
    }

    /// The same rules, to tell which proxy an address goes through.
    pub(crate) fn rules(&self) -> Option<ProxyRules> {
        match &self.proxy {
            Proxy::System => Some(ProxyRules::of_this_computer()),
            Proxy::None => None,
            Proxy::Own {
                address, exceptions, ..
            } => Some(ProxyRules::own(
                Matcher::builder()
                    .all(address.as_str())
                    .no(exceptions.as_str())
                    .build(),
            )),
        }
    }
}

/// A proxy's address.
pub(super) fn address(text: &str) -> Result<Url, CommandError> {
    let refused = |message: &str, hint: &str| CommandError {
        field: Some("address".to_owned()),
        ..CommandError::new(ErrorCode::NetworkSettingsInvalid, message, hint)
    };
    const SHAPE: &str = "Enter scheme, host and port, for example http://proxy.example.com:8080.";
    let text = text.trim();
    if text.is_empty() {
        return Err(refused("The proxy's address is missing.", SHAPE));
    }
    // `proxy:8080` would be read as a scheme.
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let url = Url::parse(&full).map_err(|_| refused("The proxy's address is none.", SHAPE))?;
    if url.scheme().starts_with("socks") {
        return Err(refused(
            "This is the address of a SOCKS proxy, and this program speaks to HTTP proxies only.",
            SHAPE,
        ));
    }
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refused(
            "The proxy's address must begin with http:// or https://.",
            SHAPE,
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(
            "The proxy's address holds a name or a password.",
            "Enter them in the fields beneath; a password in the address would be written to the settings file.",
        ));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(proxy: ProxyChoice) -> Network {
        Network {
            proxy,
            address: "proxy.example:8080".into(),
            exceptions: "direct.example, 10.0.0.0/8".into(),
            username: "someone".into(),
            ..Network::default()
        }
    }

    fn through(route: &Route, url: &str) -> Option<String> {
        let rules = route.rules()?;
        Some(rules.proxy_for(&Url::parse(url).unwrap())?.to_string())
    }

    #[test]
    fn an_own_proxy_is_used_for_everything_but_its_exceptions() {
        let route = Route::new(&settings(ProxyChoice::Own), Some("fixture-password".into())).unwrap();
        assert_eq!(
            through(&route, "https://login.example/").as_deref(),
            Some("proxy.example:8080 (set in this program's settings)")
        );
        for direct in [
            "https://direct.example/",
            "https://a.direct.example/",
            "https://10.1.2.3/",
        ] {
            assert_eq!(through(&route, direct), None, "{direct}");
        }
        assert!(!format!("{route:?}").contains("fixture-password"));
        assert_eq!(
            through(
                &Route::new(&settings(ProxyChoice::None), None).unwrap(),
                "https://login.example/"
            ),
            None
        );
    }

    #[tokio::test]
    async fn a_service_that_accepts_and_says_nothing_is_given_up_in_the_time_that_was_set() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        let route = Route {
            answer: Duration::from_millis(60),
            ..Route::new(&settings(ProxyChoice::None), None).unwrap()
        };
        let clock: crate::Clock = std::sync::Arc::new(test_support::now);
        let clients = crate::target::Clients::far(&route, &clock).unwrap();
        for client in [&clients.sign_in, &clients.api] {
            let error = client.get(&url).send().await.unwrap_err();
            assert!(error.is_timeout(), "{error:?}");
        }
        let probe = clients
            .prober()
            .probe(
                &Url::parse(&url).unwrap(),
                &tokio_util::sync::CancellationToken::new(),
            )
            .await;
        let crate::probe::Outcome::Failed(failure) = probe.outcome else {
            panic!("{:?}", probe.outcome)
        };
        assert_eq!(failure.to_string(), "there was no answer in time");
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_with_the_rule() {
        for (text, words) in [
            (" ", "is missing"),
            ("http://", "is none"),
            ("socks5://proxy.example:1080", "SOCKS"),
            ("ftp://proxy.example", "must begin with http"),
            (
                "http://someone:fixture-password@proxy.example",
                "holds a name or a password",
            ),
        ] {
            let error = address(text).unwrap_err();
            assert!(error.message.contains(words), "{text}: {}", error.message);
            assert_eq!(error.field.as_deref(), Some("address"));
            assert!(!format!("{error:?}").contains("fixture-password"));
        }
        assert_eq!(
            address("proxy.example:8080").unwrap().as_str(),
            "http://proxy.example:8080/"
        );
    }
}
