//! Loading alerts: pages come from `defender`, rows go to `table`, progress goes to the window.

use crate::results::{ResultEntry, columns};
use crate::session::Session;
use crate::{Workbench, errors};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use contract::{
    CancelLoadRequest, CommandError, ErrorCode, GetAlertRequest, LoadAlertsRequest, LoadEvent, LoadedDto,
    RecordDto,
};
use defender::catalogue::Operation;
use defender::odata::AlertFilter;
use defender::{AccessTokens, ApiError, Client, Pager, TokenUnavailable, Wait};
use secrecy::SecretString;
use std::sync::Arc;
use table::{ColumnHint, Kind, TableBuilder};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Rows asked for per page: the most that is documented. Fewer calls for the same rows leave the quota of 100 calls
/// a minute to a tenant with a million alerts.
const PAGE: u32 = 10_000;

impl Workbench {
    /// Loads alerts, page by page, into a new result. A cancelled load keeps the rows that arrived.
    pub async fn load_alerts(
        self: &Arc<Self>,
        request: LoadAlertsRequest,
        on_event: impl Fn(LoadEvent) + Send + Sync,
    ) -> Result<LoadedDto, CommandError> {
        let session = self.session()?;
        let client = self.client(&session);
        let filter = AlertFilter {
            created_from: time(request.created_from, "createdFrom")?,
            created_to: time(request.created_to, "createdTo")?,
            severities: request.severities,
        };
        let running = self.loads.begin(request.load_id);
        let entry = self.results.create(
            Uuid::new_v4().to_string(),
            TableBuilder::new(&alert_columns(), Some("id")),
        );
        let load = Load {
            workbench: self,
            session: &session,
            client: &client,
            entry: &entry,
            cancel: running.cancel(),
            on_event: &on_event,
        };
        let loaded = load.run(&filter).await;
        if loaded.is_err() && entry.table().rows() == 0 {
            self.results.close(entry.id());
        }
        loaded
    }

    /// Stops a load.
    pub fn cancel_load(&self, request: &CancelLoadRequest) {
        self.loads.cancel(&request.load_id);
    }

    /// Asks the service for one alert with comments and evidence.
    pub async fn get_alert(self: &Arc<Self>, request: GetAlertRequest) -> Result<RecordDto, CommandError> {
        let session = self.session()?;
        let client = self.client(&session);
        let call = defender::odata::alert_request(&request.alert_id);
        let answer = client
            .get(&call, &CancellationToken::new(), &|_| ())
            .await
            .map_err(|error| self.api_error(&session, error))?;
        let json = serde_json::from_slice(&answer.body).map_err(errors::unreadable)?;
        Ok(RecordDto { json })
    }

    pub(crate) fn client(self: &Arc<Self>, session: &Arc<Session>) -> Client {
        let tokens = SessionTokens {
            workbench: Arc::clone(self),
            session: Arc::clone(session),
        };
        let target = session.target();
        Client::new(
            target.clients.api,
            target.api_base,
            Arc::new(tokens),
            Arc::new(defender::SystemPace::new(Arc::clone(&self.ports.clock))),
        )
    }
}

/// Hands the session's token to calls, renewed when it is about to end or was rejected.
struct SessionTokens {
    workbench: Arc<Workbench>,
    session: Arc<Session>,
}

#[async_trait]
impl AccessTokens for SessionTokens {
    async fn access_token(&self, rejected: Option<&SecretString>) -> Result<SecretString, TokenUnavailable> {
        let token = self.workbench.token_to_send(&self.session, rejected).await;
        token.map_err(|error| TokenUnavailable::new(errors::Carried(error)))
    }
}

/// One load under way.
struct Load<'a, E> {
    workbench: &'a Workbench,
    session: &'a Session,
    client: &'a Client,
    entry: &'a Arc<ResultEntry>,
    cancel: CancellationToken,
    on_event: &'a E,
}

