//! Looks for texts in files: is a secret anywhere on disk?

use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a search found, and how much it read.
#[derive(Debug, Default)]
pub struct Search {
    /// What was found, in the searcher's words, and where.
    pub found: Vec<(String, PathBuf)>,
    /// Files read.
    pub files: usize,
    /// Bytes read.
    pub bytes: u64,
}

/// Searches every file below the folder for these texts (a name for each, and the text), as UTF-8 and as
/// UTF-16, in which browser engines keep what pages store; and for anything that has the shape of the sandbox
/// tenant's refresh tokens.
///
/// # Errors
/// When a file that stays cannot be read.
pub fn files_with(folder: &Path, texts: &[(&str, &str)]) -> Result<Search> {
    let mut search = Search::default();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let path = entry.path();
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() {
                match fs::read(&path) {
                    Ok(content) => look(&mut search, &path, &content, texts),
                    // Programs tidy up while one looks.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => {
                        return Err(error).with_context(|| format!("cannot read {}", path.display()));
                    }
                }
            }
        }
    }
    Ok(search)
}

fn look(search: &mut Search, path: &Path, content: &[u8], texts: &[(&str, &str)]) {
    search.files += 1;
    search.bytes += content.len() as u64;
    // Every second byte, so that UTF-16 reads like ASCII; once from the first byte on, once from the second.
    let halves: [Vec<u8>; 2] = [0, 1].map(|start| content.iter().copied().skip(start).step_by(2).collect());
    let views = [content, &halves[0], &halves[1]];
    for (what, text) in texts {
        if views.iter().any(|view| contains(view, text.as_bytes())) {
            search.found.push(((*what).to_owned(), path.to_owned()));
        }
    }
    if views.iter().any(|view| has_refresh_token(view)) {
        search.found.push(("refresh token".to_owned(), path.to_owned()));
    }
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    positions(content, text).next().is_some()
}

/// Where the text begins. An empty one is nowhere.
fn positions<'a>(content: &'a [u8], text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    content
        .windows(text.len().max(1))
        .enumerate()
        .filter(move |(_, window)| *window == text)
        .map(|(at, _)| at)
}

/// `1.` and then more than a thousand characters of base64url.
fn has_refresh_token(content: &[u8]) -> bool {
    const SHORTEST: usize = 1000;
    let base64url = |byte: &&u8| byte.is_ascii_alphanumeric() || [b'-', b'_'].contains(byte);
    positions(content, b"1.").any(|at| {
        content
            .iter()
            .skip(at + 2)
            .take(SHORTEST)
            .filter(base64url)
            .count()
            == SHORTEST
    })
}
