//! Calling any documented operation: a filled-in form goes out, the answer becomes a table.
//!
//! Owns: the way of a call – guard, form, limits, pages, table, history – and what is kept of it for the window.
//! Refuses to know: rules of forms and limits (`defender`), how rows are held (`table`).
//!
//! Invariants:
//! - A call that changes something passes the profile's guard; one that acts on a device was confirmed by its name.
//! - A call that failed has an answer, too, where one came: it is shown, and never becomes rows.
//! - No token is part of what is kept.

mod files;
mod kept;
mod preview;
mod text;
mod uploads;

pub(crate) use kept::Call;
pub(crate) use kept::Calls;
pub(crate) use preview::{body_text, problem};
pub(crate) use uploads::Uploads;

use crate::changes::log::Change;
use crate::history::PastCall;
use crate::results::columns;
use crate::session::Session;
use crate::settings::Profile;
use crate::{Workbench, errors, explorer, locked};
use contract::{
    AnswerShape, CallRequest, CalledDto, CommandError, ContinueCallRequest, FieldPlace, LoadEvent, QuotaDto,
};
use defender::catalogue::{Effect, Operation};
use defender::form::{self, Place, Version};
use defender::limits::{Limit, Limiter};
use defender::{ApiError, Client, Pager, Request, Wait};
use std::sync::Arc;
use std::time::{Duration, Instant};
use table::TableBuilder;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

/// Rows of a page where the form names none and the operation takes a number: the most that is documented.
fn page_size(operation: &Operation, given: Option<u32>) -> u32 {
    // Without `$skip` a full page says nothing about a next one: only a link does.
    if !operation.query.iter().any(|parameter| parameter.name == "$skip") {
        return u32::MAX;
    }
    given.or(operation.max_top).unwrap_or(u32::MAX)
}

/// Whether an operation's answer may have further pages.
pub(crate) fn has_pages(operation: &Operation) -> bool {
    operation.method == defender::catalogue::Method::Get
        && operation
            .query
            .iter()
            .any(|parameter| matches!(parameter.name.as_str(), "$skip" | "$top" | "pageSize"))
}

impl Workbench {
    /// Sends a filled-in form and reads its answer, one page or all. A call that the service refuses is no error here: the
    /// answer says why.
    ///
    /// # Errors
    /// Where nothing was sent: nobody is signed in, the form breaks a rule, the profile does not allow it, or it was not
    /// confirmed.
    pub async fn run_call(
        self: &Arc<Self>,
        request: CallRequest,
        on_event: impl Fn(LoadEvent) + Send + Sync,
    ) -> Result<CalledDto, CommandError> {
        let operation = explorer::known(&request.operation_id)?;
        let session = self.session()?;
        let profile = self.active()?;
        self.guarded(operation)?;
        let built = self.build(operation, &request)?;
        if operation.effect == Effect::Act {
            self.confirmed(&session, operation, &request).await?;
        }
        let call = self.begin_call(operation, &session, &profile, request, built);
        let called = self.read_pages(&call, &on_event).await;
        self.note(&call, &called);
        Ok(called)
    }

    /// Goes on with a call whose pages did not all come: after a failure, a cancellation, or one page at a time.
    ///
    /// # Errors
    /// Where the call is no longer kept.
    pub async fn continue_call(
        self: &Arc<Self>,
        request: ContinueCallRequest,
        on_event: impl Fn(LoadEvent) + Send + Sync,
    ) -> Result<CalledDto, CommandError> {
        let call = self.calls.get(&request.call_id)?;
        locked(&call.state).all_pages = request.all_pages;
        Ok(self.read_pages(&call, &on_event).await)
    }

    fn begin_call(
        self: &Arc<Self>,
        operation: &'static Operation,
        session: &Arc<Session>,
        profile: &Profile,
        request: CallRequest,
        built: Request,
    ) -> Arc<Call> {
        let top = request
            .values
            .iter()
            .find(|value| value.place == FieldPlace::Query && value.name == "$top")
            .and_then(|value| value.values.first()?.trim().parse().ok());
        // Fewer calls for the same rows.
        let built = match (request.all_pages, top, operation.max_top) {
            (true, None, Some(most)) if page_size(operation, None) != u32::MAX => built.with("$top", most),
            _ => built,
        };
        let entry = self.results.create_for(
            operation,
            Uuid::new_v4().to_string(),
            TableBuilder::new(&crate::alerts::hints(operation), key(operation)),
        );
        // Who asked for so many rows does not want more.
        let pager = Pager::new(
            built,
            if top.is_some() {
                u32::MAX
            } else {
                page_size(operation, top)
            },
        );
        self.calls.begin(Call::new(
            operation,
            session,
            profile,
            request,
            entry,
            pager,
            self.now(),
        ))
    }

