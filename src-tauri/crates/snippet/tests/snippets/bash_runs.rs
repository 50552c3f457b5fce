//! The bash scripts, run: signing in, reading, pages, and what may go wrong.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use snippet::Language;
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{Call, HOSTILE, hostile};
use crate::world::{Folder, TOKEN, api_requests, at_sandbox, at_service, sandbox, service};

fn rows(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn one_row() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "value": [{ "id": "a" }] }))
}

#[tokio::test]
async fn all_pages_of_the_sandbox_are_read_after_a_device_code_was_entered() {
    let sandbox = sandbox(|config| config.page_size = 500).await;
    let folder = Folder::new();
    let call = at_sandbox(&sandbox, "api/alerts", Call::list());
    let mut running = folder.start(&call);
    assert!(running.approve(true).await.contains("You have signed in"));
    let run = running.ends(&folder, "").await.must_succeed();
    let rows = rows(&run.out);
    let ids: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!((rows.len(), ids.len()), (1200, 1200));
    // Three pages, one after the other.
    assert_eq!(run.arguments.matches("/api/alerts").count(), 3);
}

#[tokio::test]
async fn a_filter_arrives_as_it_was_meant() {
    let sandbox = sandbox(|_| {}).await;
    let folder = Folder::new();
    let filter = "api/alerts?$filter=severity%20eq%20'High'%20and%20status%20ne%20'New'&$top=7";
    let mut running = folder.start(&at_sandbox(&sandbox, filter, Call::list()));
    running.approve(true).await;
    let run = running.ends(&folder, "").await.must_succeed();
    let rows = rows(&run.out);
    assert!(!rows.is_empty());
    for row in &rows {
        assert_eq!(row["severity"], "High");
        assert_ne!(row["status"], "New");
    }
}

#[tokio::test]
async fn whoever_declines_gets_no_answer() {
    let sandbox = sandbox(|_| {}).await;
    let folder = Folder::new();
    let mut running = folder.start(&at_sandbox(&sandbox, "api/alerts", Call::list()));
    assert!(running.approve(false).await.contains("You declined"));
    let run = running
        .ends(&folder, "")
        .await
        .must_fail("authorization_declined");
    assert_eq!(run.out, "");
}

#[tokio::test]
async fn an_application_that_the_tenant_does_not_know_is_told_so() {
    let sandbox = sandbox(|_| {}).await;
    let call = Call {
        client_id: "a1b2c3d4-1111-4222-8333-944445555666".to_owned(),
        ..at_sandbox(&sandbox, "api/alerts", Call::list())
    };
    Folder::new()
        .run(&call, "")
        .await
        .must_fail("Stopped: there is no device code: unauthorized_client: AADSTS700016");
}

#[tokio::test]
async fn what_the_service_refuses_is_shown_and_ends_the_script() {
    let sandbox = sandbox(|_| {}).await;
    let folder = Folder::new();
    let call = Call {
        is_collection: false,
        ..at_sandbox(&sandbox, "api/alerts/none", Call::list())
    };
    let mut running = folder.start(&call);
    running.approve(true).await;
    let run = running.ends(&folder, "").await.must_fail("answered 404");
    assert!(run.err.contains("\"error\"") && run.out.is_empty(), "{run:?}");
}

#[tokio::test]
async fn it_polls_as_slowly_as_it_is_told() {
    let service = service().await;
    let endpoint = |name: &str| Mock::given(method("POST")).and(path_regex(format!("/{name}$")));
    endpoint("devicecode")
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "device_code": "d", "user_code": "u", "verification_uri": "http://127.0.0.1/x", "interval": 7,
        })))
        .mount(&service)
        .await;
    for (error, priority) in [("authorization_pending", 1), ("slow_down", 2)] {
        endpoint("token")
            .respond_with(ResponseTemplate::new(400).set_body_json(json!({ "error": error })))
            .up_to_n_times(1)
            .with_priority(priority)
            .mount(&service)
            .await;
    }
    Mock::given(path("/api/alerts"))
        .respond_with(one_row())
        .mount(&service)
        .await;
    let run = Folder::new()
        .run(&at_service(&service, "api/alerts", Call::list()), "")
        .await
        .must_succeed();
    assert_eq!(run.naps, ["7", "7", "12"]);
    assert_eq!(run.out, "{\"id\":\"a\"}\n");
}

