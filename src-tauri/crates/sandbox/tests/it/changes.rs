//! What callers change is what later reads show: alerts, devices, indicators, the library, scans, investigations.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::analyst::{Analyst, text};

async fn patch(analyst: &Analyst, path: &str, body: &Value) -> Value {
    let answer = analyst.call(Method::PATCH, path, Some(body)).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    answer.json()
}

#[tokio::test]
async fn an_updated_alert_shows_its_change_everywhere_and_others_stay_as_they_were() {
    let analyst = Analyst::start().await;
    let before = analyst.rows("/alerts").await;
    let open = before.iter().find(|alert| alert["status"] == "New").unwrap();
    let id = text(open, "id");
    let body = json!({
        "status": "Resolved", "assignedTo": "admin@sandbox.example",
        "classification": "TruePositive", "determination": "Malware", "comment": "<b>done</b>",
    });
    let updated = patch(&analyst, &format!("/alerts/{id}"), &body).await;
    for name in ["status", "assignedTo", "classification", "determination"] {
        assert_eq!(updated[name], body[name], "{name}");
    }
    assert_eq!(text(&updated, "resolvedTime"), "2027-01-15T08:00:00Z");
    assert_eq!(updated["lastUpdateTime"], updated["resolvedTime"]);
    let comment = updated["comments"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (text(comment, "comment"), text(comment, "createdBy")),
        ("<b>done</b>", "admin@sandbox.example")
    );
    let after = analyst.rows("/alerts").await;
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old["id"], new["id"]);
        assert_eq!(old == new, old["id"] != open["id"], "{}", new["id"]);
    }
    let filter = "$filter=status+eq+'New'";
    assert!(
        !analyst
            .ids(&format!("/alerts?{filter}"))
            .await
            .contains(&id.to_owned())
    );
    // Opened again, it is no longer resolved.
    let again = patch(
        &analyst,
        &format!("/alerts/{id}"),
        &json!({"status": "InProgress", "assignedTo": ""}),
    )
    .await;
    assert!(again["resolvedTime"].is_null() && again["assignedTo"].is_null());
}

#[tokio::test]
async fn a_verdict_is_one_of_the_documented_pairs() {
    let analyst = Analyst::start().await;
    let id = analyst.ids("/alerts?$filter=status+eq+'New'&$top=1").await[0].clone();
    let path = format!("/alerts/{id}");
    for (classification, determination, good, in_batch) in [
        ("TruePositive", "Phishing", true, true),
        ("InformationalExpectedActivity", "ConfirmedActivity", true, false),
        (
            "InformationalExpectedActivity",
            "ConfirmedUserActivity",
            false,
            true,
        ),
        ("FalsePositive", "NotMalicious", true, false),
        ("FalsePositive", "Clean", false, true),
        ("FalsePositive", "Malware", false, false),
    ] {
        let body = json!({"classification": classification, "determination": determination});
        let single = analyst.call(Method::PATCH, &path, Some(&body)).await;
        assert_eq!(single.status.is_success(), good, "{body}");
        let body =
            json!({"alertIds": [id], "classification": classification, "determination": determination});
        let batch = analyst.post("/alerts/batchUpdate", &body).await;
        assert_eq!(batch.status.is_success(), in_batch, "{body}");
    }
    for (body, code) in [
        (json!({"Status": "New"}), "InvalidRequestBody"),
        (json!({}), "InvalidRequestBody"),
        (json!([]), "InvalidRequestBody"),
        (json!({"status": "Done"}), "InvalidInput"),
        (json!({"status": 5}), "InvalidRequestBody"),
    ] {
        let refused = analyst.refused(Method::PATCH, &path, Some(&body)).await;
        assert_eq!(refused, (400, code.to_owned()), "{body}");
    }
    let fresh = analyst
        .ids("/alerts?$filter=status+eq+'New'&$top=1&$skip=1")
        .await[0]
        .clone();
    let alone = json!({"determination": "Malware"});
    let refused = analyst
        .refused(Method::PATCH, &format!("/alerts/{fresh}"), Some(&alone))
        .await;
    assert_eq!(refused, (400, "InvalidInput".to_owned()));
}

#[tokio::test]
async fn a_batch_updates_all_of_its_alerts_or_none() {
    let analyst = Analyst::start().await;
    let ids = analyst.ids("/alerts?$filter=status+eq+'New'&$top=3").await;
    let unknown = json!({"alertIds": [ids[0], "da1_1"], "status": "Resolved"});
    assert_eq!(
        analyst
            .refused(Method::POST, "/alerts/batchUpdate", Some(&unknown))
            .await
            .0,
        404
    );
    assert_eq!(analyst.get(&format!("/alerts/{}", ids[0])).await["status"], "New");
    let body = json!({"alertIds": ids, "status": "InProgress", "comment": "taken"});
    let answer = analyst.post("/alerts/batchUpdate", &body).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
    for id in &ids {
        assert_eq!(
            analyst.get(&format!("/alerts/{id}")).await["status"],
            "InProgress"
        );
    }
}

