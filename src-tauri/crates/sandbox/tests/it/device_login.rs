//! The pages of the device code flow as a person meets them.

use chrono::TimeDelta;
use reqwest::StatusCode;
use sandbox::Fault;

use crate::support::{ADMIN, ANALYST, World, changed, fields, form_of, refused};

#[tokio::test]
async fn a_person_types_the_code_picks_an_account_consents_and_is_done() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let page = world.get("/devicelogin").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("name=\"user_code\"") && page.text.contains("data-testid=\"device-code\""));
    assert!(page.text.contains("Enter only a code that"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self';") && policy.contains("script-src 'none'"),
        "{policy}"
    );

    let page = world.type_code(codes["user_code"].as_str().unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<h1>Choose an account</h1>"));
    assert!(page.text.contains("Defender API Workbench on another device"));
    let (action, form) = form_of(&page.text);
    let page = world.post(&action, &changed(&form, "account", ANALYST)).await;
    assert!(page.text.contains("data-permission=\"Alert.Read\""));
    assert!(page.text.contains("data-permission=\"offline_access\""));
    let page = world.device_consent(&page, "accept").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<h1>You have signed in</h1>"));
    assert!(page.text.contains("You may close this window."));
    assert!(world.token(&world.poll(&codes)).await.json()["access_token"].is_string());
}

#[tokio::test]
async fn a_code_may_be_typed_in_small_letters_and_in_groups() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let code = codes["user_code"].as_str().unwrap().to_lowercase();
    let (first, rest) = code.split_at(3);
    let page = world.type_code(&format!(" {first}-{rest} ")).await;
    assert!(page.text.contains("<h1>Choose an account</h1>"));
}

#[tokio::test]
async fn a_wrong_code_is_said_to_be_wrong_and_can_be_typed_again() {
    let world = World::start().await;
    world.device_codes().await;
    for (typed, number) in [("AAAAAAAAA", 70_018), ("", 90_119), ("  ", 90_119)] {
        let page = world.type_code(typed).await;
        assert_eq!(
            (page.status, page.aadsts()),
            (StatusCode::BAD_REQUEST, number),
            "{typed:?}"
        );
        assert!(page.text.contains("data-testid=\"device-error\""));
        assert!(
            page.text.contains("name=\"user_code\""),
            "the form is there again"
        );
    }
    let attack = world.type_code("<script>alert(1)</script>").await;
    assert!(!attack.text.contains("<script"));
}

#[tokio::test]
async fn an_expired_code_is_said_to_be_expired_on_every_page() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let code = codes["user_code"].as_str().unwrap();
    let (action, form) = form_of(&world.type_code(code).await.text);
    world.advance(TimeDelta::minutes(15));
    let typed = world.type_code(code).await;
    assert_eq!((typed.status, typed.aadsts()), (StatusCode::BAD_REQUEST, 70_019));
    let chosen = world.post(&action, &changed(&form, "account", ANALYST)).await;
    assert_eq!(
        (chosen.status, chosen.aadsts()),
        (StatusCode::BAD_REQUEST, 70_019)
    );
}

#[tokio::test]
async fn a_code_serves_once_whatever_was_decided() {
    let world = World::start().await;
    for (username, decision) in [(ADMIN, "accept"), (ANALYST, "cancel")] {
        let codes = world.device_codes().await;
        let page = world.device_account(&codes, username).await;
        let done = world.device_consent(&page, decision).await;
        assert_eq!(done.status, StatusCode::OK, "{decision}");
        let again = world.type_code(codes["user_code"].as_str().unwrap()).await;
        assert_eq!(
            (again.status, again.aadsts()),
            (StatusCode::BAD_REQUEST, 90_120),
            "{decision}"
        );
        let back = world.device_consent(&page, "accept").await;
        assert_eq!(back.aadsts(), 90_120, "the browser's way back leads nowhere");
    }
}

#[tokio::test]
async fn consent_that_was_given_before_is_not_asked_for_again() {
    let world = World::start().await;
    world.sign_in(ANALYST).await;
    let codes = world.device_codes().await;
    let page = world.device_account(&codes, ANALYST).await;
    assert!(page.text.contains("data-testid=\"device-done\""), "{}", page.text);
}

