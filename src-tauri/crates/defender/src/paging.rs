//! Follows the pages of a collection.
//!
//! The service gives the next page's address in `@odata.nextLink`; where it gives none although the page is full, the
//! pages are counted with `$skip`. The caller reads each page's body and reports what was in it.
//!
//! Invariant: no page is asked for twice, so following pages ends.

use std::collections::HashSet;

use tokio_util::sync::CancellationToken;
use url::Url;

use crate::client::{Again, Answer, Client};
use crate::cloud::is_api_host;
use crate::error::ApiError;
use crate::exchange::Called;
use crate::pace::Wait;
use crate::request::Request;

/// Why the next page is not asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PagingError {
    /// The address leads to another service, which must not see the token.
    #[error("its address leads to another host ({host})")]
    ForeignHost {
        /// That host.
        host: String,
    },
    /// The address is none.
    #[error("its address cannot be read")]
    Unreadable,
    /// The address was followed before.
    #[error("its address was given before, so the pages would never end")]
    Loop,
}

/// Goes through the pages of one collection.
#[derive(Debug)]
pub struct Pager {
    first: Request,
    top: u32,
    /// The page to ask for; `None` after the last.
    current: Option<Request>,
    /// Where the current page was asked for.
    address: Option<Url>,
    base_path: String,
    followed: HashSet<String>,
    skipped: u64,
    linked: bool,
}

impl Pager {
    /// Begins at `first`, which asks for `top` rows a page.
    pub fn new(first: Request, top: u32) -> Self {
        let followed = HashSet::from([first.to_string()]);
        Self {
            current: Some(first.clone()),
            first,
            top,
            address: None,
            base_path: String::new(),
            followed,
            skipped: 0,
            linked: false,
        }
    }

    /// The next page, or `None` after the last. Until [`page_read`](Self::page_read) is called it is the same page again,
    /// so that a failed page can be asked for once more.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn next(
        &mut self,
        client: &Client,
        cancel: &CancellationToken,
        on_wait: &(dyn Fn(Wait) + Send + Sync),
    ) -> Result<Option<Answer>, ApiError> {
        let Some(request) = &self.current else {
            return Ok(None);
        };
        self.address = Some(client.address(request));
        client.base_path().clone_into(&mut self.base_path);
        client.get(request, cancel, on_wait).await.map(Some)
    }

    /// The same as [`next`](Self::next), telling everything about the call.
    pub async fn next_called(
        &mut self,
        client: &Client,
        again: Again,
        cancel: &CancellationToken,
        on_wait: &(dyn Fn(Wait) + Send + Sync),
    ) -> Option<Called> {
        let request = self.current.as_ref()?;
        self.address = Some(client.address(request));
        client.base_path().clone_into(&mut self.base_path);
        Some(client.call(request, again, cancel, on_wait).await)
    }

    /// The request for the next page; `None` after the last.
    pub fn current(&self) -> Option<&Request> {
        self.current.as_ref()
    }

    /// Reports what the page held: `rows` in its body, duplicates included, and its `@odata.nextLink`.
    ///
    /// # Errors
    /// [`PagingError`] where the link must not be followed; there is no next page then.
    pub fn page_read(&mut self, rows: u32, next_link: Option<String>) -> Result<(), PagingError> {
        self.skipped += u64::from(rows);
        self.current = None;
        let next = match next_link.filter(|_| rows > 0) {
            Some(link) => {
                self.linked = true;
                self.follow(&link)?
            }
            // A service that gave links before has none left.
            None if rows > 0 && rows >= self.top && !self.linked => {
                self.first.clone().with("$skip", self.skipped)
            }
            None => return Ok(()),
        };
        if !self.followed.insert(next.to_string()) {
            return Err(PagingError::Loop);
        }
        self.current = Some(next);
        Ok(())
    }

    /// The request behind a link. It is sent to the client's own base in any case; a link to another host is refused
    /// unless that is a documented host of the same API, whose regions name each other's addresses.
    fn follow(&self, link: &str) -> Result<Request, PagingError> {
        let address = self.address.as_ref().ok_or(PagingError::Unreadable)?;
        let target = address.join(link).map_err(|_| PagingError::Unreadable)?;
        let host = target.host_str().unwrap_or_default();
        let sibling = target.scheme() == "https" && target.port().is_none() && is_api_host(host);
        if target.origin() != address.origin() && !sibling {
            return Err(PagingError::ForeignHost {
                host: host.to_owned(),
            });
        }
        Ok(Request::from_link(&target, &self.base_path))
    }
}
