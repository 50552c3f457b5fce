//! Files that an answer links to: fetched without a token, unpacked as they come, read into one table.

use crate::{Workbench, errors, locked};
use contract::{AnswerShape, CalledDto, CommandError, FetchFilesRequest, LoadEvent};
use defender::files::{self, FileError};
use std::sync::Arc;
use std::time::Instant;
use table::{JsonLines, TableBuilder};
use url::Url;
use uuid::Uuid;

impl Workbench {
    /// Fetches the files that a call's answer links to, one after the other, into a table that takes the answer's place.
    /// Once all are there, nothing is left to fetch.
    ///
    /// # Errors
    /// Where the call is no longer kept. A file that does not come is told in the answer; the rows before it stay.
    pub async fn fetch_files(
        self: &Arc<Self>,
        request: FetchFilesRequest,
        on_event: impl Fn(LoadEvent) + Send + Sync,
    ) -> Result<CalledDto, CommandError> {
        let call = self.calls.get(&request.call_id)?;
        let started = Instant::now();
        let links = locked(&call.state).links.clone();
        let running = self.loads.begin(call.request.call_id.clone());
        let cancel = running.cancel();
        let http = call.session.target().clients.api;
        let entry = self
            .results
            .create_untyped(Uuid::new_v4().to_string(), TableBuilder::new(&[], None));
        on_event(LoadEvent::Started {
            result_id: entry.id().to_owned(),
            request: match links.len() {
                1 => "1 file".to_owned(),
                several => format!("{several} files"),
            },
        });
        let mut failure = None;
        let mut bytes = 0;
        let mut pages = 0;
        for link in &links {
            let Ok(url) = Url::parse(link) else {
                failure = Some(errors::file(FileError::NotSecure));
                break;
            };
            let mut lines = Some(JsonLines::new());
            let mut sink = |chunk: &[u8]| match &mut lines {
                Some(lines) => entry.append_lines(lines, chunk).map_err(Into::into),
                None => Ok(()),
            };
            let fetched = files::download(&http, &url, &cancel, &mut sink).await;
            let ended = lines.take().map(|lines| entry.finish_lines(lines));
            match (fetched, ended) {
                (Ok(unpacked), Some(Ok(()))) => bytes += unpacked,
                (Err(error), _) => {
                    failure = Some(errors::file(error));
                    break;
                }
                (Ok(_), Some(Err(error))) => {
                    failure = Some(errors::append(error));
                    break;
                }
                (Ok(_), None) => {}
            }
            pages += 1;
            on_event(LoadEvent::Page {
                rows: entry.table().rows(),
                pages,
            });
        }
        {
            let mut state = locked(&call.state);
            state.elapsed += started.elapsed();
            if failure.is_none() {
                // They are in the table now.
                state.links.clear();
            }
            state.failure = failure;
            if entry.table().rows() > 0 {
                state.shape = AnswerShape::Table;
                state.pages = pages.max(1);
                state.bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
            }
        }
        if entry.table().rows() > 0 {
            call.show(entry);
        } else {
            self.results.close(entry.id());
        }
        Ok(self.called(&call))
    }
}
