//! Two tokens side by side.

use crate::setup::{ADMIN, ANALYST, Machine, browser, quiet};
use crate::walk::Person;
use contract::{
    ChangeKind, CommandError, CompareTokensRequest, ComparisonDto, DifferenceDto, ErrorCode,
    SetSandboxFaultsRequest, TokenRefDto, TokenRefSource,
};
use secrecy::ExposeSecret;
use test_support::DefenderToken;
use workbench::Workbench;

fn side(source: TokenRefSource) -> TokenRefDto {
    TokenRefDto { source, text: None }
}

fn pasted(text: &str) -> TokenRefDto {
    TokenRefDto {
        source: TokenRefSource::Pasted,
        text: Some(text.into()),
    }
}

fn compare(
    workbench: &Workbench,
    before: TokenRefDto,
    after: TokenRefDto,
) -> Result<ComparisonDto, CommandError> {
    workbench.compare_tokens(CompareTokensRequest { before, after })
}

fn with_previous(workbench: &Workbench) -> Result<ComparisonDto, CommandError> {
    compare(
        workbench,
        side(TokenRefSource::Previous),
        side(TokenRefSource::Session),
    )
}

fn difference<'a>(comparison: &'a ComparisonDto, name: &str) -> Option<&'a DifferenceDto> {
    comparison.differences.iter().find(|one| one.name == name)
}

async fn switch(workbench: &Workbench, faults: &[&str]) {
    let faults = faults.iter().map(|fault| (*fault).to_owned()).collect();
    let request = SetSandboxFaultsRequest { faults };
    workbench.set_sandbox_faults(request).await.unwrap();
}

#[tokio::test]
async fn a_permission_that_was_consented_to_meanwhile_is_what_differs() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    const MACHINE: [&str; 2] = ["Machine.Read", "Machine.ReadWrite"];
    switch(&workbench, &["consent-one-missing"]).await;
    workbench.renew_token().await.unwrap();
    let lost = with_previous(&workbench).unwrap();
    assert_eq!(difference(&lost, "scp").unwrap().removed, MACHINE);

    switch(&workbench, &[]).await;
    machine.hand.forward(chrono::TimeDelta::minutes(1));
    workbench.renew_token().await.unwrap();
    let found = with_previous(&workbench).unwrap();
    let scp = difference(&found, "scp").unwrap();
    assert_eq!(scp.change, ChangeKind::Changed);
    assert_eq!(
        (scp.added.clone(), scp.removed.len()),
        (MACHINE.map(str::to_owned).to_vec(), 0)
    );
    assert!(scp.after.as_ref().unwrap().contains("Machine.Read"));
    assert!(!scp.before.as_ref().unwrap().contains("Machine.Read"));
    assert!(scp.meaning.is_some() && !scp.routine);
    assert_eq!(
        found.differences[0].name, "scp",
        "what tells something comes first"
    );
    assert!(
        found.differences.iter().skip(1).all(|one| one.routine),
        "{found:#?}"
    );
    assert!(found.unchanged > 10, "{}", found.unchanged);
    for (words, minute) in [(&found.before, "09:25"), (&found.after, "09:26")] {
        let issued = format!("2026-06-15 {minute}");
        assert!(words.contains(ADMIN) && words.contains(&issued), "{words}");
    }
    assert!(found.before.starts_with("The session's token before this one"));
}

#[tokio::test]
async fn a_session_that_had_one_token_only_has_no_earlier_one() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let error = with_previous(&workbench).unwrap_err();
    assert_eq!(error.code, ErrorCode::ResultGone);
    assert!(error.hint.unwrap().contains("Renew the token"));
    workbench.renew_token().await.unwrap();
    assert!(with_previous(&workbench).is_ok());
    workbench.sign_out().await.unwrap();
    assert_eq!(
        with_previous(&workbench).unwrap_err().code,
        ErrorCode::SignInRequired
    );
}

#[tokio::test]
async fn two_people_differ_in_who_they_are() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    machine.browser.becomes(Person::Accepts(ANALYST));
    workbench.start_sign_in(browser(), quiet).await.unwrap();
    machine.browser.settle().await;
    let found = with_previous(&workbench).unwrap();
    assert!(
        found.before.contains(ADMIN) && found.after.contains(ANALYST),
        "{found:?}"
    );
    let upn = difference(&found, "upn").unwrap();
    assert_eq!(
        (upn.before.as_deref(), upn.after.as_deref()),
        (Some(ADMIN), Some(ANALYST))
    );
    assert!(difference(&found, "oid").is_some() && difference(&found, "aud").is_none());
}

#[tokio::test]
async fn a_pasted_token_is_compared_with_the_sessions_header_and_claims() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let token = workbench.reveal_token().unwrap();
    let same = compare(
        &workbench,
        side(TokenRefSource::Session),
        pasted(&format!("Bearer {}", token.expose_secret())),
    );
    let same = same.unwrap();
    assert!(same.differences.is_empty(), "{:?}", same.differences);
    assert!(same.after.starts_with("A pasted token, issued"), "{}", same.after);

    let application = DefenderToken::app_only()
        .with_header("nonce", "fixture-nonce")
        .build();
    let found = compare(&workbench, side(TokenRefSource::Session), pasted(&application)).unwrap();
    assert_eq!(difference(&found, "scp").unwrap().change, ChangeKind::Removed);
    let roles = difference(&found, "roles").unwrap();
    assert_eq!(roles.change, ChangeKind::Added);
    assert_eq!(roles.added, ["Alert.Read.All", "Machine.Read.All"]);
    assert_eq!(
        difference(&found, "header.kid").unwrap().change,
        ChangeKind::Changed
    );
    assert!(difference(&found, "header.nonce").unwrap().routine);
    assert!(found.after.ends_with("the application itself"), "{}", found.after);
}

#[tokio::test]
async fn a_side_that_is_no_token_is_named() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    for (before, after, field) in [
        (
            pasted("planted-text"),
            side(TokenRefSource::Session),
            "before.text",
        ),
        (
            side(TokenRefSource::Session),
            pasted("planted-text"),
            "after.text",
        ),
        (
            side(TokenRefSource::Pasted),
            side(TokenRefSource::Session),
            "before.text",
        ),
    ] {
        let error = compare(&workbench, before, after).unwrap_err();
        assert_eq!(error.code, ErrorCode::TokenNotAJwt);
        assert_eq!(error.field.as_deref(), Some(field));
        assert!(!format!("{error:?}").contains("planted-text"));
    }
}
