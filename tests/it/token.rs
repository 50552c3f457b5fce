//! The token report against a profile, and what else can be known of a token.

mod comparison;
mod copies;
mod signature;

use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use contract::{
    ErrorCode, InspectTokenRequest, Outcome, SaveProfileRequest, ScopeState, TokenRequest, TokenSource,
    VerdictId,
};
use secrecy::ExposeSecret;

fn session() -> TokenRequest {
    TokenRequest { text: None }
}

fn pasted(text: &str) -> TokenRequest {
    TokenRequest {
        text: Some(text.into()),
    }
}

#[tokio::test]
async fn a_good_token_gets_no_problem_and_no_secret() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let report = workbench.token_report().unwrap();
    let problems: Vec<_> = report
        .verdicts
        .iter()
        .filter(|verdict| verdict.outcome == Outcome::Problem)
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(report.verdicts[0].id, VerdictId::Audience);
    assert_eq!(report.verdicts[0].outcome, Outcome::Ok);
    let signature = workbench
        .reveal_token()
        .unwrap()
        .expose_secret()
        .rsplit('.')
        .next()
        .unwrap()
        .to_owned();
    assert!(!serde_json::to_string(&report).unwrap().contains(&signature));
}

#[tokio::test]
async fn scopes_say_granted_extra_and_missing() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    machine.sandbox.permissions = ["Alert.Read", "Machine.Read"].map(str::to_owned).to_vec();
    let (workbench, state) = machine.signed_in().await;
    let profile = state.profiles.into_iter().next().unwrap();
    let request = SaveProfileRequest {
        id: Some(profile.id),
        name: profile.name,
        cloud: profile.cloud,
        tenant: profile.tenant,
        client_id: profile.client_id,
        wanted_permissions: vec!["Alert.Read".into(), "Ti.ReadWrite".into()],
        colour: profile.colour,
        region: profile.region,
        endpoints: profile.endpoints,
        allow_password_sample: profile.allow_password_sample,
    };
    let state = workbench.save_profile(request).await.unwrap();
    assert!(state.session.is_some(), "other wishes do not end a session");
    let report = workbench.token_report().unwrap();
    let row = |name: &str| report.scopes.iter().find(|row| row.permission == name).unwrap();
    assert_eq!(row("Alert.Read").state, ScopeState::Granted);
    assert_eq!(row("Alert.Read").display_name.as_deref(), Some("Read alerts"));
    assert!(
        row("Alert.Read")
            .operations
            .iter()
            .any(|operation| operation.id == "listAlerts")
    );
    assert_eq!(row("Ti.ReadWrite").state, ScopeState::Missing);
    assert_eq!(row("Machine.Read").state, ScopeState::Extra);
    let verdict = report
        .verdicts
        .iter()
        .find(|verdict| verdict.id == VerdictId::Permissions)
        .unwrap();
    assert_eq!(verdict.outcome, Outcome::Problem);
    assert!(verdict.seen.contains("Ti.ReadWrite"), "{}", verdict.seen);
}

#[tokio::test]
async fn a_pasted_token_is_judged_and_a_pasted_sentence_is_refused() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let text = format!("Bearer {}\n", workbench.reveal_token().unwrap().expose_secret());
    let report = workbench
        .inspect_token(&InspectTokenRequest { text: text.into() })
        .unwrap();
    assert_eq!(report.source, TokenSource::Pasted);
    assert!(report.claims.iter().any(|claim| claim.name == "scp"));
    let refused = workbench
        .inspect_token(&InspectTokenRequest {
            text: "this is no token".into(),
        })
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::TokenNotAJwt);
    assert!(refused.hint.is_some());
}

#[tokio::test]
async fn a_bad_client_id_is_refused_with_its_field() {
    let machine = Machine::new(Person::Waits);
    let request = SaveProfileRequest {
        id: None,
        name: "Contoso".into(),
        cloud: contract::CloudId::Commercial,
        tenant: "contoso.example".into(),
        client_id: "not a GUID".into(),
        wanted_permissions: vec!["Alert.Read".into()],
        colour: contract::ProfileColour::None,
        region: None,
        endpoints: None,
        allow_password_sample: false,
    };
    let error = machine.run().save_profile(request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ProfileInvalid);
    assert_eq!(error.field.as_deref(), Some("clientId"));
}
