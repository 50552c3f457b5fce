//! The properties of alerts and devices: names, types, and which of them the service filters by.
//!
//! Source: alerts and machine resource pages; filterable lists from the get-alerts and get-machines pages.
//! Invariant: the order is that of the JSON writers, because a set of properties is a set of bits.

use crate::odata::Kind::{self, Boolean, Complex, Enum, Guid, Integer, Text, TextList, Time};
use crate::odata::Property;

mod exposure;
mod work;

pub(crate) use exposure::*;
pub(crate) use work::*;

const fn yes(name: &'static str, kind: Kind) -> Property {
    Property {
        name,
        kind,
        filterable: true,
    }
}

const fn no(name: &'static str, kind: Kind) -> Property {
    Property {
        name,
        kind,
        filterable: false,
    }
}

/// The `Alert` resource.
pub(crate) const ALERT: &[Property] = &[
    yes("id", Text),
    yes("incidentId", Integer),
    yes("investigationId", Integer),
    yes("assignedTo", Text),
    yes(
        "severity",
        Enum(&["UnSpecified", "Informational", "Low", "Medium", "High"]),
    ),
    yes("status", Enum(&["Unknown", "New", "InProgress", "Resolved"])),
    no("classification", Text),
    no("determination", Text),
    no("investigationState", Text),
    yes("detectionSource", Text),
    no("detectorId", Text),
    yes("category", Text),
    no("threatFamilyName", Text),
    no("threatName", Text),
    no("title", Text),
    no("description", Text),
    yes("alertCreationTime", Time),
    no("firstEventTime", Time),
    yes("lastEventTime", Time),
    yes("lastUpdateTime", Time),
    no("resolvedTime", Time),
    no("machineId", Text),
    no("computerDnsName", Text),
    no("rbacGroupName", Text),
    no("aadTenantId", Text),
    no("mitreTechniques", TextList),
    no("relatedUser", Complex),
    no("comments", Complex),
    no("evidence", Complex),
];

/// The `Machine` resource.
pub(crate) const MACHINE: &[Property] = &[
    yes("id", Text),
    yes("computerDnsName", Text),
    no("firstSeen", Time),
    yes("lastSeen", Time),
    yes("osPlatform", Text),
    yes(
        "onboardingStatus",
        Enum(&["Onboarded", "CanBeOnboarded", "Unsupported", "InsufficientInfo"]),
    ),
    no("osProcessor", Text),
    yes("version", Text),
    no("osBuild", Integer),
    yes("lastIpAddress", Text),
    no("lastExternalIpAddress", Text),
    yes(
        "healthStatus",
        Enum(&[
            "Active",
            "Inactive",
            "ImpairedCommunication",
            "NoSensorData",
            "NoSensorDataImpairedCommunication",
            "Unknown",
        ]),
    ),
    no("rbacGroupName", Text),
    yes("rbacGroupId", Text),
    yes(
        "riskScore",
        Enum(&["None", "Informational", "Low", "Medium", "High"]),
    ),
    yes("aadDeviceId", Guid),
    yes("machineTags", TextList),
    yes("exposureLevel", Enum(&["None", "Low", "Medium", "High"])),
    yes("deviceValue", Enum(&["Normal", "Low", "High"])),
    no("ipAddresses", Complex),
    no("osArchitecture", Text),
    no("isAadJoined", Boolean),
];
