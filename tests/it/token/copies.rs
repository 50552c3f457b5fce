//! What a token can do, what of it may be handed on, and that none of it is in the log.

use super::{pasted, session};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use contract::{
    CompareTokensRequest, CoverageDto, CoverageState, ErrorCode, SetSandboxFaultsRequest, TokenRefDto,
    TokenRefSource,
};
use secrecy::ExposeSecret;
use std::io::Write;
use std::sync::{Arc, Mutex};
use test_support::DefenderToken;
use tracing_subscriber::EnvFilter;
use workbench::Clipboard;

#[tokio::test]
async fn coverage_counts_what_the_sandboxs_permissions_open() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let counts = |coverage: &CoverageDto| {
        [
            CoverageState::Allowed,
            CoverageState::Missing,
            CoverageState::NotDocumented,
        ]
        .map(|state| coverage.rows.iter().filter(|row| row.state == state).count())
    };
    let coverage = workbench.coverage(session()).unwrap();
    assert_eq!(coverage.rows.len(), 113);
    assert_eq!(counts(&coverage), [107, 0, 6]);
    let granted = state.session.unwrap().granted_scopes;
    for row in &coverage.rows {
        let holds = row.permissions.iter().any(|name| granted.contains(name));
        assert_eq!(row.state == CoverageState::Allowed, holds, "{}", row.operation.id);
    }
    assert!(coverage.caveat.contains("device groups"), "{}", coverage.caveat);

    let faults = vec!["permissions-not-registered".to_owned()];
    workbench
        .set_sandbox_faults(SetSandboxFaultsRequest { faults })
        .await
        .unwrap();
    workbench.renew_token().await.unwrap();
    let [allowed, missing, not_documented] = counts(&workbench.coverage(session()).unwrap());
    assert_eq!((allowed + missing, not_documented), (107, 6));
    assert!(allowed > 0 && missing > 90, "{allowed} are allowed");

    let application = DefenderToken::app_only().build();
    let coverage = workbench.coverage(pasted(&application)).unwrap();
    let list = coverage
        .rows
        .iter()
        .find(|row| row.operation.id == "listAlerts")
        .unwrap();
    assert_eq!(list.permissions, ["Alert.Read.All"]);
}

#[tokio::test]
async fn a_redacted_copy_holds_neither_person_nor_signature() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let person = state.session.unwrap();
    let token = workbench.reveal_token().unwrap();
    let signature = token.expose_secret().rsplit('.').next().unwrap();

    let copy = workbench.redact_token(session()).unwrap();
    for hidden in [&person.name, &person.username, &person.object_id, signature] {
        assert!(!copy.json.contains(hidden), "{hidden} is in {}", copy.json);
    }
    for name in ["name", "upn", "unique_name", "oid"] {
        assert!(
            copy.masked.iter().any(|masked| masked == name),
            "{name}: {:?}",
            copy.masked
        );
    }
    let json: serde_json::Value = serde_json::from_str(&copy.json).unwrap();
    assert_eq!(json["claims"]["tid"], sandbox::TENANT_ID);
    assert!(json["claims"]["scp"].as_str().unwrap().contains("Alert.Read"));
    let same = workbench.redact_token(pasted(token.expose_secret())).unwrap();
    assert_eq!(same, copy);
}

#[tokio::test]
async fn the_json_copy_is_complete_but_for_the_signature() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let token = workbench.reveal_token().unwrap();
    workbench.copy_token_json(session()).unwrap();
    let text = machine.clipboard.read().unwrap();
    assert!(!text.contains(token.expose_secret().rsplit('.').next().unwrap()));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["claims"]["upn"], ADMIN);
    assert_eq!(json["header"]["alg"], "RS256");
    let report = workbench.token_report().unwrap();
    assert_eq!(json["claims"].as_object().unwrap().len(), report.claims.len());
}

#[tokio::test]
async fn what_is_no_token_is_refused_and_not_repeated() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let errors = |request: contract::TokenRequest| {
        [
            workbench.coverage(request.clone()).unwrap_err(),
            workbench.redact_token(request.clone()).unwrap_err(),
            workbench.copy_token_json(request).unwrap_err(),
        ]
    };
    for error in errors(pasted("planted-text")) {
        assert_eq!(error.code, ErrorCode::TokenNotAJwt);
        assert!(error.hint.is_some() && !format!("{error:?}").contains("planted-text"));
    }
    for error in errors(session()) {
        assert_eq!(error.code, ErrorCode::SignInRequired);
    }
}

/// What is written to a log, kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_of_a_token_is_in_the_log() {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(
            "off,workbench=trace,entra=trace,token=trace,vault=trace",
        ))
        .with_writer(move || writer.clone())
        .finish();
    let _listening = tracing::subscriber::set_default(log);

    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let token = workbench.reveal_token().unwrap();
    let copied = token.expose_secret();
    workbench.check_signature(pasted(copied)).await.unwrap();
    workbench.renew_token().await.unwrap();
    let sides = [TokenRefSource::Previous, TokenRefSource::Pasted].map(|source| TokenRefDto {
        source,
        text: Some(copied.into()),
    });
    let [before, after] = sides;
    workbench
        .compare_tokens(CompareTokensRequest { before, after })
        .unwrap();
    workbench.coverage(pasted(copied)).unwrap();
    workbench.redact_token(pasted(copied)).unwrap();
    workbench.copy_token_json(pasted(copied)).unwrap();
    let faults = vec!["untrusted-root".to_owned()];
    workbench
        .set_sandbox_faults(SetSandboxFaultsRequest { faults })
        .await
        .unwrap();
    workbench.check_signature(pasted(copied)).await.unwrap();

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("the tenant's keys"),
        "the log was listened to: {log}"
    );
    for part in copied.split('.').chain([ADMIN]) {
        assert!(!log.contains(part), "a part of the token is in the log");
    }
}
