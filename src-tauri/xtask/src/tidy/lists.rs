//! Rules that compare one file with others, or read a configuration file.

use super::File;
use anyhow::{Context, Result};

const ERRORS: &str = "src-tauri/crates/contract/src/error.rs";

/// Every error code that the window can meet is named in a test outside the contract.
///
/// # Errors
/// When the enum cannot be found any more.
pub fn error_codes_are_tested(files: &[File]) -> Result<Vec<String>> {
    let source = files
        .iter()
        .find(|file| file.path == ERRORS)
        .with_context(|| format!("{ERRORS} is gone"))?;
    let codes = variants(&source.text, "enum ErrorCode")
        .with_context(|| format!("no `enum ErrorCode` in {ERRORS}"))?;
    let tests: Vec<&str> = files
        .iter()
        .filter(|file| file.is(".rs") && !file.within("src-tauri/crates/contract/"))
        .filter_map(|file| {
            let whole =
                file.within("tests/") || file.path.contains("/tests/") || file.path.ends_with("/tests.rs");
            // What follows the first mark is the test module, by custom the last thing in a file.
            if whole {
                Some(file.text.as_str())
            } else {
                file.text.split_once("#[cfg(test)]").map(|(_, tests)| tests)
            }
        })
        .collect();
    Ok(codes
        .into_iter()
        .filter(|code| {
            let (rust, wire) = (format!("ErrorCode::{code}"), format!("\"{}\"", screaming(code)));
            !tests
                .iter()
                .any(|test| names(test, &rust) || test.contains(&wire))
        })
        .map(|code| {
            format!(
                "{ERRORS}: no test outside the contract meets ErrorCode::{code}; write one or delete the code"
            )
        })
        .collect())
}

/// Whether the text has this path as a whole, not as the start of a longer one.
fn names(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let after = text.get(at + path.len()..).and_then(|rest| rest.chars().next());
        after.is_none_or(|c| !(c.is_alphanumeric() || c == '_'))
    })
}

fn variants<'a>(source: &'a str, declaration: &str) -> Option<Vec<&'a str>> {
    let (_, after) = source.split_once(declaration)?;
    let (body, _) = after.split_once('{')?.1.split_once("\n}")?;
    Some(
        body.lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//") && !line.starts_with('#'))
            .filter_map(|line| line.strip_suffix(','))
            .collect(),
    )
}

fn screaming(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_uppercase());
    }
    text
}

/// Capabilities name their windows one by one and open nothing to remote pages.
pub fn capabilities_name_windows(files: &[File]) -> Vec<String> {
    let capabilities: Vec<&File> = files
        .iter()
        .filter(|file| file.within("src-tauri/capabilities/") && file.is(".json"))
        .collect();
    if capabilities.is_empty() {
        return vec![
            "src-tauri/capabilities/ has no file: without one every command is open to every window"
                .to_owned(),
        ];
    }
    let mut complaints = Vec::new();
    for file in capabilities {
        let text: String = file.text.split_whitespace().collect();
        for list in ["\"windows\":[", "\"webviews\":["] {
            let names = text
                .split_once(list)
                .and_then(|(_, rest)| rest.split_once(']'))
                .map(|(names, _)| names);
            if names.is_some_and(|names| names.contains('*')) {
                complaints.push(format!("{}: name the windows instead of `*`", file.path));
            }
        }
        if !text.contains("\"windows\":[\"") {
            complaints.push(format!("{}: name the windows it is for", file.path));
        }
        if text.contains("\"remote\":") {
            complaints.push(format!("{}: remote pages get no command", file.path));
        }
        for plugin in ["fs:", "shell:", "http:"] {
            if text.contains(&format!("\"{plugin}")) {
                complaints.push(format!(
                    "{}: the window gets nothing of the `{plugin}` plugin",
                    file.path
                ));
            }
        }
    }
    complaints
}