impl<E: Fn(LoadEvent) + Send + Sync> Load<'_, E> {
    async fn run(&self, filter: &AlertFilter) -> Result<LoadedDto, CommandError> {
        let started = std::time::Instant::now();
        let first = defender::odata::alerts_request(filter, PAGE);
        (self.on_event)(LoadEvent::Started {
            result_id: self.entry.id().to_owned(),
            request: format!("GET {}", self.client.address(&first)),
        });
        self.expect_total(filter).await;

        let mut pager = Pager::new(first, PAGE);
        let mut progress = Progress::default();
        let complete = loop {
            if !self.takes_its_turn().await {
                if progress.pages > 0 {
                    break false;
                }
                return Err(self.workbench.api_error(self.session, ApiError::Cancelled));
            }
            let answer = match pager
                .next(self.client, &self.cancel, &|wait| self.waiting(&wait))
                .await
            {
                Ok(Some(answer)) => answer,
                Ok(None) => break true,
                Err(ApiError::Cancelled) if progress.pages > 0 => break false,
                Err(error) => return Err(self.workbench.api_error(self.session, error)),
            };
            progress.bytes += answer.body.len();
            let entry = Arc::clone(self.entry);
            let page = tokio::task::spawn_blocking(move || entry.append(&answer.body))
                .await
                .map_err(errors::stopped)?
                .map_err(errors::append)?;
            progress.pages += 1;
            progress.rows += page.rows;
            progress.duplicates += page.duplicates;
            (self.on_event)(LoadEvent::Page {
                rows: progress.rows,
                pages: progress.pages,
            });
            pager
                .page_read(page.rows + page.duplicates, page.next_link)
                .map_err(errors::paging)?;
        };
        tracing::info!(
            rows = progress.rows,
            pages = progress.pages,
            complete,
            "alerts loaded"
        );
        Ok(LoadedDto {
            result_id: self.entry.id().to_owned(),
            rows: progress.rows,
            pages: progress.pages,
            duplicates: progress.duplicates,
            bytes: progress.bytes as f64,
            elapsed_ms: started.elapsed().as_secs_f64() * 1000.0,
            complete,
            columns: columns(&self.entry.table()),
        })
    }

    /// Waits until the documented limit of the call allows one more page; `false` where the load was cancelled.
    async fn takes_its_turn(&self) -> bool {
        let Some(operation) = defender::catalogue().operation("listAlerts") else {
            return true;
        };
        let limiter = self.workbench.limiter(&self.session.profile_id);
        let on_wait = |duration: std::time::Duration, limit| {
            (self.on_event)(crate::calls::waiting(
                duration,
                crate::calls::limit_in_words(limit),
            ));
        };
        limiter.acquire(operation, &self.cancel, &on_wait).await
    }

    /// Asks how many rows to expect. The service need not know this call: without an answer, the progress
    /// bar has no end, and that is all.
    async fn expect_total(&self, filter: &AlertFilter) {
        let request = defender::odata::alerts_count_request(filter);
        if let Ok(answer) = self.client.get_once(&request, &self.cancel).await
            && let Ok(rows) = String::from_utf8_lossy(&answer.body)
                .trim()
                .trim_start_matches('\u{feff}')
                .parse()
        {
            (self.on_event)(LoadEvent::Total { rows });
        }
    }

    fn waiting(&self, wait: &Wait) {
        let seconds = u32::try_from(wait.duration.as_secs().max(1)).unwrap_or(u32::MAX);
        (self.on_event)(LoadEvent::Waiting {
            seconds,
            reason: wait.reason.to_string(),
        });
    }
}

#[derive(Default)]
struct Progress {
    rows: u32,
    pages: u32,
    duplicates: u32,
    bytes: usize,
}

fn time(milliseconds: Option<f64>, field: &str) -> Result<Option<DateTime<Utc>>, CommandError> {
    let Some(milliseconds) = milliseconds else {
        return Ok(None);
    };
    match DateTime::from_timestamp_millis(milliseconds as i64) {
        Some(time) if milliseconds.is_finite() => Ok(Some(time)),
        _ => Err(CommandError {
            field: Some(field.to_owned()),
            ..CommandError::new(
                ErrorCode::ApiBadRequest,
                "The date is outside the range that can be asked for.",
                "Choose a date between the years 1970 and 9999.",
            )
        }),
    }
}

/// Columns that are known before the first row arrives: those of alerts, whose order is made for reading. Other answers
/// show their properties in the order in which the service sends them.
pub(crate) fn hints(operation: &Operation) -> Vec<ColumnHint> {
    if operation.entity.as_deref() == Some("Alert") {
        alert_columns()
    } else {
        Vec::new()
    }
}

/// The documented properties of an alert, in the order in which the table offers them.
fn alert_columns() -> Vec<ColumnHint> {
    let severity = ["UnSpecified", "Informational", "Low", "Medium", "High"];
    [
        ("id", Kind::Text),
        ("title", Kind::Text),
        ("severity", Kind::Text),
        ("status", Kind::Text),
        ("category", Kind::Text),
        ("computerDnsName", Kind::Text),
        ("assignedTo", Kind::Text),
        ("alertCreationTime", Kind::Time),
        ("lastUpdateTime", Kind::Time),
        ("firstEventTime", Kind::Time),
        ("lastEventTime", Kind::Time),
        ("resolvedTime", Kind::Time),
        ("description", Kind::Text),
        ("incidentId", Kind::Number),
        ("investigationId", Kind::Number),
        ("investigationState", Kind::Text),
        ("classification", Kind::Text),
        ("determination", Kind::Text),
        ("detectionSource", Kind::Text),
        ("detectorId", Kind::Text),
        ("threatFamilyName", Kind::Text),
        ("threatName", Kind::Text),
        ("machineId", Kind::Text),
        ("rbacGroupName", Kind::Text),
        ("aadTenantId", Kind::Text),
        ("relatedUser", Kind::Nested),
        ("mitreTechniques", Kind::Nested),
        ("comments", Kind::Nested),
        ("evidence", Kind::Nested),
    ]
    .into_iter()
    .map(|(name, kind)| {
        let hint = ColumnHint::new(name, kind);
        if name == "severity" {
            hint.ranked(severity)
        } else {
            hint
        }
    })
    .collect()
}
