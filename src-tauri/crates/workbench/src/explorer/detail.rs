//! Everything about one operation: what it needs, what its form takes, what stands in its way.

use super::{is_drastic, known, owned};
use crate::permissions::{in_words, remarks_of};
use crate::{Workbench, state};
use contract::{
    CommandError, FieldDto, FieldKind, FieldPlace, FilterKind, FilterPropertyDto, LinkDto,
    OperationDetailDto, OperationRequest, OperationState, StatusDto,
};
use defender::catalogue::{Operation, ValueKind, device_effect};
use defender::form::{Field, Kind, Place, fields};
use defender::odata::filter;

const PAGES: &str = "https://learn.microsoft.com/defender-endpoint/api/";

impl Workbench {
    /// Everything about one operation.
    ///
    /// # Errors
    /// Where there is none with this id.
    pub fn operation_detail(&self, request: &OperationRequest) -> Result<OperationDetailDto, CommandError> {
        let operation = known(&request.operation_id)?;
        let (state, permissions) = self.standing(operation);
        let documented = operation.delegated_names();
        let least = operation
            .least_delegated
            .as_deref()
            .filter(|least| documented.contains(least))
            .map(str::to_owned);
        let effect = device_effect(&operation.id);
        Ok(OperationDetailDto {
            operation: state::operation(operation),
            group: in_words(&operation.group),
            returns: operation.returns.clone(),
            state,
            state_text: state_text(state, &permissions),
            alternatives: owned(documented)
                .into_iter()
                .filter(|name| Some(name) != least.as_ref())
                .collect(),
            least_permission: least,
            role: operation.user_permission.clone(),
            limits: limits(operation),
            plans: operation
                .applies_to
                .iter()
                .map(|plan| plan_in_words(plan))
                .collect(),
            preview: operation.preview,
            notes: notes(operation),
            links: links(operation),
            statuses: operation
                .statuses
                .iter()
                .map(|(status, meaning)| StatusDto {
                    status: status.clone(),
                    meaning: meaning.clone(),
                })
                .collect(),
            fields: fields(operation).iter().map(field).collect(),
            filter_properties: operation
                .filterable
                .iter()
                .map(|name| property(operation, name))
                .collect(),
            pages: crate::calls::has_pages(operation),
            undone_by: effect
                .and_then(|effect| effect.undone_by)
                .and_then(|id| known(id).ok())
                .map(state::operation),
            drastic: is_drastic(operation),
        })
    }
}

fn state_text(state: OperationState, permissions: &[String]) -> String {
    let any = permissions.join(" or ");
    match state {
        OperationState::SignedOut => "Sign in to see whether your token opens it.".to_owned(),
        OperationState::Ready => format!("Your token opens it: it carries {any}."),
        OperationState::Missing => format!("Your token does not carry {any}."),
        OperationState::NotDocumented => {
            "The documentation lists no delegated permission: signed in as a person it may be refused whatever the token carries."
                .to_owned()
        }
        OperationState::CannotTell => format!(
            "Your token does not tell whether it opens it. Documented is {}.",
            if any.is_empty() { "nothing" } else { any.as_str() }
        ),
    }
}

/// The documented limits, in words.
pub(crate) fn limits(operation: &Operation) -> Vec<String> {
    let (minute, hour) = defender::limits::limits(operation);
    let mut limits = Vec::new();
    let mut calls = |calls: Option<u32>, span: &str| {
        if let Some(calls) = calls {
            limits.push(format!("{calls} calls {span}"));
        }
    };
    calls(minute, "a minute");
    calls(hour, "an hour");
    if let Some(other) = operation
        .rate_limit
        .as_ref()
        .and_then(|limit| limit.other.clone())
    {
        limits.push(other);
    }
    if operation.rate_limit.is_none() {
        limits.push("Its page names no limit; these hold for the API as a whole.".to_owned());
    }
    if let Some(most) = operation.max_top {
        limits.push(format!("{most} rows a page"));
    }
    if let Some(most) = operation
        .max_page_size
        .filter(|most| Some(*most) != operation.max_top)
    {
        limits.push(format!("{most} rows a page of an export"));
    }
    limits
}

