//! Values as literals of a language, for programs and scripts that are generated.
//!
//! Owns the quoting that keeps a value a value. Refuses to know what a value means and what stands around it: a generated
//! text holds each value once, in an assignment at its top, through one of these functions.
//!
//! Invariant: whatever the text, the literal is one word that evaluates to that text and to nothing else, and runs
//! nothing. Every literal but bash's is printable ASCII on one line, unless it says otherwise.

use serde_json::Value;

/// A bash word, of several lines where the value is. Between single quotes nothing is special but the single quote itself.
/// <https://www.gnu.org/software/bash/manual/html_node/Single-Quotes.html>
#[must_use]
pub fn bash(value: &str) -> String {
    // A NUL cannot be in a bash variable; everything else can.
    let value = value.replace('\0', "");
    // A carriage return is written by its escape: a raw one is lost to whatever mends the line ends of a file, an editor, a
    // mail or Git, and the value would be another. What is not lost is the same word either way.
    let value = value.replace('\'', r"'\''").replace('\r', r"'$'\r''");
    format!("'{value}'")
}

/// An array of bash words.
#[must_use]
pub fn bash_array<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = values.into_iter().map(bash).collect();
    format!("({})", words.join(" "))
}

/// A PowerShell expression.
///
/// PowerShell takes the typographic quotes `‘ ’ ‚ ‛` for single quotes as well, and Windows PowerShell reads a file
/// without a byte order mark in the system's code page, in which the bytes of a harmless letter can become such a quote.
/// So whatever is not printable ASCII is written by its UTF-16 number.
/// <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules>
#[must_use]
pub fn power_shell(value: &str) -> String {
    // The first part is always a string: adding a character to a string makes a string.
    let mut parts: Vec<String> = Vec::new();
    let mut plain = String::new();
    for c in value.chars() {
        if is_plain(c) {
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
#[must_use]
pub fn power_shell_array<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = values.into_iter().map(power_shell).collect();
    format!("@({})", items.join(", "))
}

/// A PowerShell here-string of several lines, for JSON in ASCII: no line of it begins with a single quote.
#[must_use]
pub fn power_shell_lines(json: &str) -> String {
    format!("@'\n{json}\n'@")
}

/// A C# string. `\x` takes as many digits as follow, so `\u` and `\U` are used.
/// <https://learn.microsoft.com/dotnet/csharp/programming-guide/strings/#string-escape-sequences>
#[must_use]
pub fn c_sharp(value: &str) -> String {
    quoted(value, |c| match u32::from(c) {
        number @ 0..=0xFFFF => format!("\\u{number:04X}"),
        number => format!("\\U{number:08X}"),
    })
}

/// A C# raw string of several lines, for JSON in ASCII. Needs C# 11.
/// <https://learn.microsoft.com/dotnet/csharp/language-reference/tokens/raw-string>
#[must_use]
pub fn c_sharp_lines(json: &str) -> String {
    let fence = fence("\"", "\"", 3, json);
    format!("{fence}\n{json}\n{fence}")
}

/// A Python string.
/// <https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences>
#[must_use]
pub fn python(value: &str) -> String {
    quoted(value, |c| match u32::from(c) {
        number @ 0..=0xFF => format!("\\x{number:02x}"),
        number @ 0x100..=0xFFFF => format!("\\u{number:04x}"),
        number => format!("\\U{number:08x}"),
    })
}

/// A JSON value as a Python expression, over several lines, the first of which stands `depth` levels deep.
#[must_use]
pub fn python_value(value: &Value, depth: usize) -> String {
    let (open, close, items): (_, _, Vec<String>) = match value {
        Value::Null => return "None".to_owned(),
        Value::Bool(true) => return "True".to_owned(),
        Value::Bool(false) => return "False".to_owned(),
        Value::Number(number) => return number.to_string(),
        Value::String(text) => return python(text),
        Value::Array(items) => (
            '[',
            ']',
            items.iter().map(|item| python_value(item, depth + 1)).collect(),
        ),
        Value::Object(members) => (
            '{',
            '}',
            members
                .iter()
                .map(|(name, member)| format!("{}: {}", python(name), python_value(member, depth + 1)))
                .collect(),
        ),
    };
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let indent = "    ".repeat(depth);
    let lines: String = items
        .iter()
        .map(|item| format!("\n{indent}    {item},"))
        .collect();
    format!("{open}{lines}\n{indent}{close}")
}

/// A Rust string.
/// <https://doc.rust-lang.org/reference/tokens.html#string-literals>
#[must_use]
pub fn rust(value: &str) -> String {
    quoted(value, |c| format!("\\u{{{:x}}}", u32::from(c)))
}

/// A Rust raw string of several lines, for JSON in ASCII.
#[must_use]
pub fn rust_lines(json: &str) -> String {
    let hashes = fence("#", "\"", 1, json);
    format!("r{hashes}\"{json}\"{hashes}")
}

/// Between double quotes, with the escapes that C#, Python and Rust have in common.
fn quoted(value: &str, number: impl Fn(char) -> String) -> String {
    let mut literal = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(c);
            }
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if is_plain(c) => literal.push(c),
            _ => literal.push_str(&number(c)),
        }
    }
    literal.push('"');
    literal
}

fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() || c == ' '
}

/// `mark`, repeated at least `least` times, and more often than it follows on `start` anywhere in the text.
fn fence(mark: &str, start: &str, least: usize, text: &str) -> String {
    let mut count = least;
    let begins = |count: usize| {
        let before = if start == mark { "" } else { start };
        format!("{before}{}", mark.repeat(count))
    };
    while text.contains(&begins(count)) {
        count += 1;
    }
    mark.repeat(count)
}

#[cfg(test)]
mod tests;
