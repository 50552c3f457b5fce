//! Response actions: how far they come, what is refused, and what they leave behind.

use std::io::Read as _;

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::analyst::{Analyst, text};
use crate::support::Answer;

/// Seconds of a stage in these tests.
const STAGE: u32 = 10;

async fn start() -> Analyst {
    Analyst::with(|config| config.action_stage = STAGE).await
}

fn stage() -> TimeDelta {
    TimeDelta::seconds(i64::from(STAGE))
}

fn comment() -> Value {
    json!({"Comment": "asked for by a test"})
}

impl Analyst {
    async fn ask(&self, device: &Value, call: &str, body: &Value) -> Answer {
        self.post(&format!("/machines/{}/{call}", text(device, "id")), body)
            .await
    }

    async fn asked(&self, device: &Value, call: &str, body: &Value) -> Value {
        let answer = self.ask(device, call, body).await;
        assert!(answer.status.is_success(), "{call}: {}", answer.text);
        answer.json()
    }

    async fn status(&self, action: &Value) -> String {
        let path = format!("/machineactions/{}", text(action, "id"));
        text(&self.get(&path).await, "status").to_owned()
    }

    /// A device in this state of health.
    async fn unwell(&self, health: &str) -> Value {
        let filter = format!("healthStatus+eq+'{health}'+and+onboardingStatus+eq+'Onboarded'");
        let rows = self.rows(&format!("/machines?$filter={filter}")).await;
        let is_phone = |row: &&Value| row["osPlatform"] != "iOS";
        rows.iter().find(is_phone).unwrap().clone()
    }

    /// Follows a link without a token.
    async fn fetch(&self, link: &str) -> (StatusCode, Vec<u8>) {
        let path = link.strip_prefix(&self.world.url("")).unwrap();
        let response = self.world.request(Method::GET, path).send().await.unwrap();
        (response.status(), response.bytes().await.unwrap().to_vec())
    }
}

#[tokio::test]
async fn an_action_is_pending_then_in_progress_then_succeeded() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let answer = analyst
        .ask(
            &device,
            "isolate",
            &json!({"Comment": "c", "IsolationType": "Selective"}),
        )
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let action = answer.json();
    assert_eq!(
        (text(&action, "status"), text(&action, "scope")),
        ("Pending", "Selective")
    );
    assert_eq!(text(&action, "requestor"), "admin@sandbox.example");
    assert_eq!(action["machineId"], device["id"]);
    analyst.world.advance(stage());
    assert_eq!(analyst.status(&action).await, "InProgress");
    analyst.world.advance(stage());
    assert_eq!(analyst.status(&action).await, "Succeeded");
    // The newest stands first in the list, which calls the time of the last change by another name.
    let listed = analyst.rows("/machineactions?$top=1").await;
    assert_eq!(listed[0]["id"], action["id"]);
    assert_eq!(text(&listed[0], "lastUpdateTimeUtc"), "2027-01-15T08:00:20Z");
    assert_eq!(
        analyst
            .status(&analyst.asked(&device, "unisolate", &comment()).await)
            .await,
        "Pending"
    );
    let filter = format!(
        "$filter=machineId+eq+'{}'+and+type+in+('Isolate','Unisolate')",
        text(&device, "id")
    );
    let rows = analyst.rows(&format!("/machineactions?{filter}")).await;
    assert_eq!(text(&rows[0], "type"), "Unisolate");
}

#[tokio::test]
async fn a_device_that_is_unwell_fails_or_lets_the_action_time_out() {
    let analyst = start().await;
    for (health, outcome) in [("ImpairedCommunication", "Failed"), ("Inactive", "TimeOut")] {
        let device = analyst.unwell(health).await;
        let scan = json!({"Comment": "c", "ScanType": "Quick"});
        let action = analyst.asked(&device, "runAntiVirusScan", &scan).await;
        analyst.world.advance(stage());
        let under_way = if outcome == "TimeOut" {
            "Pending"
        } else {
            "InProgress"
        };
        assert_eq!(analyst.status(&action).await, under_way, "{health}");
        analyst.world.advance(stage() * 3);
        assert_eq!(analyst.status(&action).await, outcome, "{health}");
    }
}

