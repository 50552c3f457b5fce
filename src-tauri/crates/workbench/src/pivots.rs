//! Where a row leads: calls that its values fill in, so that nobody copies ids.
//!
//! Owns: which property of an answer fills which placeholder of which operation.
//! Refuses to know: whether the call is allowed or worth making.
//!
//! Invariant: a pivot is offered where the value has the form that the placeholder takes.

use crate::{Workbench, explorer, state};
use contract::{CommandError, FieldPlace, FieldValueDto, GetRowRequest, PivotDto, PivotsDto};
use serde_json::{Map, Value};

/// What a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Subject {
    Alert,
    Device,
    User,
    File,
    Ip,
    Domain,
    Software,
    Vulnerability,
    Recommendation,
    Investigation,
    MachineAction,
    Remediation,
    ScanAgent,
}

/// Most pivots of one row: an alert with a hundred pieces of evidence shall not make a hundred buttons.
const MOST: usize = 40;

impl Subject {
    /// Operations that take it, the placeholder first.
    fn operations(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Alert => &[
                ("getAlert", "id"),
                ("getAlertMachine", "id"),
                ("getAlertUser", "id"),
                ("listAlertFiles", "id"),
                ("listAlertIps", "id"),
                ("listAlertDomains", "id"),
            ],
            Self::Device => &[
                ("getMachine", "id"),
                ("listMachineAlerts", "id"),
                ("listMachineLogonUsers", "id"),
                ("listMachineSoftware", "id"),
                ("listMachineVulnerabilities", "id"),
                ("listMachineRecommendations", "id"),
            ],
            Self::User => &[("listUserAlerts", "id"), ("listUserMachines", "id")],
            Self::File => &[
                ("getFile", "id"),
                ("listFileAlerts", "id"),
                ("listFileMachines", "id"),
                ("getFileStats", "id"),
            ],
            Self::Ip => &[("listIpAlerts", "ip"), ("getIpStats", "ip")],
            Self::Domain => &[
                ("listDomainAlerts", "domain"),
                ("listDomainMachines", "domain"),
                ("getDomainStats", "domain"),
            ],
            Self::Software => &[
                ("getSoftware", "id"),
                ("listSoftwareVersions", "id"),
                ("listSoftwareMachines", "id"),
                ("listSoftwareVulnerabilities", "id"),
            ],
            Self::Vulnerability => &[
                ("getVulnerability", "cveId"),
                ("listVulnerabilityMachines", "cveId"),
            ],
            Self::Recommendation => &[
                ("getRecommendation", "id"),
                ("getRecommendationSoftware", "id"),
                ("listRecommendationMachines", "id"),
                ("listRecommendationVulnerabilities", "id"),
            ],
            Self::Investigation => &[("getInvestigation", "id")],
            Self::MachineAction => &[("getMachineAction", "id")],
            Self::Remediation => &[
                ("getRemediationTask", "id"),
                ("listRemediationTaskMachines", "id"),
            ],
            Self::ScanAgent => &[("getScanAgent", "id")],
        }
    }

    /// Whether a text has the form that the placeholder takes.
    fn fits(self, text: &str) -> bool {
        let hex = |digits: usize| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match self {
            Self::Device => hex(40),
            Self::File => hex(40),
            Self::Ip => text.parse::<std::net::IpAddr>().is_ok(),
            Self::Domain => {
                text.contains('.') && !text.contains(['/', ' ']) && text.parse::<std::net::IpAddr>().is_err()
            }
            Self::Vulnerability => text.starts_with("CVE-"),
            _ => !text.is_empty() && text.chars().count() <= 200,
        }
    }
}

/// What a property names, wherever it stands.
fn by_property(name: &str) -> Option<Subject> {
    Some(match name.to_ascii_lowercase().as_str() {
        "machineid" | "deviceid" => Subject::Device,
        "alertid" => Subject::Alert,
        "accountname" => Subject::User,
        "sha1" | "fileid" => Subject::File,
        "ipaddress" | "lastipaddress" | "lastexternalipaddress" => Subject::Ip,
        "domainname" | "host" => Subject::Domain,
        "cveid" | "cves" => Subject::Vulnerability,
        "investigationid" => Subject::Investigation,
        "softwareid" => Subject::Software,
        "recommendationreference" => Subject::Recommendation,
        _ => return None,
    })
}

/// What `id` names in the rows of an operation's answer.
fn by_entity(entity: &str) -> Option<Subject> {
    Some(match entity {
        "Alert" => Subject::Alert,
        "Machine" => Subject::Device,
        "Software" => Subject::Software,
        "Vulnerability" => Subject::Vulnerability,
        "Recommendation" => Subject::Recommendation,
        "Investigation" => Subject::Investigation,
        "MachineAction" => Subject::MachineAction,
        "RemediationTask" | "Remediation" => Subject::Remediation,
        "User" => Subject::User,
        _ if entity.contains("ScanAgent") => Subject::ScanAgent,
        _ => return None,
    })
}

impl Workbench {
    /// The calls that a row's values fill in.
    ///
    /// # Errors
    /// Where the row is gone.
    pub fn pivots(&self, request: &GetRowRequest) -> Result<PivotsDto, CommandError> {
        let row = self.row(request)?;
        let entity = self.results.entity_of(&request.result_id);
        Ok(PivotsDto {
            pivots: pivots(&row, entity.as_deref()),
        })
    }
}

