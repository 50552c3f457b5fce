//! Starting other programs.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a program with its output going straight to the terminal.
///
/// # Errors
/// When it cannot be started or ends with an error; the message says which program and how.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a program, passing its output on line by line, and hands back the closing lines in which a test
/// runner sums up ("… 128 tests run: 128 passed").
///
/// # Errors
/// As [`run`]; the closing lines are then part of the message.
pub fn run_summarised(command: &mut Command) -> Result<Vec<String>> {
    if std::io::stdout().is_terminal() {
        // Its output goes through a pipe, so it would think that nobody looks.
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    let errors = child
        .stderr
        .take()
        .map(|stream| std::thread::spawn(move || pass_on(stream)));
    let mut closing = child.stdout.take().map(pass_on).unwrap_or_default();
    if let Some(errors) = errors {
        closing.extend(errors.join().unwrap_or_default());
    }
    let status = child
        .wait()
        .with_context(|| format!("lost track of `{}`", shown(command)))?;
    if !status.success() {
        let closing: String = closing.iter().map(|line| format!("\n    {line}")).collect();
        bail!("`{}` ended with {status}{closing}", shown(command));
    }
    Ok(closing)
}

fn pass_on(stream: impl Read) -> Vec<String> {
    let mut closing = Vec::new();
    for line in BufReader::new(stream).split(b'\n').map_while(std::io::Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{}", line.trim_end_matches('\r'));
        let plain = without_colours(&line);
        if is_closing_line(&plain) {
            closing.push(plain.trim().to_owned());
        }
    }
    closing
}

/// A test runner's summary: nextest's `Summary [`, Vitest's `Tests  9 passed`, pytest's and unittest's
/// totals, or a plain `9 passed, 0 failed`.
fn is_closing_line(line: &str) -> bool {
    let line = line.trim();
    let counts = line.contains(" passed") && line.chars().any(|c| c.is_ascii_digit());
    counts
        && (line.starts_with("Summary [")
            || line.starts_with("Tests ")
            || line.contains(" passed, ")
            || line.contains(" passed in "))
        || line.starts_with("Ran ") && line.contains(" tests in ")
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            // An escape sequence ends with its first letter.
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(c);
        }
    }
    plain
}

/// A program's standard output, trimmed; `None` when it is missing or fails.
pub fn output_of(program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Looks a program up in `PATH`.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = crate::machine::variable("PATH")?;
    let names = if cfg!(windows) {
        vec![format!("{name}.exe"), format!("{name}.cmd")]
    } else {
        vec![name.to_owned()]
    };
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    file.is_file()
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_the_runners_in_use_are_known() {
        for line in [
            "     Summary [   0.021s] 5 tests run: 5 passed, 0 skipped",
            "      Tests  42 passed (42)",
            "=== 7 passed in 12.31s ===",
            "conformance: 6 passed, 0 failed",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out, passed in 1s",
            "Ran 6 tests in 4.2s",
        ] {
            assert!(is_closing_line(line), "{line}");
        }
        for line in [
            "the token was passed on",
            "        PASS [   0.004s] xtask args::tests::x",
            "Test Files 3",
        ] {
            assert!(!is_closing_line(line), "{line}");
        }
    }

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(
            without_colours("\u{1b}[32;1m     Summary\u{1b}[0m [ 1s]"),
            "     Summary [ 1s]"
        );
    }
}
