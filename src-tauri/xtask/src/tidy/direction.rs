//! Who may depend on whom.

/// What each member of the workspace may use of the others, tests aside. A crate that is not listed may
/// use none.
const ALLOWED: &[(&str, &[&str])] = &[
    // The shell hands ports to the workbench; a port's type may come from the crate that defines it.
    (
        "defender-api-workbench",
        &["contract", "workbench", "entra", "sandbox", "vault"],
    ),
    (
        "workbench",
        &[
            "contract",
            "entra",
            "token",
            "registration",
            "defender",
            "table",
            "vault",
            "sandbox",
            "snippet",
        ],
    ),
    // Quoting is no domain of its own: both write texts that others run, and one rule must hold for both.
    ("registration", &["literal"]),
    ("snippet", &["literal"]),
    ("xtask", &["contract"]),
    ("test-support", &[]),
    ("system-tests", &[]),
    // Measures crates one by one, so it stands above them as the workbench does; nothing of the app uses it.
    ("bench", &["defender", "sandbox", "system-tests", "table"]),
    // The floor that the shell is measured against: of the app it has nothing.
    ("empty-window", &[]),
];

/// Who may reach Tauri: the shell, and the empty window that the shell is measured against.
const WINDOWS: [&str; 2] = ["defender-api-workbench", "empty-window"];

/// Checks direct dependencies between members. Takes `cargo tree --workspace --prefix depth --depth 1`.
pub fn workspace_edges(tree: &str) -> Vec<String> {
    let members: Vec<&str> = tree
        .lines()
        .filter_map(|line| name(line.strip_prefix('0')?))
        .collect();
    let mut complaints = Vec::new();
    let mut member = "";
    for line in tree.lines() {
        if let Some(rest) = line.strip_prefix('0') {
            member = name(rest).unwrap_or_default();
        } else if let Some(used) = line.strip_prefix('1').and_then(name) {
            let allowed = ALLOWED
                .iter()
                .find(|(who, _)| *who == member)
                .map_or(&[][..], |(_, allowed)| allowed);
            if members.contains(&used) && !allowed.contains(&used) {
                complaints.push(format!(
                    "{member} depends on {used}: domain crates stand alone and meet in `workbench` (or say why in src-tauri/xtask/src/tidy/direction.rs)"
                ));
            }
        }
    }
    complaints
}

/// Checks that the shell (and the empty window) alone reaches Tauri, by any way. Takes `cargo tree -i tauri`.
pub fn tauri_only_in_the_shell(inverted: &str) -> Vec<String> {
    inverted
        .lines()
        // Members are shown with the folder they come from.
        .filter(|line| line.contains("(/") || line.contains(":\\"))
        .filter_map(name)
        .filter(|name| !WINDOWS.contains(name))
        .map(|name| format!("{name} depends on Tauri: only the shell in src-tauri/ may"))
        .collect()
}

/// The package's name in a line of `cargo tree`.
fn name(line: &str) -> Option<&str> {
    line.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_crate_that_uses_another_is_found() {
        let tree = "0entra v0.1.0 (/x/src-tauri/crates/entra)\n1table v0.1.0 (/x/src-tauri/crates/table)\n1url v2.5.0\n\
                    0table v0.1.0 (/x/src-tauri/crates/table)\n1arrow v60.0.0\n\
                    0contract v0.1.0 (/x/src-tauri/crates/contract)\n\
                    0token v0.1.0 (/x/src-tauri/crates/token)\n1contract v0.1.0 (/x/src-tauri/crates/contract)\n\
                    0workbench v0.1.0 (/x/src-tauri/crates/workbench)\n1table v0.1.0 (/x/src-tauri/crates/table)\n";
        let complaints = workspace_edges(tree);
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(complaints[0].starts_with("entra depends on table"));
        assert!(complaints[1].starts_with("token depends on contract"));
    }

    #[test]
    fn tauri_outside_the_shell_is_found() {
        let tree = "tauri v2.12.5\ndefender-api-workbench v0.1.0 (/x/src-tauri)\ntauri-plugin-opener v2.5.0\n\
                    empty-window v0.1.0 (/x/tests/empty-window)\n\
                    workbench v0.1.0 (/x/src-tauri/crates/workbench)\n";
        assert_eq!(
            tauri_only_in_the_shell(tree),
            ["workbench depends on Tauri: only the shell in src-tauri/ may"]
        );
    }
}
