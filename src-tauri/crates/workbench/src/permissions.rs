//! Choosing permissions by what one wants to do: the documentation's data meets the rules of `registration`.

mod presets;

use crate::{Workbench, errors, state};
use contract::{
    CommandError, OperationDto, OperationsDto, PickPermissionsRequest, PickRemarkDto, PickedDto,
    PickedPermissionDto, PickedRoleDto,
};
use defender::catalogue::Operation;
use registration::picker::{self, OperationNeed};

/// Where the catalogue's data comes from.
const SOURCE: &str =
    "Microsoft's pages on the Defender for Endpoint API, as they stood in August 2025 and July 2026.";

impl Workbench {
    /// Everything the picker offers.
    #[must_use]
    pub fn operations(&self) -> OperationsDto {
        OperationsDto {
            operations: defender::catalogue().operations().iter().map(offered).collect(),
            presets: presets::all(),
            source: SOURCE.to_owned(),
        }
    }

    /// The least permissions and roles for the operations of `request`.
    pub fn pick_permissions(&self, request: &PickPermissionsRequest) -> Result<PickedDto, CommandError> {
        let chosen = chosen(&request.operations)?;
        let needs: Vec<OperationNeed<'_>> = chosen.iter().map(|operation| need(operation)).collect();
        let picked = picker::least(&needs);
        let title = |id: &str| {
            let operation = defender::catalogue().operation(id);
            operation.map_or_else(|| id.to_owned(), |operation| operation.title.clone())
        };
        Ok(PickedDto {
            permissions: picked
                .iter()
                .map(|one| PickedPermissionDto {
                    value: one.permission.to_owned(),
                    display_name: defender::catalogue()
                        .permission(one.permission)
                        .map(|permission| permission.display.clone())
                        .unwrap_or_default(),
                    opens: one.opens.iter().map(|id| title(id)).collect(),
                    writes: picker::is_write(one.permission),
                })
                .collect(),
            roles: roles(&chosen),
            without_permission: chosen
                .iter()
                .filter(|operation| operation.delegated.is_empty())
                .map(|operation| operation.title.clone())
                .collect(),
            remarks: chosen.iter().flat_map(|operation| remarks(operation)).collect(),
        })
    }
}

/// Operations of a plan's catalogue that the plan is not documented to include, by title.
pub(crate) fn outside_plan(operations: &[String], plan: contract::Plan) -> Vec<String> {
    let catalogue = defender::catalogue();
    operations
        .iter()
        .filter_map(|id| catalogue.operation(id))
        .filter(|operation| match plan {
            contract::Plan::Plan2 => false,
            contract::Plan::Plan1 => operation.plan2_only,
            contract::Plan::Business => {
                // Microsoft's page on the native app names the one exception; it stands in no operation's list of plans.
                operation.id == "runAdvancedQuery"
                    || (operation.plan2_only && !operation.applies_to.iter().any(|plan| plan == "MDB"))
            }
        })
        .map(|operation| operation.title.clone())
        .collect()
}

fn chosen(ids: &[String]) -> Result<Vec<&'static Operation>, CommandError> {
    let mut chosen: Vec<&Operation> = Vec::with_capacity(ids.len());
    for id in ids {
        let operation = defender::catalogue()
            .operation(id)
            .ok_or_else(|| errors::internal(&format!("there is no operation {id}")))?;
        if !chosen.iter().any(|known| known.id == operation.id) {
            chosen.push(operation);
        }
    }
    Ok(chosen)
}

fn offered(operation: &Operation) -> OperationDto {
    OperationDto {
        id: operation.id.clone(),
        group: in_words(&operation.group),
        title: operation.title.clone(),
        method: operation.method.to_string(),
        path: operation.path.clone(),
        effect: state::effect(operation.effect),
        permissions: operation
            .delegated_names()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        plan2_only: operation.plan2_only,
        documentation: format!(
            "https://learn.microsoft.com/defender-endpoint/api/{}",
            operation.doc
        ),
    }
}

/// `MachineActions` as `Machine actions`; abbreviations stay together.
pub(crate) fn in_words(group: &str) -> String {
    let mut words = String::new();
    let mut previous_lower = false;
    for c in group.chars() {
        if c.is_ascii_uppercase() && previous_lower {
            words.push(' ');
            words.push(c.to_ascii_lowercase());
        } else {
            words.push(c);
        }
        previous_lower = c.is_ascii_lowercase();
    }
    words
}

