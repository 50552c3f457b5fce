//! From a text to a [`Manifest`].

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::error::ManifestError;
use super::fields::Fields;
use super::text::shown;
use super::{
    Audience, Credential, CredentialKind, Form, Manifest, PermissionKind, Platform, Redirect, RequiredApi,
    RequiredPermission,
};
use crate::{AccountTypes, guid, looks_like_a_secret};

/// Largest text that is read, in bytes. A manifest has some ten thousand.
pub const LARGEST: usize = 1024 * 1024;

/// Names that only the form of Microsoft Graph has.
const GRAPH_NAMES: [&str; 5] = ["isFallbackPublicClient", "web", "spa", "api", "publicClient"];

/// Names that only the older form has; the last four are from command-line tools that spoke to Azure AD Graph.
const AZURE_AD_NAMES: [&str; 10] = [
    "replyUrlsWithType",
    "allowPublicClient",
    "accessTokenAcceptedVersion",
    "oauth2AllowImplicitFlow",
    "oauth2Permissions",
    "informationalUrls",
    "replyUrls",
    "availableToOtherTenants",
    "objectId",
    "publicClient",
];

/// Names that a service principal has and an application has not.
const SERVICE_PRINCIPAL_NAMES: [&str; 4] = [
    "servicePrincipalType",
    "servicePrincipalNames",
    "appOwnerOrganizationId",
    "appOwnerTenantId",
];

/// Reads an app manifest in either form, also as the only item of a list and between the marks of a code block.
///
/// # Errors
///
/// When the text is not JSON, not of an application, of several, or larger than [`LARGEST`]; see [`super::Fault`].
pub fn read(text: &str) -> Result<Manifest, ManifestError> {
    if text.len() > LARGEST {
        return Err(ManifestError::too_large());
    }
    let json = without_wrapping(text);
    if json.is_empty() {
        return Err(ManifestError::empty());
    }
    let value: Value = serde_json::from_str(json).map_err(|error| at_fault(text, json, &error))?;
    let application = only_application(&value)?;
    if is_service_principal(application) {
        return Err(ManifestError::service_principal());
    }
    let app_id = application
        .text("appId")
        .and_then(guid)
        .ok_or_else(ManifestError::not_an_application)?;
    let form = form(application);
    Ok(Manifest {
        form,
        name: application
            .text("displayName")
            .or_else(|| application.text("name"))
            .map(shown),
        app_id,
        object_id: application
            .text("id")
            .or_else(|| application.text("objectId"))
            .and_then(guid),
        audience: audience(application)?,
        redirects: match form {
            Form::Graph => graph_redirects(application)?,
            Form::AzureAd => azure_ad_redirects(application)?,
        },
        public_client_flows: match form {
            Form::Graph => application.switch("isFallbackPublicClient")?,
            Form::AzureAd if application.has("allowPublicClient") => {
                application.switch("allowPublicClient")?
            }
            Form::AzureAd => application.switch("publicClient")?,
        },
        required: required(application)?,
        credentials: credentials(application)?,
        access_token_version: access_token_version(application)?,
        identifier_uris: application
            .texts("identifierUris")?
            .unwrap_or_default()
            .into_iter()
            .map(shown)
            .collect(),
    })
}

/// Without byte-order mark, white space, and the fence of a code block.
fn without_wrapping(text: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let text = text.trim_matches(blank);
    let Some(fenced) = text.strip_prefix("```") else {
        return text;
    };
    // The fence's first line may name the language.
    let body = fenced.split_once('\n').map_or("", |(_, body)| body);
    let body = body.trim_matches(blank);
    body.strip_suffix("```").unwrap_or(body).trim_matches(blank)
}

