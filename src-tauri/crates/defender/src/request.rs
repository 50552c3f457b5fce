//! A request to the API: method, path, query and body, without host and token.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use crate::catalogue::Method;
use percent_encoding::{AsciiSet, CONTROLS, PercentEncode, utf8_percent_encode};

/// What would end a path segment or change its meaning (RFC 3986 §3.3), and `%` itself.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What would end a query value or change its meaning. Quotes, parentheses and colons stay readable: they are legal, and
/// requests are shown to the user.
const QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a successful answer should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// A JSON object or list.
    #[default]
    Json,
    /// A few characters of plain text, as `$count` answers.
    Text,
    /// Whatever the operation answers with: JSON, a text, or nothing. A web page is still none.
    Any,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// JSON text.
    Json(String),
    /// A form with a file (RFC 7578).
    Form {
        /// Names and values of its text fields.
        texts: Vec<(String, String)>,
        /// The file.
        file: FilePart,
    },
}

/// The file of a form.
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    /// The field's name.
    pub field: String,
    /// The file's name.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FilePart({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// A request, percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    method: Method,
    body: Option<Body>,
    path: String,
    query: String,
    expected: Expected,
}

impl Request {
    /// A request for a path of the API, e.g. `/api/alerts`. `path` is taken as it is.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            body: None,
            path: path.into(),
            query: String::new(),
            expected: Expected::Json,
        }
    }

    /// Appends a value to the path, encoded, so that nothing in it can leave its place.
    #[must_use]
    pub fn value(mut self, text: &str) -> Self {
        // `.` and `..` would be taken away by URL normalisation, and dots cannot be encoded; no id looks like that.
        let dots = matches!(text, "." | "..");
        self.append(utf8_percent_encode(if dots { "%" } else { text }, SEGMENT), true);
        self
    }

    /// Appends text to the path as it is.
    #[must_use]
    pub fn then(mut self, text: &str) -> Self {
        self.path.push_str(text);
        self
    }

    /// Appends a path segment, encoded, so that nothing in it can leave its place.
    #[must_use]
    pub fn segment(self, segment: &str) -> Self {
        self.then("/").value(segment)
    }

    /// Appends a query parameter, its value encoded. `name` is taken as it is.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(name);
        self.query.push('=');
        self.append(utf8_percent_encode(&value.to_string(), QUERY), false);
        self
    }

    /// The same request, for an answer of another sort.
    #[must_use]
    pub fn expecting(mut self, expected: Expected) -> Self {
        self.expected = expected;
        self
    }

    /// The same request with another method.
    #[must_use]
    pub fn by(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The same request with a body.
    #[must_use]
    pub fn carrying(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    /// How it is sent.
    pub fn method(&self) -> Method {
        self.method
    }

    /// What it carries.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// What a successful answer should be.
    pub fn expected(&self) -> Expected {
        self.expected
    }

    /// A request for an address that the service gave, of which only path and query count. `base_path` is what every path
    /// of the API begins with.
    pub(crate) fn from_link(link: &url::Url, base_path: &str) -> Self {
        Self {
            method: Method::Get,
            body: None,
            path: link
                .path()
                .strip_prefix(base_path)
                .unwrap_or(link.path())
                .to_owned(),
            query: link.query().unwrap_or_default().to_owned(),
            expected: Expected::Json,
        }
    }

    /// The path, encoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query, encoded; `None` without one.
    pub fn query(&self) -> Option<&str> {
        (!self.query.is_empty()).then_some(self.query.as_str())
    }

    fn append(&mut self, encoded: PercentEncode<'_>, to_path: bool) {
        let target = if to_path { &mut self.path } else { &mut self.query };
        // Writing to a string cannot fail.
        let _ = write!(target, "{encoded}");
    }
}

impl fmt::Display for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        match self.query() {
            Some(query) => write!(formatter, "?{query}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_segment_can_leave_its_place() {
        let request = Request::new("/api/alerts").segment("da/../?x#y%2f é");
        assert_eq!(
            request.to_string(),
            "/api/alerts/da%2F..%2F%3Fx%23y%252f%20%C3%A9"
        );
        assert_eq!(
            Request::new("/api/alerts").segment("..").to_string(),
            "/api/alerts/%25"
        );
    }

    #[test]
    fn query_values_are_encoded_and_stay_readable() {
        let request = Request::new("/api/alerts")
            .with("$filter", "title eq 'a & b+c=d'")
            .with("$top", 10);
        assert_eq!(
            request.to_string(),
            "/api/alerts?$filter=title%20eq%20'a%20%26%20b%2Bc%3Dd'&$top=10"
        );
    }
}
