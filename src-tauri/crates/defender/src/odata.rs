//! Requests for alerts, in OData's words.
//!
//! Source: "List alerts API" (<https://learn.microsoft.com/defender-endpoint/api/get-alerts>) and OData 4.01 URL
//! Conventions §5.1.1.14.1 for literals.

pub mod filter;
pub mod syntax;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::request::{Expected, Request};

/// Which alerts to ask for. The filter runs at the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertFilter {
    /// Earliest `alertCreationTime`, inclusive.
    pub created_from: Option<DateTime<Utc>>,
    /// Latest `alertCreationTime`, exclusive.
    pub created_to: Option<DateTime<Utc>>,
    /// Severities, e.g. `High`; empty for all.
    pub severities: Vec<String>,
}

impl AlertFilter {
    /// The `$filter` expression; `None` where every alert is asked for.
    pub fn to_filter(&self) -> Option<String> {
        let mut terms = Vec::new();
        if let Some(from) = self.created_from {
            terms.push(format!("alertCreationTime ge {}", time(from)));
        }
        if let Some(to) = self.created_to {
            terms.push(format!("alertCreationTime lt {}", time(to)));
        }
        let severities: Vec<String> = self
            .severities
            .iter()
            .map(|severity| format!("severity eq {}", text(severity)))
            .collect();
        match severities.as_slice() {
            [] => {}
            [one] => terms.push(one.clone()),
            several => terms.push(format!("({})", several.join(" or "))),
        }
        (!terms.is_empty()).then(|| terms.join(" and "))
    }
}

/// A text literal: in quotes, quotes inside doubled.
pub fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// A time literal.
fn time(value: DateTime<Utc>) -> String {
    value.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The first page of alerts, `top` to a page (at most 10,000).
pub fn alerts_request(filter: &AlertFilter, top: u32) -> Request {
    filtered(Request::new("/api/alerts"), filter).with("$top", top)
}

/// How many alerts match, answered as plain text. Documented for a device's alerts only, so the service may not know it.
pub fn alerts_count_request(filter: &AlertFilter) -> Request {
    filtered(Request::new("/api/alerts/$count"), filter).expecting(Expected::Text)
}

/// One alert with evidence and comments.
pub fn alert_request(id: &str) -> Request {
    Request::new("/api/alerts").segment(id)
}

fn filtered(request: Request, filter: &AlertFilter) -> Request {
    match filter.to_filter() {
        Some(expression) => request.with("$filter", expression),
        None => request,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<DateTime<Utc>> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn an_empty_filter_asks_for_everything() {
        assert_eq!(AlertFilter::default().to_filter(), None);
        assert_eq!(
            alerts_request(&AlertFilter::default(), 10_000).to_string(),
            "/api/alerts?$top=10000"
        );
    }

    #[test]
    fn dates_and_severities_are_joined() {
        let filter = AlertFilter {
            created_from: at("2026-01-01T00:00:00Z"),
            created_to: at("2026-02-01T12:30:00.250Z"),
            severities: vec!["High".into(), "Medium".into()],
        };
        assert_eq!(
            filter.to_filter().unwrap(),
            "alertCreationTime ge 2026-01-01T00:00:00Z and alertCreationTime lt 2026-02-01T12:30:00.250Z \
             and (severity eq 'High' or severity eq 'Medium')"
        );
        assert_eq!(
            AlertFilter {
                severities: vec!["Low".into()],
                ..AlertFilter::default()
            }
            .to_filter()
            .unwrap(),
            "severity eq 'Low'"
        );
    }

    #[test]
    fn quotes_in_text_are_doubled() {
        assert_eq!(text("O'Neill"), "'O''Neill'");
        let filter = AlertFilter {
            severities: vec!["x' or 1 eq 1 or 'x".into()],
            ..AlertFilter::default()
        };
        assert_eq!(filter.to_filter().unwrap(), "severity eq 'x'' or 1 eq 1 or ''x'");
    }

    #[test]
    fn an_alert_id_is_encoded_into_the_path() {
        assert_eq!(
            alert_request("da637/..#").to_string(),
            "/api/alerts/da637%2F..%23"
        );
    }

    #[test]
    fn the_count_is_asked_for_with_the_same_filter() {
        let filter = AlertFilter {
            severities: vec!["Low".into()],
            ..AlertFilter::default()
        };
        let request = alerts_count_request(&filter);
        assert_eq!(
            request.to_string(),
            "/api/alerts/$count?$filter=severity%20eq%20'Low'"
        );
        assert_eq!(request.expected(), Expected::Text);
    }
}
