//! One documented call: its address, what goes in and out, who may make it and how often.
//!
//! Field names are those of `data/operations.json`; a field that is not known here is an error.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

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

impl Operation {
    /// Delegated permissions by name, any of which opens it for a person.
    pub fn delegated_names(&self) -> Vec<&str> {
        names(&self.delegated)
    }

    /// Application permissions by name, any of which opens it for an application.
    pub fn application_names(&self) -> Vec<&str> {
        names(&self.application)
    }
}

/// Each name once, in the page's order.
fn names(rows: &[PermissionRow]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&row.name()) {
            names.push(row.name());
        }
    }
    names
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
