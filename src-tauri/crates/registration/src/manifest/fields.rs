//! A JSON object's fields, as a manifest needs them.

use serde_json::{Map, Value};

use super::error::ManifestError;

/// An object whose names are compared without regard to case: PowerShell writes `AppId` where Microsoft Graph writes
/// `appId`.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    /// The value, which may be `null`.
    pub(super) fn get(self, key: &str) -> Option<&'a Value> {
        self.0.get(key).or_else(|| {
            self.0
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(key))
                .map(|(_, value)| value)
        })
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Text that is not blank.
    pub(super) fn text(self, key: &str) -> Option<&'a str> {
        self.get(key)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    /// A switch; `null` is off. Microsoft's own page shows one as text.
    pub(super) fn switch(self, key: &str) -> Result<Option<bool>, ManifestError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(false)),
            Some(Value::Bool(on)) => Ok(Some(*on)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(ManifestError::misshapen(key)),
        }
    }

    /// An object; `null` counts as left out.
    pub(super) fn object(self, key: &str) -> Result<Option<Self>, ManifestError> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self(map))),
            Some(_) => Err(ManifestError::misshapen(key)),
        }
    }

    /// A list of objects; `null` is empty.
    pub(super) fn objects(self, key: &str) -> Result<Option<Vec<Self>>, ManifestError> {
        self.list(key, Self::of)
    }

    /// A list of texts; `null` is empty. Microsoft's own page shows one as a single text.
    pub(super) fn texts(self, key: &str) -> Result<Option<Vec<&'a str>>, ManifestError> {
        if let Some(Value::String(text)) = self.get(key) {
            return Ok(Some(vec![text.trim()]));
        }
        self.list(key, |value| value.as_str().map(str::trim))
    }

    fn list<T>(
        self,
        key: &str,
        item: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<Vec<T>>, ManifestError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(Vec::new())),
            Some(Value::Array(items)) => items
                .iter()
                .map(|value| item(value).ok_or_else(|| ManifestError::misshapen(key)))
                .collect::<Result<Vec<T>, _>>()
                .map(Some),
            Some(_) => Err(ManifestError::misshapen(key)),
        }
    }
}