fn need(operation: &Operation) -> OperationNeed<'_> {
    let delegated = operation.delegated_names();
    // A remark in parentheses is no permission: the operation borrows another's.
    let least = operation
        .least_delegated
        .as_deref()
        .filter(|least| delegated.contains(least));
    OperationNeed {
        id: &operation.id,
        delegated,
        least,
    }
}

fn roles(chosen: &[&Operation]) -> Vec<PickedRoleDto> {
    defender::catalogue()
        .user_roles()
        .iter()
        .filter_map(|role| {
            let operations: Vec<String> = chosen
                .iter()
                .filter(|operation| role.operations.contains(&operation.id))
                .map(|operation| operation.title.clone())
                .collect();
            (!operations.is_empty()).then(|| PickedRoleDto {
                unified: picker::unified_name(&role.name)
                    .unwrap_or("not documented")
                    .to_owned(),
                name: role.name.clone(),
                operations,
            })
        })
        .collect()
}

/// What to know about an operation, in sentences.
pub(crate) fn remarks_of(operation: &Operation) -> Vec<String> {
    remarks(operation).into_iter().map(|remark| remark.text).collect()
}

fn remarks(operation: &Operation) -> Vec<PickRemarkDto> {
    let mut texts = Vec::new();
    if operation.delegated.is_empty() {
        texts.push(
            "The documentation lists no delegated permission: signed in as a person it may be refused whatever the token \
             carries."
                .to_owned(),
        );
    } else if need(operation).least.is_none() {
        texts.push(
            "It takes the permission of the action that is cancelled: choose that action as well.".to_owned(),
        );
    }
    for row in &operation.delegated {
        if row.documented_as() != row.name() {
            texts.push(format!(
                "Its page prints `{}`; the permission is `{}`.",
                row.documented_as(),
                row.name()
            ));
        }
    }
    let older: Vec<&str> = defender::catalogue()
        .delegated_permissions()
        .iter()
        .filter(|permission| permission.only_in_2025.contains(&operation.id))
        .map(|permission| permission.value.as_str())
        .collect();
    if !older.is_empty() {
        texts.push(format!(
            "Its page of 2025 lists `{}`, the one of 2026 no longer does, while Microsoft's how-to pages still tell to use \
             it. The smaller permission very probably still works; if the call is refused, add the larger one.",
            older.join("`, `")
        ));
    }
    if operation.user_permission.is_none() && operation.effect != defender::catalogue::Effect::Read {
        texts.push(
            "Its page names no Defender role; the account needs one that allows it in the portal.".to_owned(),
        );
    }
    if operation.id == "runAdvancedQuery" {
        texts.push(
            "Microsoft is retiring this call since January 2026 in favour of the Graph security API; it is not included in \
             Defender for Business."
                .to_owned(),
        );
    }
    texts
        .into_iter()
        .map(|text| PickRemarkDto {
            operation: operation.title.clone(),
            text,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_read_as_words() {
        for (group, words) in [
            ("MachineActions", "Machine actions"),
            ("IPs", "IPs"),
            ("Alerts", "Alerts"),
            ("AssessmentExport", "Assessment export"),
        ] {
            assert_eq!(in_words(group), words);
        }
    }

    #[test]
    fn every_role_of_the_catalogue_has_a_name_in_unified_rbac() {
        for role in defender::catalogue().user_roles() {
            assert!(picker::unified_name(&role.name).is_some(), "{}", role.name);
        }
    }

    #[test]
    fn the_least_permission_opens_every_operation_by_itself() {
        for operation in defender::catalogue().operations() {
            let need = need(operation);
            if let Some(least) = need.least {
                assert!(picker::opened_by(&need, &[least]), "{}", operation.id);
            } else {
                assert!(
                    operation.delegated.is_empty() || operation.id == "cancelMachineAction",
                    "{}",
                    operation.id
                );
            }
        }
    }

    #[test]
    fn plans_leave_out_what_they_are_not_documented_to_include() {
        let wanted = [
            "listAlerts",
            "runAdvancedQuery",
            "runLiveResponse",
            "listDeviceAvInfo",
        ]
        .map(str::to_owned);
        let outside = |plan| outside_plan(&wanted, plan).len();
        assert_eq!(
            (outside(contract::Plan::Plan1), outside(contract::Plan::Plan2)),
            (2, 0)
        );
        // Business has the antivirus health, but neither hunting nor live response.
        assert_eq!(outside(contract::Plan::Business), 2);
    }
}
