//! Alerts and devices as rows of their tables, for `$filter` and `$orderby`.

use std::borrow::Cow;

use super::schema::{ALERT, MACHINE};
use crate::config::TENANT_ID;
use crate::data::alerts::Alert;
use crate::data::machines::Machine;
use crate::odata::{Row, Value};

fn owned<'a>(text: String) -> Value<'a> {
    Value::Text(Cow::Owned(text))
}

impl Row for Alert<'_> {
    fn value(&self, property: usize) -> Value<'_> {
        let Some(property) = ALERT.get(property) else {
            return Value::Null;
        };
        match property.name {
            "id" => owned(self.id()),
            "incidentId" => Value::Integer(self.incident_id),
            "investigationId" => self.investigation_id.map_or(Value::Null, Value::Integer),
            "assignedTo" => Value::text(self.assigned_to),
            "severity" => Value::text(Some(self.severity)),
            "status" => Value::text(Some(self.status)),
            "classification" => Value::text(self.classification),
            "determination" => Value::text(self.determination),
            "investigationState" => Value::text(Some(self.investigation_state)),
            "detectionSource" => Value::text(Some(self.source())),
            "detectorId" => owned(self.detector_id()),
            "category" => Value::text(Some(self.category())),
            "threatFamilyName" => Value::text(self.threat().map(|(family, _)| family)),
            "threatName" => Value::text(self.threat().map(|(_, name)| name)),
            "title" => Value::Text(self.title()),
            "description" => Value::text(Some(self.description())),
            "alertCreationTime" => Value::Time(self.created),
            "firstEventTime" => Value::Time(self.first_event),
            "lastEventTime" => Value::Time(self.last_event),
            "lastUpdateTime" => Value::Time(self.last_update),
            "resolvedTime" => self.resolved.map_or(Value::Null, Value::Time),
            "machineId" => Value::text(Some(&self.machine.id)),
            "computerDnsName" => Value::text(Some(&self.machine.computer_dns_name)),
            "rbacGroupName" => Value::text(Some(self.machine.rbac_group_name)),
            "aadTenantId" => Value::text(Some(TENANT_ID)),
            "mitreTechniques" => Value::List(
                self.techniques()
                    .iter()
                    .map(|name| Cow::Borrowed(*name))
                    .collect(),
            ),
            _ => Value::Null,
        }
    }
}

impl Row for Machine {
    fn value(&self, property: usize) -> Value<'_> {
        let Some(property) = MACHINE.get(property) else {
            return Value::Null;
        };
        match property.name {
            "id" => Value::text(Some(&self.id)),
            "computerDnsName" => Value::text(Some(&self.computer_dns_name)),
            "firstSeen" => Value::Time(self.first_seen),
            "lastSeen" => Value::Time(self.last_seen),
            "osPlatform" => Value::text(Some(self.os_platform)),
            "onboardingStatus" => Value::text(Some(self.onboarding_status)),
            "osProcessor" => Value::text(Some(self.os_processor)),
            "version" => Value::text(Some(self.version)),
            "osBuild" => self.os_build.map_or(Value::Null, Value::Integer),
            "lastIpAddress" => Value::text(Some(&self.last_ip_address)),
            "lastExternalIpAddress" => Value::text(Some(&self.last_external_ip_address)),
            "healthStatus" => Value::text(Some(self.health_status)),
            "rbacGroupName" => Value::text(Some(self.rbac_group_name)),
            "rbacGroupId" => Value::text(Some(self.rbac_group_id)),
            "riskScore" => Value::text(Some(self.risk_score)),
            "aadDeviceId" => Value::text(self.aad_device_id.as_deref()),
            "machineTags" => Value::List(
                self.machine_tags
                    .iter()
                    .map(|tag| Cow::Borrowed(tag.as_ref()))
                    .collect(),
            ),
            "exposureLevel" => Value::text(Some(self.exposure_level)),
            "deviceValue" => Value::text(Some(self.device_value)),
            "osArchitecture" => Value::text(Some(self.os_architecture)),
            "isAadJoined" => Value::Boolean(self.is_aad_joined),
            _ => Value::Null,
        }
    }
}