#[tokio::test]
async fn the_same_action_twice_is_refused_until_the_first_is_final() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let path = |call: &str| format!("/machines/{}/{call}", text(&device, "id"));
    for call in [
        "isolate",
        "unisolate",
        "restrictCodeExecution",
        "unrestrictCodeExecution",
        "collectInvestigationPackage",
    ] {
        analyst.asked(&device, call, &comment()).await;
        let again = analyst.refused(Method::POST, &path(call), Some(&comment())).await;
        assert_eq!(again, (400, "ActiveRequestAlreadyExists".to_owned()), "{call}");
    }
    // Another device is not concerned.
    let other = analyst.device("Windows10").await;
    analyst.asked(&other, "isolate", &comment()).await;
    analyst.world.advance(stage() * 2);
    analyst.asked(&device, "isolate", &comment()).await;
}

#[tokio::test]
async fn actions_want_a_comment_and_a_device_that_can_do_it() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let path = |device: &Value, call: &str| format!("/machines/{}/{call}", text(device, "id"));
    let refused = async |device: &Value, call: &str, body: Value| {
        analyst
            .refused(Method::POST, &path(device, call), Some(&body))
            .await
            .1
    };
    for body in [
        json!({}),
        json!({"comment": "lower case"}),
        json!({"Comment": " "}),
    ] {
        for call in ["isolate", "offboard", "restrictCodeExecution"] {
            assert_eq!(
                refused(&device, call, body.clone()).await,
                "MissingRequiredParameter",
                "{call}"
            );
        }
    }
    assert_eq!(
        refused(&device, "runAntiVirusScan", comment()).await,
        "MissingRequiredParameter"
    );
    let wrong = json!({"Comment": "c", "IsolationType": "Half"});
    assert_eq!(refused(&device, "isolate", wrong).await, "InvalidInput");
    let unmanaged = json!({"Comment": "c", "IsolationType": "UnManagedDevice"});
    assert_eq!(refused(&device, "isolate", unmanaged.clone()).await, "BadRequest");
    let mac = analyst.device("macOS").await;
    assert_eq!(
        refused(&mac, "restrictCodeExecution", comment()).await,
        "OsPlatformNotSupported"
    );
    assert_eq!(
        refused(&mac, "startInvestigation", comment()).await,
        "OsPlatformNotSupported"
    );
    let foreign = analyst
        .rows("/machines?$filter=onboardingStatus+ne+'Onboarded'+and+osPlatform+ne+'iOS'")
        .await;
    assert_eq!(refused(&foreign[0], "isolate", comment()).await, "BadRequest");
    analyst.asked(&foreign[0], "isolate", &unmanaged).await;
    let unknown = analyst
        .refused(Method::POST, "/machines/nobody/isolate", Some(&comment()))
        .await;
    assert_eq!(unknown, (404, "ResourceNotFound".to_owned()));
    assert_eq!(
        refused(
            &device,
            "StopAndQuarantineFile",
            json!({"Comment": "c", "Sha1": "xyz"})
        )
        .await,
        "InvalidHashValue"
    );
}

#[tokio::test]
async fn an_action_can_be_cancelled_while_it_is_not_final() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let action = analyst.asked(&device, "isolate", &comment()).await;
    let path = format!("/machineactions/{}/cancel", text(&action, "id"));
    analyst.world.advance(stage());
    let cancelled = analyst.posted(&path, &json!({"Comment": "wrong device"})).await;
    assert_eq!(text(&cancelled, "status"), "Cancelled");
    assert_eq!(text(&cancelled, "cancellationComment"), "wrong device");
    assert_eq!(
        text(&cancelled, "cancellationDateTimeUtc"),
        "2027-01-15T08:00:10Z"
    );
    analyst.world.advance(stage());
    assert_eq!(analyst.status(&action).await, "Cancelled");
    assert_eq!(
        analyst.refused(Method::POST, &path, None).await,
        (400, "BadRequest".to_owned())
    );
    let unknown = analyst
        .refused(Method::POST, "/machineactions/1/cancel", None)
        .await;
    assert_eq!(unknown, (404, "ResourceNotFound".to_owned()));
}

#[tokio::test]
async fn cancelling_wants_the_permission_of_the_action() {
    let analyst = Analyst::with(|config| {
        config.permissions = ["Machine.Isolate", "Machine.Read"].map(str::to_owned).to_vec();
    })
    .await;
    let filter = "$filter=type+eq+'RunAntiVirusScan'&$top=1";
    let scan = analyst.ids(&format!("/machineactions?{filter}")).await;
    let path = format!("/machineactions/{}/cancel", scan[0]);
    let answer = analyst.call(Method::POST, &path, None).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("Machine.Scan"), "{}", answer.text);
}

