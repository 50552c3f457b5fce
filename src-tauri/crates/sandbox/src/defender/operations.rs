//! The one list of operations: address, method, permissions, role, call limit, and what answers.
//!
//! Source: the operation pages of the Defender for Endpoint API. Where a page documents no delegated permission, the
//! one of the sibling operation is taken; where it names no role, the one that its effect asks for.
//!
//! Invariant: every documented operation stands here once; a test compares the list with the catalogue that the
//! client uses.

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::http::Method;
use percent_encoding::percent_decode_str;

use super::auth::Role::{self, Alerts, LiveResponse, Remediate, Settings, View};
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::{
    actions, alert_changes, alert_entities, alerts, baselines, entities, exports, extensions, health,
    hunting, indicators, investigations, library, live_response, machine_changes, machines, recommendations,
    remediation, responses, scans, score, software, users, vulnerabilities,
};
use crate::config::RateLimit;

/// Carries out a call that was admitted.
pub(crate) type Handler = fn(&Call<'_>) -> Result<Answer, ApiError>;

/// The page states no limit of this kind.
const MANY: u32 = u32::MAX;

/// One documented operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    /// After `/api/`; `{name}` stands for anything but a slash.
    pub(crate) path: &'static str,
    /// Delegated permissions, any of which opens it.
    pub(crate) permissions: &'static [&'static str],
    pub(crate) role: Role,
    pub(crate) limit: RateLimit,
    pub(crate) handler: Handler,
}

macro_rules! operations {
    ($($id:literal $method:ident $path:literal [$($permission:literal),*] $role:ident ($minute:expr, $hour:expr) => $module:ident::$function:ident;)*) => {
        /// Every operation.
        pub(crate) static OPERATIONS: &[Operation] = &[$(Operation {
            id: $id,
            method: Method::$method,
            path: $path,
            permissions: &[$($permission),*],
            role: $role,
            limit: RateLimit { per_minute: $minute, per_hour: $hour },
            handler: $module::$function,
        }),*];
    };
}

