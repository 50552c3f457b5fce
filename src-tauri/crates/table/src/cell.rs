//! One cell by what it holds, for whoever writes cells elsewhere.

use std::borrow::Cow;

use arrow::array::Array;

use crate::cells::{Cells, Values};
use crate::raw::{self, Raw};

/// What a cell holds, odd values by what they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Absent or `null`.
    Nothing,
    Text(Cow<'a, str>),
    /// The digits as sent.
    Number(Cow<'a, str>),
    /// Text as sent, and its instant in ticks (`time.rs`).
    Time(Cow<'a, str>, i64),
    Boolean(bool),
    /// Compact JSON.
    Nested(Cow<'a, str>),
}

impl Cells {
    pub(crate) fn cell(&self, row: usize) -> Cell<'_> {
        if let Some(json) = self.odd(row) {
            return match (Raw::new(json), &self.values) {
                (Raw::Text(text), Values::Time { ticks, .. }) if ticks.is_valid(row) => {
                    Cell::Time(text, ticks.value(row))
                }
                (Raw::Text(text), _) => Cell::Text(text),
                (Raw::Number(digits), _) => Cell::Number(digits.into()),
                (Raw::Boolean(value), _) => Cell::Boolean(value),
                (Raw::Nested(json), _) => Cell::Nested(raw::compact(json)),
                (Raw::Null, _) => Cell::Nothing,
            };
        }
        let Some(text) = self.values.display(row) else {
            return Cell::Nothing;
        };
        match &self.values {
            Values::Null => Cell::Nothing,
            Values::Text(_) => Cell::Text(text),
            Values::Nested(_) => Cell::Nested(text),
            Values::Time { ticks, .. } => Cell::Time(text, ticks.value(row)),
            Values::Integer(_) | Values::Float { .. } => Cell::Number(text),
            Values::Boolean(values) => Cell::Boolean(values.value(row)),
        }
    }
}

impl<'a> Cell<'a> {
    /// What a window shows; the empty text for nothing.
    pub(crate) fn into_text(self) -> Cow<'a, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Time(text, _) | Self::Nested(text) => text,
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
        }
    }

    /// [`Self::into_text`], made harmless where a spreadsheet would take it for a formula. A number, a time and a truth
    /// value are none, and stay as they are.
    pub(crate) fn into_harmless_text(self) -> Cow<'a, str> {
        match self {
            Self::Text(_) | Self::Nested(_) => harmless(self.into_text()),
            _ => self.into_text(),
        }
    }
}

/// Puts an apostrophe before text that a spreadsheet would take for a formula: text that begins with `=`, `+`, `-`, `@`,
/// their full-width forms, a tab or a line end
/// ([OWASP, CSV injection](https://owasp.org/www-community/attacks/CSV_Injection)).
pub(crate) fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_begins_with_an_apostrophe() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a",
        ] {
            assert_eq!(harmless(text.into()), format!("'{text}"));
            assert_eq!(Cell::Text(text.into()).into_harmless_text(), format!("'{text}"));
        }
        for text in ["", "a=1", "1-1", "'=1", " text", "é"] {
            assert_eq!(harmless(text.into()), text);
        }
    }

    #[test]
    fn a_negative_number_is_no_formula() {
        assert_eq!(Cell::Number("-5".into()).into_harmless_text(), "-5");
        assert_eq!(Cell::Text("-5".into()).into_harmless_text(), "'-5");
    }
}
