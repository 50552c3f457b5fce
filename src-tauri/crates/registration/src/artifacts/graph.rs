//! `requiredResourceAccess` as JSON, and the requests to Microsoft Graph that register an application.
//!
//! Owns the bodies. A text cannot look anything up, so the ids of delegated permissions come from [`crate::scopes`], and the
//! text says so and how to compare them. Where an id is not listed there, as of every application permission, a placeholder
//! in angle brackets stands in its place; Microsoft Graph refuses it until it is filled in, which an invented id would not
//! ensure.
//!
//! Invariant: every body is valid JSON by itself.

use serde_json::{Value, json};
use url::Url;

use super::{ArtifactRequest, Context};
use crate::{REDIRECT_URI, WINDOWS_DEFENDER_ATP, guid, scopes};

/// Where the answers' ids are to be filled in.
const OF_API: &str = "<id-from-answer-1-or-2>";

/// The value of `requiredResourceAccess`: a list with one API.
pub(super) fn required_resource_access(request: &ArtifactRequest<'_>) -> String {
    let mut text = pretty(&access(request));
    text.push('\n');
    text
}

fn access(request: &ArtifactRequest<'_>) -> Value {
    let kind = match request.context {
        Context::Delegated => "Scope",
        Context::Application => "Role",
    };
    let entries: Vec<Value> = request
        .names()
        .map(|name| {
            let id = known_id(request.context, name)
                .map_or_else(|| format!("<id of {name}>"), |scope| scope.id.clone());
            json!({ "id": id, "type": kind })
        })
        .collect();
    json!([{ "resourceAppId": WINDOWS_DEFENDER_ATP, "resourceAccess": entries }])
}

fn known_id(context: Context, name: &str) -> Option<&'static scopes::Scope> {
    (context == Context::Delegated)
        .then(|| scopes::by_name(name))
        .flatten()
        .filter(|scope| scope.api == WINDOWS_DEFENDER_ATP)
}

fn collection(context: Context) -> &'static str {
    match context {
        Context::Delegated => "oauth2PermissionScopes",
        Context::Application => "appRoles",
    }
}

pub(super) fn about_required_resource_access(request: &ArtifactRequest<'_>) -> String {
    format!(
        "The value of requiredResourceAccess in the registration's manifest, for WindowsDefenderATP alone. Put its entry beside \
         those of other APIs, such as Microsoft Graph, rather than over them; then grant consent. {} The tenant's own ids: az \
         ad sp show --id {WINDOWS_DEFENDER_ATP} --query \"{}[].[value, id]\" --output tsv",
        about_ids(request),
        collection(request.context)
    )
}

/// Where the ids come from, and how far they can be trusted.
fn about_ids(request: &ArtifactRequest<'_>) -> String {
    if request.context == Context::Application {
        return "Fill in the ids of the application permissions: no list of them is certain, so none is given here."
            .to_owned();
    }
    let mut text = String::from(
        "The ids come from public lists, since Microsoft publishes none; compare them with the tenant's before you use them.",
    );
    let unsure: Vec<&str> = request
        .names()
        .filter(|name| known_id(request.context, name).is_some_and(|scope| scope.sources < 2))
        .collect();
    if !unsure.is_empty() {
        text.push_str(&format!(
            " Of these only one source was found: {}.",
            unsure.join(", ")
        ));
    }
    let unknown: Vec<&str> = request
        .names()
        .filter(|name| known_id(request.context, name).is_none())
        .collect();
    if !unknown.is_empty() {
        text.push_str(&format!(" Fill in the ids of: {}.", unknown.join(", ")));
    }
    text
}

pub(super) fn about_requests(request: &ArtifactRequest<'_>) -> String {
    let mut text = format!(
        "The requests to Microsoft Graph, in order, with a body of JSON where one is needed. What stands in angle brackets comes \
         from an earlier answer. {} {}",
        needs(request.context),
        about_ids(request)
    );
    if request.us_government {
        text.push_str(
            " Graph Explorer is for the global cloud; here send them with az rest or Invoke-MgGraphRequest.",
        );
    }
    text
}

fn needs(context: Context) -> &'static str {
    match context {
        Context::Delegated => {
            "Whoever sends them needs the role Cloud Application Administrator or Application Administrator, and consent in \
             Graph Explorer to Application.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All."
        }
        Context::Application => {
            "Whoever sends them needs the role Cloud Application Administrator or Application Administrator, and consent in \
             Graph Explorer to Application.ReadWrite.All and AppRoleAssignment.ReadWrite.All."
        }
    }
}

