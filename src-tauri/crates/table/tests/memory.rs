//! What alerts take in memory, against the bytes they came in.

use serde_json::{Value, json};
use table::{ColumnHint, Kind, TableBuilder, View, ViewSpec};

const ROWS: u32 = 4_000;

/// An alert as a tenant has thousands of: its own identities, names and times; everybody's words.
fn alert(number: u32) -> Value {
    let time = |minutes: u32| {
        let (day, hour, minute) = (1 + minutes / 1440 % 28, minutes / 60 % 24, minutes % 60);
        format!(
            "2026-{:02}-{day:02}T{hour:02}:{minute:02}:57.7{number:06}Z",
            1 + minutes / 40_320 % 12
        )
    };
    let technique = number % 40;
    let severity = ["Informational", "Low", "Medium", "High"][number as usize % 4];
    let status = ["New", "InProgress", "Resolved"][number as usize % 3];
    json!({
        "id": format!("da6374{:026}_{}", u64::from(number) * 7_919, number % 97),
        "title": format!("Suspicious behaviour {technique} was observed on device-{:05}", number % 800),
        "description": format!("A process behaved as in technique {technique}. {}", "This is typical of an attacker who moves on. ".repeat(6)),
        "alertCreationTime": time(number), "lastEventTime": time(number + 1), "firstEventTime": time(number),
        "lastUpdateTime": time(number + 9), "resolvedTime": null, "incidentId": 1_000_000 + number / 3, "investigationId": null,
        "investigationState": "UnsupportedAlertType", "assignedTo": null, "rbacGroupName": "Servers",
        "mitreTechniques": [format!("T1{technique:03}")],
        "relatedUser": {"userName": format!("user{}", number % 300), "domainName": "SANDBOX"},
        "severity": severity,
        "status": status,
        "classification": null, "determination": null, "category": "SuspiciousActivity",
        "detectionSource": "WindowsDefenderAtp", "threatFamilyName": null, "threatName": null,
        "machineId": format!("{:040x}", u128::from(number % 800) * 0x0123_4567_89AB_CDEF_0123),
        "computerDnsName": format!("device-{:05}.sandbox.example", number % 800),
        "aadTenantId": "a839b112-1253-6432-9bf6-94542403f21c", "detectorId": "c77ab5f3-1357-4b34-b13b-ddde4d146a51",
        "comments": [], "evidence": []
    })
}

#[test]
fn alerts_take_less_than_half_of_their_json() {
    let hints = [
        ColumnHint::new("id", Kind::Text),
        ColumnHint::new("alertCreationTime", Kind::Time),
    ];
    let mut builder = TableBuilder::new(&hints, Some("id"));
    let mut sent = 0;
    for page in 0..4 {
        let rows: Vec<Value> = (page * ROWS / 4..(page + 1) * ROWS / 4).map(alert).collect();
        let body = json!({"value": rows}).to_string();
        sent += body.len();
        builder.append_page(body.as_bytes()).unwrap();
    }
    let table = builder.snapshot();
    assert_eq!(table.rows(), ROWS);
    assert_eq!(Value::Object(table.row(ROWS - 1).unwrap()), alert(ROWS - 1));
    let held = table.bytes();
    println!("{sent} bytes of JSON are held in {held} bytes");
    assert!(held * 2 < sent, "{sent} bytes of JSON are held in {held} bytes");
}

#[test]
fn snapshots_and_views_share_the_rows() {
    let mut builder = TableBuilder::new(&[], None);
    let body = json!({"value": [alert(1), alert(2)]}).to_string();
    builder.append_page(body.as_bytes()).unwrap();
    let (early, late) = (builder.snapshot(), builder.snapshot());
    let view = View::build(&early, &ViewSpec::default()).unwrap();
    drop(builder);
    assert_eq!(early.row(1), late.row(1));
    assert_eq!(
        view.window(1, 1, &["id".to_owned()]).unwrap().rows[0][0].as_deref(),
        alert(2)["id"].as_str()
    );
}