#[tokio::test]
async fn a_sign_in_service_that_answers_with_a_page_ends_the_script() {
    let service = service().await;
    Mock::given(method("POST"))
        .and(path_regex("/devicecode$"))
        .respond_with(ResponseTemplate::new(200).set_body_string("<html>Welcome to the proxy</html>"))
        .mount(&service)
        .await;
    Folder::new()
        .run(&at_service(&service, "api/alerts", Call::list()), "")
        .await
        .must_fail("did not answer with JSON");
    assert_eq!(api_requests(&service).await.len(), 0);
}

#[tokio::test]
async fn the_token_goes_to_the_origin_of_the_call_and_is_no_argument() {
    let service = service().await;
    Mock::given(path("/api/alerts"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "value": [{ "id": "a" }],
            "@odata.nextLink": "http://user@elsewhere.example:81//api/more?$skip=1&x=$(touch pwned)",
        })))
        .mount(&service)
        .await;
    Mock::given(path("/api/more"))
        .respond_with(one_row())
        .mount(&service)
        .await;
    let run = Folder::new()
        .run(&at_service(&service, "api/alerts", Call::list()), "")
        .await;
    let requests = api_requests(&service).await;
    assert!(
        requests.iter().all(|request| {
            request.headers["authorization"].to_str().unwrap() == format!("Bearer {TOKEN}")
        })
    );
    assert!(!run.arguments.contains("http://user@") && !run.arguments.contains("http://elsewhere"));
    assert!(
        run.arguments.contains(&format!("{}//api/more", service.uri())),
        "{run:?}"
    );
    for secret in [TOKEN, "device-code-of-the-test"] {
        assert!(!run.arguments.contains(secret), "{}", run.arguments);
    }
}

#[tokio::test]
async fn a_page_that_names_itself_ends_the_script() {
    let service = service().await;
    Mock::given(path("/api/alerts"))
        .respond_with(ResponseTemplate::new(200).set_body_json(
            json!({ "value": [], "@odata.nextLink": format!("{}/api/alerts", service.uri()) }),
        ))
        .mount(&service)
        .await;
    Folder::new()
        .run(&at_service(&service, "api/alerts", Call::list()), "")
        .await
        .must_fail("a page names itself");
    assert_eq!(api_requests(&service).await.len(), 1);
}

#[tokio::test]
async fn an_idempotent_call_is_sent_again_after_a_passing_failure() {
    let service = service().await;
    Mock::given(path("/api/alerts"))
        .respond_with(ResponseTemplate::new(503).insert_header("Retry-After", "1"))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&service)
        .await;
    Mock::given(path("/api/alerts"))
        .respond_with(one_row())
        .mount(&service)
        .await;
    let run = Folder::new()
        .run(&at_service(&service, "api/alerts", Call::list()), "")
        .await
        .must_succeed();
    assert_eq!(run.out, "{\"id\":\"a\"}\n");
    assert_eq!(api_requests(&service).await.len(), 2);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let service = service().await;
    Mock::given(path("/api/alerts"))
        .respond_with(ResponseTemplate::new(302).insert_header("Location", "/api/elsewhere"))
        .mount(&service)
        .await;
    Folder::new()
        .run(&at_service(&service, "api/alerts", Call::list()), "")
        .await
        .must_fail("answered 302");
    assert_eq!(api_requests(&service).await.len(), 1);
}

#[tokio::test]
async fn hostile_values_arrive_as_they_are_and_run_nothing() {
    for text in HOSTILE {
        let service = service().await;
        Mock::given(path_regex("^/api/"))
            .respond_with(one_row())
            .mount(&service)
            .await;
        let call = hostile(&at_service(&service, "api/alerts", Call::list()), text);
        let run = Folder::new().run(&call, "").await.must_succeed();
        assert_eq!(run.out, "{\"id\":\"a\"}\n");
        let requests = service.received_requests().await.unwrap();
        let sent: Vec<(String, String)> = url::form_urlencoded::parse(&requests[0].body)
            .into_owned()
            .collect();
        let wanted = text.replace('\0', "");
        assert!(
            sent.contains(&("client_id".to_owned(), wanted.clone())),
            "{sent:?}"
        );
        assert!(sent.contains(&("scope".to_owned(), wanted)), "{sent:?}");
        let asked = &api_requests(&service).await[0].url;
        assert_eq!(asked.path(), call.url.path());
        assert!(asked.query_pairs().eq(call.url.query_pairs()), "{asked}");
    }
}

#[test]
fn a_text_for_bash_needs_nothing_of_the_sandbox_at_the_real_service() {
    let text = Call::list().text(Language::Curl);
    assert!(
        text.contains("authority='https://login.microsoftonline.com/b1b2c3d4-1111-4222-8333-944445555666'\n")
    );
    assert!(!text.contains("127.0.0.1"));
}
