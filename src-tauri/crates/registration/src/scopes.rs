//! Names for the ids of delegated permissions.
//!
//! Owns the list that turns the GUIDs of an app manifest into names. It is gathered from public scripts and tables, not
//! from Microsoft, which publishes no such list for `WindowsDefenderATP`: good enough to *name* what a manifest shows,
//! never to *make* anything. A script that registers an application looks the ids up when it runs, by name, in
//! `oauth2PermissionScopes` of the tenant's own service principal
//! (<https://learn.microsoft.com/graph/api/resources/permissionscope>); several public scripts that carry ids carry wrong
//! ones.
//!
//! Invariants:
//! - An id that is not listed is unknown, not wrong. The callers show it as it is.
//! - No application permissions are listed: of their ids too few are certain.

use std::sync::LazyLock;

use serde::Deserialize;

/// `User.Read` of Microsoft Graph, which signs a person in and reads their own profile. A new registration has it.
/// <https://learn.microsoft.com/graph/permissions-reference#userread>
pub const GRAPH_USER_READ: &str = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";

/// A delegated permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Application id of the API that owns it: [`crate::WINDOWS_DEFENDER_ATP`] or
    /// [`crate::MICROSOFT_GRAPH`].
    pub api: String,
    /// Its name, e.g. `Alert.Read`.
    pub name: String,
    /// Its id, lower case.
    pub id: String,
    /// How many independent public sources give this id for this name: 2 or 1.
    pub sources: u8,
    /// Whether the API's application permission of the same name has the same id. Then the entry's `type` alone tells
    /// which one a manifest means.
    pub also_role: bool,
}

/// Every one that is known, by API and name.
#[must_use]
pub fn all() -> &'static [Scope] {
    &SCOPES
}

/// The one with this id, in any case of its letters.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|scope| scope.id.eq_ignore_ascii_case(id))
}

/// The one with this name, in any case of its letters. No two APIs of the list share a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|scope| scope.name.eq_ignore_ascii_case(name))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Api {
    app_id: String,
    scopes: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    name: String,
    id: String,
    sources: u8,
    #[serde(default)]
    also_role: bool,
}

static SCOPES: LazyLock<Vec<Scope>> = LazyLock::new(read);

#[expect(
    clippy::expect_used,
    reason = "the data is part of the program, and a test reads it"
)]
fn read() -> Vec<Scope> {
    let apis: Vec<Api> = serde_json::from_str(include_str!("../data/delegated_scopes.json"))
        .expect("delegated_scopes.json fits its types");
    apis.into_iter()
        .flat_map(|api| {
            let app_id = api.app_id;
            api.scopes.into_iter().map(move |entry| Scope {
                api: app_id.clone(),
                name: entry.name,
                id: entry.id,
                sources: entry.sources,
                also_role: entry.also_role,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{MICROSOFT_GRAPH, WINDOWS_DEFENDER_ATP, guid};

    #[test]
    fn every_id_is_a_guid_in_lower_case_and_listed_once() {
        let ids: BTreeSet<&str> = all().iter().map(|scope| scope.id.as_str()).collect();
        assert_eq!(ids.len(), all().len());
        for scope in all() {
            assert_eq!(
                guid(&scope.id).as_deref(),
                Some(scope.id.as_str()),
                "{}",
                scope.name
            );
            assert!((1..=2).contains(&scope.sources), "{}", scope.name);
        }
    }

    #[test]
    fn every_name_is_listed_once_for_one_of_two_apis() {
        let names: BTreeSet<String> = all().iter().map(|scope| scope.name.to_lowercase()).collect();
        assert_eq!(names.len(), all().len());
        let apis: BTreeSet<&str> = all().iter().map(|scope| scope.api.as_str()).collect();
        assert_eq!(apis, BTreeSet::from([WINDOWS_DEFENDER_ATP, MICROSOFT_GRAPH]));
    }

    #[test]
    fn a_permission_is_found_by_id_and_by_name_in_any_case() {
        let scope = by_name("alert.READ").unwrap();
        assert_eq!((scope.name.as_str(), scope.sources), ("Alert.Read", 2));
        assert_eq!(by_id(&scope.id.to_uppercase()), Some(scope));
        assert_eq!(by_name("Machine.Isolate").unwrap().sources, 1);
    }

    #[test]
    fn an_application_permission_and_an_unknown_id_are_not_found() {
        assert_eq!(by_name("Machine.Read.All"), None);
        assert_eq!(by_id("00000000-1111-4222-8333-444444444444"), None);
    }

    #[test]
    fn only_the_integration_permission_shares_its_id_with_an_application_permission() {
        let shared: Vec<&str> = all()
            .iter()
            .filter(|scope| scope.also_role)
            .map(|scope| scope.name.as_str())
            .collect();
        assert_eq!(shared, ["IntegrationConfiguration.ReadWrite"]);
    }

    #[test]
    fn user_read_belongs_to_microsoft_graph() {
        let scope = by_id(GRAPH_USER_READ).unwrap();
        assert_eq!(
            (scope.name.as_str(), scope.api.as_str()),
            ("User.Read", MICROSOFT_GRAPH)
        );
    }
}
