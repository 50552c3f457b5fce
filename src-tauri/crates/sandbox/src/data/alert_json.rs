//! An alert as JSON, with every property of the Alert resource in the service's order.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::alerts::Alert;
use super::people::DOMAIN;
use super::{comments, evidence};
use crate::config::TENANT_ID;

/// A row to write. `fields` holds a bit for each property of [`crate::defender::schema::ALERT`] to write.
pub(crate) struct AlertJson<'a> {
    pub(crate) alert: Alert<'a>,
    pub(crate) fields: u64,
    /// Whether evidence is filled in; otherwise it is an empty list.
    pub(crate) evidence: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RelatedUser<'a> {
    user_name: &'a str,
    domain_name: &'static str,
}

impl Serialize for AlertJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let alert = &self.alert;
        let mut bit = 1_u64;
        macro_rules! write {
            ($($name:literal => $value:expr),* $(,)?) => {$(
                if self.fields & bit != 0 {
                    map.serialize_entry($name, &$value)?;
                }
                bit <<= 1;
            )*};
        }
        write! {
            "id" => alert.id(),
            "incidentId" => alert.incident_id,
            "investigationId" => alert.investigation_id,
            "assignedTo" => alert.assigned_to,
            "severity" => alert.severity,
            "status" => alert.status,
            "classification" => alert.classification,
            "determination" => alert.determination,
            "investigationState" => alert.investigation_state,
            "detectionSource" => alert.source(),
            "detectorId" => alert.detector_id(),
            "category" => alert.category(),
            "threatFamilyName" => alert.threat().map(|(family, _)| family),
            "threatName" => alert.threat().map(|(_, name)| name),
            "title" => alert.title(),
            "description" => alert.description(),
            "alertCreationTime" => alert.created,
            "firstEventTime" => alert.first_event,
            "lastEventTime" => alert.last_event,
            "lastUpdateTime" => alert.last_update,
            "resolvedTime" => alert.resolved,
            "machineId" => alert.machine.id,
            "computerDnsName" => alert.machine.computer_dns_name,
            "rbacGroupName" => alert.machine.rbac_group_name,
            "aadTenantId" => TENANT_ID,
            "mitreTechniques" => alert.techniques(),
            "relatedUser" => alert.person.map(|person| RelatedUser {
                user_name: &person.user_name,
                domain_name: DOMAIN,
            }),
            "comments" => comments::of(alert),
            "evidence" => if self.evidence { evidence::of(alert) } else { Vec::new() },
        }
        let _ = bit;
        map.end()
    }
}
