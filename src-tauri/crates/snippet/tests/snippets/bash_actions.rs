//! The bash scripts that change something, run.

use std::fs;

use serde_json::{Value, json};
use wiremock::matchers::{method, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Call, HOSTILE};
use crate::world::{Folder, TOKEN, api_requests, at_service, service};

/// A service whose API answers like this.
async fn answering(answer: ResponseTemplate) -> MockServer {
    let service = service().await;
    Mock::given(method("POST"))
        .and(path_regex("^/api/"))
        .respond_with(answer)
        .mount(&service)
        .await;
    service
}

fn created() -> ResponseTemplate {
    ResponseTemplate::new(201).set_body_json(json!({ "id": "action", "status": "Pending" }))
}

#[tokio::test]
async fn an_action_is_sent_once_its_device_was_typed() {
    let service = answering(created()).await;
    let call = at_service(&service, "api/machines/1e5b/isolate", Call::act());
    let run = Folder::new()
        .run(&call, "desktop-007.contoso.example\n")
        .await
        .must_succeed();
    assert_eq!(
        serde_json::from_str::<Value>(&run.out).unwrap(),
        json!({ "id": "action", "status": "Pending" })
    );
    assert!(
        run.err
            .contains(&format!("This acts on a device: POST {}\n", call.url))
    );
    let requests = api_requests(&service).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].headers["content-type"], "application/json");
    assert_eq!(
        requests[0].headers["authorization"].to_str().unwrap(),
        format!("Bearer {TOKEN}")
    );
    assert_eq!(
        requests[0].body_json::<Value>().unwrap(),
        json!({ "Comment": "Ticket 7", "IsolationType": "Full" })
    );
}

#[tokio::test]
async fn nothing_is_sent_when_something_else_or_nothing_was_typed() {
    for typed in [
        "",
        "\n",
        "desktop-008.contoso.example\n",
        "desktop-007\n",
        "*\n",
        "y\n",
    ] {
        let service = answering(created()).await;
        let call = at_service(&service, "api/machines/1e5b/isolate", Call::act());
        let run = Folder::new()
            .run(&call, typed)
            .await
            .must_fail("nothing was sent");
        assert!(run.out.is_empty());
        assert_eq!(api_requests(&service).await.len(), 0, "{typed:?}");
    }
}

#[tokio::test]
async fn an_action_is_not_sent_again_after_a_failure() {
    for status in [408, 429, 500, 503] {
        let service = answering(ResponseTemplate::new(status).insert_header("Retry-After", "0")).await;
        let call = at_service(&service, "api/machines/1e5b/isolate", Call::act());
        Folder::new()
            .run(&call, "desktop-007.contoso.example\n")
            .await
            .must_fail(&format!("answered {status}"));
        assert_eq!(api_requests(&service).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_hostile_body_arrives_as_it_is() {
    for text in HOSTILE {
        let service = answering(ResponseTemplate::new(204)).await;
        let call = Call {
            json: Some(json!({ text: [text] })),
            acts_on: None,
            ..at_service(&service, "api/indicators", Call::act())
        };
        let run = Folder::new().run(&call, "").await.must_succeed();
        assert_eq!(run.out, "");
        let sent = api_requests(&service).await[0].body_json::<Value>().unwrap();
        assert_eq!(sent, json!({ text: [text] }));
    }
}

#[tokio::test]
async fn a_form_carries_its_file_and_its_texts() {
    let odd = "a;type=texthtml \"b\" \\c, d.ps1";
    for name in ["collect.ps1", odd] {
        let service = answering(created()).await;
        let mut call = at_service(&service, "api/libraryfiles", Call::upload());
        call.form[0].1 = name.to_owned();
        // A text field that begins so is no file.
        call.form
            .push(("Other".to_owned(), "@/etc/hostname".to_owned(), false));
        let folder = Folder::new();
        fs::write(folder.path(name), "Get-Process # of the test\n").unwrap();
        folder.run(&call, "").await.must_succeed();
        let requests = api_requests(&service).await;
        assert_eq!(requests.len(), 1);
        assert!(
            requests[0].headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("multipart/form-data; boundary=")
        );
        let body = String::from_utf8(requests[0].body.clone()).unwrap();
        for part in [
            "name=\"File\"; filename=\"",
            "\r\n\r\nGet-Process # of the test\n\r\n",
            "name=\"Description\"\r\n\r\nCollects; \"all\" = 'everything'\r\n",
            "name=\"Other\"\r\n\r\n@/etc/hostname\r\n",
        ] {
            assert!(body.contains(part), "{part}\n{body}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_missing_ends_the_script() {
    let service = answering(created()).await;
    let call = at_service(&service, "api/libraryfiles", Call::upload());
    let run = Folder::new().run(&call, "").await;
    assert_ne!(run.code, Some(0));
    assert_eq!(api_requests(&service).await.len(), 0);
}
