//! The bash scripts, read by bash and by `ShellCheck`.

use std::io::Write;
use std::process::{Command, Stdio};

use snippet::Language;

use crate::support::{Call, HOSTILE, hostile, variants};

/// What a program says about a text on its standard input; empty when it has nothing to say.
pub(crate) fn complaints(program: &str, arguments: &[&str], input: &str, where_from: &str) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is needed for this test ({where_from}): {error}"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    if output.status.success() && said.is_empty() {
        return String::new();
    }
    format!("{} {}", output.status, String::from_utf8_lossy(&said))
}

fn shellcheck(options: &[&str], script: &str) -> String {
    let options = [&["--severity=style", "--format=gcc"], options, &["-"]].concat();
    complaints(
        "shellcheck",
        &options,
        script,
        "Debian's package shellcheck; `cargo xtask test` installs it",
    )
}

#[test]
fn bash_reads_every_script_without_complaint() {
    for call in variants() {
        let script = call.text(Language::Curl);
        assert!(script.starts_with("#!/usr/bin/env bash\n") && script.contains("\nset -euo pipefail\n"));
        assert_eq!(
            complaints("bash", &["-n"], &script, "it comes with the system"),
            "",
            "{script}"
        );
    }
}

#[test]
fn shellcheck_finds_nothing_in_any_script() {
    for call in [Call::list(), Call::act(), Call::upload()] {
        // `$` in an address stands between single quotes because it means itself.
        let said = shellcheck(&["--exclude=SC2016"], &call.text(Language::Curl));
        assert_eq!(said, "", "{}", call.text(Language::Curl));
    }
}

#[test]
fn shellcheck_finds_a_hostile_value_to_be_one_word() {
    let all = HOSTILE.concat();
    for call in [Call::list(), Call::act(), Call::upload()] {
        // What it remarks on there is what is meant: `$`, `\` and typographic quotes between single quotes are themselves.
        let script = hostile(&call, &all).text(Language::Curl);
        assert_eq!(
            shellcheck(&["--exclude=SC1003,SC1112,SC2016"], &script),
            "",
            "{script}"
        );
    }
}
