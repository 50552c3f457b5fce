//! Values as literals of a scripting language.
//!
//! Owns the quoting that keeps a value a value. Refuses to know what a value means. A generated script holds each value
//! once, in an assignment at its top, through one of these functions; everything below that is the same in every script.
//!
//! Invariant: whatever the text, the literal is one word that evaluates to that text and runs nothing.

/// A bash word. Between single quotes nothing is special but the single quote itself.
/// <https://www.gnu.org/software/bash/manual/html_node/Single-Quotes.html>
pub(super) fn bash(value: &str) -> String {
    // A NUL cannot be in a bash variable; everything else can.
    let value = value.replace('\0', "");
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// An array of bash words.
pub(super) fn bash_array<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = values.map(bash).collect();
    format!("({})", words.join(" "))
}

/// A PowerShell expression in plain ASCII.
///
/// PowerShell takes the typographic quotes `‘ ’ ‚ ‛` for single quotes as well, and Windows PowerShell reads a file
/// without a byte order mark in the system's code page, in which the bytes of a harmless letter can become such a quote.
/// So whatever is not printable ASCII is written by its UTF-16 number.
/// <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules>
pub(super) fn power_shell(value: &str) -> String {
    // The first part is always a string: adding a character to a string makes a string.
    let mut parts: Vec<String> = Vec::new();
    let mut plain = String::new();
    for c in value.chars() {
        if c.is_ascii_graphic() || c == ' ' {
            plain.push(c);
            if c == '\'' {
                plain.push(c);
            }
            continue;
        }
        if !plain.is_empty() || parts.is_empty() {
            parts.push(format!("'{plain}'"));
            plain.clear();
        }
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            parts.push(format!("[char]0x{unit:04X}"));
        }
    }
    if !plain.is_empty() || parts.is_empty() {
        parts.push(format!("'{plain}'"));
    }
    match parts.as_slice() {
        [one] => one.clone(),
        many => format!("({})", many.join(" + ")),
    }
}

/// A PowerShell array.
pub(super) fn power_shell_array<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<String> = values.map(power_shell).collect();
    format!("@({})", items.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bash_words_keep_everything_but_the_single_quote_as_it_is() {
        for (value, word) in [
            ("", "''"),
            ("plain", "'plain'"),
            ("$(touch x) `id` \"$HOME\" \\", "'$(touch x) `id` \"$HOME\" \\'"),
            ("it's", r"'it'\''s'"),
            ("'; rm -rf /; '", r"''\''; rm -rf /; '\'''"),
            ("two\nlines", "'two\nlines'"),
            ("‘quoted’", "'‘quoted’'"),
            ("nul\0", "'nul'"),
        ] {
            assert_eq!(bash(value), word, "{value:?}");
        }
        assert_eq!(bash_array(["a", "b c"].into_iter()), "('a' 'b c')");
        assert_eq!(bash_array(std::iter::empty()), "()");
    }

    #[test]
    fn power_shell_expressions_are_ascii_with_doubled_quotes() {
        for (value, expression) in [
            ("", "''"),
            ("plain", "'plain'"),
            ("it's", "'it''s'"),
            (
                "$(Stop-Computer) `n \"$env:X\"",
                "'$(Stop-Computer) `n \"$env:X\"'",
            ),
            ("’; exit; ‘", "('' + [char]0x2019 + '; exit; ' + [char]0x2018)"),
            ("a\nb", "('a' + [char]0x000A + 'b')"),
            ("é", "('' + [char]0x00E9)"),
            ("x🛡", "('x' + [char]0xD83D + [char]0xDEE1)"),
        ] {
            assert_eq!(power_shell(value), expression, "{value:?}");
        }
        assert_eq!(
            power_shell_array(["a", "ö"].into_iter()),
            "@('a', ('' + [char]0x00F6))"
        );
        assert_eq!(power_shell_array(std::iter::empty()), "@()");
    }

    /// Evaluates what [`power_shell`] makes, as PowerShell does for this small part of its language.
    fn evaluated(expression: &str) -> String {
        let inner = expression
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .unwrap_or(expression);
        let mut units: Vec<u16> = Vec::new();
        let mut rest = inner;
        loop {
            if let Some(after) = rest.strip_prefix("[char]0x") {
                let (digits, after) = after.split_at(4);
                units.push(u16::from_str_radix(digits, 16).unwrap());
                rest = after;
            } else {
                rest = rest.strip_prefix('\'').unwrap();
                loop {
                    let (text, after) = rest.split_once('\'').unwrap();
                    units.extend(text.encode_utf16());
                    match after.strip_prefix('\'') {
                        Some(after) => {
                            units.push(u16::from(b'\''));
                            rest = after;
                        }
                        None => {
                            rest = after;
                            break;
                        }
                    }
                }
            }
            match rest.strip_prefix(" + ") {
                Some(after) => rest = after,
                None => break,
            }
        }
        assert_eq!(rest, "");
        String::from_utf16(&units).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn power_shell_gives_every_text_back(text in "[ -~‘’‚‛“”\\n\\r\\t\\x00é🛡']{0,24}") {
            let expression = power_shell(&text);
            prop_assert!(expression.is_ascii());
            prop_assert!(!expression.contains('\n'));
            prop_assert_eq!(evaluated(&expression), text);
        }
    }
}
