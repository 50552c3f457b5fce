//! The rules on redirect URIs.
//!
//! Sign-in with the browser comes back to `http://localhost` with a port of the moment. Microsoft Entra ignores the port
//! and nothing else (<https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions>), and the
//! platform under which the URI is registered decides whether it expects a secret.

use url::{Host, Url};

use super::check::Subject;
use super::text::{counted, listed, shown};
use super::{Platform, Redirect};
use crate::{Check, REDIRECT_URI, StepId};

const SUBJECT: Subject = Subject {
    step: StepId::Register,
    id: "manifest-redirect-uri",
    title: "Redirect URI and its platform",
};

const PORTS: Subject = Subject {
    step: StepId::Register,
    id: "manifest-redirect-ports",
    title: "One redirect URI for every port",
};

const ADD: &str = "In the app registration open Authentication, tab Redirect URI configuration, Add Redirect URI, Mobile and \
                   desktop applications (in the older portal: Authentication, Add a platform, Mobile and desktop \
                   applications), enter http://localhost and save.";

/// What is behind a registered address, the likeliest to be meant for this program first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Address {
    /// `http://localhost`, with or without a port and a slash at the end.
    Localhost,
    /// The same with a path or a query.
    Further,
    /// `https://localhost`.
    Tls,
    /// `127.0.0.1`.
    Ipv4,
    /// `[::1]`.
    Ipv6,
    /// A page for web views inside a program.
    EmbeddedView,
    /// A scheme of a program's own.
    OwnScheme,
    /// Anything else.
    Elsewhere,
}

fn address(uri: &str) -> Address {
    let Ok(url) = Url::parse(uri) else {
        return Address::Elsewhere;
    };
    let tls = match url.scheme() {
        "https" => true,
        "http" => false,
        _ => return Address::OwnScheme,
    };
    match url.host() {
        Some(Host::Domain("localhost")) if tls => Address::Tls,
        Some(Host::Domain("localhost")) => {
            let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
            if bare {
                Address::Localhost
            } else {
                Address::Further
            }
        }
        Some(Host::Ipv4(ip)) if ip.is_loopback() => Address::Ipv4,
        Some(Host::Ipv6(ip)) if ip.is_loopback() => Address::Ipv6,
        _ if url.path() == "/common/oauth2/nativeclient" || url.path() == "/oauth20_desktop.srf" => {
            Address::EmbeddedView
        }
        _ => Address::Elsewhere,
    }
}

/// The rules; `None` where the manifest leaves the redirect URIs out.
pub(super) fn check(redirects: Option<&[Redirect]>) -> Vec<Check> {
    let Some(redirects) = redirects else {
        return vec![SUBJECT.left_out("publicClient")];
    };
    let mut checks = vec![main_check(redirects)];
    let public = localhosts(redirects, Platform::PublicClient);
    if public.len() > 1 {
        checks.push(PORTS.remark(
            format!(
                "{} of {} differ only by the port or a slash, which Microsoft Entra ignores: {}.",
                counted(public.len(), "entry", "entries"),
                Platform::PublicClient.portal_wording(),
                listed(&public)
            ),
            "Keep http://localhost alone: it serves every port.",
        ));
    }
    checks
}

fn main_check(redirects: &[Redirect]) -> Check {
    let public = localhosts(redirects, Platform::PublicClient);
    let web = localhosts(redirects, Platform::Web);
    let spa = localhosts(redirects, Platform::Spa);
    let other = localhosts(redirects, Platform::Other);
    match (public.first(), web.first(), spa.first(), other.first()) {
        (Some(uri), None, None, None) => right(uri),
        (Some(_), _, _, _) => doubled(redirects),
        (None, Some(web), Some(spa), _) => SUBJECT.wrong(
            format!(
                "`{web}` is registered under Web and `{spa}` under Single-page application. As a Web address it makes Microsoft \
                 Entra expect a secret (AADSTS7000218), as the other an answer from a web page (AADSTS9002325, AADSTS9002327)."
            ),
            format!("Remove both entries. {ADD}"),
        ),
        (None, Some(uri), None, _) => SUBJECT.wrong(
            format!(
                "`{uri}` is registered under Web. Microsoft Entra then takes the application for one on a server and expects a \
                 secret, which a desktop app does not have: AADSTS7000218."
            ),
            format!("Remove the entry under Web. {ADD}"),
        ),
        (None, None, Some(uri), _) => SUBJECT.wrong(
            format!(
                "`{uri}` is registered under Single-page application. Microsoft Entra then gives tokens only to a web page: \
                 AADSTS9002325 or AADSTS9002327."
            ),
            format!("Remove the entry under Single-page application. {ADD}"),
        ),
        (None, None, None, Some(uri)) => SUBJECT.cannot_tell(
            format!("`{uri}` is registered under a platform that is not documented."),
            ADD,
        ),
        (None, None, None, None) => missing(redirects),
    }
}

