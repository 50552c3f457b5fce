//! Finds what looks the same in every language: GUIDs, times, empty lines.

/// A GUID in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guid<'t> {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl Guid<'_> {
    fn end(self) -> usize {
        self.start + self.text.len()
    }
}

/// The ids that stand before a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ids {
    pub(super) request: Option<String>,
    pub(super) correlation: Option<String>,
    pub(super) timestamp: Option<String>,
}

/// Longest label between two ids, or an id and the time, in bytes.
const LONGEST_LABEL: usize = 64;

/// All GUIDs with hyphens, in order.
pub(super) fn guids(text: &str) -> impl Iterator<Item = Guid<'_>> {
    words(text, |c| c.is_ascii_alphanumeric() || c == '-')
        .filter(|(_, word)| word.len() == 36 && uuid::Uuid::try_parse(word).is_ok())
        .map(|(start, text)| Guid { start, text })
}

/// Page and answers alike name request (or trace), correlation and time, in this order and next to each other.
pub(super) fn ids(text: &str) -> Ids {
    let Some((request, correlation, timestamp)) = trio(text) else {
        return Ids::default();
    };
    Ids {
        request: Some(request.text.to_owned()),
        correlation: Some(correlation.text.to_owned()),
        timestamp: Some(timestamp.to_owned()),
    }
}

/// Where the labels and ids begin that follow a message in an answer's description.
pub(super) fn trailer(text: &str) -> Option<usize> {
    let (request, ..) = trio(text)?;
    let message = text.get(..request.start)?;
    // The label of the first id reaches back to the end of the sentence before it.
    let end = message
        .char_indices()
        .rfind(|(_, c)| matches!(c, '.' | '。' | '!' | '\n' | '\'' | '"' | ')'));
    Some(end.map_or(0, |(at, c)| at + c.len_utf8()))
}

/// Where the first empty line begins.
pub(super) fn empty_line(text: &str) -> Option<usize> {
    let mut at = 0;
    for (number, line) in text.split('\n').enumerate() {
        // What follows the last line break is no line.
        if number > 0 && line.trim().is_empty() && at < text.len() {
            return Some(at);
        }
        at += line.len() + 1;
    }
    None
}

/// The first two GUIDs with a time behind them.
fn trio(text: &str) -> Option<(Guid<'_>, Guid<'_>, &str)> {
    let near = |end: usize, start: usize| start.checked_sub(end).is_some_and(|gap| gap <= LONGEST_LABEL);
    let mut ids = guids(text).peekable();
    let mut times = timestamps(text).peekable();
    while let Some(first) = ids.next() {
        let second = *ids.peek()?;
        while times.peek().is_some_and(|(at, _)| *at < second.end()) {
            times.next();
        }
        let (at, time) = *times.peek()?;
        if near(first.end(), second.start) && near(second.end(), at) {
            return Some((first, second, time));
        }
    }
    None
}

/// All times in the form `2026-03-02 09:00:00Z`, also with `T` and with fractions, and where they begin.
pub(super) fn timestamps(text: &str) -> impl Iterator<Item = (usize, &str)> {
    words(text, |c| c.is_ascii_digit() || c == '-').filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let shape: String = rest
            .chars()
            .take(19)
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        if shape != "0000-00-00 00:00:00" && shape != "0000-00-00T00:00:00" {
            return None;
        }
        let tail = rest.get(19..)?;
        let fraction = tail
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(tail.len());
        let zone = usize::from(tail.get(fraction..)?.starts_with('Z'));
        Some((start, rest.get(..19 + fraction + zone)?.trim_end_matches('.')))
    })
}

/// The longest runs of some characters, with where they begin.
fn words(text: &str, belongs: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(&belongs)?;
        let rest = text.get(start..)?;
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        at = start + length;
        Some((start, rest.get(..length)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "0a1b2c3d-0000-4000-8000-000000000001";
    const B: &str = "0a1b2c3d-0000-4000-8000-000000000002";

    #[test]
    fn guids_are_found_between_other_signs_and_not_inside_longer_words() {
        let text = format!("x{A} ({A}), {B}. {B}0 {A}-");
        let found: Vec<&str> = guids(&text).map(|guid| guid.text).collect();
        assert_eq!(found, [A, B]);
    }

    #[test]
    fn times_are_found_in_both_forms_and_with_fractions() {
        for (text, expected) in [
            ("at 2026-03-02 09:00:00Z.", "2026-03-02 09:00:00Z"),
            ("Zeit:2026-03-02T09:00:00Z Meldung", "2026-03-02T09:00:00Z"),
            ("2026-03-02T09:00:00.1234567Z", "2026-03-02T09:00:00.1234567Z"),
            ("2026-03-02 09:00:00", "2026-03-02 09:00:00"),
            ("2026-03-02 09:00:00.", "2026-03-02 09:00:00"),
        ] {
            assert_eq!(
                timestamps(text).next().map(|(_, time)| time),
                Some(expected),
                "{text}"
            );
        }
        for text in ["2026-03-02", "2026-03-02 9:00", "12026-03-02 09:00:00Z", "ab"] {
            assert_eq!(timestamps(text).next(), None, "{text}");
        }
    }

    #[test]
    fn ids_count_only_next_to_the_time() {
        let near = format!("Spårnings-ID: {A} korrelations-ID: {B} tidsstämpel: 2026-03-02 09:00:00Z");
        let ids = super::ids(&near);
        assert_eq!(
            (ids.request.as_deref(), ids.correlation.as_deref()),
            (Some(A), Some(B))
        );
        assert_eq!(ids.timestamp.as_deref(), Some("2026-03-02 09:00:00Z"));
        let far = format!("{A} {B} {} 2026-03-02 09:00:00Z", "x ".repeat(60));
        assert_eq!(super::ids(&far), Ids::default());
        assert_eq!(super::ids(&format!("{A} {B}")), Ids::default());
    }

    #[test]
    fn a_time_and_an_id_in_the_message_are_not_the_ones_for_support() {
        let text = format!(
            "App {B} got its grant on 2025-12-01T08:00:00.1234567Z. Trace ID: {A} Correlation ID: {B} Timestamp: 2026-03-02 09:00:00Z"
        );
        let ids = super::ids(&text);
        assert_eq!(
            (ids.request.as_deref(), ids.timestamp.as_deref()),
            (Some(A), Some("2026-03-02 09:00:00Z"))
        );
        assert_eq!(trailer(&text), text.find(" Trace"));
    }

    #[test]
    fn an_empty_line_is_found_whatever_the_line_breaks() {
        assert_eq!(empty_line("a\n\nb"), Some(2));
        assert_eq!(empty_line("a\r\n \r\nb"), Some(3));
        assert_eq!(empty_line("a\nb\n"), None);
    }
}
