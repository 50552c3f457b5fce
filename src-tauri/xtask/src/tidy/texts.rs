//! Rules about single files.

use super::File;

/// Longest source file, in lines.
const LONGEST: usize = 500;

/// Files that may be longer, and why.
const LONG_FILES: &[(&str, &str)] = &[
    (crate::codegen::CONTRACT_TS, "generated"),
    (
        "src-tauri/crates/sandbox/src/data/detections.rs",
        "one long table of invented detections: data, not code",
    ),
];

/// Where files live on invented devices: paths in there are part of the story.
const STORIES: &[&str] = &["src-tauri/crates/sandbox/src/data/", "ui/src/ipc/fake/"];

/// Every crate's `lib.rs` and every program's `main.rs` opens with what it owns and refuses to know.
pub fn crates_say_what_they_own(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.ends_with("/lib.rs") || file.path.ends_with("/main.rs"))
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| {
            format!(
                "{}: open with `//!` and say what it owns, what it refuses to know, and what always holds",
                file.path
            )
        })
        .collect()
}

/// Source files stay short enough to be read in one go.
pub fn files_are_short(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files
        .iter()
        .filter(|file| [".rs", ".ts", ".tsx"].iter().any(|extension| file.is(extension)))
    {
        let lines = file.text.lines().count();
        let listed = LONG_FILES.iter().any(|(path, _)| *path == file.path);
        if lines > LONGEST && !listed {
            complaints.push(format!(
                "{}: {lines} lines; split it (at most {LONGEST}), or list it with the reason in src-tauri/xtask/src/tidy/texts.rs",
                file.path
            ));
        }
        if lines <= LONGEST && listed {
            complaints.push(format!(
                "{}: short enough by now; take it off the list in src-tauri/xtask/src/tidy/texts.rs",
                file.path
            ));
        }
    }
    complaints
}

/// No file knows where somebody keeps the checkout or their home folder.
pub fn no_local_paths(files: &[File], checkout: &str) -> Vec<String> {
    // Put together here, so that this file does not complain about itself.
    let homes = ["root", "home", "Users", "work"].map(|folder| format!("/{folder}/"));
    let mut complaints = Vec::new();
    for file in files
        .iter()
        .filter(|file| !STORIES.iter().any(|folder| file.within(folder)))
    {
        for (number, line) in file.text.lines().enumerate() {
            let found = homes
                .iter()
                .flat_map(|home| line.match_indices(home.as_str()))
                // `/v1/users/` of an address or `src/work/` of a relative path is no absolute path.
                .find(|(at, _)| starts_a_path(line.get(..*at).unwrap_or_default()))
                .map(|(_, home)| home.to_owned())
                .or_else(|| (checkout.len() > 1 && line.contains(checkout)).then(|| checkout.to_owned()));
            if let Some(path) = found {
                complaints.push(format!(
                    "{}:{}: the absolute path `{path}` means nothing elsewhere",
                    file.path,
                    number + 1
                ));
            }
        }
    }
    complaints
}

fn starts_a_path(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| !(c.is_alphanumeric() || "._-~}/*:$".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_crate_without_an_opening_is_found() {
        let files = [
            file("a/src/lib.rs", "//! Owns a.\n"),
            file("b/src/lib.rs", "pub fn b() {}\n"),
            file("c/src/c.rs", ""),
        ];
        let complaints = crates_say_what_they_own(&files);
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].starts_with("b/src/lib.rs:"));
    }

    #[test]
    fn a_long_file_and_a_stale_exception_are_found() {
        let files = [
            file("a.rs", &"x\n".repeat(LONGEST)),
            file("b.tsx", &"x\n".repeat(LONGEST + 1)),
            file("c.md", &"x\n".repeat(LONGEST + 1)),
            file(crate::codegen::CONTRACT_TS, "short\n"),
        ];
        let complaints = files_are_short(&files);
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(complaints[0].starts_with("b.tsx: 501 lines"));
        assert!(complaints[1].contains("take it off the list"));
    }

    #[test]
    fn somebodys_own_folders_are_found() {
        let home = format!("/{}/ada/x", "home");
        let files = [
            file("a.md", &format!("see `{home}`\n")),
            file("b.md", "see /srv/checkouts/mine/README.md\n"),
            file("c.md", &format!("https://graph.example{home} and ./src{home}\n")),
        ];
        let complaints = no_local_paths(&files, "/srv/checkouts/mine");
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(complaints[0].starts_with("a.md:1:") && complaints[1].starts_with("b.md:1:"));
    }
}
