use super::*;
use crate::bulk::{file, recipe};
use serde_json::json;

fn common(values: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    values
        .iter()
        .map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()]))
        .collect()
}

fn sheet(change: BulkChange, text: &str, values: &[(&str, &str)]) -> (Vec<Line>, Vec<String>) {
    let sheet = file::read(text.as_bytes()).unwrap();
    of_sheet(recipe::of(change), sheet, &common(values)).unwrap()
}

fn row(change: BulkChange, entity: Option<&str>, row: &Value, values: &[(&str, &str)]) -> Line {
    of_row(
        recipe::of(change),
        entity,
        1,
        7,
        row.as_object().unwrap(),
        &common(values),
    )
}

#[test]
fn a_line_of_a_file_says_more_than_what_holds_for_every_target() {
    let (lines, unused) = sheet(
        BulkChange::UpdateAlerts,
        "ID,Title,status,Severity\nda1,One,resolved,High\nda2,Two,,Low\n",
        &[("status", "InProgress"), ("comment", "Seen")],
    );
    assert_eq!(unused, ["Severity"]);
    assert_eq!(
        (lines[0].target.as_str(), lines[0].about.as_str()),
        ("da1", "One")
    );
    assert_eq!(
        lines[0].values,
        common(&[("status", "Resolved"), ("comment", "Seen")])
    );
    assert_eq!(
        lines[1].values,
        common(&[("status", "InProgress"), ("comment", "Seen")])
    );
    assert_eq!(lines[1].number, 3);
}

#[test]
fn the_portals_columns_of_indicators_are_known() {
    let (lines, unused) = sheet(
        BulkChange::SubmitIndicators,
        "IndicatorType,IndicatorValue,Action,Title,Description,RbacGroups,GenerateAlert,Category\n\
         domainname,bad.example,block,T,D,Group 1;Group 2,TRUE,1\n",
        &[("severity", "High")],
    );
    assert_eq!(unused, ["Category"]);
    assert_eq!(lines[0].target, "bad.example");
    let value = |name: &str| {
        let found = lines[0].values.iter().find(|(known, _)| known == name);
        found.map(|(_, texts)| texts.join("+")).unwrap_or_default()
    };
    assert_eq!(value("indicatorType"), "DomainName");
    assert_eq!(value("action"), "Block");
    assert_eq!(value("rbacGroupNames"), "Group 1+Group 2");
    assert_eq!(value("generateAlert"), "true");
    assert_eq!(value("severity"), "High");
}

#[test]
fn a_file_without_the_target_is_none() {
    let sheet = file::read(b"name,status\nOne,New\n").unwrap();
    assert_eq!(of_sheet(recipe::of(BulkChange::UpdateAlerts), sheet, &[]), None);
}

#[test]
fn rows_name_their_target_by_what_they_are() {
    let alert =
        json!({"id": "da1", "machineId": "m1", "title": "One", "computerDnsName": "pc-1", "status": "New"});
    let line = row(
        BulkChange::UpdateAlerts,
        Some("Alert"),
        &alert,
        &[("status", "Resolved")],
    );
    assert_eq!(
        (line.target.as_str(), line.about.as_str(), line.row_id),
        ("da1", "One", Some(7))
    );
    assert_eq!(line.values, common(&[("status", "Resolved")]));
    let line = row(BulkChange::TagDevices, Some("Alert"), &alert, &[]);
    assert_eq!((line.target.as_str(), line.about.as_str()), ("m1", "pc-1"));
    let line = row(BulkChange::TagDevices, Some("Machine"), &json!({"id": "m2"}), &[]);
    assert_eq!(line.target, "m2");
    let line = row(BulkChange::TagDevices, Some("Software"), &json!({"id": "s"}), &[]);
    assert_eq!(line.target, "", "the id of something else is no device");
}

#[test]
fn an_indicator_is_submitted_again_with_what_it_had_and_what_was_filled_in() {
    let indicator = json!({
        "id": "7", "indicatorValue": "bad.example", "indicatorType": "DomainName", "action": "Alert", "title": "T",
        "description": "D", "rbacGroupNames": ["a", "b"], "generateAlert": true, "expirationTime": "2026-01-01T00:00:00Z",
    });
    let line = row(
        BulkChange::SubmitIndicators,
        Some("Indicator"),
        &indicator,
        &[("expirationTime", "2027-01-01T00:00:00Z")],
    );
    let value = |name: &str| {
        line.values
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, texts)| texts.clone())
    };
    assert_eq!(line.target, "bad.example");
    assert_eq!(
        value("expirationTime"),
        Some(vec!["2027-01-01T00:00:00Z".to_owned()])
    );
    assert_eq!(
        value("rbacGroupNames"),
        Some(vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(value("generateAlert"), Some(vec!["true".to_owned()]));
}

#[test]
fn a_file_becomes_an_indicator_by_its_strongest_hash() {
    let sha1 = "a".repeat(40);
    let sha256 = "b".repeat(64);
    for (file, value, kind) in [
        (
            json!({"sha1": sha1, "sha256": sha256}),
            sha256.as_str(),
            "FileSha256",
        ),
        (json!({"sha1": sha1, "sha256": null}), sha1.as_str(), "FileSha1"),
    ] {
        let line = row(
            BulkChange::SubmitIndicators,
            Some("File"),
            &file,
            &[("action", "Audit")],
        );
        assert_eq!(line.target, value);
        assert_eq!(
            line.values[1],
            ("indicatorType".to_owned(), vec![kind.to_owned()])
        );
    }
    let none = row(
        BulkChange::SubmitIndicators,
        Some("File"),
        &json!({"sha1": "short"}),
        &[],
    );
    assert_eq!(none.target, "");
}

#[test]
fn what_is_offered_depends_on_what_rows_name() {
    let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let offered = |entity: Option<&str>, names: &[&str]| {
        recipe::all()
            .iter()
            .filter(|recipe| can_come_from(recipe, entity, &columns(names)))
            .map(|recipe| recipe.change)
            .collect::<Vec<_>>()
    };
    use BulkChange::{DeleteIndicators, SetDeviceValue, SubmitIndicators, TagDevices, UpdateAlerts};
    assert_eq!(
        offered(Some("Alert"), &["id", "machineId"]),
        [UpdateAlerts, TagDevices, SetDeviceValue]
    );
    assert_eq!(offered(Some("Machine"), &["id"]), [TagDevices, SetDeviceValue]);
    assert_eq!(
        offered(Some("Indicator"), &["id"]),
        [SubmitIndicators, DeleteIndicators]
    );
    assert_eq!(offered(Some("File"), &["sha1"]), [SubmitIndicators]);
    assert_eq!(offered(None, &["DeviceId"]), [TagDevices, SetDeviceValue]);
    assert_eq!(offered(Some("Software"), &["id", "name"]), []);
}
