//! Reads the settings file so that one broken part costs that part alone.
//!
//! Invariant: what is not taken over is in [`Reading::unreadable`], to be kept elsewhere.

use super::{Guard, Profile, Settings};
use crate::doctor::Progress;
use contract::ProfileColour;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What a file holds.
pub(super) struct Reading {
    pub(super) settings: Settings,
    /// What could not be read, in the shape of the settings file.
    pub(super) unreadable: Map<String, Value>,
    /// The same in words.
    pub(super) parts: Vec<String>,
}

/// A file of which nothing can be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it is empty")]
    Empty,
    /// The parser's own words may repeat what stands in the file.
    #[error("it is no JSON from line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    #[error("it does not hold an object")]
    NoObject,
}

/// Reads the content of a settings file.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    // Editors on Windows put a byte order mark in front.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    let content: Value = serde_json::from_slice(bytes).map_err(|error| Unreadable::NotJson {
        line: error.line(),
        column: error.column(),
    })?;
    let Value::Object(content) = content else {
        return Err(Unreadable::NoObject);
    };
    let mut reading = Reading {
        settings: Settings::default(),
        unreadable: Map::new(),
        parts: Vec::new(),
    };
    for (name, value) in content {
        reading.member(name, value);
    }
    reading.forget_absent_profile();
    Ok(reading)
}

impl Reading {
    fn member(&mut self, name: String, value: Value) {
        match (name.as_str(), value) {
            ("version", value) => self.settings.version = self.simple(name, value, "the version"),
            ("theme", value) => self.settings.theme = self.simple(name, value, "the appearance"),
            ("activeProfileId", value) => {
                self.settings.active_profile_id = self.simple(name, value, "which profile is in use");
            }
            ("network", value) => self.settings.network = self.simple(name, value, "the network settings"),
            ("views", value) => self.settings.views = self.simple(name, value, "the saved views"),
            ("favourites", value) => self.settings.favourites = self.simple(name, value, "the favourites"),
            ("profiles", Value::Array(profiles)) => {
                for profile in profiles {
                    self.profile(profile);
                }
            }
            ("profiles", value) => {
                self.unreadable.insert(name, value);
                self.parts.push("the list of profiles".to_owned());
            }
            (_, value) => {
                self.settings.extra.insert(name, value);
            }
        }
    }

    fn simple<T: DeserializeOwned + Default>(&mut self, name: String, value: Value, words: &str) -> T {
        T::deserialize(&value).unwrap_or_else(|_| {
            self.unreadable.insert(name, value);
            self.parts.push(words.to_owned());
            T::default()
        })
    }

    fn profile(&mut self, value: Value) {
        let spoilt = spoilt(&value);
        let mut usable = value.clone();
        if let Value::Object(usable) = &mut usable {
            usable.retain(|name, _| !spoilt.contains(&name.as_str()));
        }
        let read = serde_json::from_value::<Profile>(usable).ok();
        // Sessions are kept by id.
        let read = read.filter(|read| self.settings.profiles.iter().all(|known| known.id != read.id));
        let words = name(&value);
        if read.is_none() {
            self.set_aside(value, words);
        } else if !spoilt.is_empty() {
            self.set_aside(value, format!("a part of {words}"));
        }
        self.settings.profiles.extend(read);
    }

    fn set_aside(&mut self, profile: Value, words: String) {
        self.parts.push(words);
        let list = self
            .unreadable
            .entry("profiles")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(profile);
        }
    }

    /// No profile is in use rather than another one, which might be of another tenant.
    fn forget_absent_profile(&mut self) {
        let Settings {
            active_profile_id,
            profiles,
            ..
        } = &mut self.settings;
        if !profiles
            .iter()
            .any(|profile| Some(&profile.id) == active_profile_id.as_ref())
        {
            *active_profile_id = None;
        }
    }
}

/// Members that cannot be read, of those without which a profile is still what it was. Endpoints are not among
/// them: without its endpoints a profile would sign in elsewhere.
fn spoilt(profile: &Value) -> Vec<&'static str> {
    let bad = |name: &str, reads: fn(&Value) -> bool| profile.get(name).is_some_and(|value| !reads(value));
    [
        ("colour", reads::<ProfileColour> as fn(&Value) -> bool),
        ("region", reads::<Option<String>>),
        ("allowPasswordSample", reads::<bool>),
        ("guard", reads::<Guard>),
        ("keepHistory", reads::<bool>),
        ("progress", reads::<Progress>),
    ]
    .into_iter()
    .filter(|(name, reads)| bad(name, *reads))
    .map(|(name, _)| name)
    .collect()
}

fn reads<T: DeserializeOwned>(value: &Value) -> bool {
    T::deserialize(value).is_ok()
}

/// A profile's name, for a sentence.
fn name(profile: &Value) -> String {
    let name = profile.get("name").and_then(Value::as_str).map(str::trim);
    match name.filter(|name| !name.is_empty()) {
        Some(name) => format!(
            "the profile \"{}\"",
            name.chars()
                .filter(|c| !c.is_control())
                .take(registration::LONGEST_NAME)
                .collect::<String>()
        ),
        None => "a profile without a name".to_owned(),
    }
}
