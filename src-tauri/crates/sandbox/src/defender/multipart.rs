//! Reads a form with files: `multipart/form-data`, RFC 7578.

/// One part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content: &'a [u8],
}

impl Part<'_> {
    /// The content as text.
    pub(super) fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.content).ok()
    }
}

/// A parameter of a header such as `form-data; name="file"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case(wanted)
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return None;
    }
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// What stands before and after the first `needle`.
fn split<'a>(text: &'a [u8], needle: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = position(text, needle)?;
    Some((text.get(..at)?, text.get(at + needle.len()..)?))
}

/// The parts of a body, or `None` when it is no such form.
pub(super) fn parse<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let kind = content_type.split(';').next()?.trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty())?;
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let (_, mut rest) = split(body, first.as_bytes())?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        let (headers, after) = split(rest.strip_prefix(b"\r\n")?, b"\r\n\r\n")?;
        let (content, next) = split(after, between.as_bytes())?;
        let headers = std::str::from_utf8(headers).ok()?;
        let disposition = headers.split("\r\n").find(|line| {
            line.split_once(':')
                .is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))
        })?;
        parts.push(Part {
            name: parameter(disposition, "name")?,
            file_name: parameter(disposition, "filename"),
            content,
        });
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=xyz";

    #[test]
    fn parts_are_read_with_names_and_any_bytes() {
        let body = b"--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.ps1\"\r\nContent-Type: text/plain\r\n\r\none\r\n\r\n\0two\r\n--xyz\r\ncontent-disposition: form-data; name=Description\r\n\r\n\r\n--xyz--\r\n";
        let parts = parse(TYPE, body).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].file_name.as_deref(), Some("a b.ps1"));
        assert_eq!(parts[0].content, b"one\r\n\r\n\0two");
        assert_eq!(
            (parts[1].name.as_str(), parts[1].text()),
            ("Description", Some(""))
        );
    }

    #[test]
    fn other_bodies_are_no_forms() {
        for (kind, body) in [
            ("application/json", "{}"),
            ("multipart/form-data", "--xyz--"),
            (TYPE, ""),
            (
                TYPE,
                "--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\nno end",
            ),
            (TYPE, "--xyz\r\nX: y\r\n\r\nb\r\n--xyz--"),
        ] {
            assert!(parse(kind, body.as_bytes()).is_none(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused_but_never_panics(body: Vec<u8>, tail in "[-xyz\r\n:;=\"a]{0,60}") {
            let _ = parse(TYPE, &body);
            let _ = parse(TYPE, format!("--xyz{tail}").as_bytes());
        }
    }
}
