//! The sandbox's portal: what an administrator would copy from it.
//!
//! Owns: the manifest of the app registration, in the form of Microsoft Graph and in the older one of Azure AD.
//! Refuses to know: tokens and sign-in. It reads the same settings and faults as they do, and says what they do.
//!
//! Sources: learn.microsoft.com/entra/identity-platform (reference-microsoft-graph-app-manifest,
//! reference-app-manifest).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::config::{CLIENT_ID, Config, TENANT_DOMAIN};
use crate::entra::consent::registered;
use crate::entra::pages::APP_NAME;
use crate::entra::params::Params;
use crate::entra::permissions::{self, Permission};
use crate::entra::registration::listed_redirects;
use crate::entra::scopes::{DEFENDER_APP_ID, GRAPH_APP_ID, THREAT_PROTECTION_APP_ID};
use crate::faults::{Fault, Faults};
use crate::state::Tenant;

/// Object id of the registration; clients must not take it for the application ID.
const OBJECT_ID: &str = "c2b1f0a4-5d3e-4f7b-9a61-8e0d4c7b2f19";
/// Application and object id of the registration that is there instead of the expected one.
const OTHER_CLIENT_ID: &str = "9d7e5c3b-1a2f-4e6d-8c0b-5f4a3e2d1c0b";
const OTHER_OBJECT_ID: &str = "4e8a6c2d-7b9f-4d1e-a3c5-6f0e8d2b4a71";
const CREATED: &str = "2026-09-01T08:00:00Z";

/// Delegated `User.Read` of Microsoft Graph, which the portal adds to every new registration.
const GRAPH_USER_READ: &str = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
/// Delegated permissions of Microsoft Threat Protection. Their real ids are not published, so these are invented.
const THREAT_PROTECTION_SCOPES: [&str; 2] = [
    "3d1c9c52-86e4-4c07-9f0d-2b7a64e5d0f3",
    "b6f2a7d4-0e19-4b58-a1c6-95d3e8720c4a",
];
/// Application permissions of Microsoft Threat Protection: AdvancedHunting.Read.All and Incident.Read.All.
const THREAT_PROTECTION_ROLES: [&str; 2] = [
    "7734e8e5-8dde-42fc-b5ae-6eafea078693",
    "a9790345-4595-42e4-971a-ccdc79f19b7c",
];

/// How the portal writes a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManifestForm {
    /// The `application` resource of Microsoft Graph.
    Graph,
    /// The older form with `replyUrlsWithType` and `allowPublicClient`.
    AzureAd,
}

/// GET `/portal/manifest?form=graph|azuread`.
pub(crate) async fn download(State(tenant): State<Arc<Tenant>>, RawQuery(query): RawQuery) -> Response {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let form = match params.get("form") {
        None | Some("graph") => ManifestForm::Graph,
        Some("azuread") => ManifestForm::AzureAd,
        Some(_) => return (StatusCode::BAD_REQUEST, "form must be graph or azuread.\n").into_response(),
    };
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, manifest(&tenant.config, tenant.faults(), form)).into_response()
}

/// The manifest of the app registration as JSON text.
pub(crate) fn manifest(config: &Config, faults: Faults, form: ManifestForm) -> String {
    let registration = Registration::new(config, faults);
    let document = match form {
        ManifestForm::Graph => registration.graph(),
        ManifestForm::AzureAd => registration.azure_ad(),
    };
    format!("{document:#}\n")
}

/// What both forms say.
struct Registration {
    app_id: &'static str,
    object_id: &'static str,
    name: &'static str,
    public_client: bool,
    redirects: Vec<String>,
    /// Whether the redirect URIs are listed under Web.
    web: bool,
    access: Value,
}

impl Registration {
    fn new(config: &Config, faults: Faults) -> Self {
        let (app_id, object_id, name) = if faults.has(Fault::UnknownApplication) {
            (OTHER_CLIENT_ID, OTHER_OBJECT_ID, "Another application")
        } else {
            (CLIENT_ID, OBJECT_ID, APP_NAME)
        };
        Self {
            app_id,
            object_id,
            name,
            public_client: !faults.has(Fault::PublicFlowsOff),
            redirects: listed_redirects(&config.redirect_uris, faults).into_owned(),
            web: faults.has(Fault::RedirectUnderWeb),
            access: required_access(&registered(&config.permissions, faults), faults),
        }
    }

