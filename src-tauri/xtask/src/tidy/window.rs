//! Rules about the window's sources.

use super::File;

/// Only `ui/src/ipc/tauri.ts` imports Tauri, and tests beside it replace it: everything else goes through the
/// seam.
pub fn tauri_behind_the_seam(files: &[File]) -> Vec<String> {
    sources(files)
        .filter(|file| {
            file.path != "ui/src/ipc/tauri.ts" && !(file.within("ui/src/ipc/") && file.is(".test.ts"))
        })
        .filter(|file| imports(&file.text).any(|from| from.starts_with("@tauri-apps")))
        .map(|file| format!("{}: imports Tauri; use the host of ui/src/ipc instead", file.path))
        .collect()
}

/// `ui/src/shared` is used by every feature and uses none.
pub fn shared_knows_no_feature(files: &[File]) -> Vec<String> {
    sources(files)
        .filter(|file| file.within("ui/src/shared/"))
        .filter(|file| imports(&file.text).any(|from| from.split('/').any(|part| part == "features")))
        .map(|file| format!("{}: shared/ imports from features/; turn it round", file.path))
        .collect()
}

fn sources(files: &[File]) -> impl Iterator<Item = &File> {
    files
        .iter()
        .filter(|file| file.within("ui/src/") && (file.is(".ts") || file.is(".tsx")))
}

/// What a module imports: every quoted text after `from`, `import` or `import(`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    ["from", "import", "import(", "mock("]
        .into_iter()
        .flat_map(move |keyword| {
            text.match_indices(keyword).filter_map(move |(at, _)| {
                let rest = text.get(at + keyword.len()..)?.trim_start();
                let quote = rest.chars().next().filter(|c| ['\'', '"'].contains(c))?;
                rest.get(1..)?.split(quote).next()
            })
        })
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn tauri_past_the_seam_is_found() {
        for text in [
            "import { invoke } from '@tauri-apps/api/core';",
            "import(\"@tauri-apps/api\")",
            "import '@tauri-apps/x'",
        ] {
            let files = [
                file("ui/src/ipc/tauri.ts", text),
                file("ui/src/features/a/A.tsx", text),
            ];
            let complaints = tauri_behind_the_seam(&files);
            assert_eq!(complaints.len(), 1, "{text}");
            assert!(complaints[0].starts_with("ui/src/features/a/A.tsx:"));
        }
    }

    #[test]
    fn shared_that_uses_a_feature_is_found() {
        let files = [
            file("ui/src/shared/A.tsx", "import { x } from '../features/alerts/x';"),
            file(
                "ui/src/shared/B.tsx",
                "// says features/alerts\nimport { y } from './y';",
            ),
            file(
                "ui/src/features/alerts/C.tsx",
                "import { x } from '../features/x';",
            ),
        ];
        let complaints = shared_knows_no_feature(&files);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].starts_with("ui/src/shared/A.tsx:"));
    }
}
