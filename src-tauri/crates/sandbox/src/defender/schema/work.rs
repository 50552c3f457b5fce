//! Properties of what the remaining operations list.
//!
//! Source: the resource pages; filterable lists from the operation pages.

use super::{no, yes};
use crate::odata::Kind::{Boolean, Complex, Enum, Guid, Integer, Text, TextList, Time};
use crate::odata::Property;

/// The `MachineAction` resource.
pub(crate) const MACHINE_ACTION: &[Property] = &[
    yes("id", Guid),
    yes(
        "type",
        Enum(&[
            "RunAntiVirusScan",
            "Offboard",
            "LiveResponse",
            "CollectInvestigationPackage",
            "Isolate",
            "Unisolate",
            "StopAndQuarantineFile",
            "RestrictCodeExecution",
            "UnrestrictCodeExecution",
        ]),
    ),
    no("scope", Text),
    yes("requestor", Text),
    no("externalID", Text),
    no("requestSource", Text),
    no("commands", Complex),
    no("cancellationRequestor", Text),
    no("requestorComment", Text),
    no("cancellationComment", Text),
    yes(
        "status",
        Enum(&[
            "Pending",
            "InProgress",
            "Succeeded",
            "Failed",
            "TimeOut",
            "Cancelled",
        ]),
    ),
    yes("machineId", Text),
    no("computerDnsName", Text),
    yes("creationDateTimeUtc", Time),
    no("cancellationDateTimeUtc", Time),
    no("lastUpdateTimeUtc", Time),
    no("title", Text),
    no("relatedFileInfo", Complex),
    no("errorHResult", Integer),
];

/// The `Indicator` resource.
pub(crate) const INDICATOR: &[Property] = &[
    no("id", Text),
    yes("indicatorValue", Text),
    yes(
        "indicatorType",
        Enum(&[
            "FileSha1",
            "FileSha256",
            "FileMd5",
            "CertificateThumbprint",
            "IpAddress",
            "DomainName",
            "Url",
        ]),
    ),
    yes("application", Text),
    yes(
        "action",
        Enum(&[
            "Warn",
            "Block",
            "Audit",
            "Alert",
            "AlertAndBlock",
            "BlockAndRemediate",
            "Allowed",
        ]),
    ),
    no("externalID", Text),
    no("sourceType", Text),
    no("createdBySource", Text),
    yes("createdBy", Text),
    no("lastUpdatedBy", Text),
    yes("creationTimeDateTimeUtc", Time),
    yes("expirationTime", Time),
    no("lastUpdateTime", Time),
    yes("severity", Enum(&["Informational", "Low", "Medium", "High"])),
    yes("title", Text),
    no("description", Text),
    no("recommendedActions", Text),
    yes("rbacGroupNames", TextList),
    yes("rbacGroupIds", TextList),
    yes("generateAlert", Enum(&["True", "False"])),
    no("source", Text),
    yes("createdByDisplayName", Text),
    no("educateUrl", Text),
];

/// The `Investigation` resource.
pub(crate) const INVESTIGATION: &[Property] = &[
    yes("id", Text),
    yes("startTime", Time),
    no("endTime", Time),
    no("cancelledBy", Text),
    yes(
        "state",
        Enum(&[
            "Unknown",
            "Terminated",
            "SuccessfullyRemediated",
            "Benign",
            "Failed",
            "PartiallyRemediated",
            "Running",
            "PendingApproval",
            "PendingResource",
            "PartiallyInvestigated",
            "TerminatedByUser",
            "TerminatedBySystem",
            "Queued",
            "InnerFailure",
            "PreexistingAlert",
            "UnsupportedOs",
            "UnsupportedAlertType",
            "SuppressedAlert",
        ]),
    ),
    no("statusDetails", Text),
    yes("machineId", Text),
    no("computerDnsName", Text),
    yes("triggeringAlertId", Text),
];

/// The `LibraryFile` resource.
pub(crate) const LIBRARY_FILE: &[Property] = &[
    no("fileName", Text),
    no("sha256", Text),
    no("description", Text),
    no("creationTime", Time),
    no("lastUpdatedTime", Time),
    no("createdBy", Text),
    no("hasParameters", Boolean),
    no("parametersDescription", Text),
];

/// The `File` resource.
pub(crate) const FILE: &[Property] = &[
    no("sha1", Text),
    no("sha256", Text),
    no("md5", Text),
    no("globalPrevalence", Integer),
    no("globalFirstObserved", Time),
    no("globalLastObserved", Time),
    no("size", Integer),
    no("fileType", Text),
    no("isPeFile", Boolean),
    no("filePublisher", Text),
    no("fileProductName", Text),
    no("signer", Text),
    no("issuer", Text),
    no("signerHash", Text),
    no("isValidCertificate", Boolean),
    no("determinationType", Text),
    no("determinationValue", Text),
];

/// The `Domain` resource.
pub(crate) const DOMAIN: &[Property] = &[no("host", Text)];

/// The `Ip` resource.
pub(crate) const IP: &[Property] = &[no("id", Text)];

/// The `User` resource.
pub(crate) const USER: &[Property] = &[
    no("id", Text),
    no("accountName", Text),
    no("accountDomain", Text),
    no("accountSid", Text),
    no("firstSeen", Time),
    no("lastSeen", Time),
    no("mostPrevalentMachineId", Text),
    no("leastPrevalentMachineId", Text),
    no("logonTypes", Text),
    no("logOnMachinesCount", Integer),
    no("isDomainAdmin", Boolean),
    no("isOnlyNetworkUser", Boolean),
];

/// The `ScanDefinition` resource.
pub(crate) const SCAN_DEFINITION: &[Property] = &[
    no("id", Text),
    no("scanType", Text),
    no("scanName", Text),
    no("isActive", Boolean),
    no("orgId", Text),
    no("intervalInHours", Integer),
    no("createdBy", Text),
    no("targetType", Text),
    no("target", Text),
    no("scanAuthenticationParams", Complex),
    no("scannerAgent", Complex),
    no("latestScan", Complex),
    no("advancedActiveConfiguration", Complex),
];

/// The `ScanAgent` resource.
pub(crate) const SCAN_AGENT: &[Property] = &[
    no("id", Text),
    no("machineId", Text),
    no("computerDnsName", Text),
    no("lastSeen", Time),
    no("assignedApplicationId", Text),
    no("scannerSoftwareVersion", Text),
    no("lastCommandExecutionTimestamp", Time),
    no("mdeClientVersion", Text),
];

/// The `ScanHistoryByDefinition` resource.
pub(crate) const SCAN_HISTORY_BY_DEFINITION: &[Property] = &[
    no("ScanDefinitionIds", Text),
    no("LastScanned", Time),
    no("ScanStatus", Text),
    no("ScannerId", Text),
];

/// The `ScanHistoryBySession` resource.
pub(crate) const SCAN_HISTORY_BY_SESSION: &[Property] = &[
    no("orgId", Text),
    no("ScanDefinitionIds", Text),
    no("SessionIds", Text),
    no("NumberOfSuccessfullyScannedTargets", Integer),
    no("NumberOfTargets", Integer),
    no("ScanStatus", Text),
    no("LastScanned", Time),
    no("ListScannedTargets", Complex),
];
