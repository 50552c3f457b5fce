//! What a client sends to an endpoint that no person sees: `/token` and `/devicecode`.
//!
//! Owns: reading such a request, and the checks that come first whatever it asks for.
//! Invariant: a body that is no form holds no parameters, so that the refusal has Entra's own shape.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use chrono::{DateTime, Utc};

use super::errors::EntraError;
use super::params::{FormBody, Params, TenantName};
use super::registration::{TenantPath, check_client};
use super::request_ids::RequestIds;
use crate::faults::Faults;
use crate::origin::{Origin, OriginError};

/// A request as it came.
pub(crate) struct ClientRequest {
    tenant_path: String,
    pub(crate) origin: Origin,
    method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) params: Params,
}

impl<S: Send + Sync> FromRequest<S> for ClientRequest {
    type Rejection = OriginError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let Ok(TenantName(tenant_path)) = TenantName::from_request_parts(&mut parts, state).await;
        let origin = Origin::from_request_parts(&mut parts, state).await?;
        let (method, headers) = (parts.method.clone(), parts.headers.clone());
        let Ok(FormBody(body)) = FormBody::from_request(Request::from_parts(parts, body), state).await;
        let params = if is_form(&headers) {
            Params::parse(&body)
        } else {
            Params::default()
        };
        Ok(Self {
            tenant_path,
            origin,
            method,
            headers,
            params,
        })
    }
}

impl ClientRequest {
    /// Ids of the answer; the client may name its attempt in a header or in the body.
    pub(crate) fn ids(&self, now: DateTime<Utc>) -> RequestIds {
        let mut ids = RequestIds::from_headers(now, &self.headers);
        if !self.headers.contains_key("client-request-id")
            && let Some(id) = self
                .params
                .get("client-request-id")
                .and_then(|id| uuid::Uuid::parse_str(id).ok())
        {
            ids.correlation = id;
        }
        ids
    }

    /// Method, tenant and client; says which tenant path was used.
    pub(crate) fn check(&self, faults: Faults) -> Result<TenantPath, EntraError> {
        if self.method != Method::POST {
            return Err(EntraError::wrong_method());
        }
        let path = TenantPath::for_sign_in(&self.tenant_path, faults)?;
        self.params.refuse_repeated()?;
        let given = |name: &str| self.params.get(name).is_some();
        if given("client_secret") || given("client_assertion") || self.headers.contains_key(AUTHORIZATION) {
            return Err(EntraError::secret_sent());
        }
        check_client(self.params.require("client_id")?, faults)?;
        Ok(path)
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