fn plan_in_words(plan: &str) -> String {
    match plan {
        "P1" => "Defender for Endpoint Plan 1",
        "P2" => "Defender for Endpoint Plan 2",
        "MDE" => "Defender for Endpoint",
        "MDB" => "Defender for Business",
        "XDR" => "Defender XDR",
        "MDVM" => "Defender Vulnerability Management",
        "MDC-P2" => "Defender for Servers Plan 2",
        other => other,
    }
    .to_owned()
}

fn notes(operation: &Operation) -> Vec<String> {
    let mut notes = Vec::new();
    if operation.device_group_scoped {
        notes.push("You see only devices of your device groups, and what belongs to them.".to_owned());
    }
    notes.extend(remarks_of(operation));
    if !operation.notes.is_empty() {
        notes.push(operation.notes.clone());
    }
    notes
}

fn links(operation: &Operation) -> Vec<LinkDto> {
    std::iter::once(&operation.doc)
        .chain(&operation.also_doc)
        .map(|page| LinkDto {
            label: if *page == operation.doc {
                "Documentation".to_owned()
            } else {
                format!("Documentation: {page}")
            },
            url: format!("{PAGES}{page}"),
        })
        .collect()
}

/// A field in the window's words.
pub(crate) fn field(field: &Field) -> FieldDto {
    FieldDto {
        place: match field.place {
            Place::Path => FieldPlace::Path,
            Place::Query => FieldPlace::Query,
            Place::Body => FieldPlace::Body,
        },
        name: field.name.clone(),
        kind: match field.kind {
            Kind::Text => FieldKind::Text,
            Kind::LongText => FieldKind::LongText,
            Kind::Choice => FieldKind::Choice,
            Kind::Integer => FieldKind::Integer,
            Kind::Boolean => FieldKind::Boolean,
            Kind::Time => FieldKind::Time,
            Kind::Id => FieldKind::Id,
            Kind::Guid => FieldKind::Guid,
            Kind::Sha1 => FieldKind::Sha1,
            Kind::FileHash => FieldKind::FileHash,
            Kind::IpAddress => FieldKind::IpAddress,
            Kind::Domain => FieldKind::Domain,
            Kind::Cve => FieldKind::Cve,
            Kind::List => FieldKind::List,
            Kind::Object | Kind::Objects => FieldKind::Json,
            Kind::File => FieldKind::File,
            Kind::Filter => FieldKind::Filter,
        },
        required: field.required,
        about: field.about.clone(),
        choices: field.choices.clone(),
        minimum: field.minimum.map(|number| number as f64),
        maximum: field.maximum.map(|number| number as f64),
        template: field.template.map(str::to_owned),
    }
}

fn property(operation: &Operation, name: &str) -> FilterPropertyDto {
    let kind = filter::kind(operation, name);
    FilterPropertyDto {
        name: name.to_owned(),
        kind: match kind {
            ValueKind::Text | ValueKind::Nested => FilterKind::Text,
            ValueKind::Time => FilterKind::Time,
            ValueKind::Number => FilterKind::Number,
            ValueKind::Boolean => FilterKind::Boolean,
            ValueKind::List => FilterKind::List,
        },
        values: operation
            .entity
            .as_deref()
            .and_then(|entity| defender::catalogue().entity(entity))
            .and_then(|entity| entity.property(name))
            .map(|property| property.values.clone())
            .unwrap_or_default(),
        operators: filter::operators(kind)
            .iter()
            .map(|operator| super::filter::wire(*operator))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plan_and_link_reads_as_words() {
        for operation in defender::catalogue().operations() {
            for plan in &operation.applies_to {
                assert!(plan_in_words(plan).starts_with("Defender"), "{plan}");
            }
            let links = links(operation);
            assert!(
                links.iter().all(|link| link.url.starts_with(PAGES)),
                "{}",
                operation.id
            );
            assert!(!limits(operation).is_empty(), "{}", operation.id);
        }
    }
}
