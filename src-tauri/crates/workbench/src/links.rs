//! Pages that the window may have opened.

use crate::{Workbench, errors};
use contract::{CommandError, ErrorCode, OpenLinkRequest};
use url::Url;

impl Workbench {
    /// Opens an `https:` page in the system browser. Anything else is refused: a link's text may come from
    /// an answer of the service, and other schemes start programs.
    pub fn open_link(&self, request: &OpenLinkRequest) -> Result<(), CommandError> {
        let refused = || {
            CommandError::new(
                ErrorCode::LinkRefused,
                "This link was not opened, because it is not an https address.",
                "Copy it and open it yourself if you trust it.",
            )
        };
        let url = Url::parse(&request.url).map_err(|_| refused())?;
        if url.scheme() != "https" || url.host_str().is_none() {
            return Err(refused());
        }
        self.ports.browser.open(&url).map_err(errors::browser)
    }
}