fn pivots(row: &Map<String, Value>, entity: Option<&str>) -> Vec<PivotDto> {
    let mut found: Vec<(Subject, String, String)> = Vec::new();
    if let (Some(subject), Some(Value::String(id))) = (entity.and_then(by_entity), row.get("id")) {
        add(&mut found, subject, "id", id);
    }
    collect(row, &mut found, 0);
    found
        .iter()
        .flat_map(|(subject, property, value)| {
            subject
                .operations()
                .iter()
                .map(move |(operation, placeholder)| (operation, placeholder, property, value))
        })
        .filter_map(|(operation, placeholder, property, value)| {
            Some(PivotDto {
                operation: state::operation(explorer::known(operation).ok()?),
                values: vec![FieldValueDto {
                    place: FieldPlace::Path,
                    name: (*placeholder).to_owned(),
                    values: vec![value.clone()],
                }],
                from: format!("{property} {value}"),
            })
        })
        .take(MOST)
        .collect()
}

fn add(found: &mut Vec<(Subject, String, String)>, subject: Subject, property: &str, text: &str) {
    if subject.fits(text)
        && !found
            .iter()
            .any(|(known, _, value)| *known == subject && value == text)
    {
        found.push((subject, property.to_owned(), text.to_owned()));
    }
}

/// Looks into a row, its objects and its lists. Evidence lies two levels deep.
fn collect(object: &Map<String, Value>, found: &mut Vec<(Subject, String, String)>, depth: u8) {
    for (name, value) in object {
        match value {
            Value::String(text) => {
                if let Some(subject) = by_property(name) {
                    add(found, subject, name, text);
                }
                // A user is asked for by the bare account name, though ids read `domain\name`.
                if name == "relatedUser" || name == "userName" {
                    add(found, Subject::User, name, text);
                }
            }
            Value::Number(number) if by_property(name) == Some(Subject::Investigation) => {
                add(found, Subject::Investigation, name, &number.to_string());
            }
            Value::Object(inner) if depth < 3 => {
                if name == "relatedUser"
                    && let Some(Value::String(user)) = inner.get("userName")
                {
                    add(found, Subject::User, "relatedUser", user);
                } else {
                    collect(inner, found, depth + 1);
                }
            }
            Value::Array(items) if depth < 3 => {
                for item in items {
                    match item {
                        Value::Object(inner) => collect(inner, found, depth + 1),
                        Value::String(text) => {
                            if let Some(subject) = by_property(name) {
                                add(found, subject, name, text);
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(row: Value, entity: Option<&str>) -> Vec<(String, String)> {
        let Value::Object(row) = row else {
            panic!("an object")
        };
        pivots(&row, entity)
            .into_iter()
            .map(|pivot| (pivot.operation.id, pivot.values[0].values[0].clone()))
            .collect()
    }

    #[test]
    fn every_pivot_is_a_documented_operation_with_that_placeholder() {
        for subject in [
            Subject::Alert,
            Subject::Device,
            Subject::User,
            Subject::File,
            Subject::Ip,
            Subject::Domain,
            Subject::Software,
            Subject::Vulnerability,
            Subject::Recommendation,
            Subject::Investigation,
            Subject::MachineAction,
            Subject::Remediation,
            Subject::ScanAgent,
        ] {
            for (operation, placeholder) in subject.operations() {
                let operation = defender::catalogue().operation(operation).unwrap();
                assert!(
                    operation.path.contains(&format!("{{{placeholder}}}")),
                    "{}",
                    operation.id
                );
            }
        }
    }

    #[test]
    fn an_alert_leads_to_its_device_user_and_files() {
        let device = "0123456789abcdef0123456789abcdef01234567";
        let file = "89abcdef0123456789abcdef0123456789abcdef";
        let found = of(
            serde_json::json!({
                "id": "da1_1", "machineId": device, "investigationId": 12,
                "relatedUser": { "userName": "eva", "domainName": "contoso" },
                "evidence": [{ "sha1": file, "ipAddress": "192.0.2.7" }],
            }),
            Some("Alert"),
        );
        for wanted in [
            ("getAlertMachine", "da1_1"),
            ("listMachineAlerts", device),
            ("listUserAlerts", "eva"),
            ("getFile", file),
            ("listIpAlerts", "192.0.2.7"),
            ("getInvestigation", "12"),
        ] {
            assert!(
                found
                    .iter()
                    .any(|(id, value)| (id.as_str(), value.as_str()) == wanted),
                "{wanted:?} {found:?}"
            );
        }
        assert!(
            !found
                .iter()
                .any(|(id, _)| id.contains("Domain") && id != "listAlertDomains"),
            "{found:?}"
        );
    }

    #[test]
    fn a_value_that_does_not_fit_its_placeholder_leads_nowhere() {
        assert_eq!(
            of(
                serde_json::json!({ "machineId": "../x", "ipAddress": "none", "sha1": "" }),
                None
            ),
            []
        );
        assert_eq!(of(serde_json::json!({ "id": "x" }), Some("Score")), []);
    }

    #[test]
    fn the_same_value_is_offered_once() {
        let device = "0123456789abcdef0123456789abcdef01234567";
        let found = of(
            serde_json::json!({ "id": device, "machineId": device }),
            Some("Machine"),
        );
        assert_eq!(found.iter().filter(|(id, _)| id == "getMachine").count(), 1);
    }
}
