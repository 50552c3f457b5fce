//! Properties of what the exposure and device health operations list.
//!
//! Source: the resource pages; filterable lists from the operation pages.

use super::{no, yes};
use crate::odata::Kind::{Boolean, Integer, Number, Text, TextList, Time};
use crate::odata::Property;

/// The `Software` resource.
pub(crate) const SOFTWARE: &[Property] = &[
    yes("id", Text),
    yes("name", Text),
    yes("vendor", Text),
    no("weaknesses", Integer),
    no("publicExploit", Boolean),
    no("activeAlert", Boolean),
    no("exposedMachines", Integer),
    no("impactScore", Number),
];

/// The `SoftwareVersionDistribution` resource.
pub(crate) const SOFTWARE_VERSION_DISTRIBUTION: &[Property] = &[
    no("version", Text),
    no("installations", Integer),
    no("vulnerabilities", Integer),
];

/// The `MachineReference` resource.
pub(crate) const MACHINE_REFERENCE: &[Property] = &[
    no("id", Text),
    no("computerDnsName", Text),
    no("osPlatform", Text),
    no("rbacGroupName", Text),
];

/// The `ProductFix` resource.
pub(crate) const PRODUCT_FIX: &[Property] = &[
    no("id", Text),
    no("name", Text),
    no("productsNames", TextList),
    no("url", Text),
    no("machineMissedOn", Integer),
    no("cveAddressed", Integer),
];

/// The `Vulnerability` resource.
pub(crate) const VULNERABILITY: &[Property] = &[
    yes("id", Text),
    yes("name", Text),
    yes("description", Text),
    yes("severity", Text),
    yes("cvssV3", Number),
    no("cvssVector", Text),
    no("exposedMachines", Integer),
    yes("publishedOn", Time),
    yes("updatedOn", Time),
    no("firstDetected", Time),
    no("publicExploit", Boolean),
    no("exploitVerified", Boolean),
    no("exploitInKit", Boolean),
    no("exploitTypes", TextList),
    no("exploitUris", TextList),
    no("cveSupportability", Text),
    no("tags", TextList),
    no("epss", Number),
];

/// The `MachineVulnerability` resource.
pub(crate) const MACHINE_VULNERABILITY: &[Property] = &[
    yes("id", Text),
    yes("cveId", Text),
    yes("machineId", Text),
    yes("fixingKbId", Text),
    yes("productName", Text),
    yes("productVendor", Text),
    yes("productVersion", Text),
    yes("severity", Text),
];

/// The `Recommendation` resource.
pub(crate) const RECOMMENDATION: &[Property] = &[
    yes("id", Text),
    yes("productName", Text),
    no("recommendationName", Text),
    no("weaknesses", Integer),
    yes("vendor", Text),
    yes("recommendedVersion", Text),
    yes("recommendedProgram", Text),
    yes("recommendedVendor", Text),
    yes("recommendationCategory", Text),
    yes("subCategory", Text),
    yes("severityScore", Number),
    no("publicExploit", Boolean),
    no("activeAlert", Boolean),
    no("associatedThreats", TextList),
    yes("remediationType", Text),
    yes("status", Text),
    no("configScoreImpact", Number),
    no("exposureImpact", Number),
    no("totalMachineCount", Integer),
    no("exposedMachinesCount", Integer),
    no("nonProductivityImpactedAssets", Integer),
    no("relatedComponent", Text),
    no("exposedCriticalDevices", Integer),
    no("hasUnpatchableCve", Boolean),
    no("tags", TextList),
];

/// The `RemediationTask` resource.
pub(crate) const REMEDIATION_TASK: &[Property] = &[
    no("id", Text),
    no("title", Text),
    yes("createdOn", Time),
    no("requesterId", Text),
    no("requesterEmail", Text),
    yes("status", Text),
    no("statusLastModifiedOn", Time),
    no("description", Text),
    no("relatedComponent", Text),
    no("targetDevices", Integer),
    no("rbacGroupNames", TextList),
    no("fixedDevices", Integer),
    no("requesterNotes", Text),
    no("dueOn", Time),
    no("category", Text),
    no("productivityImpactRemediationType", Text),
    no("priority", Text),
    no("completionMethod", Text),
    no("completerId", Text),
    no("completerEmail", Text),
    no("scid", Text),
    no("type", Text),
    no("productId", Text),
    no("vendorId", Text),
    no("nameId", Text),
    no("recommendedVersion", Text),
    no("recommendedVendor", Text),
    no("recommendedProgram", Text),
];

/// The `Score` resource.
pub(crate) const SCORE: &[Property] = &[
    no("score", Number),
    no("time", Time),
    no("rbacGroupName", Text),
    no("rbacGroupId", Text),
];

/// The `BrowserExtensionPermission` resource.
pub(crate) const BROWSER_EXTENSION_PERMISSION: &[Property] = &[
    yes("key", Text),
    yes("permissionName", Text),
    yes("description", Text),
];

/// The `BaselineConfiguration` resource.
pub(crate) const BASELINE_CONFIGURATION: &[Property] = &[
    yes("id", Text),
    no("uniqueId", Text),
    no("benchmarkName", Text),
    no("benchmarkVersion", Text),
    yes("name", Text),
    no("description", Text),
    yes("category", Text),
    no("complianceLevels", TextList),
    yes("cce", Text),
    no("rationale", Text),
    no("source", TextList),
    no("recommendedValue", TextList),
    no("remediation", Text),
    no("isCustom", Boolean),
];

/// The `BaselineProfile` resource.
pub(crate) const BASELINE_PROFILE: &[Property] = &[
    yes("id", Text),
    yes("name", Text),
    no("description", Text),
    no("benchmark", Text),
    no("version", Text),
    yes("operatingSystem", Text),
    yes("operatingSystemVersion", Text),
    yes("status", Boolean),
    no("complianceLevel", Text),
    yes("settingsNumber", Integer),
    no("createdBy", Text),
    no("lastUpdatedBy", Text),
    no("createdOnTimestampUTC", Time),
    no("lastUpdateTimestampUTC", Time),
    yes("passedDevices", Integer),
    yes("totalDevices", Integer),
];

/// The `DeviceAvInfo` resource.
pub(crate) const DEVICE_AV_INFO: &[Property] = &[
    no("id", Text),
    yes("machineId", Text),
    yes("computerDnsName", Text),
    yes("osKind", Text),
    yes("osPlatform", Text),
    yes("osVersion", Text),
    yes("avMode", Text),
    yes("avSignatureVersion", Text),
    yes("avEngineVersion", Text),
    yes("avPlatformVersion", Text),
    yes("avIsSignatureUpToDate", Text),
    yes("avIsEngineUpToDate", Text),
    yes("avIsPlatformUpToDate", Text),
    no("avSignatureUpdateTime", Time),
    no("avEngineUpdateTime", Time),
    no("avPlatformUpdateTime", Time),
    no("avSignaturePublishTime", Time),
    yes("quickScanResult", Text),
    yes("quickScanError", Text),
    no("quickScanTime", Time),
    yes("fullScanResult", Text),
    yes("fullScanError", Text),
    no("fullScanTime", Time),
    no("lastSeenTime", Time),
    no("dataRefreshTimestamp", Time),
    yes("rbacGroupId", Integer),
    no("rbacGroupName", Text),
];
