//! The Python texts, run with MSAL for Python as Microsoft publishes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sandbox::Sandbox;
use serde_json::{Value, json};
use snippet::{Language, Way};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::person;
use crate::support::{Call, HOSTILE, url};
use crate::world::{Folder, Run, Running, api_requests, at_sandbox, sandbox};

/// Where the conformance tests keep MSAL.
fn python() -> PathBuf {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/conformance/venv/bin/python");
    assert!(
        python.is_file(),
        "MSAL for Python is missing; `cargo xtask test conformance` sets it up"
    );
    python
}

fn start(folder: &Folder, call: &Call, before: &[&Path]) -> Running {
    let script = folder.path("call.py");
    fs::write(&script, call.text(Language::Python)).unwrap();
    let mut command = folder.command(&python());
    // The tenant's pages are walked by the test; the command is never found to have a browser of its own.
    command
        .args(before)
        .arg(&script)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("BROWSER", format!("{} %s", folder.path("browser").display()));
    Running::new(command)
}

/// Runs the text, with a device code that is approved.
async fn run(folder: &Folder, call: &Call, input: &str) -> Run {
    let mut running = start(folder, call, &[]);
    running.approve(true).await;
    running.ends(folder, input).await
}

/// Signs in at the sandbox; calls an API that the test answers for.
fn at_api(sandbox: &Sandbox, api: &MockServer, path: &str, call: Call) -> Call {
    Call {
        url: url(&api.uri()).join(path).unwrap(),
        ..at_sandbox(sandbox, "", call)
    }
}

async fn answer(api: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(path(at)).respond_with(answer).mount(api).await;
}

