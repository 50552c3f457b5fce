//! What a token opens: the delegated permissions in `scp` against those that operations accept.
//!
//! It says nothing about the person: their role and their device groups decide as well, and no token tells those.

/// An operation and what it accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationPermissions<'a> {
    /// Names the operation in the answer.
    pub id: &'a str,
    /// Delegated permissions of which one is enough; the documentation's order is kept. Empty where it names none.
    pub delegated: Vec<&'a str>,
}

/// An operation against a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// As it was given.
    pub id: String,
    /// How the two compare.
    pub state: CoverageState,
}

/// Whether a token opens an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoverageState {
    /// It holds a permission that is enough.
    Allowed {
        /// The first such permission, as the documentation writes it.
        by: String,
    },
    /// It holds none that is enough.
    Missing {
        /// Those of which one is enough.
        any_of: Vec<String>,
    },
    /// The documentation names no delegated permission, so no token of a person opens it.
    NoDelegatedPermission,
    /// The token holds `user_impersonation` and none of the named permissions. Tokens of Azure CLI and Azure PowerShell
    /// are so; they may open what the person may do, and the documentation does not say which operations.
    CannotTell,
}

/// One answer per operation, in the given order. `scopes` are the names in `scp`. Names compare without regard to case.
///
/// A `ReadWrite` permission opens what asks for `Read` only where the operation names both, as most do: unlike
/// [`scopes`](crate::scopes()), this goes by what is documented for each operation.
#[must_use]
pub fn coverage(scopes: &[&str], operations: &[OperationPermissions<'_>]) -> Vec<Coverage> {
    let holds = |name: &str| scopes.iter().any(|scope| scope.trim().eq_ignore_ascii_case(name));
    let impersonates = holds("user_impersonation");
    operations
        .iter()
        .map(|operation| {
            let enough = operation.delegated.iter().find(|name| holds(name));
            let state = match enough {
                Some(by) => CoverageState::Allowed { by: (*by).to_owned() },
                None if operation.delegated.is_empty() => CoverageState::NoDelegatedPermission,
                None if impersonates => CoverageState::CannotTell,
                None => CoverageState::Missing {
                    any_of: operation.delegated.iter().map(|&name| name.to_owned()).collect(),
                },
            };
            Coverage {
                id: operation.id.to_owned(),
                state,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operations() -> Vec<OperationPermissions<'static>> {
        let operation = |id, delegated: &[&'static str]| OperationPermissions {
            id,
            delegated: delegated.to_vec(),
        };
        vec![
            operation("listAlerts", &["Alert.Read", "Alert.ReadWrite"]),
            operation("updateAlert", &["Alert.ReadWrite"]),
            operation("isolateMachine", &["Machine.Isolate"]),
            operation("getScore", &["Score.Read"]),
            operation("importFile", &[]),
        ]
    }

    fn states(scopes: &[&str]) -> Vec<CoverageState> {
        coverage(scopes, &operations())
            .into_iter()
            .map(|coverage| coverage.state)
            .collect()
    }

    fn allowed(by: &str) -> CoverageState {
        CoverageState::Allowed { by: by.to_owned() }
    }

    fn missing(any_of: &[&str]) -> CoverageState {
        CoverageState::Missing {
            any_of: any_of.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    #[test]
    fn each_operation_is_allowed_by_one_of_its_permissions_or_tells_what_is_missing() {
        assert_eq!(
            states(&["ALERT.readwrite", "machine.isolate"]),
            [
                allowed("Alert.ReadWrite"),
                allowed("Alert.ReadWrite"),
                allowed("Machine.Isolate"),
                missing(&["Score.Read"]),
                CoverageState::NoDelegatedPermission,
            ]
        );
        assert_eq!(states(&["Alert.Read"])[1], missing(&["Alert.ReadWrite"]));
        assert_eq!(
            states(&[])[0],
            missing(&["Alert.Read", "Alert.ReadWrite"]),
            "one of the two is enough"
        );
    }

    #[test]
    fn the_answers_keep_order_and_names_of_the_operations() {
        let coverage = coverage(&["Alert.Read"], &operations());
        let answered: Vec<&str> = coverage.iter().map(|coverage| coverage.id.as_str()).collect();
        assert_eq!(
            answered,
            [
                "listAlerts",
                "updateAlert",
                "isolateMachine",
                "getScore",
                "importFile"
            ]
        );
    }

    #[test]
    fn wider_names_open_only_what_documents_them() {
        assert_eq!(states(&["Score.ReadWrite"])[3], missing(&["Score.Read"]));
        assert_eq!(
            states(&["Alert.Read.All"])[0],
            missing(&["Alert.Read", "Alert.ReadWrite"]),
            "an application permission is none of a person"
        );
    }

    #[test]
    fn a_token_of_microsofts_own_clients_leaves_open_what_it_opens() {
        let states = states(&["user_impersonation", "Alert.Read"]);
        assert_eq!(states[0], allowed("Alert.Read"));
        assert_eq!(states[1], CoverageState::CannotTell);
        assert_eq!(states[4], CoverageState::NoDelegatedPermission);
    }
}