operations! {
    // Alerts
    "listAlerts" GET "alerts" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => alerts::list;
    "getAlert" GET "alerts/{id}" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => alerts::get;
    "updateAlert" PATCH "alerts/{id}" ["Alert.ReadWrite"] Alerts (100, 1500) => alert_changes::update;
    "batchUpdateAlerts" POST "alerts/batchUpdate" ["Alert.ReadWrite"] Alerts (10, 500) => alert_changes::batch_update;
    "createAlertByReference" POST "alerts/CreateAlertByReference" ["Alert.ReadWrite"] Alerts (15, MANY) => alert_changes::create;
    "listAlertDomains" GET "alerts/{id}/domains" ["Url.Read.All"] View (100, 1500) => alert_entities::domains;
    "listAlertFiles" GET "alerts/{id}/files" ["File.Read.All"] View (100, 1500) => alert_entities::files;
    "listAlertIps" GET "alerts/{id}/ips" ["Ip.Read.All"] View (100, 1500) => alert_entities::ips;
    "getAlertMachine" GET "alerts/{id}/machine" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => alert_entities::machine;
    "getAlertUser" GET "alerts/{id}/user" ["User.Read.All"] View (100, 1500) => alert_entities::user;
    // Machines
    "listMachines" GET "machines" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => machines::list;
    "getMachine" GET "machines/{id}" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => machines::get;
    "listMachineLogonUsers" GET "machines/{id}/logonusers" ["User.Read.All"] View (100, 1500) => machines::logon_users;
    "listMachineAlerts" GET "machines/{id}/alerts" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => machines::alerts;
    "listMachineSoftware" GET "machines/{id}/software" ["Software.Read"] View (100, 1500) => software::of_machine;
    "listMachineVulnerabilities" GET "machines/{id}/vulnerabilities" ["Vulnerability.Read"] View (50, 1500) => vulnerabilities::of_machine;
    "listMachineRecommendations" GET "machines/{id}/recommendations" ["SecurityRecommendation.Read"] View (100, 1500) => recommendations::of_machine;
    "listMachineMissingKbs" GET "machines/{id}/getmissingkbs" ["Software.Read"] View (100, 1500) => software::missing_kbs_of_machine;
    "addOrRemoveMachineTag" POST "machines/{id}/tags" ["Machine.ReadWrite"] Settings (100, 1500) => machine_changes::tag;
    "addOrRemoveTagForMultipleMachines" POST "machines/AddOrRemoveTagForMultipleMachines" ["Machine.ReadWrite"] Settings (100, 1500) => machine_changes::tag_many;
    "findMachinesByIp" GET "machines/findbyip(ip='{ip}',timestamp={timestamp})" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => machines::find_by_ip;
    "findMachinesByTag" GET "machines/findbytag" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => machines::find_by_tag;
    "findMachineInfoByIp" GET "machines/find(timestamp={timestamp},key='{ip}')" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => machines::find;
    "setDeviceValue" POST "machines/{id}/setDeviceValue" ["Machine.ReadWrite"] Settings (100, 1500) => machine_changes::set_value;
    "updateMachine" PATCH "machines/{id}" ["Machine.ReadWrite"] Alerts (100, 1500) => machine_changes::update;
    // MachineActions
    "listMachineActions" GET "machineactions" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => actions::list;
    "getMachineAction" GET "machineactions/{id}" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => actions::get;
    "collectInvestigationPackage" POST "machines/{id}/collectInvestigationPackage" ["Machine.CollectForensics"] Alerts (100, 1500) => responses::collect;
    "getPackageUri" GET "machineactions/{id}/getPackageUri" ["Machine.CollectForensics"] Alerts (2, 120) => actions::package_uri;
    "isolateMachine" POST "machines/{id}/isolate" ["Machine.Isolate"] Remediate (100, 1500) => responses::isolate;
    "unisolateMachine" POST "machines/{id}/unisolate" ["Machine.Isolate"] Remediate (100, 1500) => responses::unisolate;
    "restrictCodeExecution" POST "machines/{id}/restrictCodeExecution" ["Machine.RestrictExecution"] Remediate (100, 1500) => responses::restrict;
    "unrestrictCodeExecution" POST "machines/{id}/unrestrictCodeExecution" ["Machine.RestrictExecution"] Remediate (100, 1500) => responses::unrestrict;
    "runAntiVirusScan" POST "machines/{id}/runAntiVirusScan" ["Machine.Scan"] Remediate (100, 1500) => responses::scan;
    "offboardMachine" POST "machines/{id}/offboard" ["Machine.Offboard"] Settings (100, 1500) => responses::offboard;
    "stopAndQuarantineFile" POST "machines/{id}/StopAndQuarantineFile" ["Machine.StopAndQuarantine"] Remediate (100, 1500) => responses::quarantine;
    "cancelMachineAction" POST "machineactions/{id}/cancel" ["Machine.CollectForensics", "Machine.Isolate", "Machine.RestrictExecution", "Machine.Scan", "Machine.Offboard", "Machine.StopAndQuarantine", "Machine.LiveResponse"] Remediate (100, 1500) => actions::cancel;
    // LiveResponse
    "runLiveResponse" POST "machines/{id}/runliveresponse" ["Machine.LiveResponse"] LiveResponse (10, MANY) => live_response::run;
    "getLiveResponseResultLink" GET "machineactions/{id}/GetLiveResponseResultDownloadLink(index={index})" ["Machine.LiveResponse"] LiveResponse (100, 1500) => live_response::result_link;
    // Library
    "listLibraryFiles" GET "libraryfiles" ["Library.Manage"] View (100, 1500) => library::list;
    "uploadLibraryFile" POST "libraryfiles" ["Library.Manage"] Settings (100, 1500) => library::upload;
    "deleteLibraryFile" DELETE "libraryfiles/{fileName}" ["Library.Manage"] Settings (100, 1500) => library::delete;
    // AdvancedHunting
    "runAdvancedQuery" POST "advancedqueries/run" ["AdvancedQuery.Read"] View (45, 1500) => hunting::run;
    // Indicators
    "listIndicators" GET "indicators" ["Ti.ReadWrite"] View (100, 1500) => indicators::list;
    "submitIndicator" POST "indicators" ["Ti.ReadWrite"] Settings (100, 1500) => indicators::submit;
    "importIndicators" POST "indicators/import" ["Ti.ReadWrite"] Settings (30, MANY) => indicators::import;
    "deleteIndicator" DELETE "indicators/{id}" ["Ti.ReadWrite"] Settings (100, 1500) => indicators::delete;
    "batchDeleteIndicators" POST "indicators/BatchDelete" ["Ti.ReadWrite"] Settings (30, 1500) => indicators::batch_delete;
    // Investigations
    "listInvestigations" GET "investigations" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => investigations::list;
    "getInvestigation" GET "investigations/{id}" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => investigations::get;
    "startInvestigation" POST "machines/{id}/startInvestigation" ["Alert.ReadWrite"] Remediate (MANY, 50) => investigations::start;
    // Files
    "getFile" GET "files/{id}" ["File.Read.All"] View (100, 1500) => entities::file;
    "listFileAlerts" GET "files/{id}/alerts" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => entities::file_alerts;
    "listFileMachines" GET "files/{id}/machines" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => entities::file_machines;
    "getFileStats" GET "files/{id}/stats" ["File.Read.All"] View (100, 1500) => entities::file_stats;
    // IPs
    "listIpAlerts" GET "ips/{ip}/alerts" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => entities::ip_alerts;
    "getIpStats" GET "ips/{ip}/stats" ["Ip.Read.All"] View (100, 1500) => entities::ip_stats;
    // Domains
    "listDomainAlerts" GET "domains/{domain}/alerts" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => entities::domain_alerts;
    "listDomainMachines" GET "domains/{domain}/machines" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => entities::domain_machines;
    "getDomainStats" GET "domains/{domain}/stats" ["Url.Read.All"] View (100, 1500) => entities::domain_stats;
    // Users
    "listUserAlerts" GET "users/{id}/alerts" ["Alert.Read", "Alert.ReadWrite"] View (100, 1500) => users::alerts;
    "listUserMachines" GET "users/{id}/machines" ["Machine.Read", "Machine.ReadWrite"] View (100, 1500) => users::machines;
    // Software
    "listSoftware" GET "Software" ["Software.Read"] View (100, 1500) => software::list;
    "getSoftware" GET "Software/{id}" ["Software.Read"] View (100, 1500) => software::get;
    "listSoftwareVersions" GET "Software/{id}/distributions" ["Software.Read"] View (100, 1500) => software::versions;
    "listSoftwareMachines" GET "Software/{id}/machineReferences" ["Software.Read"] View (100, 1500) => software::machines;
    "listSoftwareVulnerabilities" GET "Software/{id}/vulnerabilities" ["Vulnerability.Read"] View (100, 1500) => vulnerabilities::of_software;
    "listSoftwareMissingKbs" GET "Software/{id}/getmissingkbs" ["Software.Read"] View (100, 1500) => software::missing_kbs;
    // Vulnerabilities
    "listVulnerabilities" GET "vulnerabilities" ["Vulnerability.Read"] View (100, 1500) => vulnerabilities::list;
    "listMachinesVulnerabilities" GET "vulnerabilities/machinesVulnerabilities" ["Vulnerability.Read"] View (100, 1500) => vulnerabilities::by_machine;
    "getVulnerability" GET "vulnerabilities/{cveId}" ["Vulnerability.Read"] View (100, 1500) => vulnerabilities::get;
    "listVulnerabilityMachines" GET "vulnerabilities/{cveId}/machineReferences" ["Vulnerability.Read"] View (100, 1500) => vulnerabilities::machines;
    // Recommendations
    "listRecommendations" GET "recommendations" ["SecurityRecommendation.Read"] View (100, 1500) => recommendations::list;
    "getRecommendation" GET "recommendations/{id}" ["SecurityRecommendation.Read"] View (100, 1500) => recommendations::get;
    "getRecommendationSoftware" GET "recommendations/{id}/software" ["SecurityRecommendation.Read"] View (100, 1500) => recommendations::software;
    "listRecommendationMachines" GET "recommendations/{id}/machineReferences" ["SecurityRecommendation.Read"] View (100, 1500) => recommendations::machines;
    "listRecommendationVulnerabilities" GET "recommendations/{id}/vulnerabilities" ["Vulnerability.Read"] View (100, 1500) => recommendations::vulnerabilities;
    // Remediation
    "listRemediationTasks" GET "remediationTasks" ["RemediationTasks.Read"] View (100, 1500) => remediation::list;
    "getRemediationTask" GET "remediationTasks/{id}" ["RemediationTasks.Read"] View (100, 1500) => remediation::get;
    "listRemediationTaskMachines" GET "remediationTasks/{id}/machineReferences" ["RemediationTasks.Read"] View (100, 1500) => remediation::machines;
    // Score
    "getExposureScore" GET "exposureScore" ["Score.Read"] View (100, 1500) => score::exposure;
    "getDeviceSecureScore" GET "configurationScore" ["Score.Read"] View (100, 1500) => score::secure;
    "listExposureScoreByMachineGroup" GET "exposureScore/ByMachineGroups" ["Score.Read"] View (100, 1500) => score::by_group;
    // AssessmentExport
    "exportSecureConfig" GET "machines/SecureConfigurationsAssessmentByMachine" ["Vulnerability.Read"] View (30, 1000) => exports::page;
    "exportSecureConfigFiles" GET "machines/SecureConfigurationsAssessmentExport" ["Vulnerability.Read"] View (5, 20) => exports::files;
    "exportSoftwareInventory" GET "machines/SoftwareInventoryByMachine" ["Software.Read"] View (30, 1000) => exports::page;
    "exportSoftwareInventoryFiles" GET "machines/SoftwareInventoryExport" ["Software.Read"] View (5, 20) => exports::files;
    "exportSoftwareVulnerabilities" GET "machines/SoftwareVulnerabilitiesByMachine" ["Vulnerability.Read"] View (30, 1000) => exports::page;
    "exportSoftwareVulnerabilitiesFiles" GET "machines/SoftwareVulnerabilitiesExport" ["Vulnerability.Read"] View (5, 20) => exports::files;
    "exportSoftwareVulnerabilityChanges" GET "machines/SoftwareVulnerabilityChangesByMachine" ["Vulnerability.Read"] View (30, 1000) => exports::changes;
    "exportNonCpeSoftware" GET "machines/SoftwareInventoryNoProductCodeByMachine" ["Software.Read"] View (30, 1000) => exports::page;
    "exportNonCpeSoftwareFiles" GET "machines/SoftwareInventoryNonCpeExport" ["Software.Read"] View (5, 20) => exports::files;
    "exportBrowserExtensions" GET "Machines/BrowserExtensionsInventoryByMachine" ["Software.Read"] View (30, 1000) => exports::page;
    "exportBrowserExtensionsFiles" GET "machines/browserextensionsinventoryExport" ["Software.Read"] View (5, 20) => exports::files;
    "listBrowserExtensionPermissions" GET "browserextensions/permissionsinfo" ["Software.Read"] View (100, 1500) => extensions::permissions;
    "exportCertificates" GET "machines/certificateAssessmentByMachine" ["Vulnerability.Read"] View (30, 1000) => exports::page;
    "exportCertificatesFiles" GET "machines/certificateAssessmentExport" ["Vulnerability.Read"] View (5, 20) => exports::files;
    "exportHardwareFirmware" GET "machines/HardwareFirmwareInventoryByMachine" ["Software.Read"] View (30, 1000) => exports::page;
    "exportHardwareFirmwareFiles" GET "machines/HardwareFirmwareInventoryExport" ["Software.Read"] View (5, 20) => exports::files;
    "exportInfoGatheringFiles" GET "machines/InfoGatheringExport" ["Vulnerability.Read"] View (5, 20) => exports::files;
    // SecurityBaselines
    "exportBaselineCompliance" GET "machines/BaselineComplianceAssessmentByMachine" ["SecurityBaselinesAssessment.Read"] View (30, 1000) => exports::page;
    "exportBaselineComplianceFiles" GET "machines/BaselineComplianceAssessmentExport" ["SecurityBaselinesAssessment.Read"] View (5, 20) => exports::files;
    "listBaselineConfigurations" GET "baselineConfigurations" ["SecurityBaselinesAssessment.Read"] View (100, 1500) => baselines::configurations;
    "listBaselineProfiles" GET "baselineProfiles" ["SecurityBaselinesAssessment.Read"] View (100, 1500) => baselines::profiles;
    // DeviceHealth
    "listDeviceAvInfo" GET "deviceavinfo" ["Machine.Read"] View (30, 1000) => health::list;
    // AuthenticatedScans
    "listScanDefinitions" GET "DeviceAuthenticatedScanDefinitions" ["Machine.Read"] View (100, 1500) => scans::list;
    "addScanDefinition" POST "DeviceAuthenticatedScanDefinitions" ["Machine.ReadWrite"] Settings (100, 1500) => scans::add;
    "updateScanDefinition" PATCH "DeviceAuthenticatedScanDefinitions/{id}" ["Machine.ReadWrite"] Settings (100, 1500) => scans::update;
    "batchDeleteScanDefinitions" POST "DeviceAuthenticatedScanDefinitions/BatchDelete" ["Machine.ReadWrite"] Settings (100, 1500) => scans::batch_delete;
    "listScanAgents" GET "DeviceAuthenticatedScanAgents" ["Machine.Read"] View (100, 1500) => scans::agents;
    "getScanAgent" GET "DeviceAuthenticatedScanAgents/{id}" ["Machine.Read"] View (100, 1500) => scans::agent;
    "getScanHistoryByDefinition" POST "DeviceAuthenticatedScanDefinitions/GetScanHistoryByScanDefinitionId" ["Machine.Read"] View (100, 1500) => scans::by_definition;
    "getScanHistoryBySession" POST "DeviceAuthenticatedScanDefinitions/GetScanHistoryBySessionId" ["Machine.Read"] View (100, 1500) => scans::by_session;
}

