//! Reads request bodies. Names are compared in exact letter case, as the service documents.

use serde_json::{Map, Value};

use super::call::Call;
use super::errors::ApiError;

/// Longest text in a body that is kept.
const MAX_TEXT: usize = 10_000;

/// A JSON object.
pub(super) struct Body(Map<String, Value>);

/// A parameter that must be there is not.
pub(super) fn missing(name: &str) -> ApiError {
    ApiError::Invalid(
        "MissingRequiredParameter",
        format!("The parameter '{name}' is required. Names are case-sensitive."),
    )
}

/// A body that cannot be used.
pub(super) fn unusable(message: impl Into<String>) -> ApiError {
    ApiError::Invalid("InvalidRequestBody", message.into())
}

/// A value that cannot be used.
pub(super) fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::Invalid("InvalidInput", message.into())
}

impl Call<'_> {
    /// The body as an object.
    pub(super) fn object(&self) -> Result<Body, ApiError> {
        match serde_json::from_slice(self.body) {
            Ok(Value::Object(members)) => Ok(Body(members)),
            Ok(_) | Err(_) => Err(unusable("The request body must be a JSON object.")),
        }
    }

    /// The body as an object; none at all is an empty one.
    pub(super) fn optional_object(&self) -> Result<Body, ApiError> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            Ok(Body(Map::new()))
        } else {
            self.object()
        }
    }
}

impl Body {
    /// An object inside of another body.
    pub(super) fn of(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The member, unless it is missing or null.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Whether there is any of these members.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.contains_key(*name))
    }

    /// A text that may be missing.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.len() <= MAX_TEXT => Ok(Some(text)),
            Some(Value::String(_)) => Err(invalid(format!("The value of '{name}' is too long."))),
            Some(_) => Err(unusable(format!("The value of '{name}' must be text."))),
        }
    }

    /// A text that must be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, ApiError> {
        self.text(name)?
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| missing(name))
    }

    /// One of these words, which may be missing.
    pub(super) fn choice(
        &self,
        name: &str,
        words: &[&'static str],
    ) -> Result<Option<&'static str>, ApiError> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        words
            .iter()
            .copied()
            .find(|word| *word == text)
            .map(Some)
            .ok_or_else(|| {
                invalid(format!(
                    "The value of '{name}' must be one of {}.",
                    words.join(", ")
                ))
            })
    }

    /// One of these words, which must be there.
    pub(super) fn required_choice(
        &self,
        name: &str,
        words: &[&'static str],
    ) -> Result<&'static str, ApiError> {
        self.choice(name, words)?.ok_or_else(|| missing(name))
    }

    /// A list of texts that must be there, of at most `most`.
    pub(super) fn texts(&self, name: &str, most: usize) -> Result<Vec<&str>, ApiError> {
        let list = self
            .get(name)
            .ok_or_else(|| missing(name))?
            .as_array()
            .ok_or_else(|| unusable(format!("The value of '{name}' must be a list of texts.")))?;
        within(name, list.len(), most)?;
        list.iter()
            .map(|item| {
                item.as_str()
                    .ok_or_else(|| unusable(format!("The value of '{name}' must be a list of texts.")))
            })
            .collect()
    }

    /// A boolean that may be missing.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(_) => Err(unusable(format!("The value of '{name}' must be true or false."))),
        }
    }
}

/// Refuses more items than a call may carry.
pub(super) fn within(name: &str, sent: usize, most: usize) -> Result<(), ApiError> {
    if sent > most {
        return Err(ApiError::Invalid(
            "MaximumBatchSizeExceeded",
            format!("'{name}' holds {sent} items. At most {most} are allowed."),
        ));
    }
    Ok(())
}
