//! The documented operations and permissions of the API.
//!
//! Source: the pages of Microsoft's "Defender for Endpoint API" documentation
//! (<https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list>, one page per operation, named in
//! [`Operation::doc`]), as they stood in 2025 and 2026; each permission names the text it was seen in. Names that the
//! pages misspell carry the probable real name, which is the one used everywhere here.
//!
//! Invariant: every operation id in a permission is an operation of the catalogue. A test proves that the data fits.

mod effects;
mod entity;
mod operation;
mod permission;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

pub use effects::{DeviceEffect, device_effect};
pub use entity::{Entity, Property, ValueKind};
pub use operation::{BodyField, Effect, Method, Operation, Parameter, PermissionRow, RateLimit};
pub use permission::{Permission, UserRole};

/// Everything documented, read once.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::read)
}

/// The documented operations and permissions.
#[derive(Debug)]
pub struct Catalogue {
    operations: Vec<Operation>,
    by_id: HashMap<String, usize>,
    delegated: Vec<Permission>,
    roles: Vec<UserRole>,
    entities: HashMap<String, Entity>,
}

impl Catalogue {
    #[expect(
        clippy::expect_used,
        reason = "the data is part of the program, and a test reads it"
    )]
    fn read() -> Self {
        let operations: Vec<Operation> = serde_json::from_str(include_str!("../data/operations.json"))
            .expect("operations.json fits its types");
        let permissions: PermissionFile = serde_json::from_str(include_str!("../data/permissions.json"))
            .expect("permissions.json fits its types");
        let entities: EntityFile = serde_json::from_str(include_str!("../data/entities.json"))
            .expect("entities.json fits its types");
        let by_id = operations
            .iter()
            .enumerate()
            .map(|(at, operation)| (operation.id.clone(), at))
            .collect();
        Self {
            operations,
            by_id,
            delegated: permissions.delegated,
            roles: permissions.user_roles,
            entities: entities.entities,
        }
    }

    /// All operations, grouped as the documentation groups them.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation with this id, e.g. `listAlerts`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.by_id.get(id).map(|at| &self.operations[*at])
    }

    /// The type of row with this name, e.g. `Alert`.
    pub fn entity(&self, name: &str) -> Option<&Entity> {
        self.entities.get(name)
    }

    /// The permissions that can be granted on behalf of a user, in alphabetical order.
    pub fn delegated_permissions(&self) -> &[Permission] {
        &self.delegated
    }

    /// The delegated permission with this name, whatever the case (Entra compares scopes so).
    pub fn permission(&self, name: &str) -> Option<&Permission> {
        self.delegated
            .iter()
            .find(|permission| permission.value.eq_ignore_ascii_case(name))
    }

    /// The roles that a user needs beside the permission.
    pub fn user_roles(&self) -> &[UserRole] {
        &self.roles
    }
}

#[derive(Deserialize)]
struct EntityFile {
    entities: HashMap<String, Entity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PermissionFile {
    delegated: Vec<Permission>,
    user_roles: Vec<UserRole>,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn all_documented_operations_are_there_once() {
        let operations = catalogue().operations();
        assert_eq!(operations.len(), 113);
        assert_eq!(
            operations
                .iter()
                .map(|operation| &operation.id)
                .collect::<HashSet<_>>()
                .len(),
            113
        );
        let addresses: HashSet<_> = operations
            .iter()
            .map(|operation| (operation.method.to_string(), &operation.path))
            .collect();
        assert_eq!(addresses.len(), 113);
        assert!(
            operations
                .iter()
                .all(|operation| operation.path.starts_with("/api/"))
        );
    }

    #[test]
    fn every_row_type_that_an_operation_names_is_there() {
        for operation in catalogue().operations() {
            if let Some(entity) = operation.entity.as_deref() {
                assert!(catalogue().entity(entity).is_some(), "{} {entity}", operation.id);
            }
        }
    }

    #[test]
    fn all_delegated_permissions_are_there_in_order() {
        let permissions = catalogue().delegated_permissions();
        assert_eq!(permissions.len(), 24);
        assert!(permissions.is_sorted_by(|left, right| left.value < right.value));
        assert!(
            permissions
                .iter()
                .all(|permission| !permission.display.is_empty())
        );
    }

    #[test]
    fn six_operations_document_no_delegated_permission() {
        let mut none: Vec<&str> = catalogue()
            .operations()
            .iter()
            .filter(|operation| operation.delegated.is_empty())
            .map(|operation| operation.id.as_str())
            .collect();
        let mut expected = [
            "listMachineMissingKbs",
            "findMachineInfoByIp",
            "deleteIndicator",
            "batchDeleteIndicators",
            "listBaselineConfigurations",
            "listBaselineProfiles",
        ];
        expected.sort_unstable();
        none.sort_unstable();
        assert_eq!(none, expected);
    }

    #[test]
    fn permissions_and_operations_name_each_other() {
        let catalogue = catalogue();
        for permission in catalogue.delegated_permissions() {
            for id in &permission.operations {
                let operation = catalogue.operation(id).unwrap();
                assert!(
                    operation
                        .delegated
                        .iter()
                        .any(|row| row.name() == permission.value),
                    "{id} does not list {}",
                    permission.value
                );
            }
        }
        for operation in catalogue.operations() {
            for row in &operation.delegated {
                let permission = catalogue.permission(row.name()).unwrap();
                assert!(
                    permission.operations.contains(&operation.id),
                    "{} {}",
                    permission.value,
                    operation.id
                );
            }
            if let Some(least) = operation
                .least_delegated
                .as_deref()
                .filter(|least| !least.starts_with('('))
            {
                assert!(
                    operation.delegated.iter().any(|row| row.name() == least),
                    "{}",
                    operation.id
                );
            }
        }
        for role in catalogue.user_roles() {
            assert!(
                role.operations.iter().all(|id| catalogue.operation(id).is_some()),
                "{}",
                role.name
            );
        }
    }

    #[test]
    fn a_misspelt_name_counts_as_the_real_one() {
        let operation = catalogue().operation("listRemediationTasks").unwrap();
        assert_eq!(operation.delegated[0].documented_as(), "RemediationTask.Read");
        assert_eq!(operation.delegated[0].name(), "RemediationTasks.Read");
    }

    #[test]
    fn a_permission_is_found_whatever_the_case() {
        assert_eq!(catalogue().permission("alert.READ").unwrap().value, "Alert.Read");
        assert!(catalogue().permission("Alert.Read.All").is_none());
    }

    #[test]
    fn effects_are_counted_as_documented() {
        let count = |effect| {
            catalogue()
                .operations()
                .iter()
                .filter(|operation| operation.effect == effect)
                .count()
        };
        assert_eq!(
            (count(Effect::Read), count(Effect::Write), count(Effect::Act)),
            (86, 16, 11)
        );
        assert_eq!(
            catalogue()
                .operation("isolateMachine")
                .map(|operation| operation.effect),
            Some(Effect::Act)
        );
    }

    #[test]
    fn limits_of_a_listed_operation_are_read() {
        let operation = catalogue().operation("listAlerts").unwrap();
        let limit = operation.rate_limit.as_ref().unwrap();
        assert_eq!(
            (limit.per_minute, limit.per_hour, operation.max_top),
            (Some(100), Some(1500), Some(10_000))
        );
        assert_eq!(operation.method.to_string(), "GET");
    }
}
