//! Deep links: pages of the portals, and the pages on which an administrator consents.
//!
//! Owns the addresses. Refuses to know whether somebody may open them. The portals' own addresses are not documented by
//! Microsoft; they are the ones the portals show in the browser. Those of the consent pages are:
//! <https://learn.microsoft.com/entra/identity-platform/v2-admin-consent> and
//! <https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent>.
//!
//! Invariants:
//! - A link is `https:` and stays on the host that it was made from.
//! - An application is named by a GUID and a tenant by a GUID or a domain. Anything else makes no link, rather than one
//!   that opens the wrong page.

use url::Url;

use crate::{REDIRECT_URI, check_tenant, guid};

/// Pages of an app registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppPage {
    /// *Overview*, with the two IDs.
    Overview,
    /// *API permissions*.
    ApiPermissions,
    /// *Authentication*: redirect URIs and the switch for public client flows.
    Authentication,
}

impl AppPage {
    /// As the portal's address names it.
    fn segment(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::ApiPermissions => "CallAnAPI",
            Self::Authentication => "Authentication",
        }
    }
}

/// The form *New registration*. `portal` is a portal's base URL, such as `https://entra.microsoft.com`.
#[must_use]
pub fn new_registration(portal: &str) -> Option<Url> {
    view(
        portal,
        "CreateApplicationBlade/quickStartType~/null/isMSAApp~/false",
    )
}

/// The list of app registrations.
#[must_use]
pub fn registrations(portal: &str) -> Option<Url> {
    view(portal, "ApplicationsListBlade")
}

/// A page of the registration with this application (client) ID.
#[must_use]
pub fn app_page(portal: &str, page: AppPage, client_id: &str) -> Option<Url> {
    let client_id = guid(client_id)?;
    view(
        portal,
        &format!("ApplicationMenuBlade/~/{}/appId/{client_id}", page.segment()),
    )
}

fn view(portal: &str, rest: &str) -> Option<Url> {
    let mut url = https(portal)?;
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(Some(&format!("view/Microsoft_AAD_RegisteredApps/{rest}")));
    Some(url)
}

/// The page on which an administrator consents for everybody to all that the registration lists. `authority` is the
/// sign-in service's base URL, without a tenant.
///
/// Afterwards the browser goes on to the application's redirect URI. For `http://localhost` nothing answers there, which
/// changes nothing about the consent.
#[must_use]
pub fn admin_consent(authority: &str, tenant: &str, client_id: &str) -> Option<Url> {
    let client_id = guid(client_id)?;
    let mut url = tenant_page(authority, tenant, &["adminconsent"])?;
    url.query_pairs_mut().append_pair("client_id", &client_id);
    Some(url)
}

/// The same for the permissions of one scope, such as `https://api.securitycenter.microsoft.com/.default`. Unlike the short
/// form it insists on a redirect URI, which has to be registered.
#[must_use]
pub fn admin_consent_to_scope(authority: &str, tenant: &str, client_id: &str, scope: &str) -> Option<Url> {
    let client_id = guid(client_id)?;
    let mut url = tenant_page(authority, tenant, &["v2.0", "adminconsent"])?;
    url.query_pairs_mut()
        .append_pair("client_id", &client_id)
        .append_pair("scope", scope)
        .append_pair("redirect_uri", REDIRECT_URI);
    Some(url)
}

fn tenant_page(authority: &str, tenant: &str, rest: &[&str]) -> Option<Url> {
    let tenant = check_tenant(tenant, "").ok()?;
    let mut url = https(authority)?;
    url.set_query(None);
    url.set_fragment(None);
    url.path_segments_mut()
        .ok()?
        .pop_if_empty()
        .push(&tenant)
        .extend(rest);
    Some(url)
}

/// A page of Microsoft's documentation; `path` comes after the host, without a language.
pub(crate) fn documentation(path: &str) -> Option<Url> {
    Url::parse("https://learn.microsoft.com/").ok()?.join(path).ok()
}