#[tokio::test]
async fn refusals_are_shown_on_the_page_and_the_client_goes_on_waiting() {
    let mut world = World::start().await;
    let codes = world.device_codes().await;
    for (fault, number) in [
        (Fault::UserNotAssigned, 50_105),
        (Fault::PersonalAccount, 500_208),
        (Fault::ConditionalAccessBlock, 53_003),
        (Fault::DeviceCodeBlocked, 53_003),
        (Fault::ConsentMissing, 65_001),
    ] {
        world.set(&[fault]).await;
        let page = world.device_account(&codes, ANALYST).await;
        assert_eq!(
            (page.status, page.aadsts()),
            (StatusCode::BAD_REQUEST, number),
            "{}",
            fault.id()
        );
        assert!(page.text.contains("data-testid=\"entra-error\""));
        assert!(page.text.contains("Correlation Id: "));
        world.set(&[]).await;
        let waiting = world.poll_after(5, &codes).await;
        assert_eq!(refused(&waiting).1, "authorization_pending", "{}", fault.id());
    }
    world.approve(&codes, ANALYST).await;
    assert_eq!(world.poll_after(5, &codes).await.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_of_tenant_and_client_stop_a_person_at_the_code() {
    let mut world = World::start().await;
    let codes = world.device_codes().await;
    for (fault, number) in [
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
    ] {
        world.set(&[fault]).await;
        let page = world.type_code(codes["user_code"].as_str().unwrap()).await;
        assert_eq!(
            (page.status, page.aadsts()),
            (StatusCode::BAD_REQUEST, number),
            "{}",
            fault.id()
        );
    }
}

#[tokio::test]
async fn a_user_who_declines_or_needs_an_administrator_ends_the_waiting() {
    let mut world = World::start().await;
    for (fault, decision) in [
        (Fault::UserDeclines, "accept"),
        (Fault::AdminApproval, "cancel"),
        (Fault::AdminApproval, "accept"),
    ] {
        let codes = world.device_codes().await;
        world.set(&[fault]).await;
        let page = world.device_account(&codes, ANALYST).await;
        if fault == Fault::AdminApproval {
            assert!(page.text.contains("<h1>Need admin approval</h1>"));
            assert!(page.text.contains("Message: AADSTS90094: "));
        }
        let done = world.device_consent(&page, decision).await;
        assert!(done.text.contains("You declined"), "{}", fault.id());
        world.set(&[]).await;
        let answer = world.poll_after(5, &codes).await;
        assert_eq!(refused(&answer).1, "authorization_declined", "{}", fault.id());
    }
}

#[tokio::test]
async fn pages_cannot_be_forged_or_skipped_to() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let page = world.type_code(codes["user_code"].as_str().unwrap()).await;
    let (action, form) = form_of(&page.text);
    let good = changed(&form, "account", ANALYST);
    for (request, number) in [
        (changed(&good, "request", "AAAA"), 9_002_313),
        (changed(&good, "request", ""), 900_144),
        (changed(&good, "account", ""), 900_144),
        (changed(&good, "account", "nobody@sandbox.example"), 50_034),
    ] {
        let answer = world.post(&action, &request).await;
        assert_eq!(
            (answer.status, answer.aadsts()),
            (StatusCode::BAD_REQUEST, number)
        );
    }
    // The sealed field of another kind of page is no way in.
    let (_, elsewhere) = form_of(&world.authorize(&world.authorization()).await.text);
    let borrowed = changed(&elsewhere, "account", ANALYST);
    assert_eq!(world.post(&action, &borrowed).await.aadsts(), 9_002_313);
    let skipped = changed(&form, "decision", "accept");
    let answer = world.post("/devicelogin/consent", &skipped).await;
    assert_eq!(answer.aadsts(), 50_089);
    let twice = "user_code=A&user_code=B";
    let request = world
        .request(reqwest::Method::POST, "/devicelogin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(twice);
    assert_eq!(world.send(request).await.aadsts(), 9_002_313);
    let nobody = world.post("/devicelogin/account", &fields(&[])).await;
    assert_eq!(nobody.aadsts(), 900_144);
}
