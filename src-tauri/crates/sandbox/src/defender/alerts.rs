//! Reading alerts: `/alerts` and `/alerts/{id}`.

use axum::http::StatusCode;

use super::call::{Answer, Call};
use super::errors::ApiError;
use super::list::{self, Table};
use super::query::{MAX_TOP, Query};
use super::schema::ALERT;
use crate::data::alert_json::AlertJson;
use crate::data::alerts::Alert;

impl Call<'_> {
    /// A page of these alerts, or how many there are.
    pub(super) fn alerts(&self, table: Table<'_>) -> Result<Answer, ApiError> {
        let query = Query::parse(ALERT, Some("evidence"), MAX_TOP, self.query)?;
        if self.count {
            return Ok(Answer::Number(list::count(
                self.view,
                table,
                query.filter.as_ref(),
            )));
        }
        let page_size = self.tenant.config.page_size;
        let page = list::page(self.view, table, &query, page_size, self.base, self.address)?;
        Ok(Answer::Json(StatusCode::OK, page.body))
    }

    /// One alert with its evidence.
    pub(super) fn alert(&self, alert: Alert<'_>) -> Result<Answer, ApiError> {
        self.single(
            "Alerts",
            &AlertJson {
                alert,
                fields: u64::MAX,
                evidence: true,
            },
        )
    }
}

/// Every alert.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.alerts(Table::Alerts)
}

/// One alert.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.alert(call.alert_named(call.value(0))?.0)
}