fn https(base: &str) -> Option<Url> {
    Url::parse(base)
        .ok()
        .filter(|url| url.scheme() == "https" && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "a1b2c3d4-1111-4222-8333-944445555666";
    const TENANT: &str = "b1b2c3d4-1111-4222-8333-944445555666";
    const PORTALS: [&str; 3] = [
        "https://entra.microsoft.com",
        "https://portal.azure.com/",
        "https://portal.azure.us",
    ];
    const LOGIN: &str = "https://login.microsoftonline.com/";

    fn text(url: Option<Url>) -> String {
        url.map(String::from).unwrap_or_default()
    }

    #[test]
    fn each_portal_has_its_form_and_its_list() {
        for portal in PORTALS {
            let base = portal.trim_end_matches('/');
            assert_eq!(
                text(new_registration(portal)),
                format!(
                    "{base}/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false"
                )
            );
            assert_eq!(
                text(registrations(portal)),
                format!("{base}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade")
            );
        }
    }

    #[test]
    fn each_page_of_a_registration_is_reached_in_each_portal() {
        for portal in PORTALS {
            for (page, name) in [
                (AppPage::Overview, "Overview"),
                (AppPage::ApiPermissions, "CallAnAPI"),
                (AppPage::Authentication, "Authentication"),
            ] {
                assert_eq!(
                    text(app_page(portal, page, &ID.to_uppercase())),
                    format!(
                        "{}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/{name}/appId/{ID}",
                        portal.trim_end_matches('/')
                    )
                );
            }
        }
    }

    #[test]
    fn consent_is_asked_for_by_tenant_id_or_domain() {
        for tenant in [TENANT, "contoso.example"] {
            assert_eq!(
                text(admin_consent(LOGIN, tenant, ID)),
                format!("https://login.microsoftonline.com/{tenant}/adminconsent?client_id={ID}")
            );
        }
    }

    #[test]
    fn consent_to_a_scope_encodes_the_scope_and_names_the_redirect_uri() {
        let url = admin_consent_to_scope(
            "https://login.microsoftonline.us",
            TENANT,
            ID,
            "https://api-gov.securitycenter.microsoft.us/.default",
        );
        assert_eq!(
            text(url),
            format!(
                "https://login.microsoftonline.us/{TENANT}/v2.0/adminconsent?client_id={ID}\
                 &scope=https%3A%2F%2Fapi-gov.securitycenter.microsoft.us%2F.default&redirect_uri=http%3A%2F%2Flocalhost"
            )
        );
        let hostile =
            admin_consent_to_scope(LOGIN, TENANT, ID, "x&redirect_uri=https://evil.example#").unwrap();
        let redirects: Vec<_> = hostile
            .query_pairs()
            .filter(|(key, _)| key == "redirect_uri")
            .collect();
        assert_eq!(redirects.len(), 1);
        assert_eq!(
            (redirects[0].1.as_ref(), hostile.fragment()),
            (REDIRECT_URI, None)
        );
    }

    #[test]
    fn a_base_with_a_path_keeps_it_and_loses_query_and_fragment() {
        assert_eq!(
            text(admin_consent("https://proxy.example/login/?a=b#c", TENANT, ID)),
            format!("https://proxy.example/login/{TENANT}/adminconsent?client_id={ID}")
        );
    }

    #[test]
    fn what_is_no_id_makes_no_link() {
        for id in [
            "",
            "x",
            "../..",
            "a1b2c3d4-1111-4222-8333-944445555666/x",
            "a b",
            "?x=y#z",
        ] {
            assert_eq!(app_page(PORTALS[0], AppPage::Overview, id), None, "{id}");
            assert_eq!(admin_consent(LOGIN, TENANT, id), None, "{id}");
            assert_eq!(admin_consent_to_scope(LOGIN, TENANT, id, "s"), None, "{id}");
        }
        for tenant in [
            "",
            "common",
            "a/b",
            "..",
            "x?y",
            "evil.example/path",
            "a@b.example",
        ] {
            assert_eq!(admin_consent(LOGIN, tenant, ID), None, "{tenant}");
        }
    }

    #[test]
    fn only_https_addresses_make_links() {
        for base in [
            "",
            "entra.microsoft.com",
            "http://127.0.0.1:4000",
            "javascript:alert(1)",
            "file:///etc",
        ] {
            assert_eq!(new_registration(base), None, "{base}");
            assert_eq!(admin_consent(base, TENANT, ID), None, "{base}");
        }
    }

    #[test]
    fn pages_of_the_documentation_are_on_microsoft_learn() {
        assert_eq!(
            text(documentation("entra/identity-platform/reply-url")),
            "https://learn.microsoft.com/entra/identity-platform/reply-url"
        );
    }
}
