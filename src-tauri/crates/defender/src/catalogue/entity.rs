//! What the rows of answers are made of.
//!
//! Source: the property tables and examples of the same pages as the operations. They contradict each other in places, so a
//! documented type is a hint and never a rule for reading.

use serde::Deserialize;

/// The type of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entity {
    /// Its page: the last part of the address.
    pub doc: Option<String>,
    /// What `@odata.context` ends with.
    pub odata_context: Option<String>,
    /// The property that tells rows apart; `None` where none does.
    pub key: Option<String>,
    /// Remarks.
    pub notes: Option<String>,
    /// Its properties, in the documentation's order.
    pub properties: Vec<Property>,
}

impl Entity {
    /// The property with this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

/// A property.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Property {
    /// Its name, as JSON spells it.
    pub name: String,
    /// Its type, in the documentation's words.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it may be null; `None` where nothing says so.
    pub nullable: Option<bool>,
    /// What it is.
    pub about: String,
    /// Seen in an example only, not in a table.
    #[serde(default)]
    pub example_only: bool,
    /// Values it may have; empty for any.
    #[serde(default, rename = "enum")]
    pub values: Vec<String>,
}

/// What a property's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Text.
    Text,
    /// A time.
    Time,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list of texts.
    List,
    /// An object, or a list of objects.
    Nested,
}

impl Property {
    /// What its value looks like, as documented.
    pub fn value_kind(&self) -> ValueKind {
        match self.kind.as_str() {
            "DateTimeOffset" | "DateTime" => ValueKind::Time,
            "Long" | "Integer" | "Double" | "Number" => ValueKind::Number,
            "Boolean" => ValueKind::Boolean,
            "String[]" => ValueKind::List,
            "String" | "Enum" | "Guid" => ValueKind::Text,
            _ => ValueKind::Nested,
        }
    }
}