fn ids(out: &str) -> BTreeSet<String> {
    out.lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            row["id"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn all_pages_of_the_sandbox_are_read_after_a_device_code_was_entered() {
    let sandbox = sandbox(|config| config.page_size = 500).await;
    let folder = Folder::new();
    let run = run(&folder, &at_sandbox(&sandbox, "api/alerts", Call::list()), "")
        .await
        .must_succeed();
    assert_eq!((run.out.lines().count(), ids(&run.out).len()), (1200, 1200));
}

#[tokio::test]
async fn a_browser_leads_back_with_a_code_and_pkce() {
    let sandbox = sandbox(|_| {}).await;
    let folder = Folder::new();
    // Hands the address to the test; opening it for writing waits for the reader.
    crate::world::program(
        &folder.path("browser"),
        &format!(
            "#!/bin/sh\nprintf '%s' \"$1\" >'{}'\n",
            folder.path("address").display()
        ),
    );
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("address"))
        .status()
        .unwrap();
    assert!(made.success());
    let call = Call {
        way: Way::Browser,
        ..at_sandbox(&sandbox, "api/alerts?$top=3", Call::list())
    };
    let running = start(&folder, &call, &[]);
    let address = tokio::fs::read_to_string(folder.path("address")).await.unwrap();
    assert!(address.contains("code_challenge_method=S256"), "{address}");
    assert!(
        person::sign_in(&address)
            .await
            .contains("Authentication complete")
    );
    let run = running.ends(&folder, "").await.must_succeed();
    assert_eq!(ids(&run.out).len(), 3);
}

#[tokio::test]
async fn the_text_for_the_real_service_runs_as_it_is() {
    let sandbox = sandbox(|_| {}).await;
    let folder = Folder::new();
    let real = Call::list();
    let call = Call {
        authority: real.authority.clone(),
        url: url("https://api.security.microsoft.com/api/alerts?$top=3"),
        ..at_sandbox(&sandbox, "", real)
    };
    let helper = folder.path("public_addresses.py");
    let conformance = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/conformance/msal_python");
    fs::write(&helper, PUBLIC_ADDRESSES).unwrap();
    let base = PathBuf::from(sandbox.base_url().as_str());
    let mut running = start(&folder, &call, &[&helper, &conformance, &base]);
    let (page, code) = running.shown_code().await;
    assert_eq!(page, "https://login.microsoftonline.com/devicelogin");
    let page = sandbox.base_url().join("devicelogin").unwrap();
    person::enter_code(page.as_str(), &code, true).await;
    let run = running.ends(&folder, "").await.must_succeed();
    assert_eq!(ids(&run.out).len(), 3);
}

/// Runs a script whose requests to Microsoft's addresses go to the sandbox. Nothing of the script is changed.
const PUBLIC_ADDRESSES: &str = r#"
import runpy
import sys

conformance, base, script = sys.argv[1:]
sys.path.insert(0, conformance)
import requests
import sandbox_client

plain = requests.Session.__init__


def mounted(session):
    plain(session)
    session.trust_env = False
    session.adapters.clear()
    for host in (sandbox_client.LOGIN, sandbox_client.API):
        session.mount(host, sandbox_client.LoopbackAdapter(base))


requests.Session.__init__ = mounted
runpy.run_path(script, run_name="__main__")
"#;

#[tokio::test]
async fn whoever_declines_gets_no_answer() {
    let sandbox = sandbox(|_| {}).await;
    let folder = Folder::new();
    let mut running = start(&folder, &at_sandbox(&sandbox, "api/alerts", Call::list()), &[]);
    running.approve(false).await;
    let run = running
        .ends(&folder, "")
        .await
        .must_fail("Stopped: the sign-in failed: authorization_declined");
    assert_eq!(run.out, "");
}

#[tokio::test]
async fn an_idempotent_call_is_sent_again_and_both_forms_of_retry_after_are_read() {
    let sandbox = sandbox(|_| {}).await;
    let api = MockServer::start().await;
    for (status, retry_after, priority) in [
        (503, "0", 1),
        (429, "Wed, 21 Oct 2015 07:28:00 GMT", 2),
        (408, "0", 3),
    ] {
        Mock::given(path("/api/alerts"))
            .respond_with(ResponseTemplate::new(status).insert_header("Retry-After", retry_after))
            .up_to_n_times(1)
            .with_priority(priority)
            .mount(&api)
            .await;
    }
    answer(
        &api,
        "/api/alerts",
        ResponseTemplate::new(200).set_body_json(json!({ "value": [{ "id": "ä" }] })),
    )
    .await;
    let folder = Folder::new();
    let run = run(&folder, &at_api(&sandbox, &api, "api/alerts", Call::list()), "")
        .await
        .must_succeed();
    assert_eq!(run.out, "{\"id\": \"ä\"}\n");
    assert_eq!(api_requests(&api).await.len(), 4);
}

#[tokio::test]
async fn after_five_failures_it_gives_up() {
    let sandbox = sandbox(|_| {}).await;
    let api = MockServer::start().await;
    answer(
        &api,
        "/api/alerts",
        ResponseTemplate::new(500)
            .insert_header("Retry-After", "0")
            .set_body_string("no \u{1b}[31m"),
    )
    .await;
    let folder = Folder::new();
    let run = run(&folder, &at_api(&sandbox, &api, "api/alerts", Call::list()), "")
        .await
        .must_fail("answered 500:\nno ?[31m");
    assert_eq!(run.out, "");
    assert_eq!(api_requests(&api).await.len(), 5);
}

#[tokio::test]
async fn the_token_goes_to_the_origin_of_the_call_alone() {
    for link in [
        "https://elsewhere.example/api/more?$skip=1",
        "https://elsewhere.example//elsewhere.example/api/more",
        "mailto:@elsewhere.example/api/more",
    ] {
        let sandbox = sandbox(|_| {}).await;
        let api = MockServer::start().await;
        answer(
            &api,
            "/api/alerts",
            ResponseTemplate::new(200)
                .set_body_json(json!({ "value": [{ "id": "a" }], "@odata.nextLink": link })),
        )
        .await;
        Mock::given(path_regex("more$"))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "value": [{ "id": "b" }] })))
            .mount(&api)
            .await;
        let folder = Folder::new();
        let run = run(&folder, &at_api(&sandbox, &api, "api/alerts", Call::list()), "")
            .await
            .must_succeed();
        assert_eq!(ids(&run.out).len(), 2, "{link}");
        assert_eq!(api.received_requests().await.unwrap().len(), 2, "{link}");
    }
}

