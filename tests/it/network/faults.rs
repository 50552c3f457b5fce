//! Everything that can stand in the place of an answer, for the sign-in and for calls: each leads to a message that names
//! what happened. Printed as a table.

use super::sign_in;
use crate::profiles::{active, form_of};
use crate::setup::{ADMIN, Machine, everything};
use crate::sign_in::password::allowed;
use crate::walk::Person;
use contract::{CloudId, EndpointsDto, ErrorCode, SaveProfileRequest, UseTokenRequest};
use secrecy::ExposeSecret;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use workbench::Workbench;

/// A server that gives every request the same bytes and closes.
async fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = Vec::new();
                let mut chunk = [0; 4096];
                // A form follows its head; both are small and come together.
                while !String::from_utf8_lossy(&request).contains("\r\n\r\n") {
                    match stream.read(&mut chunk).await {
                        Ok(length) if length > 0 => request.extend_from_slice(&chunk[..length]),
                        _ => return,
                    }
                }
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    address
}

/// An address at which nobody listens.
async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

async fn at(workbench: &Arc<Workbench>, form: &SaveProfileRequest, address: &str) {
    workbench
        .save_profile(SaveProfileRequest {
            id: None,
            name: "Faulty".into(),
            cloud: CloudId::Commercial,
            endpoints: Some(EndpointsDto {
                authority: address.into(),
                api_base: address.into(),
                audience: "https://api.securitycenter.microsoft.com".into(),
            }),
            allow_password_sample: true,
            ..form.clone()
        })
        .await
        .unwrap();
}

struct Fault {
    name: &'static str,
    address: String,
    code: ErrorCode,
    /// What either message must say.
    sign_in: &'static str,
    api: &'static str,
}

#[tokio::test]
async fn whatever_stands_in_the_place_of_an_answer_is_named() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = allowed(&machine).await;
    // A token for the calls: it is not looked at before it is sent.
    let state = workbench
        .start_sign_in(crate::setup::browser(), crate::setup::quiet)
        .await
        .unwrap();
    let token = workbench.reveal_token().unwrap();
    let form = form_of(active(&state));
    let fault = |name, address, code, sign_in, api| Fault {
        name,
        address,
        code,
        sign_in,
        api,
    };
    use ErrorCode::{ApiServiceFault, NetworkUnexpectedAnswer, NetworkUnreachable};
    let faults = [
        fault(
            "proxy's sign-in page (200, HTML)",
            server("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 34\r\n\r\n<!DOCTYPE html><title>Sign</title>").await,
            NetworkUnexpectedAnswer,
            "web page",
            "web page",
        ),
        fault(
            "redirect to a portal",
            server("HTTP/1.1 302 Found\r\nLocation: https://portal.company.example/\r\nContent-Length: 0\r\n\r\n").await,
            NetworkUnexpectedAnswer,
            "redirect",
            "redirect",
        ),
        fault(
            "empty body",
            server("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n").await,
            NetworkUnexpectedAnswer,
            "empty",
            "empty",
        ),
        fault(
            "cut-off body",
            server("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"value\":[{\"id\":").await,
            NetworkUnexpectedAnswer,
            "cut off",
            "cut off",
        ),
        fault(
            "200 with an error body",
            server("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 45\r\n\r\n{\"error\":{\"code\":\"Busy\",\"message\":\"not now\"}}").await,
            NetworkUnexpectedAnswer,
            "JSON of another kind of service",
            "error",
        ),
        fault(
            "no JSON",
            server("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello").await,
            NetworkUnexpectedAnswer,
            "not JSON",
            "not JSON",
        ),
        fault("refused connection", nobody().await, NetworkUnreachable, "No connection to", "No connection to"),
        fault(
            "name that has no address",
            "https://service.invalid".to_owned(),
            NetworkUnreachable,
            "could not be resolved",
            "could not be resolved",
        ),
        fault(
            "fault of the service (503)",
            server("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbusy").await,
            ApiServiceFault,
            "503",
            "fault of its own",
        ),
    ];
    for fault in faults {
        at(&workbench, &form, &fault.address).await;
        let refused = sign_in(&workbench).await.unwrap_err();
        workbench
            .use_token(UseTokenRequest {
                text: token.expose_secret().into(),
            })
            .await
            .unwrap();
        let called = workbench.load_alerts(everything(), |_| ()).await.unwrap_err();
        println!("| {} | {} | {} |", fault.name, refused.message, called.message);
        assert!(
            refused.message.contains(fault.sign_in),
            "{}: {}",
            fault.name,
            refused.message
        );
        assert!(
            called.message.contains(fault.api),
            "{}: {}",
            fault.name,
            called.message
        );
        assert_eq!(called.code, fault.code, "{}", fault.name);
        assert!(refused.hint.is_some() && called.hint.is_some(), "{}", fault.name);
    }
}