#[tokio::test]
async fn an_alert_made_by_hand_is_listed_first_investigated_and_merged() {
    let analyst = Analyst::start().await;
    let device = analyst.device("Windows11").await;
    let before = analyst.call(Method::GET, "/alerts/$count", None).await.text;
    let body = json!({
        "eventTime": "2027-01-14T21:00:00.1234567Z", "reportId": "20776", "machineId": device["id"],
        "severity": "Low", "title": "=made by hand", "description": "d", "recommendedAction": "r",
        "category": "Exploit",
    });
    let made = analyst.posted("/alerts/CreateAlertByReference", &body).await;
    assert_eq!(
        (text(&made, "title"), text(&made, "category")),
        ("=made by hand", "Exploit")
    );
    let first = analyst.rows("/alerts?$top=1").await[0].clone();
    assert_eq!(first["id"], made["id"]);
    let after = analyst.call(Method::GET, "/alerts/$count", None).await.text;
    assert_eq!(after.parse::<u64>().unwrap(), before.parse::<u64>().unwrap() + 1);
    let investigation = format!("/investigations/{}", made["investigationId"]);
    assert_eq!(analyst.get(&investigation).await["state"], "Queued");
    let same = analyst.posted("/alerts/CreateAlertByReference", &body).await;
    assert_eq!(
        same["id"], made["id"],
        "an open alert with the same title takes it in"
    );
    analyst.world.advance(TimeDelta::minutes(1));
    assert_eq!(analyst.get(&investigation).await["state"], "Benign");
    let path = format!("/alerts/{}", text(&made, "id"));
    assert_eq!(analyst.get(&path).await["investigationState"], "Benign");
    patch(&analyst, &path, &json!({"status": "Resolved"})).await;
    let another = analyst.posted("/alerts/CreateAlertByReference", &body).await;
    assert_ne!(another["id"], made["id"]);
    for (name, value, status) in [
        ("eventTime", json!("2026-01-01T00:00:00Z"), 404),
        ("eventTime", json!("yesterday"), 400),
        ("machineId", json!("nobody"), 404),
        ("severity", json!("Huge"), 400),
        ("title", Value::Null, 400),
    ] {
        let mut wrong = body.clone();
        wrong[name] = value;
        let refused = analyst
            .refused(Method::POST, "/alerts/CreateAlertByReference", Some(&wrong))
            .await;
        assert_eq!(refused.0, status, "{wrong}");
    }
}

#[tokio::test]
async fn an_investigation_comes_with_an_alert_and_runs_its_course() {
    let analyst = Analyst::start().await;
    let device = analyst.device("Windows10").await;
    let path = format!("/machines/{}/startInvestigation", text(&device, "id"));
    let started = analyst.posted(&path, &json!({"Comment": "look at this"})).await;
    assert_eq!(
        (text(&started, "state"), &started["machineId"]),
        ("Queued", &device["id"])
    );
    let alert = analyst
        .get(&format!("/alerts/{}", text(&started, "triggeringAlertId")))
        .await;
    assert_eq!(alert["investigationId"].to_string(), text(&started, "id"));
    assert_eq!(
        analyst.ids("/investigations?$top=1").await[0],
        text(&started, "id")
    );
    let unknown = analyst.refused(Method::GET, "/investigations/1", None).await;
    assert_eq!(unknown, (404, "ResourceNotFound".to_owned()));
}

