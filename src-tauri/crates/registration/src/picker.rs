//! From what one wants to do to the least permissions.
//!
//! Owns the choice of permissions and the names of roles in unified RBAC. The operations come from the caller, who has
//! the documentation's data.
//!
//! Invariants: every chosen operation that documents a delegated permission is opened by the answer, except those that
//! borrow another operation's permission; leaving any permission out would close an operation.

/// What the documentation says about one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationNeed<'a> {
    /// Its id.
    pub id: &'a str,
    /// Delegated permissions, any of which opens it.
    pub delegated: Vec<&'a str>,
    /// The least of them; `None` where it depends on something else, or none is documented.
    pub least: Option<&'a str>,
}

/// A permission to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked<'a> {
    /// Its name.
    pub permission: &'a str,
    /// Ids of the chosen operations that it opens.
    pub opens: Vec<&'a str>,
}

/// The least permissions, in alphabetical order.
#[must_use]
pub fn least<'a>(operations: &[OperationNeed<'a>]) -> Vec<Picked<'a>> {
    let mut permissions: Vec<&str> = operations
        .iter()
        .filter_map(|operation| operation.least)
        .collect();
    permissions.sort_unstable();
    permissions.dedup();
    // A permission to write often opens what the one to read does, so the small ones are tried first.
    let mut candidates = permissions.clone();
    candidates.sort_by_key(|name| (is_write(name), *name));
    for candidate in candidates {
        let without: Vec<&str> = permissions
            .iter()
            .copied()
            .filter(|name| *name != candidate)
            .collect();
        let needed = operations
            .iter()
            .filter(|operation| operation.least.is_some())
            .any(|operation| !opened_by(operation, &without));
        if !needed {
            permissions = without;
        }
    }
    permissions
        .into_iter()
        .map(|permission| Picked {
            permission,
            opens: operations
                .iter()
                .filter(|operation| opened_by(operation, &[permission]))
                .map(|operation| operation.id)
                .collect(),
        })
        .collect()
}

/// Whether any of these permissions opens the operation.
#[must_use]
pub fn opened_by(operation: &OperationNeed<'_>, permissions: &[&str]) -> bool {
    operation
        .delegated
        .iter()
        .any(|name| permissions.iter().any(|other| other.eq_ignore_ascii_case(name)))
}

/// Whether a permission allows more than reading, by its name.
#[must_use]
pub fn is_write(permission: &str) -> bool {
    let last = permission
        .trim_end_matches(".All")
        .rsplit('.')
        .next()
        .unwrap_or_default();
    last != "Read"
}

/// A role's name in Microsoft Defender unified RBAC, for its name in the older Defender for Endpoint roles.
///
/// Source: <https://learn.microsoft.com/defender-xdr/compare-rbac-roles>.
#[must_use]
pub fn unified_name(role: &str) -> Option<&'static str> {
    Some(match role {
        "View Data" => "Security operations \\ Security data \\ Security data basics (read)",
        "Alerts investigation" => "Security operations \\ Security data \\ Alerts (manage)",
        "Active remediation actions" => "Security operations \\ Security data \\ Response (manage)",
        "Manage security settings" => {
            "Authorization and settings \\ Security settings \\ Core security settings (manage)"
        }
        "Security baselines" => {
            "Security posture \\ Posture management \\ Security baseline assessment (manage)"
        }
        "Live response capabilities" => {
            "Security operations \\ Basic live response (manage) or Advanced live response (manage)"
        }
        "Manage portal system settings" => "Authorization and settings \\ System settings (read and manage)",
        "TvmViewData" => "Security posture \\ Posture management \\ Vulnerability management (read)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn need<'a>(id: &'a str, delegated: &[&'a str], least: Option<&'a str>) -> OperationNeed<'a> {
        OperationNeed {
            id,
            delegated: delegated.to_vec(),
            least,
        }
    }

    fn names(picked: &[Picked<'_>]) -> Vec<String> {
        picked.iter().map(|one| one.permission.to_owned()).collect()
    }

    #[test]
    fn reading_alone_asks_for_reading_alone() {
        let list = need(
            "listAlerts",
            &["Alert.Read", "Alert.ReadWrite"],
            Some("Alert.Read"),
        );
        let picked = least(&[list]);
        assert_eq!(names(&picked), ["Alert.Read"]);
        assert_eq!(picked[0].opens, ["listAlerts"]);
    }

    #[test]
    fn a_permission_to_write_makes_the_one_to_read_needless() {
        let picked = least(&[
            need(
                "listAlerts",
                &["Alert.Read", "Alert.ReadWrite"],
                Some("Alert.Read"),
            ),
            need("updateAlert", &["Alert.ReadWrite"], Some("Alert.ReadWrite")),
            need("isolateMachine", &["Machine.Isolate"], Some("Machine.Isolate")),
        ]);
        assert_eq!(names(&picked), ["Alert.ReadWrite", "Machine.Isolate"]);
        assert_eq!(picked[0].opens, ["listAlerts", "updateAlert"]);
    }

    #[test]
    fn an_operation_without_a_delegated_permission_adds_none() {
        assert!(least(&[need("deleteIndicator", &[], None)]).is_empty());
    }

    #[test]
    fn an_operation_that_borrows_a_permission_adds_none_and_is_opened_by_its_neighbour() {
        let cancel = need("cancelMachineAction", &["Machine.Isolate", "Machine.Scan"], None);
        assert!(least(std::slice::from_ref(&cancel)).is_empty());
        let picked = least(&[cancel, need("scan", &["Machine.Scan"], Some("Machine.Scan"))]);
        assert_eq!(picked[0].opens, ["cancelMachineAction", "scan"]);
    }

    #[test]
    fn writing_is_told_by_the_name() {
        for name in ["Alert.ReadWrite", "Machine.Isolate", "Library.Manage"] {
            assert!(is_write(name), "{name}");
        }
        for name in ["Alert.Read", "File.Read.All", "Score.Read"] {
            assert!(!is_write(name), "{name}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn everything_is_opened_and_nothing_is_needless(
            chosen in proptest::collection::vec(proptest::collection::vec(0_usize..6, 1..4), 0..8),
        ) {
            const NAMES: [&str; 6] = ["A.Read", "A.ReadWrite", "B.Read", "B.ReadWrite", "C.Do", "D.Read.All"];
            let operations: Vec<OperationNeed<'_>> = chosen
                .iter()
                .map(|places| need("x", &places.iter().map(|at| NAMES[*at]).collect::<Vec<_>>(), Some(NAMES[places[0]])))
                .collect();
            let picked = least(&operations);
            let permissions: Vec<&str> = picked.iter().map(|one| one.permission).collect();
            for operation in &operations {
                prop_assert!(opened_by(operation, &permissions));
            }
            for left_out in &permissions {
                let rest: Vec<&str> = permissions.iter().copied().filter(|name| name != left_out).collect();
                prop_assert!(operations.iter().any(|operation| !opened_by(operation, &rest)));
            }
        }
    }
}