#[tokio::test]
async fn an_offboarded_device_is_no_longer_managed() {
    let analyst = start().await;
    let device = analyst.device("Windows10").await;
    let path = format!("/machines/{}", text(&device, "id"));
    assert_eq!(
        analyst.ask(&device, "offboard", &comment()).await.status,
        StatusCode::OK
    );
    analyst.world.advance(stage());
    assert_eq!(analyst.get(&path).await["onboardingStatus"], "Onboarded");
    analyst.world.advance(stage());
    let after = analyst.get(&path).await;
    assert_eq!(
        (text(&after, "onboardingStatus"), text(&after, "healthStatus")),
        ("CanBeOnboarded", "Inactive")
    );
    let refused = analyst
        .refused(Method::POST, &format!("{path}/isolate"), Some(&comment()))
        .await;
    assert_eq!(refused, (400, "BadRequest".to_owned()));
}

#[tokio::test]
async fn a_collected_package_is_a_zip_file_behind_a_link() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let action = analyst
        .asked(&device, "collectInvestigationPackage", &comment())
        .await;
    let path = format!("/machineactions/{}/getPackageUri", text(&action, "id"));
    let early = analyst.refused(Method::GET, &path, None).await;
    assert_eq!(early, (404, "ResourceNotFound".to_owned()));
    analyst.world.advance(stage() * 2);
    let value = analyst.get(&path).await;
    // The link is quoted once more inside of the text.
    let link: String = serde_json::from_str(text(&value, "value")).unwrap();
    let (status, body) = analyst.fetch(&link).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.starts_with(b"PK\x03\x04"));
    let name = text(&device, "computerDnsName").as_bytes();
    assert!(body.windows(name.len()).any(|window| window == name));
    analyst.world.advance(TimeDelta::minutes(61));
    assert_eq!(analyst.fetch(&link).await.0, StatusCode::FORBIDDEN);
}

fn command(kind: &str, key: &str, value: &str) -> Value {
    json!({"type": kind, "params": [{"key": key, "value": value}]})
}

#[tokio::test]
async fn live_response_runs_its_commands_in_order_and_serves_their_results() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let body = json!({"Comment": "c", "Commands": [
        command("PutFile", "FileName", "read-logs.sh"),
        {"type": "RunScript", "params": [
            {"key": "ScriptName", "value": "list-services.ps1"},
            {"key": "Args", "value": "-State Stopped"},
        ]},
        command("GetFile", "Path", "C:\\Windows\\notes.txt"),
    ]});
    let action = analyst.asked(&device, "runliveresponse", &body).await;
    assert_eq!(text(&action["commands"][2], "commandStatus"), "Created");
    let path = format!("/machines/{}/runliveresponse", text(&device, "id"));
    let second = analyst.refused(Method::POST, &path, Some(&body)).await;
    assert_eq!(second, (400, "ActiveRequestAlreadyExists".to_owned()));
    let link = |index: usize| {
        format!(
            "/machineactions/{}/GetLiveResponseResultDownloadLink(index={index})",
            text(&action, "id")
        )
    };
    // Two thirds of the running time: two commands are done.
    analyst.world.advance(stage() + TimeDelta::seconds(7));
    let now = analyst
        .get(&format!("/machineactions/{}", text(&action, "id")))
        .await;
    let states: Vec<&str> = (0..3)
        .map(|index| text(&now["commands"][index], "commandStatus"))
        .collect();
    assert_eq!(states, ["Completed", "Completed", "Created"]);
    assert_eq!(analyst.refused(Method::GET, &link(2), None).await.0, 404);
    assert_eq!(
        analyst.refused(Method::GET, &link(0), None).await,
        (400, "BadRequest".to_owned())
    );
    assert_eq!(analyst.refused(Method::GET, &link(9), None).await.0, 404);
    let url = text(&analyst.get(&link(1)).await, "value").to_owned();
    let (status, script) = analyst.fetch(&url).await;
    let script: Value = serde_json::from_slice(&script).unwrap();
    assert_eq!(
        (status, text(&script, "script_name")),
        (StatusCode::OK, "list-services.ps1")
    );
    assert!(text(&script, "script_output").contains("-State Stopped"));
    analyst.world.advance(stage());
    let url = text(&analyst.get(&link(2)).await, "value").to_owned();
    let (_, file) = analyst.fetch(&url).await;
    assert!(String::from_utf8(file).unwrap().contains("notes.txt"));
}

