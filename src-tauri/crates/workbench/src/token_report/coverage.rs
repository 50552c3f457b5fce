//! What a token can do: each documented operation against the permissions in the token.

use super::is_of_an_application;
use crate::permissions::in_words;
use crate::{Workbench, state};
use contract::{CommandError, CoverageDto, CoverageRowDto, CoverageState, TokenRequest};
use defender::catalogue::Operation;
use token::OperationPermissions;

/// What no token tells.
const PERSON: &str = "It goes by the permissions in the token alone. The Defender role and the device groups of the person are \
                      not in any token: without the role an operation is refused, and devices of other groups stay hidden.";
const APPLICATION: &str = "This is an application's own token (`roles`, no `scp`), so the list goes by application permissions. \
                           Defender roles and device groups do not count for an application.";
const IMPERSONATION: &str = "It holds `user_impersonation`, as tokens of Microsoft's own clients do, and may open more than is \
                             listed here: the documentation does not say what.";

impl Workbench {
    /// What a token can do, operation by operation, in the documentation's order.
    ///
    /// # Errors
    /// Where there is no such token, or it cannot be read.
    pub fn coverage(&self, request: TokenRequest) -> Result<CoverageDto, CommandError> {
        Ok(covered(&self.decoded(request)?))
    }
}

fn covered(token: &token::Token) -> CoverageDto {
    let of_an_application = is_of_an_application(token);
    let (claim, accepted): (&str, fn(&Operation) -> Vec<&str>) = if of_an_application {
        ("roles", Operation::application_names)
    } else {
        ("scp", Operation::delegated_names)
    };
    let operations = defender::catalogue().operations();
    let needs: Vec<OperationPermissions<'_>> = operations
        .iter()
        .map(|operation| OperationPermissions {
            id: &operation.id,
            delegated: accepted(operation),
        })
        .collect();
    let covered = token::coverage(&token.words(claim), &needs);
    let impersonates = covered
        .iter()
        .any(|one| one.state == token::CoverageState::CannotTell);
    let rows = operations
        .iter()
        .zip(needs)
        .zip(covered)
        .map(|((operation, need), covered)| {
            let (state, permissions) = state_of(covered.state, &need);
            CoverageRowDto {
                operation: state::operation(operation),
                group: in_words(&operation.group),
                state,
                permissions,
                role: if of_an_application { None } else { role(operation) },
            }
        })
        .collect();
    CoverageDto {
        rows,
        caveat: match (of_an_application, impersonates) {
            (true, _) => APPLICATION.to_owned(),
            (false, true) => format!("{IMPERSONATION} {PERSON}"),
            (false, false) => PERSON.to_owned(),
        },
    }
}

fn state_of(state: token::CoverageState, need: &OperationPermissions<'_>) -> (CoverageState, Vec<String>) {
    match state {
        token::CoverageState::Allowed { by } => (CoverageState::Allowed, vec![by]),
        token::CoverageState::Missing { any_of } => (CoverageState::Missing, any_of),
        token::CoverageState::NoDelegatedPermission => (CoverageState::NotDocumented, Vec::new()),
        token::CoverageState::CannotTell => (
            CoverageState::CannotTell,
            need.delegated.iter().map(|&name| name.to_owned()).collect(),
        ),
    }
}

/// The role that an operation's page names, as the list of roles spells it.
fn role(operation: &Operation) -> Option<String> {
    let documented = operation.user_permission.as_ref()?;
    let known = defender::catalogue()
        .user_roles()
        .iter()
        .find(|role| role.name == *documented || role.aliases.contains(documented));
    Some(known.map_or(documented, |role| &role.name).clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::DefenderToken;

    fn of(token: &DefenderToken) -> CoverageDto {
        covered(&token::decode(&token.build()).unwrap())
    }

    fn row<'a>(coverage: &'a CoverageDto, id: &str) -> &'a CoverageRowDto {
        coverage.rows.iter().find(|row| row.operation.id == id).unwrap()
    }

    fn count(coverage: &CoverageDto, state: CoverageState) -> usize {
        coverage.rows.iter().filter(|row| row.state == state).count()
    }

    #[test]
    fn every_documented_operation_has_its_row_in_the_documentations_order() {
        let coverage = of(&DefenderToken::delegated());
        let ids: Vec<&str> = coverage
            .rows
            .iter()
            .map(|row| row.operation.id.as_str())
            .collect();
        let documented: Vec<&str> = defender::catalogue()
            .operations()
            .iter()
            .map(|operation| operation.id.as_str())
            .collect();
        assert_eq!(ids, documented);
        let list = row(&coverage, "listAlerts");
        assert_eq!(list.state, CoverageState::Allowed);
        assert_eq!(list.permissions, ["Alert.Read"]);
        assert_eq!(
            (list.group.as_str(), list.role.as_deref()),
            ("Alerts", Some("View Data"))
        );
        let isolate = row(&coverage, "isolateMachine");
        assert_eq!(isolate.state, CoverageState::Missing);
        assert_eq!(isolate.permissions, ["Machine.Isolate"]);
        assert_eq!(isolate.group, "Machine actions");
    }

    #[test]
    fn a_row_says_missing_or_not_documented_and_never_allowed_where_no_permission_stands() {
        let coverage = of(&DefenderToken::delegated().with_scp("User.Read"));
        assert_eq!(count(&coverage, CoverageState::Allowed), 0);
        for (row, operation) in coverage.rows.iter().zip(defender::catalogue().operations()) {
            let undocumented = operation.delegated.is_empty();
            assert_eq!(
                row.state == CoverageState::NotDocumented,
                undocumented,
                "{}",
                operation.id
            );
            assert_eq!(row.permissions.is_empty(), undocumented, "{}", operation.id);
        }
        assert!(coverage.caveat.contains("role") && coverage.caveat.contains("device groups"));
    }

    #[test]
    fn an_applications_token_is_measured_by_application_permissions_and_needs_no_role() {
        let coverage = of(&DefenderToken::app_only());
        let list = row(&coverage, "listAlerts");
        assert_eq!(list.state, CoverageState::Allowed);
        assert_eq!(list.permissions, ["Alert.Read.All"]);
        assert!(coverage.rows.iter().all(|row| row.role.is_none()));
        assert!(coverage.caveat.contains("`roles`"), "{}", coverage.caveat);
        let person = of(&DefenderToken::delegated().with("roles", serde_json::json!(["Alert.Read.All"])));
        assert_eq!(
            row(&person, "listAlerts").permissions,
            ["Alert.Read"],
            "roles of a person do not count"
        );
    }

    #[test]
    fn a_token_of_microsofts_own_clients_comes_with_a_caveat_of_its_own() {
        let coverage = of(&DefenderToken::delegated().with_scp("user_impersonation"));
        let list = row(&coverage, "listAlerts");
        assert_eq!(list.state, CoverageState::CannotTell);
        assert_eq!(count(&coverage, CoverageState::Missing), 0);
        assert_eq!(
            row(&coverage, "deleteIndicator").state,
            CoverageState::NotDocumented
        );
        assert!(list.permissions.contains(&"Alert.Read".to_owned()));
        assert!(
            coverage.caveat.contains("user_impersonation"),
            "{}",
            coverage.caveat
        );
    }

    #[test]
    fn roles_are_spelt_as_in_the_list_of_roles_where_it_knows_them() {
        for operation in defender::catalogue().operations() {
            let Some(role) = role(operation) else {
                assert_eq!(operation.user_permission, None, "{}", operation.id);
                continue;
            };
            assert_ne!(role, "ManageSecurity");
            assert!(!role.is_empty());
        }
    }
}