/// The URIs under a platform that Microsoft Entra takes for `http://localhost`, made fit to be shown.
fn localhosts(redirects: &[Redirect], platform: Platform) -> Vec<String> {
    redirects
        .iter()
        .filter(|one| one.platform == platform && address(&one.uri) == Address::Localhost)
        .map(|one| shown(&one.uri))
        .collect()
}

fn right(uri: &str) -> Check {
    let port = Url::parse(uri).ok().and_then(|url| url.port());
    SUBJECT.ok(match port {
        None => "`http://localhost` is registered under Mobile and desktop applications.".to_owned(),
        Some(port) => format!(
            "`{uri}` is registered under Mobile and desktop applications. Microsoft Entra ignores the port {port}, so it serves \
             as http://localhost."
        ),
    })
}

/// One address under several platforms: which of the entries applies is left to chance.
fn doubled(redirects: &[Redirect]) -> Check {
    let entries: Vec<String> = redirects
        .iter()
        .filter(|one| address(&one.uri) == Address::Localhost)
        .map(described)
        .collect();
    SUBJECT.cannot_tell(
        format!(
            "The same address is registered under several platforms, if the port is ignored: {}. Microsoft Entra picks one of \
             them, and not always the same; sign-in works only with the one under Mobile and desktop applications.",
            listed(&entries)
        ),
        "Under Authentication remove the entries for http://localhost of the other platforms, with whatever port. If another \
         program needs them, give that a registration of its own, or a path.",
    )
}

fn described(redirect: &Redirect) -> String {
    format!(
        "`{}` ({})",
        shown(&redirect.uri),
        redirect.platform.portal_wording()
    )
}

/// No entry of any platform is `http://localhost`.
fn missing(redirects: &[Redirect]) -> Check {
    if redirects.is_empty() {
        return SUBJECT.wrong(
            "The application has no redirect URI, so Microsoft Entra has nowhere to send the answer (AADSTS500113, or \
             AADSTS50011, shown on its page only).",
            ADD,
        );
    }
    let nearest = redirects
        .iter()
        .filter(|one| one.platform == Platform::PublicClient)
        .map(|one| (address(&one.uri), one))
        .min_by_key(|(address, _)| *address);
    let Some((address, redirect)) = nearest else {
        let entries: Vec<String> = redirects.iter().map(described).collect();
        return not_found(format!(
            "Nothing is registered under Mobile and desktop applications, and nowhere is `{REDIRECT_URI}`: {}.",
            listed(&entries)
        ));
    };
    let uri = shown(&redirect.uri);
    let why = match address {
        Address::Localhost | Address::Elsewhere => "This program does not listen there.",
        Address::Further => "Microsoft Entra ignores the port of the address, but not what follows it.",
        Address::Tls => "This program answers on the computer itself, without TLS.",
        Address::Ipv4 => "Microsoft Entra compares names, and the program sends `http://localhost`.",
        Address::Ipv6 => {
            "Microsoft Entra does not support this address as a redirect URI, and the program sends `http://localhost`."
        }
        Address::EmbeddedView => {
            "That page is for programs that show the sign-in in a window of their own; from the system's browser nothing comes \
             back."
        }
        Address::OwnScheme => {
            "An address with its own scheme goes to whichever program has claimed the scheme; this one waits on `http://localhost`."
        }
    };
    not_found(format!(
        "Under Mobile and desktop applications is `{uri}`, but not `{REDIRECT_URI}`. {why}"
    ))
}

fn not_found(seen: String) -> Check {
    SUBJECT.wrong(
        format!("{seen} Sign-in ends on Microsoft Entra's page with AADSTS50011, and the program hears nothing of it."),
        ADD,
    )
}
