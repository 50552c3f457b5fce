//! The live response library: list, upload, delete.
//!
//! Sources: list-library-files, upload-library (a form with a file of at most 20 MB), delete-library.

use std::sync::Arc;

use axum::http::StatusCode;

use super::body::{invalid, missing, unusable};
use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::multipart::{self, Part};
use super::schema::LIBRARY_FILE;
use crate::data::library::LibraryFile;

/// Largest file.
pub(super) const MAX_FILE: usize = 20 * 1024 * 1024;

/// Every file, by name.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let rows = call.view.changes.library.values().map(|file| file.json());
    call.list(&Listing::new("LibraryFiles", LIBRARY_FILE), rows)
}

struct Form<'a>(Vec<Part<'a>>);

impl<'a> Form<'a> {
    fn part(&self, name: &str) -> Option<&Part<'a>> {
        self.0.iter().find(|part| part.name.eq_ignore_ascii_case(name))
    }

    fn text(&self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(part) = self.part(name) else {
            return Ok(None);
        };
        let text = part
            .text()
            .ok_or_else(|| unusable(format!("The value of '{name}' must be text.")))?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.text(name)?.map(|text| text.to_ascii_lowercase()).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(unusable(format!("The value of '{name}' must be true or false."))),
        }
    }
}

/// Adds a file, or replaces one if the form says so.
pub(super) fn upload(call: &Call<'_>) -> Result<Answer, ApiError> {
    let parts = multipart::parse(call.content_type, call.body)
        .ok_or_else(|| unusable("The request body must be a form (multipart/form-data) with a file."))?;
    let form = Form(parts);
    let part = form.part("file").ok_or_else(|| missing("File"))?;
    let name = part
        .file_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .ok_or_else(|| missing("filename"))?;
    if name.len() > 255 || name.contains(['/', '\\']) || name.chars().any(char::is_control) {
        return Err(invalid(
            "The name of the file must be a plain name of at most 255 characters.",
        ));
    }
    if part.content.len() > MAX_FILE {
        return Err(invalid("The file is larger than 20 MB."));
    }
    let replace = form.flag("OverrideIfExists")?;
    let parameters_description = form.text("ParametersDescription")?;
    let mut file = LibraryFile {
        name: name.to_owned(),
        content: part.content.to_vec(),
        description: form.text("Description")?,
        has_parameters: form.flag("HasParameters")? || parameters_description.is_some(),
        parameters_description,
        created: call.now,
        updated: call.now,
        created_by: call.caller.account.username,
    };
    let row = call.change(|changes| {
        if let Some(old) = changes.library.get(name) {
            if !replace {
                return Err(invalid(
                    "A file with this name exists. Send OverrideIfExists to replace it.",
                ));
            }
            file.created = old.created;
        }
        let row = file.json();
        changes.library.insert(name.to_owned(), Arc::new(file));
        Ok(row)
    })?;
    call.single("LibraryFiles", &row)
}

/// Removes a file.
pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let name = call.value(0);
    call.change(|changes| {
        changes
            .library
            .remove(name)
            .map(|_| ())
            .ok_or_else(|| ApiError::ResourceNotFound("The library has no file of this name.".to_owned()))
    })?;
    Ok(Answer::Empty(StatusCode::NO_CONTENT))
}
