//! The documented operations and permissions of the API.
//!
//! Source: the pages of Microsoft's "Defender for Endpoint API" documentation
//! (<https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list>, one page per operation, named in
//! [`Operation::doc`]), as they stood in 2025 and 2026; each permission names the text it was seen in. Names that the
//! pages misspell carry the probable real name, which is the one used everywhere here.
//!
//! Invariant: every operation id in a permission is an operation of the catalogue. A test proves that the data fits.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

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

/// A call that the documentation describes.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Operation {
    /// A short name, e.g. `listAlerts`.
    pub id: String,
    /// The part of the documentation it belongs to, e.g. `Alerts`.
    pub group: String,
    /// What it does, in a few words.
    pub title: String,
    /// HTTP method.
    pub method: Method,
    /// The path, with parameters in braces, e.g. `/api/alerts/{id}`.
    pub path: String,
    /// Query parameters.
    pub query: Vec<Parameter>,
    /// Properties that `$filter` may use.
    pub filterable: Vec<String>,
    /// The largest `$top`.
    pub max_top: Option<u32>,
    /// The largest page of an export.
    #[serde(default)]
    pub max_page_size: Option<u32>,
    /// Properties that `$expand` may name.
    pub expand: Vec<String>,
    /// Fields of the request body.
    pub body: Vec<BodyField>,
    /// Media type of the request body.
    pub body_type: Option<String>,
    /// Permissions on behalf of a user; any one is enough. Empty where the documentation lists none.
    pub delegated: Vec<PermissionRow>,
    /// Permissions of an application without a user; any one is enough.
    pub application: Vec<PermissionRow>,
    /// The delegated permission that allows the least beside this; a remark in parentheses where it depends.
    pub least_delegated: Option<String>,
    /// The Defender role that the user needs, where the page names one.
    pub user_permission: Option<String>,
    /// Whether the user sees only devices of their device groups.
    pub device_group_scoped: bool,
    /// How often it may be called, where the page says so.
    pub rate_limit: Option<RateLimit>,
    /// What comes back, in words.
    pub returns: String,
    /// The type of what comes back, e.g. `Alert`.
    pub entity: Option<String>,
    /// Documented HTTP status codes and what they mean.
    pub statuses: BTreeMap<String, String>,
    /// What it does to the tenant.
    pub effect: Effect,
    /// Remarks.
    pub notes: String,
    /// The documentation page: the last part of its address.
    pub doc: String,
    /// Further pages.
    pub also_doc: Vec<String>,
    /// Products and plans that the page names.
    pub applies_to: Vec<String>,
    /// Whether the page names Plan 2 only.
    pub plan2_only: bool,
    /// Whether the page marks it as a preview.
    pub preview: bool,
    /// The texts that were compared.
    pub checked: Vec<String>,
    /// Determinations that go with each classification.
    #[serde(default)]
    pub determination_by_classification: BTreeMap<String, Vec<String>>,
}

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Makes or does.
    Post,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        })
    }
}

/// What an operation does to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Effect {
    /// Reads only.
    #[serde(rename = "read")]
    Read,
    /// Changes data in the service.
    #[serde(rename = "change")]
    Write,
    /// Acts on a device.
    #[serde(rename = "device")]
    Act,
}

/// A query parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name, e.g. `$top`.
    pub name: String,
    /// What it is for.
    pub about: String,
}

/// A field of a request body. Names are case-sensitive.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyField {
    /// Its name.
    pub name: String,
    /// Its type, in the documentation's words.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for.
    pub about: String,
    /// Values it may have; empty for any.
    #[serde(default, rename = "enum")]
    pub values: Vec<String>,
}

/// A row of an operation's permission table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionRow {
    value: String,
    likely: Option<String>,
    /// The display name on that page.
    pub display: String,
    /// The texts it was seen in.
    pub src: Vec<String>,
    /// A remark.
    pub note: Option<String>,
}

impl PermissionRow {
    /// The name to ask for: the documented one, or the probable real one where the page has a slip.
    pub fn name(&self) -> &str {
        self.likely.as_deref().unwrap_or(&self.value)
    }

    /// The name as the page prints it.
    pub fn documented_as(&self) -> &str {
        &self.value
    }
}

/// How often an operation may be called.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateLimit {
    /// Calls a minute.
    pub per_minute: Option<u32>,
    /// Calls an hour.
    pub per_hour: Option<u32>,
    /// Limits of another sort.
    pub other: Option<String>,
}

/// A permission that can be granted on behalf of a user.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "PermissionEntry")]
pub struct Permission {
    /// The name that a token's `scp` claim carries, e.g. `Alert.Read`.
    pub value: String,
    /// The name that Entra's portal shows.
    pub display: String,
    /// Other display names that pages give.
    pub other_displays: Vec<String>,
    /// Names that pages print for it, slips included.
    pub documented_as: Vec<String>,
    /// Ids of the operations it opens.
    pub operations: Vec<String>,
    /// Those of them for which only the older text lists it.
    pub only_in_2025: Vec<String>,
    /// Those of them that need no more than it.
    pub least_for: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PermissionEntry {
    value: String,
    display: Vec<String>,
    documented_as: Vec<String>,
    operations: Vec<String>,
    #[serde(rename = "onlyIn2025")]
    only_in_2025: Vec<String>,
    least_for: Vec<String>,
}

impl From<PermissionEntry> for Permission {
    fn from(entry: PermissionEntry) -> Self {
        let mut displays = entry.display.into_iter();
        Self {
            value: entry.value,
            display: displays.next().unwrap_or_default(),
            other_displays: displays.collect(),
            documented_as: entry.documented_as,
            operations: entry.operations,
            only_in_2025: entry.only_in_2025,
            least_for: entry.least_for,
        }
    }
}

/// A role in Defender that a user needs beside the permission.
#[derive(Clone, Debug, Deserialize)]
pub struct UserRole {
    /// Its name in the older Defender for Endpoint roles.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// What it allows.
    pub covers: String,
    /// Ids of the operations that need it.
    pub operations: Vec<String>,
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
