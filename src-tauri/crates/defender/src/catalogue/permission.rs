//! What a user's token may be allowed, and which role the user needs beside it.

use serde::Deserialize;

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
