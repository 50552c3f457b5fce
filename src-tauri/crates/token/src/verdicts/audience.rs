//! `aud`: the API a token is for. The most frequent reason for a refused call, and the one that explains the rest.

use crate::Token;

use super::{Expectation, Verdict, VerdictId, guid, shown};

const ID: VerdictId = VerdictId::Audience;

/// Identifiers of `WindowsDefenderATP` that tokens are asked for, by cloud. In tokens as in requests they occur
/// with and without a trailing slash.
const CURRENT: [(&str, &str); 3] = [
    ("https://api.securitycenter.microsoft.com", "the worldwide cloud"),
    (
        "https://api-gcc.securitycenter.microsoft.us",
        "the US Government cloud GCC",
    ),
    (
        "https://api-gov.securitycenter.microsoft.us",
        "the US Government clouds GCC High and DoD",
    ),
];

/// Older identifiers of the same resource that published tools still ask for.
const LEGACY: [&str; 2] = [
    "https://api.securitycenter.windows.com",
    "https://securitycenter.onmicrosoft.com/windowsatpservice",
];

/// Further identifiers of the same resource: tokens are issued for them, whether the API takes them is not documented.
const UNDOCUMENTED: [&str; 7] = [
    "https://api-us.securitycenter.microsoft.com",
    "https://api-eu.securitycenter.microsoft.com",
    "https://api-uk.securitycenter.microsoft.com",
    "https://api.securitycenter.windows.us",
    "https://managementapi.securitycenter.windows.com",
    "https://securityoperations.microsoft.com",
    "https://securitycenter.microsoft.com/mtp",
];

const WINDOWS_DEFENDER_ATP: &str = "fc780465-2017-40d4-a0c5-307022471b92";

const XDR: [&str; 2] = [
    "https://api.security.microsoft.com",
    "8ee8fdad-f234-4243-8f3b-15c294843740",
];

const GRAPH: [&str; 5] = [
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// Azure AD Graph, which Microsoft Graph has replaced.
const AZURE_AD_GRAPH: [&str; 2] = [
    "00000002-0000-0000-c000-000000000000",
    "https://graph.windows.net",
];

const AZURE: [&str; 3] = [
    "https://management.azure.com",
    "https://management.core.windows.net",
    "797f4846-ba00-4fd7-ba43-dac1f8f63013",
];

pub(super) fn verdict(token: &Token, expected: &Expectation) -> Verdict {
    let seen = token.words("aud");
    let [aud] = seen.as_slice() else {
        let seen = match seen.len() {
            0 => "The token has no `aud` claim.".to_owned(),
            several => format!("The token names {several} audiences."),
        };
        return Verdict::problem(
            ID,
            seen,
            "An access token of Microsoft Entra names exactly one API. Sign in here to get one.",
        );
    };
    let bare = normalised(aud);
    let accepted: Vec<String> = expected
        .audiences
        .iter()
        .map(|audience| normalised(audience))
        .collect();
    if accepted.contains(&bare) {
        return Verdict::ok(ID, format!("The token is for {}.", shown(aud)));
    }
    if accepted.is_empty() && CURRENT.iter().any(|(audience, _)| *audience == bare) {
        return Verdict::ok(
            ID,
            format!("The token is for {}, the Defender for Endpoint API.", shown(aud)),
        );
    }
    let ask_for = expected.audiences.first().map_or(CURRENT[0].0, String::as_str);
    other_audience(&bare, ask_for, expected).unwrap_or_else(|| {
        Verdict::problem(
            ID,
            format!("The token is for {}, another API.", shown(aud)),
            format!("Ask for the scope {ask_for}/.default, as Sign in does."),
        )
    })
}

fn other_audience(bare: &str, ask_for: &str, expected: &Expectation) -> Option<Verdict> {
    let scope = format!("{ask_for}/.default");
    if GRAPH.contains(&bare) {
        return Some(Verdict::problem(
            ID,
            "The token is for Microsoft Graph.",
            format!(
                "A scope without the API's address means Microsoft Graph. Ask for {scope}, and add the permissions of \
                 WindowsDefenderATP to the app registration."
            ),
        ));
    }
    if XDR.contains(&bare) {
        return Some(Verdict::problem(
            ID,
            "The token is for the Defender XDR API (Microsoft Threat Protection), not for Defender for Endpoint.",
            format!(
                "https://api.security.microsoft.com is where calls go; tokens are asked for {scope}. In the app \
                 registration add WindowsDefenderATP, found under APIs my organization uses."
            ),
        ));
    }
    if is_trafficmanager(bare) {
        return Some(Verdict::problem(
            ID,
            format!(
                "The token is for {}, an internal address of the API.",
                shown(bare)
            ),
            format!("Tokens for it are issued, but the API answers 403. Ask for {scope}."),
        ));
    }
    if let Some((audience, cloud)) = CURRENT.iter().find(|(audience, _)| *audience == bare) {
        return Some(Verdict::problem(
            ID,
            format!("The token is for {audience}, the Defender for Endpoint API of {cloud}."),
            format!("Choose that cloud in the profile, or ask for {scope}."),
        ));
    }
    if LEGACY.contains(&bare) {
        return Some(Verdict::warning(
            ID,
            format!(
                "The token is for {}, an older name of the Defender for Endpoint API.",
                shown(bare)
            ),
            format!("Older tools use it. New ones ask for {scope}."),
        ));
    }
    if bare == WINDOWS_DEFENDER_ATP {
        return Some(Verdict::cannot_tell(
            ID,
            "The token is for WindowsDefenderATP, named by its application ID.",
            format!("Whether the API accepts this form is not documented. Ask for {scope} to be sure."),
        ));
    }
    if UNDOCUMENTED.contains(&bare) {
        return Some(Verdict::cannot_tell(
            ID,
            format!(
                "The token is for {}, a further name of WindowsDefenderATP.",
                shown(bare)
            ),
            format!("Whether the API accepts it is not documented. Ask for {scope} to be sure."),
        ));
    }
    if AZURE_AD_GRAPH.contains(&bare) {
        return Some(Verdict::problem(
            ID,
            "The token is for Azure AD Graph, an API that is retired.",
            format!(
                "Old samples ask for it. Name {ask_for} as the `resource` of a version 1.0 request, or ask for {scope}."
            ),
        ));
    }
    if AZURE.contains(&bare) {
        return Some(Verdict::problem(
            ID,
            "The token is for Azure Resource Manager.",
            format!(
                "That is what Azure CLI and Azure PowerShell get unless a resource is named. Ask for {scope}."
            ),
        ));
    }
    let client_id = expected.client_id.as_deref().and_then(guid);
    if client_id.is_some() && guid(bare.trim_start_matches("api://")) == client_id {
        return Some(Verdict::problem(
            ID,
            "The token is for the app registration itself: an id token, or a token for an API of your own.",
            "Take the value of `access_token` from the answer of a sign-in that asked for the Defender for Endpoint API.",
        ));
    }
    if guid(bare).is_some() {
        return Some(Verdict::problem(
            ID,
            format!(
                "The token is for the application {}, not for the Defender for Endpoint API.",
                shown(bare)
            ),
            format!("Ask for {scope}, as Sign in does."),
        ));
    }
    None
}

fn is_trafficmanager(bare: &str) -> bool {
    let host = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    host.split(['/', ':'])
        .next()
        .is_some_and(|host| host.ends_with(".trafficmanager.net"))
}

/// Identifiers compare without regard to case and to slashes at the end.
fn normalised(audience: &str) -> String {
    audience.trim().trim_end_matches('/').to_lowercase()
}
