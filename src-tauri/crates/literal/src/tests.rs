//! Each literal is given back by a parser or an interpreter of its language, where there is one.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::*;

/// Letters that mean something somewhere.
const LETTERS: &str = "[ -~‘’‚‛“”\\n\\r\\t\\x00\\x1b\\x7f\u{85}é\u{2028}\u{202e}🛡]{0,24}";

const HOSTILE: [&str; 10] = [
    "",
    "O'Neil's \"app\"",
    "'; touch pwned; '",
    "$(touch pwned) `touch pwned` ${IFS} $HOME",
    "back\\slash \\' \\\" \\n \\u0041 \\",
    "two\nlines\r\nand\ttabs",
    "’; touch pwned; ‘",
    "</script><script>alert(1)</script>",
    "{0} {name} #{x} %s %(x)s \"\"\" ''' \"# r#\"",
    "日本語 🛡️ é \u{2028} \u{7f} \u{202e}",
];

/// Texts for an interpreter, which is started once for all of them.
fn texts() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let random = (0..200).map(|_| LETTERS.new_tree(&mut runner).unwrap().current());
    HOSTILE
        .iter()
        .map(|text| (*text).to_owned())
        .chain(random)
        .collect()
}

/// What a program prints that reads `script` from its standard input.
fn printed(program: &str, arguments: &[&str], script: &str) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    let mut input = child.stdin.take().unwrap();
    let script = script.to_owned();
    // Both pipes are finite: one is filled while the other is read.
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn bash_words_keep_everything_but_the_single_quote_as_it_is() {
    for (value, word) in [
        ("", "''"),
        ("plain", "'plain'"),
        ("$(touch x) `id` \"$HOME\" \\", "'$(touch x) `id` \"$HOME\" \\'"),
        ("it's", r"'it'\''s'"),
        ("'; rm -rf /; '", r"''\''; rm -rf /; '\'''"),
        ("two\nlines", "'two\nlines'"),
        ("one\r\nmore", "'one'$'\\r''\nmore'"),
        ("‘quoted’", "'‘quoted’'"),
        ("nul\0", "'nul'"),
    ] {
        assert_eq!(bash(value), word, "{value:?}");
    }
    assert_eq!(bash_array(["a", "b c"]), "('a' 'b c')");
    assert_eq!(bash_array([]), "()");
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
    assert_eq!(power_shell_array(["a", "ö"]), "@('a', ('' + [char]0x00F6))");
    assert_eq!(power_shell_array([]), "@()");
}

#[cfg(unix)]
#[test]
fn bash_gives_every_text_back() {
    let texts = texts();
    let script: String = texts
        .iter()
        .map(|text| format!("printf '%s\\0' {}\n", bash(text)))
        .collect();
    let given: Vec<String> = printed("bash", &[], &script)
        .split('\0')
        .map(str::to_owned)
        .collect();
    let mut wanted: Vec<String> = texts.iter().map(|text| text.replace('\0', "")).collect();
    // After the last one.
    wanted.push(String::new());
    assert_eq!(given, wanted);
}

#[cfg(unix)]
#[test]
fn python_gives_every_text_and_every_value_back() {
    let texts = texts();
    let values = json!({
        "texts": texts, "empty": [{}, [], ""], "numbers": [0, -7, 1.5, 1e300, u64::MAX, i64::MIN], "null": null, "yes": true,
        "no": false, "O'Neil \"é\"\n": { "deep": { "deeper": [[1], [2, [3]]] } },
    });
    let literals: Vec<String> = texts.iter().map(|text| python(text)).collect();
    assert!(literals.iter().all(|literal| literal.chars().all(is_plain)));
    let script = format!(
        "import ast, json, sys\n\
         print(json.dumps([ast.literal_eval(literal) for literal in {}]))\n\
         print(json.dumps({}))\n",
        python_value(&json!(literals), 0),
        python_value(&values, 0)
    );
    let printed = printed("python3", &["-"], &script);
    let (first, second) = printed.split_once('\n').unwrap();
    assert_eq!(serde_json::from_str::<Vec<String>>(first).unwrap(), texts);
    assert_eq!(serde_json::from_str::<Value>(second).unwrap(), values);
}

