//! Pages that the window may have opened.

use crate::{Workbench, errors};
use contract::{CommandError, ErrorCode, OpenLinkRequest};
use url::Url;

impl Workbench {
    /// Opens an `https:` page in the system browser. Anything else is refused: a link's text may come from
    /// an answer of the service, and other schemes start programs.
    pub fn open_link(&self, request: &OpenLinkRequest) -> Result<(), CommandError> {
        self.ports
            .browser
            .open(&web_page(&request.url)?)
            .map_err(errors::browser)
    }
}

fn web_page(address: &str) -> Result<Url, CommandError> {
    let page = Url::parse(address)
        .ok()
        .filter(|url| url.scheme() == "https" && url.host_str().is_some());
    page.ok_or_else(|| {
        CommandError::new(
            ErrorCode::LinkRefused,
            "This link was not opened, because it is not an https address.",
            "Copy it and open it yourself if you trust it.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_pages_are_opened() {
        assert_eq!(
            web_page("https://entra.microsoft.com/#home").unwrap().host_str(),
            Some("entra.microsoft.com")
        );
        for address in [
            "http://example.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ms-settings:",
            "",
            "https://",
        ] {
            assert_eq!(
                web_page(address).unwrap_err().code,
                ErrorCode::LinkRefused,
                "{address}"
            );
        }
    }
}
