//! Looks for texts in files: is a secret anywhere on disk?

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// A text that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is, in the searcher's words.
    pub what: String,
    /// Where.
    pub file: PathBuf,
}

/// Searches every file below the folder for these texts (a name for each, and the text), as UTF-8 and as
/// UTF-16, in which browser engines keep what pages store. Hands back what was found, and how many files
/// and bytes were read, so that a test can see that it searched something.
///
/// # Errors
/// When a file that stays cannot be read.
pub fn files_with(folder: &Path, texts: &[(&str, &str)]) -> Result<(Vec<Found>, usize, u64)> {
    let needles: Vec<(&str, Vec<u8>)> = texts
        .iter()
        .flat_map(|(what, text)| {
            [
                (*what, text.as_bytes().to_vec()),
                (*what, text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ]
        })
        .collect();
    let (mut found, mut files, mut bytes) = (Vec::new(), 0, 0);
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let path = entry.path();
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() {
                let content = match fs::read(&path) {
                    Ok(content) => content,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                    Err(error) => {
                        return Err(error).with_context(|| format!("cannot read {}", path.display()));
                    }
                };
                files += 1;
                bytes += content.len() as u64;
                for (what, needle) in &needles {
                    if contains(&content, needle) {
                        found.push(Found {
                            what: (*what).to_owned(),
                            file: path.clone(),
                        });
                    }
                }
            }
        }
    }
    Ok((found, files, bytes))
}

fn contains(content: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return false };
    let mut rest = content;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        let Some(tail) = rest.get(at..) else { return false };
        if tail.starts_with(needle) {
            return true;
        }
        rest = tail.get(1..).unwrap_or_default();
    }
    false
}