/// Operations whose rows `/$count` counts.
const COUNTED: &[&str] = &[
    "listAlerts",
    "listMachines",
    "listMachineAlerts",
    "listMachineActions",
    "listInvestigations",
    "listIndicators",
    "listSoftware",
    "listVulnerabilities",
    "listMachinesVulnerabilities",
    "listRecommendations",
    "listRemediationTasks",
    "listDeviceAvInfo",
];

/// Every delegated permission that opens an operation, by name.
pub(crate) fn permissions() -> Vec<String> {
    let names: BTreeSet<_> = OPERATIONS
        .iter()
        .flat_map(|operation| operation.permissions)
        .collect();
    names.into_iter().map(|name| (*name).to_owned()).collect()
}

impl Operation {
    /// What the placeholders stand for if the path, without a version, is this operation's; names are compared in
    /// any letter case, as the service does.
    fn matches(&self, path: &[Cow<'_, str>]) -> Option<Vec<String>> {
        let mut values = Vec::new();
        let mut pattern = self.path.split('/');
        for segment in path {
            if !segment_matches(pattern.next()?, segment, &mut values) {
                return None;
            }
        }
        pattern.next().is_none().then_some(values)
    }

    /// How much of the path is fixed.
    fn literals(&self) -> usize {
        self.path
            .split('/')
            .filter(|segment| !segment.starts_with('{'))
            .count()
    }

    /// The path with its placeholders filled in, percent-encoded.
    pub(crate) fn address(&self, values: &[String]) -> String {
        let mut values = values.iter();
        let mut address = String::new();
        let mut rest = self.path;
        while let Some((before, after)) = rest.split_once('{') {
            let (_, after) = after.split_once('}').unwrap_or(("", after));
            address.push_str(before);
            if let Some(value) = values.next() {
                address.extend(
                    url::form_urlencoded::byte_serialize(value.as_bytes()).map(|part| {
                        // A path writes a space its own way.
                        if part == "+" { "%20" } else { part }
                    }),
                );
            }
            rest = after;
        }
        address.push_str(rest);
        address
    }
}

/// Whether a segment fits its pattern; what stands for the placeholders is added to `values`.
fn segment_matches(pattern: &str, segment: &str, values: &mut Vec<String>) -> bool {
    let Some((before, after)) = pattern.split_once('{') else {
        return pattern.eq_ignore_ascii_case(segment);
    };
    let Some((_, after)) = after.split_once('}') else {
        return false;
    };
    let Some(rest) = strip_start(segment, before) else {
        return false;
    };
    let next_literal = after.split('{').next().unwrap_or_default();
    if next_literal.is_empty() {
        values.push(rest.to_owned());
        return !rest.is_empty();
    }
    let lower = rest.to_ascii_lowercase();
    let Some((value, _)) = lower.split_once(&next_literal.to_ascii_lowercase()) else {
        return false;
    };
    let Some((value, rest)) = rest.split_at_checked(value.len()) else {
        return false;
    };
    values.push(value.to_owned());
    !value.is_empty() && segment_matches(after, rest, values)
}

fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// What an address and a method name.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) operation: &'static Operation,
    pub(crate) values: Vec<String>,
    /// Whether only the number of rows is wanted.
    pub(crate) count: bool,
    /// Whether the address names the version.
    pub(crate) pinned: bool,
}