#[tokio::test]
async fn a_page_that_names_itself_and_a_page_that_is_no_json_end_it() {
    for (body, said) in [
        (
            json!({ "value": [], "@odata.nextLink": "/api/alerts?$top=1" }).to_string(),
            "a page names itself",
        ),
        ("<html>".to_owned(), "did not answer with JSON"),
    ] {
        let sandbox = sandbox(|_| {}).await;
        let api = MockServer::start().await;
        answer(
            &api,
            "/api/alerts",
            ResponseTemplate::new(200).set_body_string(body),
        )
        .await;
        let folder = Folder::new();
        run(
            &folder,
            &at_api(&sandbox, &api, "api/alerts?$top=1", Call::list()),
            "",
        )
        .await
        .must_fail(said);
        assert_eq!(api_requests(&api).await.len(), 1);
    }
}

#[tokio::test]
async fn an_action_is_sent_once_and_only_after_its_device_was_typed() {
    let sandbox = sandbox(|_| {}).await;
    for (typed, status, sent) in [
        ("desktop-007.contoso.example\n", 201, 1),
        ("desktop-007.contoso.example\n", 503, 1),
        ("desktop-007\n", 201, 0),
        ("", 201, 0),
    ] {
        let api = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path("/api/machines/1e5b/isolate"))
            .respond_with(ResponseTemplate::new(status).set_body_json(json!({ "id": "action" })))
            .mount(&api)
            .await;
        let folder = Folder::new();
        let call = at_api(&sandbox, &api, "api/machines/1e5b/isolate", Call::act());
        let run = run(&folder, &call, typed).await;
        let requests = api_requests(&api).await;
        assert_eq!(requests.len(), sent, "{typed:?} {run:?}");
        assert_eq!(run.code, Some(i32::from(sent == 0 || status != 201)), "{run:?}");
        if let Some(request) = requests.first() {
            assert_eq!(
                request.body_json::<Value>().unwrap(),
                json!({ "Comment": "Ticket 7", "IsolationType": "Full" })
            );
        }
        if sent == 0 {
            assert!(run.err.contains("Stopped: nothing was sent."), "{run:?}");
        }
    }
}

#[tokio::test]
async fn hostile_bodies_and_addresses_arrive_as_they_are() {
    let sandbox = sandbox(|_| {}).await;
    let api = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&api)
        .await;
    let all = HOSTILE.concat();
    let mut call = Call {
        json: Some(json!({ all.clone(): [all.clone(), null, true, 1.5] })),
        acts_on: None,
        title: all.clone(),
        documentation: all.clone(),
        ..at_api(&sandbox, &api, "api/x", Call::act())
    };
    call.url.path_segments_mut().unwrap().push(&all);
    call.url.query_pairs_mut().append_pair("$filter", &all);
    let folder = Folder::new();
    let run = run(&folder, &call, "").await.must_succeed();
    assert_eq!(run.out, "\n");
    let requests = api_requests(&api).await;
    assert_eq!(requests[0].body_json::<Value>().unwrap(), call.json.unwrap());
    assert!(requests[0].url.query_pairs().eq(call.url.query_pairs()));
    // Requests encodes more characters of a path than it has to.
    let decoded = |path: &str| {
        percent_encoding::percent_decode_str(path)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    assert_eq!(decoded(requests[0].url.path()), decoded(call.url.path()));
}

#[tokio::test]
async fn a_form_carries_its_file_and_its_texts() {
    let sandbox = sandbox(|_| {}).await;
    let api = MockServer::start().await;
    answer(&api, "/api/libraryfiles", ResponseTemplate::new(200)).await;
    let folder = Folder::new();
    fs::write(folder.path("collect.ps1"), "Get-Process # of the test\n").unwrap();
    let call = at_api(&sandbox, &api, "api/libraryfiles", Call::upload());
    run(&folder, &call, "").await.must_succeed();
    let body = String::from_utf8(api_requests(&api).await[0].body.clone()).unwrap();
    for part in [
        "name=\"File\"; filename=\"collect.ps1\"\r\n\r\nGet-Process # of the test\n\r\n",
        "name=\"Description\"\r\n\r\nCollects; \"all\" = 'everything'\r\n",
    ] {
        assert!(body.contains(part), "{part}\n{body}");
    }
}
