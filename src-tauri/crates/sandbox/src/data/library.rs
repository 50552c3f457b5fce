//! Files of the live response library.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::DataSet;
use super::time::Ticks;

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct LibraryFile {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
    pub(crate) description: Option<String>,
    pub(crate) has_parameters: bool,
    pub(crate) parameters_description: Option<String>,
    pub(crate) created: Ticks,
    pub(crate) updated: Ticks,
    pub(crate) created_by: &'static str,
}

impl LibraryFile {
    /// The file as the API shows it.
    pub(crate) fn json(&self) -> Value {
        let hash = Sha256::digest(&self.content);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "fileName": self.name,
            "sha256": hex,
            "description": self.description,
            "creationTime": self.created,
            "lastUpdatedTime": self.updated,
            "createdBy": self.created_by,
            "hasParameters": self.has_parameters,
            "parametersDescription": self.parameters_description,
        })
    }
}

const SCRIPTS: &[(&str, &str, &str, Option<&str>)] = &[
    (
        "collect-autoruns.ps1",
        "Lists what starts with the device",
        "Get-CimInstance Win32_StartupCommand | Format-Table Name, Command\r\n",
        None,
    ),
    (
        "list-services.ps1",
        "Lists services, by state",
        "param([string]$State = 'Running')\r\nGet-Service | Where-Object Status -eq $State\r\n",
        Some("-State Running or -State Stopped"),
    ),
    (
        "read-logs.sh",
        "Shows the last lines of the system log",
        "#!/bin/sh\ntail -n 200 /var/log/syslog\n",
        None,
    ),
];

/// The first files, by name.
pub(super) fn invented(data: &DataSet) -> BTreeMap<String, Arc<LibraryFile>> {
    SCRIPTS
        .iter()
        .zip(1_i64..)
        .map(|((name, description, content, parameters), age)| {
            let created = data.newest.plus(-31 * age * Ticks::DAY);
            let file = LibraryFile {
                name: (*name).to_owned(),
                content: content.as_bytes().to_vec(),
                description: Some((*description).to_owned()),
                has_parameters: parameters.is_some(),
                parameters_description: parameters.map(str::to_owned),
                created,
                updated: created,
                created_by: "admin@sandbox.example",
            };
            ((*name).to_owned(), Arc::new(file))
        })
        .collect()
}
