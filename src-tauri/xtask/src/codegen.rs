//! The TypeScript side of the contract, kept in version control and checked against its source.

use crate::repo::Repo;
use anyhow::{Context, Result, bail};
use std::fs;

/// The generated file.
pub const CONTRACT_TS: &str = "ui/src/ipc/generated/contract.ts";

/// Writes the file, or with `check` only compares it.
///
/// # Errors
/// With `check`: when the file differs from what the contract says now; names the first such line.
pub fn run(repo: &Repo, check: bool) -> Result<()> {
    let file = repo.root.join(CONTRACT_TS);
    let wanted = contract::typescript();
    // A checkout on Windows may have turned line ends; they do not count as a difference.
    let found = fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if found == wanted {
        println!("{CONTRACT_TS} is up to date");
        return Ok(());
    }
    if check {
        bail!(
            "{CONTRACT_TS} is not what the contract says: {}. Run `cargo xtask codegen`.",
            difference(&found, &wanted)
        );
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, wanted).with_context(|| format!("cannot write {CONTRACT_TS}"))?;
    println!("wrote {CONTRACT_TS}");
    Ok(())
}

fn difference(found: &str, wanted: &str) -> String {
    let (mut found, mut wanted) = (found.lines(), wanted.lines());
    for number in 1.. {
        match (found.next(), wanted.next()) {
            (None, None) => break,
            (f, w) if f == w => {}
            (f, w) => {
                return format!(
                    "line {number} is `{}` and should be `{}`",
                    f.unwrap_or("missing"),
                    w.unwrap_or("missing")
                );
            }
        }
    }
    "the line ends differ".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_differing_line_is_named() {
        assert_eq!(difference("a\nb\n", "a\nc\n"), "line 2 is `b` and should be `c`");
        assert_eq!(
            difference("a\n", "a\nc\n"),
            "line 2 is `missing` and should be `c`"
        );
        assert_eq!(difference("a", "a\n"), "the line ends differ");
    }
}