#[tokio::test]
async fn tags_and_values_change_what_devices_show_and_are_found_by() {
    let analyst = Analyst::start().await;
    let ids = analyst.ids("/machines?$top=3").await;
    let one = format!("/machines/{}", ids[0]);
    let tag = |value: &str, action: &str| json!({"Value": value, "Action": action});
    let tags = async || analyst.get(&one).await["machineTags"].clone();
    analyst
        .posted(&format!("{one}/tags"), &tag("<i>Lab</i>", "Add"))
        .await;
    analyst
        .posted(&format!("{one}/tags"), &tag("<I>lab</I>", "Add"))
        .await;
    let held = tags().await;
    assert_eq!(
        held.as_array()
            .unwrap()
            .iter()
            .filter(|tag| *tag == "<i>Lab</i>")
            .count(),
        1
    );
    let find = async |query: &str| analyst.ids(&format!("/machines/findbytag?{query}")).await;
    assert_eq!(find("tag=%3Ci%3Elab%3C/i%3E").await, ids[..1]);
    assert_eq!(find("tag=%3Ci%3E&useStartsWithFilter=true").await, ids[..1]);
    assert!(find("tag=%3Ci%3E").await.is_empty());
    let filter = "$filter=machineTags/any(t:+t+eq+'%3Ci%3ELab%3C/i%3E')";
    assert_eq!(analyst.ids(&format!("/machines?{filter}")).await, ids[..1]);
    let many = json!({"Value": "Batch", "Action": "Add", "MachineIds": ids});
    let answer = analyst
        .posted("/machines/AddOrRemoveTagForMultipleMachines", &many)
        .await;
    assert_eq!(answer["value"].as_array().unwrap().len(), 3);
    assert_eq!(find("tag=batch").await, ids);
    analyst
        .posted(&format!("{one}/tags"), &tag("batch", "Remove"))
        .await;
    assert_eq!(find("tag=batch").await, ids[1..]);
    let set = patch(
        &analyst,
        &one,
        &json!({"machineTags": ["A"], "deviceValue": "High"}),
    )
    .await;
    assert_eq!(
        (&set["machineTags"], text(&set, "deviceValue")),
        (&json!(["A"]), "High")
    );
    analyst
        .posted(&format!("{one}/setDeviceValue"), &json!({"DeviceValue": "Low"}))
        .await;
    assert_eq!(analyst.get(&one).await["deviceValue"], "Low");
    for (path, body, code) in [
        (format!("{one}/tags"), tag("x", "Set"), "InvalidInput"),
        (
            format!("{one}/tags"),
            json!({"value": "x", "action": "Add"}),
            "MissingRequiredParameter",
        ),
        (
            format!("{one}/tags"),
            tag(&"x".repeat(201), "Add"),
            "InvalidInput",
        ),
        (
            format!("{one}/setDeviceValue"),
            json!({"DeviceValue": "Huge"}),
            "InvalidInput",
        ),
        (
            "/machines/AddOrRemoveTagForMultipleMachines".to_owned(),
            json!({"Value": "x", "Action": "Add", "MachineIds": vec!["a"; 501]}),
            "MaximumBatchSizeExceeded",
        ),
    ] {
        let refused = analyst.refused(Method::POST, &path, Some(&body)).await;
        assert_eq!(refused, (400, code.to_owned()), "{path}");
    }
    let missing = analyst.refused(Method::GET, "/machines/findbytag", None).await;
    assert_eq!(missing, (400, "MissingRequiredParameter".to_owned()));
}