/// Where the JSON cannot be read, counted in the text as it was pasted.
fn at_fault(text: &str, json: &str, error: &serde_json::Error) -> ManifestError {
    let before = text.rsplit_once(json).map_or("", |(before, _)| before);
    let lines_before = before.matches('\n').count();
    let line = lines_before + error.line().max(1);
    if error.is_eof() {
        return ManifestError::cut_off(lines_before + json.matches('\n').count() + 1);
    }
    // The parser counts bytes.
    let wrong_line = json
        .split('\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let mut column = wrong_line
        .char_indices()
        .take_while(|(at, _)| *at < error.column())
        .count();
    if error.line() <= 1 {
        column += before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|&c| c != '\u{feff}')
            .count();
    }
    ManifestError::not_json(line, column.max(1))
}

/// The application, by itself or as the only item of a list.
fn only_application(value: &Value) -> Result<Fields<'_>, ManifestError> {
    let items = match value {
        Value::Array(items) => items,
        Value::Object(_) => {
            let fields = Fields::of(value).ok_or_else(ManifestError::not_an_application)?;
            match fields.get("value") {
                Some(Value::Array(items)) if !fields.has("appId") => items,
                _ => return Ok(fields),
            }
        }
        _ => return Err(ManifestError::not_an_application()),
    };
    match items.as_slice() {
        [] => Err(ManifestError::empty_list()),
        [only] => Fields::of(only).ok_or_else(ManifestError::not_an_application),
        several => Err(ManifestError::several(several.len())),
    }
}

fn is_service_principal(application: Fields<'_>) -> bool {
    let named = |key: &str| {
        application
            .text(key)
            .is_some_and(|text| text.to_ascii_lowercase().contains("serviceprincipal"))
    };
    SERVICE_PRINCIPAL_NAMES.iter().any(|name| application.has(name))
        || named("@odata.type")
        || named("odata.type")
        || named("objectType")
}

/// `publicClient` is an object in the form of Microsoft Graph and a switch in the older one; `null` tells neither.
fn form(application: Fields<'_>) -> Form {
    let has = |name: &&str, publics: fn(&Value) -> bool| match application.get(name) {
        Some(value) if *name == "publicClient" => publics(value),
        found => found.is_some(),
    };
    let graph = GRAPH_NAMES.iter().any(|name| has(name, Value::is_object));
    let azure_ad = AZURE_AD_NAMES.iter().any(|name| has(name, Value::is_boolean));
    if azure_ad && !graph {
        Form::AzureAd
    } else {
        Form::Graph
    }
}

fn audience(application: Fields<'_>) -> Result<Option<Audience>, ManifestError> {
    if let Some(value) = application.text("signInAudience") {
        return Ok(Some(match AccountTypes::from_sign_in_audience(value) {
            Some(known) => Audience::Known(known),
            None => Audience::Other(shown(value)),
        }));
    }
    let several = application.switch("availableToOtherTenants")?;
    Ok(several.map(|several| {
        Audience::Known(if several {
            AccountTypes::AnyOrganisation
        } else {
            AccountTypes::OneOrganisation
        })
    }))
}

/// `None` where `publicClient` is left out: then nothing is known about the platform that matters.
fn graph_redirects(application: Fields<'_>) -> Result<Option<Vec<Redirect>>, ManifestError> {
    if !application.has("publicClient") {
        return Ok(None);
    }
    let mut redirects = Vec::new();
    for (key, platform) in [
        ("publicClient", Platform::PublicClient),
        ("web", Platform::Web),
        ("spa", Platform::Spa),
    ] {
        let Some(part) = application.object(key)? else {
            continue;
        };
        let uris = part.texts("redirectUris")?.unwrap_or_default();
        redirects.extend(uris.into_iter().map(|uri| redirect(platform, uri)));
    }
    Ok(Some(redirects))
}

