//! Faults together: which of several answers, and how they are switched.

use reqwest::StatusCode;
use sandbox::Fault;

use crate::support::{ANALYST, Answer, Fields, World, changed, form_of};

/// Everything but what would keep this client from connecting at all.
fn all_but_tls() -> Vec<Fault> {
    let reachable = |fault: &&Fault| **fault != Fault::UntrustedRoot;
    Fault::ALL.iter().filter(reachable).copied().collect()
}

/// The number in an answer, wherever it stands; 0 when it is none.
fn number(answer: &Answer) -> u64 {
    let text = format!("{} {}", answer.header("location"), answer.text);
    let Some((_, rest)) = text.split_once("AADSTS") else {
        return 0;
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Everything is on; then each fault in turn answers the request and is switched off. In the end the request is granted.
async fn answered_in_order(world: &mut World, request: &Fields, order: &[(Fault, u64)]) {
    let mut on = all_but_tls();
    for (fault, expected) in order {
        world.set(&on).await;
        let answer = world.token(request).await;
        assert_eq!(number(&answer), *expected, "{}", fault.id());
        on.retain(|other| other != fault);
    }
    world.set(&on).await;
    assert_eq!(world.token(request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn at_sign_in_the_first_fault_in_order_answers() {
    let mut world = World::start().await;
    let mut on = all_but_tls();
    for (fault, expected) in [
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
        (Fault::RedirectNotRegistered, 50_011),
        (Fault::ServicePrincipalMissing, 500_011),
        (Fault::WrongApi, 650_057),
        (Fault::ApplicationPermissions, 650_056),
        (Fault::UserNotAssigned, 50_105),
        (Fault::PersonalAccount, 500_208),
        (Fault::ConditionalAccessBlock, 53_003),
        (Fault::ConsentMissing, 65_001),
        (Fault::AdminApproval, 90_094),
        (Fault::UserDeclines, 65_004),
    ] {
        world.set(&on).await;
        let page = world.authorize(&world.authorization()).await;
        let answer = if number(&page) == 0 {
            world.walk(&world.authorization(), ANALYST).await
        } else {
            page
        };
        assert_eq!(number(&answer), expected, "{}", fault.id());
        on.retain(|other| *other != fault);
    }
    world.set(&on).await;
    assert!(!world.code(&world.authorization(), ANALYST).await.is_empty());
}

#[tokio::test]
async fn at_a_refresh_the_first_fault_in_order_answers() {
    let mut world = World::start().await;
    let refresh = world.refresh(&world.sign_in(ANALYST).await);
    let order = [
        (Fault::HtmlInsteadOfJson, 0),
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
        (Fault::RedirectUnderWeb, 7_000_218),
        (Fault::ServicePrincipalMissing, 500_011),
        (Fault::WrongApi, 650_057),
        (Fault::ApplicationPermissions, 650_056),
        (Fault::UserNotAssigned, 50_105),
        (Fault::PersonalAccount, 500_208),
        (Fault::ConditionalAccessBlock, 53_003),
        (Fault::ConsentMissing, 65_001),
        (Fault::AdminApproval, 65_001),
        (Fault::UserDeclines, 65_001),
        (Fault::MfaRequired, 50_076),
        (Fault::ExpiredRefreshToken, 700_082),
    ];
    answered_in_order(&mut world, &refresh, &order).await;
}

#[tokio::test]
async fn with_a_password_the_first_fault_in_order_answers() {
    let mut world = World::start().await;
    world.sign_in(ANALYST).await;
    let request = world.password(ANALYST);
    let order = [
        (Fault::HtmlInsteadOfJson, 0),
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
        (Fault::PublicFlowsOff, 7_000_218),
        (Fault::ServicePrincipalMissing, 500_011),
        (Fault::WrongApi, 650_057),
        (Fault::ApplicationPermissions, 650_056),
        (Fault::UserNotAssigned, 50_105),
        (Fault::PersonalAccount, 500_208),
        (Fault::ConditionalAccessBlock, 53_003),
        (Fault::ConsentMissing, 65_001),
        (Fault::AdminApproval, 65_001),
        (Fault::UserDeclines, 65_001),
        (Fault::MfaRequired, 50_076),
    ];
    answered_in_order(&mut world, &request, &order).await;
}

#[tokio::test]
async fn at_the_redemption_of_a_device_code_the_first_fault_in_order_answers() {
    // Longer than the clock jumps while that is a fault.
    let mut world = World::with(|config| config.device_code_life = 3600).await;
    world.sign_in(ANALYST).await;
    let mut on = all_but_tls();
    for (fault, expected) in [
        (Fault::HtmlInsteadOfJson, 0),
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
        (Fault::PublicFlowsOff, 7_000_218),
        (Fault::ServicePrincipalMissing, 500_011),
        (Fault::WrongApi, 650_057),
        (Fault::ApplicationPermissions, 650_056),
        (Fault::UserNotAssigned, 50_105),
        (Fault::PersonalAccount, 500_208),
        (Fault::ConditionalAccessBlock, 53_003),
        (Fault::DeviceCodeBlocked, 53_003),
        (Fault::ConsentMissing, 65_001),
        (Fault::AdminApproval, 65_001),
        (Fault::UserDeclines, 65_001),
        (Fault::MfaRequired, 50_076),
    ] {
        // Some refusals use the code up, so each has its own.
        world.set(&[]).await;
        let codes = world.device_codes().await;
        world.approve(&codes, ANALYST).await;
        world.set(&on).await;
        let answer = world.token(&world.poll(&codes)).await;
        assert_eq!(number(&answer), expected, "{}", fault.id());
        on.retain(|other| *other != fault);
    }
    world.set(&[]).await;
    let codes = world.device_codes().await;
    world.approve(&codes, ANALYST).await;
    world.set(&on).await;
    assert_eq!(world.token(&world.poll(&codes)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn at_a_call_the_first_fault_in_order_answers() {
    let mut world = World::start().await;
    world.set(&[Fault::WrongAudience]).await;
    let wrong = world.access_token(ANALYST).await;
    world.set(&[]).await;
    let right = world.access_token(ANALYST).await;
    let mut on = all_but_tls();
    for (fault, token, status, words) in [
        (Fault::HtmlInsteadOfJson, &wrong, 200, "Sign in to the network"),
        (Fault::ServiceFault, &wrong, 503, "unavailable"),
        (Fault::Throttled, &wrong, 429, "limit"),
        (Fault::ClaimsChallenge, &wrong, 401, "authentication context"),
        (Fault::NotLicensed, &wrong, 401, "Account mode is inactive"),
        (Fault::WrongAudience, &wrong, 403, "audience"),
        (Fault::NoDefenderRole, &right, 403, "View Data"),
        (Fault::DeviceGroups, &right, 404, "No devices match"),
    ] {
        world.set(&on).await;
        let answer = world.api("/machines", token).await;
        assert_eq!(answer.status.as_u16(), status, "{}", fault.id());
        assert!(answer.text.contains(words), "{}: {}", fault.id(), answer.text);
        on.retain(|other| *other != fault);
    }
    world.set(&on).await;
    assert_eq!(world.api("/machines", &right).await.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_are_on_from_the_start_and_switched_while_the_sandbox_runs() {
    let mut world = World::with(|config| {
        config.faults = vec![Fault::Throttled, Fault::WrongCloud, Fault::Throttled];
    })
    .await;
    let page = world.authorize(&world.authorization()).await;
    assert_eq!(number(&page), 900_439);
    assert_eq!(world.sandbox.faults(), [Fault::WrongCloud, Fault::Throttled]);
    assert_eq!(
        world.sandbox.config().faults,
        [Fault::WrongCloud, Fault::Throttled]
    );

    world.set(&[Fault::UnknownApplication]).await;
    assert_eq!(world.sandbox.faults(), [Fault::UnknownApplication]);
    let page = world.authorize(&world.authorization()).await;
    assert_eq!(number(&page), 700_016);
    let shown = world.get("/").await.text;
    assert!(shown.contains("<dt>Faults</dt><dd>unknown-application</dd>"));

    // They are settings: a restart keeps them.
    let mut world = world.restarted().await;
    assert_eq!(world.sandbox.faults(), [Fault::UnknownApplication]);
    world.set(&[]).await;
    assert!(world.sandbox.faults().is_empty());
    assert!(world.get("/").await.text.contains("<dt>Faults</dt><dd>none</dd>"));
    world.sign_in(ANALYST).await;
}

#[tokio::test]
async fn a_page_that_was_open_when_the_tenant_became_unknown_is_refused() {
    let mut world = World::start().await;
    let (action, form) = form_of(&world.authorize(&world.authorization()).await.text);
    world.set(&[Fault::UnknownTenant]).await;
    let answer = world.post(&action, &changed(&form, "account", ANALYST)).await;
    assert_eq!(
        (answer.status, answer.aadsts()),
        (StatusCode::BAD_REQUEST, 90_002)
    );
}