#[tokio::test]
async fn library_files_are_uploaded_listed_replaced_and_deleted() {
    let analyst = Analyst::start().await;
    let upload = async |name: &str, content: Vec<u8>, fields: &[(&'static str, &'static str)]| {
        let part = reqwest::multipart::Part::bytes(content).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        let form = fields
            .iter()
            .fold(form, |form, (name, value)| form.text(*name, *value));
        let request = analyst.world.request(Method::POST, "/api/libraryfiles");
        analyst
            .world
            .send(request.bearer_auth(&analyst.token).multipart(form))
            .await
    };
    let fields = [
        ("Description", "<b>d</b>"),
        ("HasParameters", "true"),
        ("ParametersDescription", "-A"),
    ];
    let made = upload("one.ps1", b"Get-Date".to_vec(), &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    // SHA-256 of the content.
    let hash = "c1d9af5ecced5022dd0e037ef3d6e96a33b43dea902d1c05c894b7b33cb3c798";
    assert_eq!(text(&made.json(), "sha256"), hash);
    let names = async || {
        let rows = analyst.rows("/libraryfiles").await;
        rows.iter()
            .map(|row| text(row, "fileName").to_owned())
            .collect::<Vec<_>>()
    };
    assert!(names().await.contains(&"one.ps1".to_owned()));
    let again = upload("one.ps1", b"other".to_vec(), &[]).await;
    assert_eq!(again.json()["error"]["code"], "InvalidInput");
    let replaced = upload("one.ps1", b"other".to_vec(), &[("OverrideIfExists", "true")])
        .await
        .json();
    assert_ne!(replaced["sha256"], made.json()["sha256"]);
    assert_eq!(replaced["hasParameters"], false);
    let big = upload("big.bin", vec![7; 20 * 1024 * 1024 + 1], &[]).await;
    assert_eq!(
        (big.status, big.json()["error"]["code"].clone()),
        (StatusCode::BAD_REQUEST, json!("InvalidInput"))
    );
    assert_eq!(
        upload("fits.bin", vec![7; 20 * 1024 * 1024], &[]).await.status,
        StatusCode::OK
    );
    let json_body = analyst
        .refused(Method::POST, "/libraryfiles", Some(&json!({})))
        .await;
    assert_eq!(json_body, (400, "InvalidRequestBody".to_owned()));
    let gone = analyst.call(Method::DELETE, "/libraryfiles/one.ps1", None).await;
    assert_eq!((gone.status, gone.text.as_str()), (StatusCode::NO_CONTENT, ""));
    assert!(!names().await.contains(&"one.ps1".to_owned()));
    let unknown = analyst
        .refused(Method::DELETE, "/libraryfiles/one.ps1", None)
        .await;
    assert_eq!(unknown, (404, "ResourceNotFound".to_owned()));
}

#[tokio::test]
async fn scan_definitions_are_added_changed_and_deleted_and_never_show_a_secret() {
    let analyst = Analyst::start().await;
    let agent = analyst.rows("/DeviceAuthenticatedScanAgents").await[0].clone();
    let base = "/DeviceAuthenticatedScanDefinitions";
    let body = json!({
        "scanType": "Network", "scanName": "lab", "isActive": true, "target": "10.0.0.1,10.0.0.2",
        "intervalInHours": 4, "targetType": "Ip", "scannerAgent": {"machineId": agent["machineId"]},
        "scanAuthenticationParams": {
            "@odata.type": "#microsoft.windowsDefenderATP.api.SnmpAuthParams", "type": "AuthPriv",
            "username": "scanner", "authProtocol": "SHA1", "authPassword": "not shown again",
        },
    });
    let added = analyst.posted(base, &body).await;
    let all = analyst.call(Method::GET, base, None).await;
    assert!(!all.text.contains("not shown again") && all.text.contains("scanner"));
    let id = text(&added, "id");
    let changed = patch(
        &analyst,
        &format!("{base}/{id}"),
        &json!({"isActive": false, "scanName": "lab 2"}),
    )
    .await;
    assert_eq!(
        (&changed["isActive"], text(&changed, "scanName")),
        (&json!(false), "lab 2")
    );
    assert_eq!(changed["target"], body["target"]);
    let history = format!("{base}/GetScanHistoryByScanDefinitionId");
    let fresh = analyst.posted(&history, &json!({"ScanDefinitionIds": id})).await;
    assert_eq!(fresh["value"], json!([]), "it has not run yet");
    let old = analyst.ids(base).await[0].clone();
    let sessions = analyst
        .posted(
            &format!("{history}?$top=5&$skip=2"),
            &json!({"ScanDefinitionIds": [old]}),
        )
        .await;
    assert_eq!(sessions["value"].as_array().unwrap().len(), 5);
    let session = json!({"SessionIds": [sessions["value"][0]["SessionIds"]]});
    let whole = analyst
        .posted(&format!("{base}/GetScanHistoryBySessionId"), &session)
        .await;
    assert_eq!(
        whole["value"][0]["LastScanned"],
        sessions["value"][0]["LastScanned"]
    );
    assert_eq!(
        whole["value"][0]["NumberOfTargets"],
        whole["value"][0]["ListScannedTargets"].as_array().unwrap().len()
    );
    let gone = analyst
        .post(
            &format!("{base}/BatchDelete"),
            &json!({"ScanDefinitionIds": [id]}),
        )
        .await;
    assert_eq!(gone.status, StatusCode::OK);
    assert!(!analyst.ids(base).await.contains(&id.to_owned()));
    for (name, value, status) in [
        ("scanType", json!("Other"), 400),
        ("intervalInHours", json!(0), 400),
        ("scannerAgent", json!({"machineId": "nobody"}), 404),
        ("scanAuthenticationParams", json!({"type": "AuthPriv"}), 400),
        ("scanName", Value::Null, 400),
        ("target", json!(" "), 400),
    ] {
        let mut wrong = body.clone();
        wrong[name] = value;
        assert_eq!(
            analyst.refused(Method::POST, base, Some(&wrong)).await.0,
            status,
            "{wrong}"
        );
    }
    let deleted = analyst
        .refused(
            Method::PATCH,
            &format!("{base}/{id}"),
            Some(&json!({"isActive": true})),
        )
        .await;
    assert_eq!(deleted, (404, "ResourceNotFound".to_owned()));
    assert_eq!(
        analyst
            .refused(Method::GET, "/DeviceAuthenticatedScanAgents/nobody", None)
            .await,
        (404, "ResourceNotFound".to_owned())
    );
}

#[tokio::test]
async fn changes_are_forgotten_when_the_sandbox_stops() {
    let analyst = Analyst::start().await;
    let id = analyst.ids("/machines?$top=1").await[0].clone();
    let path = format!("/machines/{id}");
    let before = analyst.get(&path).await;
    patch(&analyst, &path, &json!({"machineTags": ["only once"]})).await;
    let world = analyst.world.restarted().await;
    let token = world.access_token(crate::support::ADMIN).await;
    assert_eq!(
        world.api(&path, &token).await.json()["machineTags"],
        before["machineTags"]
    );
}
