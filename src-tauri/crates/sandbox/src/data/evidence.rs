//! Evidence of an alert: user, process, files, addresses, registry values.
//!
//! Every field of the `AlertEvidence` resource is always written, and null where it does not apply.

use serde::Serialize;

use super::alerts::Alert;
use super::catalogue::Extra;
use super::files::{COMMAND_PROMPT, hashes as hashes_of};
use super::hostile::Hostile;
use super::people::DOMAIN;
use super::random::{Dice, Stream};
use super::time::Ticks;

/// One piece of evidence.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Evidence<'a> {
    pub(crate) entity_type: &'static str,
    evidence_creation_time: Option<Ticks>,
    pub(crate) sha1: Option<String>,
    sha256: Option<String>,
    pub(crate) file_name: Option<String>,
    file_path: Option<String>,
    process_id: Option<i64>,
    process_command_line: Option<String>,
    process_creation_time: Option<Ticks>,
    parent_process_id: Option<i64>,
    parent_process_creation_time: Option<Ticks>,
    parent_process_file_name: Option<String>,
    parent_process_file_path: Option<String>,
    pub(crate) ip_address: Option<String>,
    pub(crate) url: Option<String>,
    registry_key: Option<&'static str>,
    registry_hive: Option<&'static str>,
    registry_value_type: Option<&'static str>,
    registry_value: Option<&'static str>,
    account_name: Option<&'a str>,
    domain_name: Option<&'static str>,
    user_sid: Option<&'a str>,
    aad_user_id: Option<&'a str>,
    user_principal_name: Option<&'a str>,
    detection_status: Option<&'static str>,
}

const DOMAINS: &[&str] = &[
    "northwind-parcel.example",
    "contoso-billing.example",
    "fabrikam-cdn.example",
    "adatum-news.example",
    "tailspin-files.example",
    "proseware-share.example",
];

const FOLLOW_UPS: &[&str] = &[
    "cmd.exe /c whoami /all",
    "cmd.exe /c ipconfig /all",
    "cmd.exe /c tasklist /svc",
    "conhost.exe 0xffffffff -ForceV1",
    "cmd.exe /c nltest /domain_trusts",
];

/// What the placeholders of the catalogue stand for in one alert.
struct Filling<'a> {
    user: &'a str,
    hex: String,
    ip: String,
    domain: &'static str,
}

impl Filling<'_> {
    fn fill(&self, template: &str) -> String {
        if !template.contains('{') {
            return template.to_owned();
        }
        template
            .replace("{user}", self.user)
            .replace("{hex}", &self.hex)
            .replace("{ip}", &self.ip)
            .replace("{domain}", self.domain)
    }
}

/// Evidence of an alert: the user first, then the process, then the rest.
pub(crate) fn of<'a>(alert: &Alert<'a>) -> Vec<Evidence<'a>> {
    let mut dice = Dice::new(alert.data.seed, Stream::Evidence, u64::from(alert.index));
    let filling = Filling {
        user: alert.person.map_or("Public", |person| person.user_name.as_str()),
        hex: dice.hex(8),
        ip: format!("198.51.100.{}", dice.between(1, 254)),
        domain: dice.word(DOMAINS),
    };
    let recorded = Some(alert.created);
    let status = Some(if alert.detection.source == "WindowsDefenderAv" {
        "Prevented"
    } else {
        "Detected"
    });
    let mut evidence = Vec::with_capacity(6);
    if let Some(person) = alert.person {
        evidence.push(Evidence {
            entity_type: "User",
            evidence_creation_time: recorded,
            account_name: Some(&person.user_name),
            domain_name: Some(DOMAIN),
            user_sid: Some(&person.sid),
            aad_user_id: Some(&person.object_id),
            user_principal_name: Some(&person.upn),
            ..Evidence::default()
        });
    }
    if alert.created_by_hand().is_some() {
        return evidence;
    }
    let process = &alert.detection.process;
    let pid = dice.between(600, 32_000);
    let started = alert.first_event.plus(-dice.between(0, Ticks::MINUTE));
    let own_name = || filling.fill(process.file);
    let hashes = hashes_of(alert, process.file);
    evidence.push(Evidence {
        entity_type: "Process",
        evidence_creation_time: recorded,
        sha1: Some(hashes.sha1),
        sha256: Some(hashes.sha256),
        file_name: Some(
            alert
                .hostile
                .and_then(Hostile::file_name)
                .unwrap_or_else(own_name),
        ),
        file_path: Some(filling.fill(process.folder)),
        process_id: Some(pid),
        process_command_line: Some(
            alert
                .hostile
                .and_then(Hostile::command_line)
                .unwrap_or_else(|| filling.fill(process.command)),
        ),
        process_creation_time: Some(started),
        parent_process_id: Some(dice.between(600, 32_000)),
        parent_process_creation_time: Some(started.plus(-dice.between(Ticks::SECOND, 8 * Ticks::HOUR))),
        parent_process_file_name: Some(filling.fill(process.parent)),
        parent_process_file_path: Some(filling.fill(process.parent_folder)),
        detection_status: status,
        ..Evidence::default()
    });
    for extra in alert.detection.extras {
        evidence.push(piece(extra, alert, &filling));
    }
    if process.parent == COMMAND_PROMPT && dice.percent(60) {
        let prompt = hashes_of(alert, COMMAND_PROMPT);
        evidence.push(Evidence {
            entity_type: "Process",
            evidence_creation_time: recorded,
            sha1: Some(prompt.sha1),
            sha256: Some(prompt.sha256),
            file_name: Some(COMMAND_PROMPT.to_owned()),
            file_path: Some(r"C:\Windows\System32".to_owned()),
            process_id: Some(dice.between(600, 32_000)),
            process_command_line: Some(dice.word(FOLLOW_UPS).to_owned()),
            process_creation_time: Some(alert.last_event),
            parent_process_id: Some(pid),
            parent_process_creation_time: Some(started),
            parent_process_file_name: Some(own_name()),
            parent_process_file_path: Some(filling.fill(process.folder)),
            detection_status: status,
            ..Evidence::default()
        });
    }
    evidence
}

fn piece<'a>(extra: &Extra, alert: &Alert<'a>, filling: &Filling<'_>) -> Evidence<'a> {
    let common = Evidence {
        evidence_creation_time: Some(alert.created),
        ..Evidence::default()
    };
    match extra {
        Extra::File(name, folder) => {
            let hashes = hashes_of(alert, name);
            Evidence {
                entity_type: "File",
                sha1: Some(hashes.sha1),
                sha256: Some(hashes.sha256),
                file_name: Some(
                    alert
                        .hostile
                        .and_then(Hostile::file_name)
                        .unwrap_or_else(|| filling.fill(name)),
                ),
                file_path: Some(filling.fill(folder)),
                detection_status: Some(if alert.detection.source == "WindowsDefenderAv" {
                    "Prevented"
                } else {
                    "Detected"
                }),
                ..common
            }
        }
        Extra::Ip => Evidence {
            entity_type: "Ip",
            ip_address: Some(filling.ip.clone()),
            ..common
        },
        Extra::Url(url) => Evidence {
            entity_type: "Url",
            url: Some(filling.fill(url)),
            ..common
        },
        Extra::Registry(hive, key, value_type, value) => Evidence {
            entity_type: "RegistryValue",
            registry_hive: Some(hive),
            registry_key: Some(key),
            registry_value_type: Some(value_type),
            registry_value: Some(value),
            ..common
        },
    }
}