    /// Reads one page or all, from where the call stands.
    async fn read_pages(
        self: &Arc<Self>,
        call: &Arc<Call>,
        on_event: &(impl Fn(LoadEvent) + Send + Sync),
    ) -> CalledDto {
        let started = Instant::now();
        let client = self.client(&call.session);
        let limiter = self.limiter(&call.session.profile_id);
        let running = self.loads.begin(call.request.call_id.clone());
        let cancel = running.cancel();
        let mut pager = call.pager.lock().await;
        if let Some(current) = pager.current() {
            on_event(LoadEvent::Started {
                result_id: call.entry().id().to_owned(),
                request: format!("{} {}", current.method(), client.address(current)),
            });
        }
        let paged = Paged {
            call,
            client: &client,
            limiter: &limiter,
            cancel: &cancel,
        };
        let failure = loop {
            match paged.page(&mut pager, on_event).await {
                Ok(true) if locked(&call.state).all_pages => {}
                Ok(_) => break None,
                Err(Stopped::Cancelled) if locked(&call.state).pages > 0 => break None,
                Err(Stopped::Cancelled) => break Some(errors::call_cancelled()),
                Err(Stopped::Api(error)) => break Some(self.api_error(&call.session, error)),
                Err(Stopped::Said(error)) => break Some(error),
            }
        };
        let mut state = locked(&call.state);
        state.elapsed += started.elapsed();
        state.more = state.pages > 0 && (pager.current().is_some() || failure.is_some());
        state.failure = failure;
        drop(state);
        self.called(call)
    }

    /// What the window is told of a call.
    fn called(&self, call: &Call) -> CalledDto {
        // Looks at the state of other calls only.
        let comparable = self.calls.before(call).is_some();
        let state = locked(&call.state);
        let rows = call.entry().table().rows();
        CalledDto {
            call_id: call.request.call_id.clone(),
            operation_id: call.operation.id.clone(),
            result_id: matches!(state.shape, AnswerShape::Table | AnswerShape::Record)
                .then(|| call.entry().id().to_owned()),
            shape: state.shape,
            status: state.trace.status,
            failure: state.failure.clone(),
            rows,
            pages: state.pages,
            duplicates: state.duplicates,
            bytes: state.bytes as f64,
            elapsed_ms: state.elapsed.as_secs_f64() * 1000.0,
            more: state.more,
            columns: columns(&call.entry().table()),
            links: state.links.clone(),
            action_id: state.action_id.clone(),
            comparable,
            quota: quota(&self.limiter(&call.session.profile_id), call.operation),
        }
    }

    /// Remembers a call, and writes down what it changed.
    fn note(&self, call: &Call, called: &CalledDto) {
        self.remember(
            &call.profile,
            PastCall {
                id: called.call_id.clone(),
                at: call.at,
                operation: call.operation.id.clone(),
                values: call
                    .request
                    .values
                    .iter()
                    .filter(|value| !kept::is_file(call.operation, value))
                    .cloned()
                    .collect(),
                request: locked(&call.state).request.clone(),
                status: called.status,
                rows: called.rows,
                elapsed_ms: called.elapsed_ms,
            },
        );
        if call.operation.effect != Effect::Read {
            self.note_change(Change {
                at: call.at,
                profile: call.profile.name.clone(),
                username: call.session.username(),
                operation: call.operation.id.clone(),
                target: target(call),
                status: called.status,
                outcome: match &called.failure {
                    None => "Accepted by the service".to_owned(),
                    Some(failure) => failure.message.clone(),
                },
            });
        }
    }

    /// The limits of a profile's calls.
    pub(crate) fn limiter(&self, profile_id: &str) -> Arc<Limiter> {
        let pace = defender::SystemPace::new(Arc::clone(&self.ports.clock));
        Arc::clone(
            locked(&self.limiters)
                .entry(profile_id.to_owned())
                .or_insert_with(|| Arc::new(Limiter::new(Arc::new(pace)))),
        )
    }

    /// The request that a form makes.
    pub(crate) fn build(
        &self,
        operation: &Operation,
        request: &CallRequest,
    ) -> Result<Request, CommandError> {
        let values = self.values(operation, request)?;
        let version = match request.version {
            contract::ApiVersion::Latest => Version::Latest,
            contract::ApiVersion::V1 => Version::V1,
        };
        form::build(operation, &values, version).map_err(|invalid| errors::call_invalid(&invalid))
    }
}

/// Why pages stop coming.
enum Stopped {
    Cancelled,
    Api(ApiError),
    Said(CommandError),
}

/// A call at work.
struct Paged<'a> {
    call: &'a Arc<Call>,
    client: &'a Client,
    limiter: &'a Limiter,
    cancel: &'a CancellationToken,
}