fn azure_ad_redirects(application: Fields<'_>) -> Result<Option<Vec<Redirect>>, ManifestError> {
    if let Some(typed) = application.objects("replyUrlsWithType")? {
        return typed
            .into_iter()
            .map(|item| {
                let uri = item
                    .text("url")
                    .ok_or_else(|| ManifestError::misshapen("replyUrlsWithType"))?;
                Ok(redirect(platform(item.text("type").unwrap_or_default()), uri))
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Some);
    }
    let Some(untyped) = application.texts("replyUrls")? else {
        return Ok(None);
    };
    // Before addresses had types, the application had one.
    let platform = if application.switch("publicClient")?.unwrap_or_default() {
        Platform::PublicClient
    } else {
        Platform::Web
    };
    Ok(Some(
        untyped.into_iter().map(|uri| redirect(platform, uri)).collect(),
    ))
}

fn redirect(platform: Platform, uri: &str) -> Redirect {
    Redirect {
        platform,
        uri: uri.to_owned(),
    }
}

fn platform(kind: &str) -> Platform {
    match kind.to_ascii_lowercase().as_str() {
        "installedclient" => Platform::PublicClient,
        "web" => Platform::Web,
        "spa" => Platform::Spa,
        _ => Platform::Other,
    }
}

fn required(application: Fields<'_>) -> Result<Option<Vec<RequiredApi>>, ManifestError> {
    const KEY: &str = "requiredResourceAccess";
    let Some(items) = application.objects(KEY)? else {
        return Ok(None);
    };
    let mut apis: Vec<RequiredApi> = Vec::with_capacity(items.len());
    for item in items {
        let api = item
            .text("resourceAppId")
            .map(id)
            .ok_or_else(|| ManifestError::misshapen(KEY))?;
        let mut permissions = Vec::new();
        for access in item.objects("resourceAccess")?.unwrap_or_default() {
            let id = access
                .text("id")
                .map(id)
                .ok_or_else(|| ManifestError::misshapen(KEY))?;
            let kind = match access
                .text("type")
                .unwrap_or_default()
                .to_ascii_lowercase()
                .as_str()
            {
                "scope" => PermissionKind::Delegated,
                "role" => PermissionKind::Application,
                _ => PermissionKind::Other,
            };
            permissions.push(RequiredPermission { id, kind });
        }
        match apis.iter_mut().find(|known| known.api == api) {
            Some(known) => known.permissions.extend(permissions),
            None => apis.push(RequiredApi { api, permissions }),
        }
    }
    Ok(Some(apis))
}

/// A GUID in its usual form, or the text as it stands.
fn id(text: &str) -> String {
    guid(text).unwrap_or_else(|| shown(text))
}

fn credentials(application: Fields<'_>) -> Result<Option<Vec<Credential>>, ManifestError> {
    let secrets = application.objects("passwordCredentials")?;
    let keys = application.objects("keyCredentials")?;
    if secrets.is_none() && keys.is_none() {
        return Ok(None);
    }
    let all = [
        (CredentialKind::Secret, secrets),
        (CredentialKind::Certificate, keys),
    ];
    Ok(Some(
        all.into_iter()
            .flat_map(|(kind, items)| {
                items
                    .unwrap_or_default()
                    .into_iter()
                    .map(move |item| credential(kind, item))
            })
            .collect(),
    ))
}

fn credential(kind: CredentialKind, item: Fields<'_>) -> Credential {
    Credential {
        kind,
        // Some people write the secret down as its own description.
        name: item
            .text("displayName")
            .filter(|name| !name.split_whitespace().any(looks_like_a_secret))
            .map(shown),
        ends: item
            .text("endDateTime")
            .or_else(|| item.text("endDate"))
            .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
            .map(|end| end.with_timezone(&Utc)),
    }
}

fn access_token_version(application: Fields<'_>) -> Result<Option<i64>, ManifestError> {
    let api = application.object("api")?;
    Ok(api
        .and_then(|api| api.get("requestedAccessTokenVersion"))
        .or_else(|| application.get("accessTokenAcceptedVersion"))
        .and_then(Value::as_i64))
}