/// Operations at an address, whatever the method.
pub(crate) struct Place {
    routes: Vec<Route>,
}

impl Place {
    /// Reads the address after `/api/`, as it was sent.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let mut segments: Vec<Cow<'_, str>> = path
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8().ok())
            .collect::<Option<_>>()?;
        if segments.last().is_some_and(|last| last.is_empty()) {
            segments.pop();
        }
        let pinned = segments
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case("v1.0"));
        if pinned {
            segments.remove(0);
        }
        let count = segments
            .last()
            .is_some_and(|last| last.eq_ignore_ascii_case("$count"));
        if count {
            segments.pop();
        }
        let mut routes: Vec<Route> = OPERATIONS
            .iter()
            .filter(|operation| !count || COUNTED.contains(&operation.id))
            .filter_map(|operation| {
                Some(Route {
                    operation,
                    values: operation.matches(&segments)?,
                    count,
                    pinned,
                })
            })
            .collect();
        routes.sort_by_key(|route| std::cmp::Reverse(route.operation.literals()));
        (!routes.is_empty()).then_some(Self { routes })
    }

    /// The operation for this method; the one with the most fixed path where several would do.
    pub(crate) fn route(self, method: &Method) -> Option<Route> {
        let method = if method == Method::HEAD {
            &Method::GET
        } else {
            method
        };
        self.routes
            .into_iter()
            .find(|route| route.operation.method == method)
    }

    /// Methods for the `Allow` header.
    pub(crate) fn allowed(&self) -> String {
        let mut methods: Vec<&str> = Vec::new();
        let best = self.routes.first().map_or(0, |route| route.operation.literals());
        for route in self
            .routes
            .iter()
            .filter(|route| route.operation.literals() == best)
        {
            let names: &[&str] = match route.operation.method.as_str() {
                "GET" => &["GET", "HEAD"],
                "POST" => &["POST"],
                "PATCH" => &["PATCH"],
                _ => &["DELETE"],
            };
            for name in names {
                if !methods.contains(name) {
                    methods.push(name);
                }
            }
        }
        methods.push("OPTIONS");
        methods.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn documented() -> Vec<Value> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../defender/data/operations.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn the_list_is_the_documented_one() {
        let documented = documented();
        assert_eq!(OPERATIONS.len(), documented.len());
        for page in &documented {
            let id = page["id"].as_str().unwrap();
            let found: Vec<_> = OPERATIONS.iter().filter(|operation| operation.id == id).collect();
            assert_eq!(found.len(), 1, "{id}");
            let operation = found[0];
            assert_eq!(operation.method.as_str(), page["method"], "{id}");
            assert_eq!(
                format!("/api/{}", operation.path),
                page["path"].as_str().unwrap(),
                "{id}"
            );
            let delegated = page["delegated"].as_array().unwrap();
            let names: Vec<&str> = delegated
                .iter()
                .map(|row| {
                    row["likely"]
                        .as_str()
                        .unwrap_or_else(|| row["value"].as_str().unwrap())
                })
                .collect();
            assert!(
                names.is_empty() || operation.permissions == names,
                "{id}: {names:?}"
            );
            assert!(!operation.permissions.is_empty(), "{id}");
            let usual = RateLimit::default();
            let limit = |name: &str, usual: u32| match &page["rateLimit"] {
                Value::Null => usual,
                limit => limit[name]
                    .as_u64()
                    .map_or(MANY, |limit| u32::try_from(limit).unwrap()),
            };
            assert_eq!(
                operation.limit.per_minute,
                limit("perMinute", usual.per_minute),
                "{id}"
            );
            assert_eq!(operation.limit.per_hour, limit("perHour", usual.per_hour), "{id}");
        }
    }

    #[test]
    fn every_operation_is_found_at_its_own_address_and_reads_its_placeholders() {
        for operation in OPERATIONS {
            let values: Vec<String> = (0..operation.path.matches('{').count())
                .map(|place| format!("a b/{place}"))
                .collect();
            let address = operation.address(&values);
            for path in [
                address.clone(),
                format!("v1.0/{address}"),
                address.to_ascii_uppercase(),
            ] {
                let route = Place::parse(&path).unwrap().route(&operation.method).unwrap();
                assert_eq!(route.operation.id, operation.id, "{path}");
                let read: Vec<String> = route
                    .values
                    .iter()
                    .map(|value| value.to_ascii_lowercase())
                    .collect();
                assert_eq!(read, values, "{path}");
            }
        }
    }

    #[test]
    fn addresses_that_name_nothing_are_not_found() {
        for path in [
            "",
            "v1.0",
            "alerts/a/b",
            "alerts//files",
            "machines/findbyip(ip='',timestamp=x)/more",
            "machineactions/1/GetLiveResponseResultDownloadLink(index=)",
            "exposureScore/$count",
            "%ff",
        ] {
            assert!(Place::parse(path).is_none(), "{path}");
        }
        assert_eq!(
            Place::parse("indicators").unwrap().allowed(),
            "GET, HEAD, POST, OPTIONS"
        );
        assert_eq!(Place::parse("indicators/1").unwrap().allowed(), "DELETE, OPTIONS");
    }
}