impl Paged<'_> {
    /// Reads the next page, if there is one; says whether there was.
    async fn page(
        &self,
        pager: &mut Pager,
        on_event: &(impl Fn(LoadEvent) + Send + Sync),
    ) -> Result<bool, Stopped> {
        let Some(current) = pager.current() else {
            return Ok(false);
        };
        let call = self.call;
        locked(&call.state).request = current.to_string();
        let address = format!("{} {}", current.method(), self.client.address(current));
        let body = preview::body_text(current);
        let waits = |duration: Duration, limit: Limit| on_event(waiting(duration, limit_in_words(limit)));
        if !self.limiter.acquire(call.operation, self.cancel, &waits).await {
            return Err(Stopped::Cancelled);
        }
        let retries = |wait: Wait| on_event(waiting(wait.duration, wait.reason.to_string()));
        let again = form::again(call.operation);
        let Some(called) = pager.next_called(self.client, again, self.cancel, &retries).await else {
            return Ok(false);
        };
        {
            let mut state = locked(&call.state);
            state.sent = address;
            state.sent_body = body;
            state.trace = called.trace;
            state.body = Arc::from(state.trace.refusal.as_slice());
        }
        let answer = match called.outcome {
            Ok(answer) => answer,
            Err(ApiError::Cancelled) => return Err(Stopped::Cancelled),
            Err(error) => {
                if let ApiError::Throttled {
                    retry_after: Some(pause),
                    ..
                } = &error
                {
                    self.limiter.asked_to_wait(call.operation, *pause);
                }
                return Err(Stopped::Api(error));
            }
        };
        let body: Arc<[u8]> = Arc::from(answer.body);
        let reading = Instant::now();
        let (entry, bytes) = (call.entry(), Arc::clone(&body));
        let read = tokio::task::spawn_blocking(move || entry.append_any(&bytes))
            .await
            .map_err(|error| Stopped::Said(errors::stopped(error)))?;
        let mut state = locked(&call.state);
        state.decode = Some(reading.elapsed());
        state.bytes += body.len();
        state.body = body;
        let page = match read {
            Ok(read) => {
                state.learn(read.shape);
                read.page
            }
            // Not JSON: shown as it came.
            Err(_) if state.pages == 0 => {
                state.shape = AnswerShape::Other;
                state.pages = 1;
                drop(state);
                return pager
                    .page_read(0, None)
                    .map(|()| false)
                    .map_err(|error| Stopped::Said(errors::paging(error)));
            }
            Err(error) => return Err(Stopped::Said(errors::append(error))),
        };
        state.pages += 1;
        state.duplicates += page.duplicates;
        let (rows, pages) = (call.entry().table().rows(), state.pages);
        state.look_inside(call);
        drop(state);
        on_event(LoadEvent::Page { rows, pages });
        pager
            .page_read(page.rows + page.duplicates, page.next_link)
            .map_err(|error| Stopped::Said(errors::paging(error)))?;
        Ok(true)
    }
}

pub(crate) fn waiting(duration: Duration, reason: String) -> LoadEvent {
    LoadEvent::Waiting {
        seconds: u32::try_from(duration.as_secs().max(1)).unwrap_or(u32::MAX),
        reason,
    }
}

pub(crate) fn limit_in_words(limit: Limit) -> String {
    match limit {
        Limit::Minute(calls) => format!("The service allows {calls} of these calls a minute."),
        Limit::Hour(calls) => format!("The service allows {calls} of these calls an hour."),
        Limit::Asked => "The service asked for a pause.".to_owned(),
    }
}

/// What was called and what may be, for the window.
pub(crate) fn quota(limiter: &Limiter, operation: &Operation) -> QuotaDto {
    let usage = limiter.usage(operation);
    QuotaDto {
        minute: usage.minute,
        minute_limit: usage.minute_limit,
        hour: usage.hour,
        hour_limit: usage.hour_limit,
        waiting: usage.waiting,
        wait_seconds: usage.wait.as_secs_f64(),
    }
}

/// The property that tells rows apart, where the documentation names one.
fn key(operation: &Operation) -> Option<&'static str> {
    let entity = defender::catalogue().entity(operation.entity.as_deref()?)?;
    entity.key.as_deref()
}

/// What a change was aimed at: the placeholders, else what the body names.
fn target(call: &Call) -> String {
    let path: Vec<&str> = call
        .request
        .values
        .iter()
        .filter(|value| value.place == FieldPlace::Path)
        .flat_map(|value| &value.values)
        .map(String::as_str)
        .collect();
    if !path.is_empty() {
        return match &call.device {
            Some(device) => format!("{device} ({})", path.join(", ")),
            None => path.join(", "),
        };
    }
    let named = call.request.values.iter().find(|value| {
        let name = value.name.to_ascii_lowercase();
        name.ends_with("ids")
            || name == "indicatorvalue"
            || name == "file"
            || name == "title"
            || name == "scanname"
    });
    named.map(|value| value.values.join(", ")).unwrap_or_default()
}

/// What a call that acts on something is aimed at, as the form names it.
pub(crate) fn aimed_at(request: &CallRequest) -> Option<String> {
    let path = request
        .values
        .iter()
        .find(|value| value.place == FieldPlace::Path)?;
    path.values
        .first()
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// The whole address of a request.
pub(crate) fn address(base: &Url, request: &Request) -> Url {
    let mut address = base.clone();
    address.set_path(&format!(
        "{}{}",
        base.path().trim_end_matches('/'),
        request.path()
    ));
    address.set_query(request.query());
    address
}

/// A place of the wire in the form's words.
fn place(place: FieldPlace) -> Place {
    match place {
        FieldPlace::Path => Place::Path,
        FieldPlace::Query => Place::Query,
        FieldPlace::Body => Place::Body,
    }
}