/// Evaluates what [`power_shell`] makes, as PowerShell does for this small part of its language.
fn power_shell_evaluated(expression: &str) -> String {
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

/// Evaluates a C# string after its grammar found it to be one literal without an error.
fn c_sharp_evaluated(literal: &str) -> String {
    let source = format!("var x = {literal};");
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_c_sharp::LANGUAGE.into())
        .unwrap();
    let tree = parser.parse(&source, None).unwrap();
    assert!(!tree.root_node().has_error(), "{source}");
    assert_eq!(tree.root_node().child_count(), 1, "{source}");
    let mut text = String::new();
    let mut rest = literal
        .strip_prefix('"')
        .unwrap()
        .strip_suffix('"')
        .unwrap()
        .chars();
    while let Some(c) = rest.next() {
        assert_ne!(c, '"', "{literal}");
        if c != '\\' {
            text.push(c);
            continue;
        }
        let digits = match rest.next().unwrap() {
            'n' => {
                text.push('\n');
                continue;
            }
            'r' => {
                text.push('\r');
                continue;
            }
            't' => {
                text.push('\t');
                continue;
            }
            'u' => 4,
            'U' => 8,
            itself @ ('"' | '\\') => {
                text.push(itself);
                continue;
            }
            other => panic!("C# has no escape {other:?} here"),
        };
        let number: String = rest.by_ref().take(digits).collect();
        text.push(char::from_u32(u32::from_str_radix(&number, 16).unwrap()).unwrap());
    }
    text
}

fn rust_evaluated(literal: &str) -> String {
    syn::parse_str::<syn::LitStr>(literal).unwrap().value()
}

#[test]
fn hostile_texts_are_given_back_in_every_language() {
    for text in HOSTILE {
        assert_eq!(power_shell_evaluated(&power_shell(text)), text);
        assert_eq!(c_sharp_evaluated(&c_sharp(text)), text);
        assert_eq!(rust_evaluated(&rust(text)), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn power_shell_c_sharp_and_rust_give_every_text_back(text in LETTERS) {
        for literal in [power_shell(&text), c_sharp(&text), rust(&text)] {
            prop_assert!(literal.chars().all(is_plain), "{}", literal);
        }
        prop_assert_eq!(power_shell_evaluated(&power_shell(&text)), text.as_str());
        prop_assert_eq!(c_sharp_evaluated(&c_sharp(&text)), text.as_str());
        prop_assert_eq!(rust_evaluated(&rust(&text)), text.as_str());
    }

    #[test]
    fn a_json_body_is_given_back_by_literals_of_several_lines(text in LETTERS) {
        // Bodies are JSON in ASCII; serde_json escapes line ends and quotes, and this escapes the rest.
        let json = ascii(&json!({ "a": text, "": "", "\"#\"##": ["'''", "\n'@"] }));
        prop_assert_eq!(rust_evaluated(&rust_lines(&json)), json.as_str());
        let c_sharp = c_sharp_lines(&json);
        let inner = c_sharp.strip_prefix("\"\"\"\n").and_then(|rest| rest.strip_suffix("\n\"\"\"")).unwrap();
        prop_assert_eq!(inner, &json);
        prop_assert!(!inner.contains("\"\"\""));
        let power_shell = power_shell_lines(&json);
        let inner = power_shell.strip_prefix("@'\n").and_then(|rest| rest.strip_suffix("\n'@")).unwrap();
        prop_assert_eq!(inner, &json);
        prop_assert!(!inner.lines().any(|line| line.starts_with('\'')));
    }
}

/// Indented JSON whose letters beyond printable ASCII are written by their UTF-16 numbers.
fn ascii(value: &Value) -> String {
    let written = |c: char| {
        if is_plain(c) || c == '\n' {
            return c.to_string();
        }
        let mut units = [0; 2];
        let units = c.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    };
    format!("{value:#}").chars().map(written).collect()
}

#[test]
fn a_fence_is_longer_than_what_it_encloses() {
    assert_eq!(rust_lines("\"#"), "r##\"\"#\"##");
    assert_eq!(c_sharp_lines("\"\"\""), "\"\"\"\"\n\"\"\"\n\"\"\"\"");
}