/// The content security policy exists and has no exception.
pub fn policy_is_strict(files: &[File]) -> Vec<String> {
    const PATH: &str = "src-tauri/tauri.conf.json";
    let Some(file) = files.iter().find(|file| file.path == PATH) else {
        return vec![format!("{PATH} is gone")];
    };
    let text: String = file.text.split_whitespace().collect();
    let mut complaints = Vec::new();
    if !(text.contains("\"csp\":{") || text.contains("\"csp\":\"")) || !text.contains("default-src") {
        complaints.push(format!("{PATH}: no content security policy with `default-src`"));
    }
    for bad in ["unsafe-", "dangerous", "\"withGlobalTauri\":true"] {
        if text.contains(bad) {
            complaints.push(format!("{PATH}: `{bad}` has no place here"));
        }
    }
    complaints
}

/// Lock files work with any mirror of the public registries.
pub fn lock_files_name_no_host(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        if file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\": \"http") {
            complaints.push(format!(
                "{}: names the host each package came from; keep `omit-lockfile-registry-resolved=true` in .npmrc and run `npm install`",
                file.path
            ));
        }
        if file.path == "Cargo.lock" {
            let foreign = file
                .text
                .lines()
                .filter_map(|line| line.strip_prefix("source = "))
                .find(|source| *source != "\"registry+https://github.com/rust-lang/crates.io-index\"");
            if let Some(source) = foreign {
                complaints.push(format!(
                    "{}: a crate comes from {source}, not from crates.io",
                    file.path
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn an_untested_error_code_is_found() {
        let source = "/// Doc.\n#[derive(Debug)]\npub enum ErrorCode {\n    /// A.\n    ApiGone,\n    /// B.\n    ApiGoneAgain,\n    /// C.\n    LinkRefused,\n}\n";
        let files = [
            file(ERRORS, source),
            file(
                "src-tauri/crates/workbench/src/x.rs",
                "use ErrorCode::ApiGone;\n#[cfg(test)]\nErrorCode::ApiGoneAgain",
            ),
            file("tests/it/main.rs", "assert_eq!(code, \"LINK_REFUSED\")"),
        ];
        let complaints = error_codes_are_tested(&files).unwrap();
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].contains("ErrorCode::ApiGone;"), "{complaints:?}");
    }

    #[test]
    fn a_capability_for_every_window_is_found() {
        let path = "src-tauri/capabilities/main.json";
        let good = r#"{ "windows": ["main"], "permissions": ["allow-get-app-state"] }"#;
        assert!(capabilities_name_windows(&[file(path, good)]).is_empty());
        assert_eq!(
            capabilities_name_windows(&[file(path, r#"{ "windows": [ "*" ] }"#)]).len(),
            1
        );
        assert_eq!(
            capabilities_name_windows(&[file(path, r#"{ "permissions": [] }"#)]).len(),
            1
        );
        assert_eq!(
            capabilities_name_windows(&[file(
                path,
                r#"{ "windows": ["main"], "permissions": ["fs:default"] }"#
            )])
            .len(),
            1
        );
        assert_eq!(capabilities_name_windows(&[]).len(), 1);
    }

    #[test]
    fn a_soft_policy_is_found() {
        let path = "src-tauri/tauri.conf.json";
        let policy = |text: &str| policy_is_strict(&[file(path, text)]).len();
        assert_eq!(policy(r#"{ "csp": { "default-src": "'self'" } }"#), 0);
        assert_eq!(
            policy(r#"{ "csp": { "default-src": "'self'", "style-src": "'unsafe-inline'" } }"#),
            1
        );
        assert_eq!(policy(r#"{ "csp": null }"#), 1);
        assert_eq!(policy_is_strict(&[]).len(), 1);
    }

    #[test]
    fn a_lock_file_with_a_host_is_found() {
        let lock = |path: &str, text: &str| lock_files_name_no_host(&[file(path, text)]).len();
        assert_eq!(
            lock(
                "ui/package-lock.json",
                r#""resolved": "https://mirror.example/x.tgz""#
            ),
            1
        );
        assert_eq!(lock("ui/package-lock.json", r#""integrity": "sha512-x""#), 0);
        assert_eq!(
            lock(
                "Cargo.lock",
                "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n"
            ),
            0
        );
        assert_eq!(lock("Cargo.lock", "source = \"git+https://example.com/x\"\n"), 1);
    }
}
