//! What would be sent, before it is.

use super::{kept, place, quota};
use crate::{Workbench, errors, explorer};
use contract::{CallPreviewDto, CallRequest, CommandError, FieldPlace, FieldProblemDto};
use defender::catalogue::Operation;
use defender::form::{self, InvalidValue, Place, Value, Values, Version};
use defender::{Body, Request};
use std::sync::Arc;

impl Workbench {
    /// What a form would send, and what is wrong with it. Nothing is sent.
    ///
    /// # Errors
    /// Where there is no such operation or no profile.
    pub async fn preview_call(
        self: &Arc<Self>,
        request: CallRequest,
    ) -> Result<CallPreviewDto, CommandError> {
        let operation = explorer::known(&request.operation_id)?;
        let profile = self.active()?;
        let values = self.values(operation, &request)?;
        let version = match request.version {
            contract::ApiVersion::Latest => Version::Latest,
            contract::ApiVersion::V1 => Version::V1,
        };
        let quota = quota(&self.limiter(&profile.id), operation);
        let base = self.target(&profile).await?.api_base;
        Ok(match form::build(operation, &values, version) {
            Ok(built) => CallPreviewDto {
                request: Some(format!("{} {}", built.method(), super::address(&base, &built))),
                body: body_text(&built),
                problems: Vec::new(),
                quota,
            },
            Err(invalid) => CallPreviewDto {
                request: None,
                body: None,
                problems: invalid.iter().map(problem).collect(),
                quota,
            },
        })
    }

    /// What is wrong with a form.
    pub(crate) fn invalid_values(
        &self,
        operation: &Operation,
        request: &CallRequest,
    ) -> Result<Vec<InvalidValue>, CommandError> {
        let values = self.values(operation, request)?;
        Ok(form::build(operation, &values, Version::Latest)
            .err()
            .unwrap_or_default())
    }

    /// What was filled in, in the form's words.
    pub(super) fn values(
        &self,
        operation: &Operation,
        request: &CallRequest,
    ) -> Result<Values, CommandError> {
        let mut values = Values::default();
        for given in &request.values {
            if kept::is_file(operation, given) {
                values.file = match given.values.first() {
                    Some(id) => Some(self.uploads.get(id).ok_or_else(errors::upload_gone)?),
                    None => None,
                };
                continue;
            }
            values.values.push(Value {
                place: place(given.place),
                name: given.name.clone(),
                texts: given.values.clone(),
            });
        }
        Ok(values)
    }
}

/// A body as people read it; of a file its name and size.
pub(crate) fn body_text(request: &Request) -> Option<String> {
    Some(match request.body()? {
        Body::Json(text) => pretty(text),
        Body::Form { texts, file } => {
            let mut lines: Vec<String> = texts
                .iter()
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            lines.push(format!(
                "{}: {} ({} bytes)",
                file.field,
                file.name,
                file.bytes.len()
            ));
            lines.join("\n")
        }
    })
}

fn pretty(text: &str) -> String {
    serde_json::from_str::<serde_json::Value>(text)
        .and_then(|json| serde_json::to_string_pretty(&json))
        .unwrap_or_else(|_| text.to_owned())
}

pub(crate) fn problem(invalid: &InvalidValue) -> FieldProblemDto {
    FieldProblemDto {
        place: match invalid.place {
            Place::Path => FieldPlace::Path,
            Place::Query => FieldPlace::Query,
            Place::Body => FieldPlace::Body,
        },
        name: invalid.name.clone(),
        message: invalid.message.clone(),
    }
}
