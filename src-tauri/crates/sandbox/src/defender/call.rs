//! A call that was admitted: what handlers read, and the answers they give.
//!
//! Invariant: a handler sees one state of the tenant's data for the whole call.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use super::auth::Caller;
use super::errors::ApiError;
use super::list;
use super::operations::Operation;
use crate::data::alerts::Alert;
use crate::data::changes::{AlertKey, Changes, View};
use crate::data::machines::Machine;
use crate::data::time::Ticks;
use crate::state::Tenant;

/// Everything that a handler may look at.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) view: View<'a>,
    pub(crate) now: Ticks,
    pub(crate) caller: &'a Caller,
    pub(crate) operation: &'static Operation,
    /// What the placeholders of the path stand for.
    pub(crate) values: &'a [String],
    /// Scheme and authority as the client sees them.
    pub(crate) base: &'a str,
    /// Address of the resource, for links to the next page.
    pub(crate) address: &'a str,
    pub(crate) query: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a [u8],
    /// Whether only the number of rows is wanted.
    pub(crate) count: bool,
}

/// A good answer.
#[derive(Debug)]
pub(crate) enum Answer {
    Json(StatusCode, Vec<u8>),
    /// `$count`: the bare number.
    Number(u64),
    Empty(StatusCode),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let version = (HeaderName::from_static("odata-version"), "4.0");
        match self {
            Self::Json(status, body) => {
                let headers = [
                    (
                        CONTENT_TYPE,
                        "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8",
                    ),
                    version,
                    (CACHE_CONTROL, "no-cache"),
                ];
                (status, headers, body).into_response()
            }
            Self::Number(number) => (
                StatusCode::OK,
                [(CONTENT_TYPE, "text/plain; charset=utf-8"), version],
                number.to_string(),
            )
                .into_response(),
            Self::Empty(status) => status.into_response(),
        }
    }
}

impl<'a> Call<'a> {
    /// What placeholder number `place` of the path stands for.
    pub(crate) fn value(&self, place: usize) -> &'a str {
        self.values.get(place).map_or("", String::as_str)
    }

    /// The device that the path names by its id or name.
    pub(crate) fn machine(&self) -> Result<(usize, &'a Machine), ApiError> {
        self.machine_named(self.value(0))
    }

    /// The device with this id or name.
    pub(crate) fn machine_named(&self, id: &str) -> Result<(usize, &'a Machine), ApiError> {
        self.view
            .machine_place(id)
            .and_then(|place| Some((place, self.view.machine(place)?)))
            .ok_or_else(|| ApiError::ResourceNotFound("No device with this id or name exists.".to_owned()))
    }

    /// The alert with this id.
    pub(crate) fn alert_named(&self, id: &str) -> Result<(Alert<'a>, AlertKey), ApiError> {
        self.view
            .alert_by_id(id)
            .ok_or_else(|| ApiError::ResourceNotFound("No alert with this id exists.".to_owned()))
    }

    /// Changes the tenant, and gives what the change made of it.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Changes) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        self.tenant.change(change)
    }

    /// The same call over what the tenant holds now, after a change.
    pub(crate) fn afterwards<T>(&self, answer: impl FnOnce(&Call<'_>) -> T) -> T {
        let changes = self.tenant.changes();
        let view = View {
            data: self.view.data,
            changes: &changes,
        };
        answer(&Call { view, ..*self })
    }

    /// One row with the context that says what it is.
    pub(crate) fn single<T: Serialize>(&self, context: &str, row: &T) -> Result<Answer, ApiError> {
        self.single_as(StatusCode::OK, context, row)
    }

    /// The same with another status.
    pub(crate) fn single_as<T: Serialize>(
        &self,
        status: StatusCode,
        context: &str,
        row: &T,
    ) -> Result<Answer, ApiError> {
        let body = list::single(self.base, &format!("{context}/$entity"), row)?;
        Ok(Answer::Json(status, body))
    }

    /// A body that is no row of a set.
    pub(crate) fn json(&self, context: &str, row: &Value) -> Result<Answer, ApiError> {
        Ok(Answer::Json(
            StatusCode::OK,
            list::single(self.base, context, row)?,
        ))
    }
}
