//! A call as a program of its own: what was filled in meets the texts of `snippet`.
//!
//! Invariant: a text holds no token; it signs in by itself.

use crate::{Workbench, explorer};
use contract::{CommandError, SnippetLanguage, SnippetRequest, TextDto};
use defender::catalogue::{Effect, Method, Operation};
use defender::form;
use defender::{Again, Body};
use serde_json::Value;
use snippet::{Language, Part, PartValue, SignIn, SnippetCall, Way};

const PAGES: &str = "https://learn.microsoft.com/defender-endpoint/api/";

impl Workbench {
    /// The text that makes the same call.
    ///
    /// # Errors
    /// Where the form breaks a rule, or there is no profile.
    pub async fn snippet(&self, request: SnippetRequest) -> Result<TextDto, CommandError> {
        let operation = explorer::known(&request.call.operation_id)?;
        let profile = self.active()?;
        let built = self.build(operation, &request.call)?;
        let target = self.target(&profile).await?;
        let url = crate::calls::address(&target.api_base, &built);
        let json;
        let mut parts = Vec::new();
        let body = match built.body() {
            None => snippet::Body::None,
            Some(Body::Json(text)) => {
                json = serde_json::from_str(text).unwrap_or(Value::Null);
                snippet::Body::Json(&json)
            }
            Some(Body::Form { texts, file }) => {
                parts.extend(texts.iter().map(|(name, value)| Part {
                    name,
                    value: PartValue::Text(value),
                }));
                parts.push(Part {
                    name: &file.field,
                    value: PartValue::File(&file.name),
                });
                snippet::Body::Form(&parts)
            }
        };
        let permissions = permissions(operation);
        let scope = format!("{}/.default", target.app.audience.trim_end_matches('/'));
        let documentation = format!("{PAGES}{}", operation.doc);
        let acts_on = (operation.effect == Effect::Act)
            .then(|| crate::calls::aimed_at(&request.call))
            .flatten();
        let made = snippet::make(
            language(request.language),
            &SnippetCall {
                title: &operation.title,
                method: method(operation.method),
                url: &url,
                body,
                is_collection: crate::calls::has_pages(operation),
                idempotent: form::again(operation) == Again::WhereItHelps,
                acts_on: acts_on.as_deref(),
                permissions: &permissions,
                documentation: &documentation,
                sign_in: SignIn {
                    authority: target.app.authority.login(),
                    tenant: &profile.tenant,
                    client_id: &profile.client_id,
                    scope: &scope,
                    way: if request.device_code {
                        Way::DeviceCode
                    } else {
                        Way::Browser
                    },
                },
            },
        );
        Ok(TextDto { text: made.text })
    }
}

/// The least permission first.
fn permissions(operation: &Operation) -> Vec<&str> {
    let mut names = operation.delegated_names();
    if let Some(at) = names
        .iter()
        .position(|name| Some(*name) == operation.least_delegated.as_deref())
    {
        let least = names.remove(at);
        names.insert(0, least);
    }
    names
}

fn method(method: Method) -> snippet::Method {
    match method {
        Method::Get => snippet::Method::Get,
        Method::Post => snippet::Method::Post,
        Method::Patch => snippet::Method::Patch,
        Method::Delete => snippet::Method::Delete,
    }
}

fn language(language: SnippetLanguage) -> Language {
    match language {
        SnippetLanguage::Curl => Language::Curl,
        SnippetLanguage::PowerShell => Language::PowerShell,
        SnippetLanguage::CSharp => Language::CSharp,
        SnippetLanguage::Python => Language::Python,
        SnippetLanguage::Rust => Language::Rust,
    }
}
