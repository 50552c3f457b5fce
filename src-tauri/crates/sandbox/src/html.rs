//! The sandbox's pages: one frame, one look, strict content security policy.
//!
//! Owns: escaping, the page frame, and the headers that every page carries.
//!
//! Invariants: text from a request reaches a page only through [`escape`]. Pages work without JavaScript, load
//! nothing from elsewhere and are never cached. They carry no logo of anybody and say that they are a sandbox.

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, PRAGMA, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::response::{IntoResponse, Response};

/// Text as it may stand in element content and in double-quoted attributes.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'', '`', '\0']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            '\0' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// A page to be sent.
pub(crate) struct Page<'a> {
    pub(crate) status: StatusCode,
    /// Window title, plain text.
    pub(crate) title: &'a str,
    /// HTML of the card, already escaped.
    pub(crate) body: String,
    /// Extra origin that a form of this page may end up at, e.g. `http://localhost:4711`.
    pub(crate) form_target: Option<&'a str>,
    /// Script of our own to run; it may run nothing else.
    pub(crate) script: Option<&'a str>,
}

impl Page<'_> {
    /// The finished answer.
    pub(crate) fn into_response(self) -> Response {
        let nonce = uuid::Uuid::new_v4().simple().to_string();
        // Browsers apply form-action to redirects after a form is sent as well, hence the client's address.
        let form_target = self
            .form_target
            .map(|origin| format!(" {origin}"))
            .unwrap_or_default();
        let script_source = match self.script {
            Some(_) => format!("'nonce-{nonce}'"),
            None => "'none'".to_owned(),
        };
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src {script_source}; \
             form-action 'self'{form_target}; base-uri 'none'; frame-ancestors 'none'"
        );
        let script = match self.script {
            Some(script) => format!("<script nonce=\"{nonce}\">{script}</script>"),
            None => String::new(),
        };
        let title = escape(self.title);
        let body = &self.body;
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
             <title>{title} · Sandbox tenant</title>\n<style nonce=\"{nonce}\">{STYLE}</style>\n</head>\n<body>\n\
             <main>\n<header><span class=\"mark\" aria-hidden=\"true\">S</span>\
             <span class=\"brand\">Sandbox tenant<small>sandbox.example</small></span></header>\n{body}\n\
             </main>\n<footer>This is a practice tenant on your own computer. Nothing here reaches Microsoft, \
             and no password of yours is needed.</footer>\n{script}</body>\n</html>\n"
        );
        let headers: [(HeaderName, String); 7] = [
            (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
            (CACHE_CONTROL, "no-store, no-cache".to_owned()),
            (PRAGMA, "no-cache".to_owned()),
            (CONTENT_SECURITY_POLICY, policy),
            (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (X_FRAME_OPTIONS, "DENY".to_owned()),
            (REFERRER_POLICY, "no-referrer".to_owned()),
        ];
        (self.status, headers, html).into_response()
    }
}

const STYLE: &str = "
:root{--bg:#eef1f6;--card:#fff;--ink:#1b1f27;--soft:#59616f;--line:#d3d9e3;--accent:#3a5bc7;--accent-ink:#fff;--hover:#f2f5fb;--bad:#a4262c;--focus:#1b1f27}
@media (prefers-color-scheme:dark){:root{--bg:#14171d;--card:#1f242d;--ink:#eef1f6;--soft:#a9b2c1;--line:#3a4250;--accent:#8fa8ff;--accent-ink:#10131a;--hover:#2a313d;--bad:#ff9a9f;--focus:#fff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:16px;padding:24px 16px;background:var(--bg);color:var(--ink);font:16px/1.45 system-ui,-apple-system,'Segoe UI',sans-serif}
main{width:100%;max-width:460px;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:28px;box-shadow:0 8px 28px rgb(0 0 0/.10)}
header{display:flex;align-items:center;gap:12px;margin-bottom:20px}
.mark{width:36px;height:36px;border-radius:9px;background:var(--accent);color:var(--accent-ink);display:grid;place-items:center;font-weight:700}
.brand{font-weight:600;line-height:1.2}.brand small{display:block;font-weight:400;color:var(--soft)}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 8px}
p{margin:0 0 16px}.soft,footer{color:var(--soft)}footer{max-width:460px;font-size:.85rem;text-align:center}
ul{list-style:none;margin:0 0 20px;padding:0;display:grid;gap:8px}
.accounts button{width:100%;text-align:left;display:grid;gap:2px;padding:12px 14px;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px;cursor:pointer}
.accounts button:hover,.accounts button.hinted{background:var(--hover);border-color:var(--accent)}
.accounts strong{font-weight:600}.accounts span{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
.permissions{gap:0;border:1px solid var(--line);border-radius:8px}
.permissions li{padding:7px 14px;line-height:1.3}.permissions li+li{border-top:1px solid var(--line)}
.permissions strong{display:block;font-size:.95rem;overflow-wrap:anywhere}.permissions span{color:var(--soft);font-size:.85rem}
.actions{display:flex;flex-wrap:wrap;gap:10px;justify-content:flex-end}
.actions button{font:inherit;font-weight:600;padding:9px 18px;border-radius:8px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
.actions button:hover{background:var(--hover)}
.actions .primary{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}.actions .primary:hover{filter:brightness(1.08);background:var(--accent)}
button:focus-visible,a:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
main>:last-child,form>:last-child{margin-bottom:0}
label{display:block;font-weight:600;margin:0 0 6px}
.code{width:100%;margin:0 0 16px;padding:10px 14px;font:600 1.3rem ui-monospace,monospace;letter-spacing:.12em;text-transform:uppercase;color:inherit;background:transparent;border:1px solid var(--soft);border-radius:8px}
.code:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
a{color:var(--accent)}.error{color:var(--bad);overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 14px;margin:0 0 16px;font-size:.8rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
.details{font-size:.8rem;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
@media (forced-colors:active){.mark{border:1px solid}}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(escape("plain"), "plain");
        assert_eq!(
            escape("<a b=\"c\" d='e'>&`"),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;&#96;"
        );
    }

    #[test]
    fn a_page_without_a_script_forbids_scripts() {
        let page = Page {
            status: StatusCode::OK,
            title: "<t>",
            body: String::new(),
            form_target: None,
            script: None,
        };
        let response = page.into_response();
        let policy = response.headers()[CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(policy.contains("script-src 'none'"), "{policy}");
        assert_eq!(response.headers()[CACHE_CONTROL], "no-store, no-cache");
    }
}