    fn graph(&self) -> Value {
        let none: &[String] = &[];
        let (public, web) = if self.web {
            (none, self.redirects.as_slice())
        } else {
            (self.redirects.as_slice(), none)
        };
        json!({
            "id": self.object_id,
            "deletedDateTime": null,
            "appId": self.app_id,
            "applicationTemplateId": null,
            "disabledByMicrosoftStatus": null,
            "createdDateTime": CREATED,
            "displayName": self.name,
            "description": null,
            "groupMembershipClaims": null,
            "identifierUris": [],
            "isDeviceOnlyAuthSupported": null,
            "isFallbackPublicClient": self.public_client,
            "notes": null,
            "publisherDomain": TENANT_DOMAIN,
            "serviceManagementReference": null,
            "signInAudience": "AzureADMyOrg",
            "tags": [],
            "tokenEncryptionKeyId": null,
            "optionalClaims": null,
            "addIns": [],
            "api": {
                "acceptMappedClaims": null,
                "knownClientApplications": [],
                "requestedAccessTokenVersion": null,
                "oauth2PermissionScopes": [],
                "preAuthorizedApplications": []
            },
            "appRoles": [],
            "info": {
                "logoUrl": null,
                "marketingUrl": null,
                "privacyStatementUrl": null,
                "supportUrl": null,
                "termsOfServiceUrl": null
            },
            "keyCredentials": [],
            "parentalControlSettings": {"countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow"},
            "passwordCredentials": [],
            "publicClient": {"redirectUris": public},
            "requiredResourceAccess": self.access,
            "spa": {"redirectUris": []},
            "verifiedPublisher": {"displayName": null, "verifiedPublisherId": null, "addedDateTime": null},
            "web": {
                "homePageUrl": null,
                "logoutUrl": null,
                "redirectUris": web,
                "implicitGrantSettings": {
                    "enableAccessTokenIssuance": false,
                    "enableIdTokenIssuance": false
                }
            }
        })
    }

    fn azure_ad(&self) -> Value {
        let kind = if self.web { "Web" } else { "InstalledClient" };
        let addresses = self.redirects.iter();
        let replies: Vec<Value> = addresses.map(|url| json!({"url": url, "type": kind})).collect();
        json!({
            "id": self.object_id,
            "acceptMappedClaims": null,
            "accessTokenAcceptedVersion": null,
            "addIns": [],
            "allowPublicClient": self.public_client,
            "appId": self.app_id,
            "appRoles": [],
            "oauth2AllowUrlPathMatching": false,
            "createdDateTime": CREATED,
            "description": null,
            "disabledByMicrosoftStatus": null,
            "groupMembershipClaims": null,
            "identifierUris": [],
            "informationalUrls": {"termsOfService": null, "support": null, "privacy": null, "marketing": null},
            "keyCredentials": [],
            "knownClientApplications": [],
            "logoUrl": null,
            "logoutUrl": null,
            "name": self.name,
            "notes": null,
            "oauth2AllowIdTokenImplicitFlow": false,
            "oauth2AllowImplicitFlow": false,
            "oauth2Permissions": [],
            "oauth2RequirePostResponse": false,
            "optionalClaims": null,
            "orgRestrictions": [],
            "parentalControlSettings": {"countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow"},
            "passwordCredentials": [],
            "preAuthorizedApplications": [],
            "publisherDomain": TENANT_DOMAIN,
            "replyUrlsWithType": replies,
            "requiredResourceAccess": self.access,
            "samlMetadataUrl": null,
            "signInUrl": null,
            "signInAudience": "AzureADMyOrg",
            "tags": [],
            "tokenEncryptionKeyId": null
        })
    }
}

/// `requiredResourceAccess`: the permissions that the registration lists.
fn required_access(listed: &[String], faults: Faults) -> Value {
    let roles = faults.has(Fault::ApplicationPermissions);
    let wrong_api = faults.has(Fault::WrongApi);
    let (app_id, ids) = if wrong_api {
        let ids = if roles {
            THREAT_PROTECTION_ROLES
        } else {
            THREAT_PROTECTION_SCOPES
        };
        (THREAT_PROTECTION_APP_ID, ids.to_vec())
    } else {
        let id = |known: &Permission| if roles { known.role } else { known.scope };
        let known = listed.iter().filter_map(|name| permissions::find(name));
        (DEFENDER_APP_ID, known.map(id).collect())
    };
    let kind = if roles { "Role" } else { "Scope" };
    let ids = ids.into_iter();
    let access: Vec<Value> = ids.map(|id| json!({"id": id, "type": kind})).collect();
    let mut resources = vec![json!({"resourceAppId": app_id, "resourceAccess": access})];
    // With these faults the registration lists one API and one kind of permission only.
    if !wrong_api && !roles {
        resources.push(json!({
            "resourceAppId": GRAPH_APP_ID,
            "resourceAccess": [{"id": GRAPH_USER_READ, "type": "Scope"}],
        }));
    }
    Value::Array(resources)
}