#[tokio::test]
async fn live_response_refuses_a_wrong_order_and_fails_with_an_unknown_script() {
    let analyst = start().await;
    let device = analyst.device("Windows11").await;
    let path = format!("/machines/{}/runliveresponse", text(&device, "id"));
    let get = command("GetFile", "Path", "C:\\a");
    let run = command("RunScript", "ScriptName", "nowhere.ps1");
    for (commands, code) in [
        (json!([get, run]), "InvalidInput"),
        (json!([]), "MissingRequiredParameter"),
        (
            json!([{"type": "RunScript", "params": []}]),
            "MissingRequiredParameter",
        ),
        (json!([{"type": "Delete", "params": []}]), "InvalidInput"),
        (json!(["text"]), "InvalidRequestBody"),
        (
            json!([{"type": "GetFile", "params": [{"key": "Path"}]}]),
            "InvalidRequestBody",
        ),
        (json!("text"), "InvalidRequestBody"),
    ] {
        let body = json!({"Comment": "c", "Commands": commands});
        let refused = analyst.refused(Method::POST, &path, Some(&body)).await;
        assert_eq!(refused, (400, code.to_owned()), "{commands}");
    }
    let body = json!({"Comment": "c", "Commands": [run, get]});
    let action = analyst.asked(&device, "runliveresponse", &body).await;
    analyst.world.advance(stage() * 2);
    let after = analyst
        .get(&format!("/machineactions/{}", text(&action, "id")))
        .await;
    assert_eq!(text(&after, "status"), "Failed");
    assert_eq!(text(&after["commands"][0], "commandStatus"), "Failed");
    assert!(after["commands"][0]["errors"][0].is_string());
    // A command that fails stops the rest.
    assert_eq!(text(&after["commands"][1], "commandStatus"), "Created");
}

#[tokio::test]
async fn quarantine_stops_what_is_there_and_refuses_what_is_trusted() {
    let analyst = start().await;
    let alerts = analyst.rows("/alerts?$expand=evidence").await;
    let device = analyst.device("Windows11").await;
    let mine = alerts.iter().filter(|alert| alert["machineId"] == device["id"]);
    let hashes: Vec<&str> = mine
        .flat_map(|alert| alert["evidence"].as_array().unwrap())
        .filter_map(|piece| piece["sha1"].as_str())
        .collect();
    let (mut stopped, mut trusted) = (0, 0);
    for sha1 in hashes {
        let body = json!({"Comment": "c", "Sha1": sha1});
        let signed = analyst.get(&format!("/files/{sha1}")).await["isValidCertificate"] == true;
        let answer = analyst.ask(&device, "StopAndQuarantineFile", &body).await;
        if signed {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            trusted += 1;
        } else if answer.status == StatusCode::CREATED {
            analyst.world.advance(stage() * 2);
            let action = answer.json();
            assert_eq!(action["relatedFileInfo"]["fileIdentifier"], sha1);
            assert_eq!(analyst.status(&action).await, "Succeeded");
            stopped += 1;
        }
    }
    assert!(stopped > 0 && trusted > 0, "{stopped} {trusted}");
    let nowhere = json!({"Comment": "c", "Sha1": "0".repeat(40)});
    let action = analyst.asked(&device, "StopAndQuarantineFile", &nowhere).await;
    analyst.world.advance(stage() * 2);
    assert_eq!(analyst.status(&action).await, "Failed");
}

#[tokio::test]
async fn links_carry_their_own_signature_and_refuse_a_bearer_token() {
    let analyst = start().await;
    let files = analyst.get("/machines/SoftwareInventoryExport").await;
    let link = files["exportFiles"][0].as_str().unwrap();
    let path = link.strip_prefix(&analyst.world.url("")).unwrap();
    let with_token = analyst
        .world
        .send(
            analyst
                .world
                .request(Method::GET, path)
                .bearer_auth(&analyst.token),
        )
        .await;
    assert_eq!(with_token.status, StatusCode::FORBIDDEN);
    assert!(with_token.text.contains("AuthenticationFailed") && !with_token.text.contains(&analyst.token));
    for wrong in [
        link.replace("sig=", "sig=A"),
        link.replace("0.json.gz", "1.json.gz"),
        link.replace("2027", "2028"),
        link.split_once('?').unwrap().0.to_owned(),
    ] {
        assert_eq!(analyst.fetch(&wrong).await.0, StatusCode::FORBIDDEN, "{wrong}");
    }
    let (status, body) = analyst.fetch(link).await;
    assert_eq!(status, StatusCode::OK);
    let mut lines = String::new();
    flate2::read::GzDecoder::new(body.as_slice())
        .read_to_string(&mut lines)
        .unwrap();
    assert!(
        lines
            .lines()
            .all(|line| serde_json::from_str::<Value>(line).unwrap().is_object())
    );
}
