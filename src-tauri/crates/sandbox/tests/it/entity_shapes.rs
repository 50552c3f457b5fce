//! Checks answers against the documented properties of the entities.

use std::collections::BTreeMap;

use serde_json::Value;

/// Spellings that one page uses and another does not: entity, in an answer, in the table.
const OTHER_SPELLINGS: &[(&str, &str, &str)] = &[
    ("MachineAction", "lastUpdateTimeUtc", "lastUpdateDateTimeUtc"),
    ("ScanAgent", "machineName", "computerDnsName"),
];

/// Members beyond the tables: a session can be asked for by its id, and no page says where to learn it.
const BEYOND: &[(&str, &str)] = &[("ScanHistoryByDefinition", "SessionIds")];

pub struct Entities(BTreeMap<String, BTreeMap<String, Property>>);

struct Property {
    kind: String,
    nullable: bool,
    names: Vec<String>,
}

impl Entities {
    pub fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../defender/data/entities.json");
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let entities = file["entities"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, entity)| {
                let properties = entity["properties"].as_array().unwrap().iter().map(|property| {
                    let names = property["enum"].as_array().cloned().unwrap_or_default();
                    let checked = Property {
                        kind: property["type"].as_str().unwrap().to_owned(),
                        // Where a page says nothing, null is possible.
                        nullable: property["nullable"].as_bool().unwrap_or(true),
                        names: names
                            .iter()
                            .map(|name| name.as_str().unwrap().to_owned())
                            .collect(),
                    };
                    (property["name"].as_str().unwrap().to_owned(), checked)
                });
                (name.clone(), properties.collect())
            });
        Self(entities.collect())
    }

    /// Whether every member is a documented property and holds what it should.
    pub fn check(&self, entity: &str, value: &Value, place: &str) {
        let properties = &self.0[entity];
        let members = value
            .as_object()
            .unwrap_or_else(|| panic!("{place}: {entity} is no object: {value}"));
        assert!(!members.is_empty(), "{place}");
        for (name, value) in members {
            if name == "@odata.context" || BEYOND.contains(&(entity, name)) {
                continue;
            }
            let spelling = OTHER_SPELLINGS
                .iter()
                .find(|(of, other, _)| *of == entity && other == name);
            let known = properties.get(spelling.map_or(name.as_str(), |(_, _, table)| *table));
            let property = known.unwrap_or_else(|| panic!("{place}: {entity} has no property {name}"));
            self.check_value(property, value, &format!("{place}: {entity}.{name}"));
        }
    }

    fn check_value(&self, property: &Property, value: &Value, place: &str) {
        if value.is_null() {
            assert!(property.nullable, "{place} is null");
            return;
        }
        if let Some(kind) = property.kind.strip_suffix("[]") {
            let items = value
                .as_array()
                .unwrap_or_else(|| panic!("{place} is no list: {value}"));
            for item in items {
                self.check_type(kind, property, item, place);
            }
        } else {
            self.check_type(&property.kind, property, value, place);
        }
    }

    fn check_type(&self, kind: &str, property: &Property, value: &Value, place: &str) {
        let good = match kind {
            "String" => value.is_string(),
            // One page says an enumeration of True and False, another a Boolean.
            "Enum" if property.names == ["True", "False"] => value.is_boolean(),
            "Enum" => value
                .as_str()
                .is_some_and(|text| property.names.iter().any(|name| name == text)),
            "Long" | "Integer" => value.is_i64() || value.is_u64(),
            "Double" | "Number" => value.is_number(),
            "Boolean" => value.is_boolean(),
            "DateTime" | "DateTimeOffset" => value
                .as_str()
                .is_some_and(|text| chrono::DateTime::parse_from_rfc3339(text).is_ok()),
            "Guid" => value.as_str().is_some_and(|text| text.len() == 36),
            "Object" => value.is_object(),
            "KeyValue" => value["key"].is_string() && value["value"].is_string(),
            "ExtensionPermission" => {
                value["Id"].is_string() && value["IsRequired"].is_boolean() && value["Risk"].is_string()
            }
            entity => {
                self.check(entity, value, place);
                true
            }
        };
        assert!(good, "{place} is no {kind}: {value}");
        // Words of an enumeration that is typed as text; lists of states are not closed.
        if kind == "String"
            && !property.names.is_empty()
            && property.names.iter().all(|name| !name.is_empty())
        {
            let text = value.as_str().unwrap();
            assert!(
                text.is_empty() || property.names.iter().any(|name| name == text),
                "{place}: {text} is none of {:?}",
                property.names
            );
        }
    }
}
