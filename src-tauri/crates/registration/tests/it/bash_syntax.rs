//! The bash scripts, read by bash and by `ShellCheck`.

use std::io::Write;
use std::process::{Command, Stdio};

use registration::artifacts::{ArtifactKind, ArtifactRequest};

use crate::support::{HOSTILE, application, delegated, harmless, text, variants};

/// What a program says about a text on its standard input; empty when it has nothing to say.
fn complaints(program: &str, arguments: &[&str], input: &str, where_from: &str) -> String {
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

#[test]
fn bash_reads_every_script_without_complaint() {
    for request in variants() {
        let script = text(ArtifactKind::AzureCli, &request);
        assert!(script.starts_with("#!/usr/bin/env bash\n") && script.contains("\nset -euo pipefail\n"));
        assert_eq!(
            complaints("bash", &["-n"], &script, "it comes with the system"),
            "",
            "{request:?}"
        );
    }
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
fn shellcheck_finds_nothing_in_any_script() {
    for request in harmless() {
        let script = text(ArtifactKind::AzureCli, &request);
        assert_eq!(shellcheck(&[], &script), "", "{request:?}");
    }
}

#[test]
fn shellcheck_finds_a_hostile_value_to_be_one_word() {
    let all = HOSTILE.concat();
    let permissions = [(all.as_str(), ""), ("x", "")];
    for base in [delegated(), application()] {
        let request = ArtifactRequest {
            app_name: &all,
            permissions: &permissions,
            tenant: &all,
            client_id: Some(&all),
            ..base
        };
        // What it remarks on there is what is meant: `$`, `\` and typographic quotes between single quotes are themselves.
        let script = text(ArtifactKind::AzureCli, &request);
        assert_eq!(shellcheck(&["--exclude=SC1003,SC1112,SC2016"], &script), "");
    }
}

#[test]
fn shellcheck_would_find_an_unquoted_value() {
    let said = shellcheck(&[], "#!/usr/bin/env bash\nname='a b'\nls $name\n");
    assert!(said.contains("SC2086"), "{said}");
}
