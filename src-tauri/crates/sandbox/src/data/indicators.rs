//! Indicators that are there before anybody submits one, and the shape that all of them have.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::DataSet;
use super::random::{Dice, Stream};
use super::time::Ticks;

const DOMAINS: &[&str] = &[
    "contoso-billing.example",
    "fabrikam-cdn.example",
    "tailspin-files.example",
    "login.adatum-news.example",
];

/// Titles; some are what only a stranger would write.
const TITLES: &[&str] = &[
    "Blocked after last month's phishing wave",
    "Seen in a partner's report",
    "Allowed: build server of the packaging team",
    "=HYPERLINK(\"https://attacker.example\",\"Indicator\")",
    "<script>alert('indicator')</script>",
    "Watch list of the network team",
];

/// What makes an indicator the same as another: its type and its value in any letter case.
pub(crate) fn key(indicator: &Value) -> String {
    let text = |name: &str| indicator.get(name).and_then(Value::as_str).unwrap_or_default();
    format!(
        "{} {}",
        text("indicatorType"),
        text("indicatorValue").to_lowercase()
    )
}

/// The first indicators, by id.
pub(super) fn invented(data: &DataSet) -> BTreeMap<u64, Arc<Value>> {
    (0..24_u64)
        .map(|index| {
            let mut dice = Dice::new(data.seed, Stream::Indicator, index);
            let id = 1 + index;
            let (kind, value) = match index % 5 {
                0 => ("IpAddress", format!("198.51.100.{}", dice.between(1, 254))),
                1 => ("DomainName", dice.word(DOMAINS).to_owned()),
                2 => ("FileSha256", dice.hex(64)),
                3 => ("Url", format!("https://{}/{}", dice.word(DOMAINS), dice.hex(6))),
                _ => ("FileSha1", dice.hex(40)),
            };
            let created = data.newest.plus(-dice.between(Ticks::DAY, 200 * Ticks::DAY));
            let action = if kind.starts_with("File") {
                dice.word(&["BlockAndRemediate", "Audit", "Allowed"])
            } else {
                dice.word(&["Block", "Audit", "Warn", "Allowed"])
            };
            let indicator = json!({
                "id": id.to_string(),
                "indicatorValue": value,
                "indicatorType": kind,
                "action": action,
                "application": if dice.percent(20) { json!("Packaging") } else { Value::Null },
                "title": dice.word(TITLES),
                "description": "Kept by the security team, see its page in the wiki.",
                "recommendedActions": "Look at the device that met it.",
                "severity": dice.word(&["Informational", "Low", "Medium", "High"]),
                "generateAlert": action == "Audit" || dice.percent(50),
                "rbacGroupNames": if dice.percent(25) { json!(["Servers"]) } else { json!([]) },
                "rbacGroupIds": [],
                "expirationTime": if dice.percent(60) {
                    json!(data.newest.plus(dice.between(20, 300) * Ticks::DAY))
                } else {
                    Value::Null
                },
                "externalID": null,
                "educateUrl": null,
                "sourceType": "User",
                "source": "Ada Lindqvist",
                "createdBySource": "Ada Lindqvist",
                "createdBy": "admin@sandbox.example",
                "createdByDisplayName": "Ada Lindqvist",
                "lastUpdatedBy": null,
                "creationTimeDateTimeUtc": created,
                "lastUpdateTime": created,
            });
            (id, Arc::new(indicator))
        })
        .collect()
}
