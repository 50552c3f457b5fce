//! The proxy that the system's settings name for an address, read the way the HTTP clients read it.
//!
//! A settings file of rules (PAC) or automatic detection is not followed, here as little as by the clients: with such a
//! setting the way is direct.

use hyper_util::client::proxy::matcher::Matcher;
use std::fmt;
use url::Url;

/// A proxy. What it asks for a sign-in is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proxy {
    /// Host and port; with the scheme in front where it is not an HTTP proxy.
    pub(crate) address: String,
    pub(crate) set_by: SetBy,
}

/// Where a proxy is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetBy {
    /// `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, except what `NO_PROXY` excludes.
    Environment,
    /// The operating system's settings.
    System,
    /// This program's network settings.
    Program,
}

impl Proxy {
    /// Whether it is of a kind that the program's clients cannot use.
    pub(crate) fn is_socks(&self) -> bool {
        self.address.starts_with("socks")
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)?;
        f.write_str(match self.set_by {
            SetBy::Environment => " (set by an environment variable)",
            SetBy::System => " (set in the system's settings)",
            SetBy::Program => " (set in this program's settings)",
        })
    }
}

/// The settings at the moment they were read. The clients read them with the same library.
#[derive(Debug)]
pub(crate) struct ProxyRules {
    environment: Matcher,
    /// The environment's, and the system's where that says nothing; or the program's own.
    all: Matcher,
    /// Where what is not the environment's was set.
    otherwise: SetBy,
}

impl ProxyRules {
    pub(crate) fn of_this_computer() -> Self {
        Self::new(Matcher::from_env(), Matcher::from_system())
    }

    /// Rules of the program's own, whatever the environment and the system say.
    pub(crate) fn own(rules: Matcher) -> Self {
        Self {
            otherwise: SetBy::Program,
            ..Self::new(Matcher::builder().build(), rules)
        }
    }

    pub(super) fn new(environment: Matcher, all: Matcher) -> Self {
        Self {
            environment,
            all,
            otherwise: SetBy::System,
        }
    }

    pub(crate) fn proxy_for(&self, url: &Url) -> Option<Proxy> {
        let address = |rules: &Matcher| {
            let proxy = rules.intercept(&url.as_str().parse().ok()?)?;
            // Name and password are no part of this URI, but a stray one must not be shown.
            let host = proxy.uri().host()?.to_owned();
            let scheme = proxy.uri().scheme_str().unwrap_or("http");
            let usual = match scheme {
                "https" => 443,
                "http" => 80,
                _ => 1080,
            };
            let port = proxy.uri().port_u16().unwrap_or(usual);
            Some(match scheme {
                "http" => format!("{host}:{port}"),
                other => format!("{other}://{host}:{port}"),
            })
        };
        let address_used = address(&self.all)?;
        let by_environment = address(&self.environment).as_ref() == Some(&address_used);
        Some(Proxy {
            address: address_used,
            set_by: if by_environment {
                SetBy::Environment
            } else {
                self.otherwise
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(environment: Matcher, all: Matcher) -> ProxyRules {
        ProxyRules::new(environment, all)
    }

    fn proxy(rules: &ProxyRules, url: &str) -> Option<String> {
        Some(rules.proxy_for(&Url::parse(url).unwrap())?.to_string())
    }

    fn set() -> Matcher {
        Matcher::builder()
            .https("http://someone:fixture-password@proxy.example:8080/path")
            .no("direct.example, 10.0.0.0/8, 127.0.0.1")
            .build()
    }

    fn unset() -> Matcher {
        Matcher::builder().build()
    }

    #[test]
    fn the_proxy_is_named_without_what_it_asks_for_a_sign_in() {
        let by_environment = rules(set(), set());
        let login = "https://login.microsoftonline.com/";
        assert_eq!(
            proxy(&by_environment, login).as_deref(),
            Some("proxy.example:8080 (set by an environment variable)")
        );
        assert_eq!(
            proxy(&rules(unset(), set()), login).as_deref(),
            Some("proxy.example:8080 (set in the system's settings)")
        );
        assert!(!format!("{by_environment:?}").contains("fixture-password"));
    }

    #[test]
    fn exceptions_other_schemes_and_no_setting_mean_a_direct_way() {
        let rules = rules(set(), set());
        for url in [
            "https://direct.example/",
            "https://a.direct.example/",
            "https://10.1.2.3/",
            "https://127.0.0.1:4000/",
            "http://login.microsoftonline.com/",
        ] {
            assert_eq!(proxy(&rules, url), None, "{url}");
        }
        assert_eq!(
            proxy(&super::tests::rules(unset(), unset()), "https://login.example/"),
            None
        );
    }

    #[test]
    fn usual_ports_are_spelled_out_and_other_kinds_are_named() {
        for (setting, expected) in [
            ("proxy.example", "proxy.example:80"),
            ("http://[::1]:3128", "[::1]:3128"),
            ("https://proxy.example", "https://proxy.example:443"),
            ("socks5h://proxy.example", "socks5h://proxy.example:1080"),
        ] {
            let matcher = Matcher::builder().all(setting).build();
            let rules = rules(unset(), matcher);
            let proxy = rules
                .proxy_for(&Url::parse("https://login.example/").unwrap())
                .unwrap();
            assert_eq!(proxy.address, expected);
            assert_eq!(proxy.is_socks(), setting.starts_with("socks"));
        }
    }
}
