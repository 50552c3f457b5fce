//! JSON bodies as text that every language can hold.
//!
//! Invariant: the text is ASCII, reads back as the same value, and has no three quotation marks in a row.

use serde_json::Value;

/// Indented JSON in ASCII: letters beyond it are written by their UTF-16 numbers, as RFC 8259 §7 allows. So neither the
/// code page in which an editor saves the file nor an invisible character in a value matters.
pub(crate) fn text(value: &Value) -> String {
    let mut ascii = String::new();
    // `{:#}` of a value is indented JSON.
    for c in format!("{value:#}").chars() {
        if c.is_ascii_graphic() || matches!(c, ' ' | '\n') {
            ascii.push(c);
        } else {
            // Only inside strings; controls below U+0020 are escaped already.
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn letters_beyond_ascii_and_controls_are_numbers() {
        assert_eq!(
            text(&json!({ "a": "é🛡\u{7f}\n", "b": [], "c": 1.5 })),
            "{\n  \"a\": \"\\u00e9\\ud83d\\udee1\\u007f\\n\",\n  \"b\": [],\n  \"c\": 1.5\n}"
        );
    }

    proptest! {
        #[test]
        fn the_text_reads_back_as_the_same_value(name in any::<String>(), value in any::<String>(), number in any::<i64>()) {
            let value = json!({ name: [value, number, null, true, { "": "" }] });
            let text = text(&value);
            prop_assert!(text.is_ascii() && !text.contains("\"\"\"") && !text.contains('\r'));
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