/// A request of the text: what it is for, method, path and query, body.
type Step = (String, &'static str, String, Option<Value>);

/// The requests as a text: a heading that begins with `###`, method and address, and after an empty line the body.
pub(super) fn requests(request: &ArtifactRequest<'_>) -> String {
    let mut text = format!(
        "# Send these in order, for example in Graph Explorer (https://developer.microsoft.com/graph/graph-explorer):\n\
         # choose the method, paste the address and, where there is one, the body.\n\
         # What stands in angle brackets comes from an earlier answer.\n\
         # {}\n",
        needs(request.context)
    );
    let base = Url::parse(request.graph_base)
        .ok()
        .filter(|url| url.scheme() == "https")
        .map_or_else(|| "https://graph.microsoft.com/".to_owned(), String::from);
    let base = base.trim_end_matches('/');
    for (number, (title, method, path, body)) in steps(request).into_iter().enumerate() {
        text.push_str(&format!(
            "\n### {}. {title}\n{method} {base}/v1.0/{}\n",
            number + 1,
            path.replace(' ', "%20")
        ));
        if let Some(body) = body {
            text.push_str(&format!("Content-Type: application/json\n\n{}\n", pretty(&body)));
        }
    }
    text
}

fn steps(request: &ArtifactRequest<'_>) -> Vec<Step> {
    let collection = collection(request.context);
    let mut steps: Vec<Step> = vec![
        (
            format!("The API in this tenant. Compare the ids in request 3 with those under {collection}."),
            "GET",
            format!(
                "servicePrincipals?$filter=appId eq '{WINDOWS_DEFENDER_ATP}'&$select=id,appId,{collection}"
            ),
            None,
        ),
        (
            "Only if the value of answer 1 is empty: its service principal.".to_owned(),
            "POST",
            "servicePrincipals".to_owned(),
            Some(json!({ "appId": WINDOWS_DEFENDER_ATP })),
        ),
    ];
    steps.push(registration(request));
    let client_id = existing(request).unwrap_or_else(|| "<appId-from-answer-3>".to_owned());
    steps.push((
        "The application's service principal. If it exists already, GET it instead, as in request 1, with this appId."
            .to_owned(),
        "POST",
        "servicePrincipals".to_owned(),
        Some(json!({ "appId": client_id })),
    ));
    match request.context {
        Context::Delegated => steps.extend(consent(request)),
        Context::Application => steps.extend(request.names().map(|name| {
            (
                // A name is a request's value, so it stands in the body alone.
                "Assign an application permission, which is the consent to it.".to_owned(),
                "POST",
                "servicePrincipals/<id-from-answer-4>/appRoleAssignments".to_owned(),
                Some(json!({
                    "principalId": "<id-from-answer-4>",
                    "resourceId": OF_API,
                    "appRoleId": format!("<id of {name}>"),
                })),
            )
        })),
    }
    steps
}

/// The registration that the request names, where it names one.
fn existing(request: &ArtifactRequest<'_>) -> Option<String> {
    request.client_id.and_then(guid)
}

fn registration(request: &ArtifactRequest<'_>) -> Step {
    let delegated = request.context == Context::Delegated;
    if let Some(client_id) = existing(request) {
        let mut body = json!({ "requiredResourceAccess": access(request) });
        if delegated {
            body["publicClient"] = json!({ "redirectUris": [REDIRECT_URI] });
            if request.needs_public_flows {
                body["isFallbackPublicClient"] = json!(true);
            }
        }
        return (
            "Change the registration. Lists are replaced: GET this address first, and put in beside these what it lists already."
                .to_owned(),
            "PATCH",
            format!("applications(appId='{client_id}')"),
            Some(body),
        );
    }
    let mut body = json!({
        "displayName": request.app_name,
        "signInAudience": request.account_types.sign_in_audience(),
    });
    if delegated {
        body["isFallbackPublicClient"] = json!(request.needs_public_flows);
        body["publicClient"] = json!({ "redirectUris": [REDIRECT_URI] });
    }
    body["requiredResourceAccess"] = access(request);
    (
        "Register the application. Its appId is the Application (client) ID.".to_owned(),
        "POST",
        "applications".to_owned(),
        Some(body),
    )
}

fn consent(request: &ArtifactRequest<'_>) -> [Step; 3] {
    let scope = request.names().collect::<Vec<_>>().join(" ");
    [
        (
            "Consent that is there already: an entry whose resourceId is that of the API.".to_owned(),
            "GET",
            "oauth2PermissionGrants?$filter=clientId eq '<id-from-answer-4>' and consentType eq 'AllPrincipals'"
                .to_owned(),
            None,
        ),
        (
            "If answer 5 has no such entry: consent for the tenant.".to_owned(),
            "POST",
            "oauth2PermissionGrants".to_owned(),
            Some(json!({
                "clientId": "<id-from-answer-4>",
                "consentType": "AllPrincipals",
                "resourceId": OF_API,
                "scope": scope,
            })),
        ),
        (
            "If it has one: the same, with the scope that is there in front.".to_owned(),
            "PATCH",
            "oauth2PermissionGrants/<id-from-answer-5>".to_owned(),
            Some(json!({ "scope": format!("<scope-from-answer-5> {scope}") })),
        ),
    ]
}

fn pretty(value: &Value) -> String {
    // Alternate Display of a JSON value is its indented form, and cannot fail.
    format!("{value:#}")
}
