//! Faults that show while somebody signs in: on the page, or at the redirect URI.

use reqwest::StatusCode;
use sandbox::Fault;

use crate::support::{ADMIN, ANALYST, Answer, RESOURCE, World, changed, claims, form_of, redirected};

/// The page after the account was chosen.
async fn after_the_account(world: &World, username: &str) -> Answer {
    let (action, form) = form_of(&world.authorize(&world.authorization()).await.text);
    world.post(&action, &changed(&form, "account", username)).await
}

#[tokio::test]
async fn faults_of_tenant_client_and_redirect_uri_stay_on_the_page() {
    let mut world = World::start().await;
    for (fault, code) in [
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
        (Fault::RedirectNotRegistered, 50_011),
    ] {
        world.set(&[fault]).await;
        let page = world.authorize(&world.authorization()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", fault.id());
        assert!(page.headers.get("location").is_none(), "{}", fault.id());
        assert_eq!(page.aadsts(), code, "{}", fault.id());
        assert!(page.text.contains("data-testid=\"entra-error\""));

        world.set(&[]).await;
        let page = world.authorize(&world.authorization()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", fault.id());
        assert!(page.text.contains("account-admin@sandbox.example"));
    }
}

#[tokio::test]
async fn an_error_page_carries_the_lines_that_people_copy() {
    let mut world = World::start().await;
    world.set(&[Fault::RedirectNotRegistered]).await;
    let id = "0d9a2f6e-3b51-4c6f-8d2e-7f6a5b4c3d21";
    let request = changed(&world.authorization(), "client-request-id", id);
    let page = world.authorize(&request).await.text;
    let begin = page.split_once("Request Id: ").unwrap().1;
    let (trace, rest) = begin.split_once("<br>\n").unwrap();
    assert_eq!(trace.len(), 36);
    assert!(rest.starts_with(&format!(
        "Correlation Id: {id}<br>\nTimestamp: 2027-01-15T08:00:00Z<br>\nMessage: AADSTS50011: The redirect URI "
    )));
}

#[tokio::test]
async fn faults_of_the_resource_are_returned_before_anybody_signs_in() {
    let mut world = World::start().await;
    for (fault, error, code) in [
        (
            Fault::ServicePrincipalMissing,
            "invalid_resource",
            "AADSTS500011: ",
        ),
        (Fault::WrongApi, "invalid_client", "AADSTS650057: "),
        (Fault::ApplicationPermissions, "invalid_client", "AADSTS650056: "),
    ] {
        world.set(&[fault]).await;
        let returned = redirected(&world.authorize(&world.authorization()).await);
        assert_eq!(returned["error"], error, "{}", fault.id());
        assert_eq!(returned["state"], "state-1", "{}", fault.id());
        let description = &returned["error_description"];
        assert!(description.starts_with(code), "{description}");

        world.set(&[]).await;
        let page = world.authorize(&world.authorization()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", fault.id());
    }
}

#[tokio::test]
async fn the_wrong_api_is_named_in_the_list_of_valid_resources() {
    let mut world = World::start().await;
    world.set(&[Fault::WrongApi]).await;
    let returned = redirected(&world.authorize(&world.authorization()).await);
    let listed = "List of valid resources from app registration: 8ee8fdad-f234-4243-8f3b-15c294843740.";
    assert!(returned["error_description"].contains(listed));
    assert!(returned["error_description"].contains("fc780465-2017-40d4-a0c5-307022471b92"));
}

#[tokio::test]
async fn faults_of_account_and_consent_are_returned_after_the_account_was_chosen() {
    let mut world = World::start().await;
    // A consent that was given before makes no difference.
    world.sign_in(ANALYST).await;
    for (fault, error, code) in [
        (Fault::UserNotAssigned, "access_denied", "AADSTS50105: "),
        (Fault::PersonalAccount, "access_denied", "AADSTS500208: "),
        (Fault::ConditionalAccessBlock, "access_denied", "AADSTS53003: "),
        (Fault::ConsentMissing, "consent_required", "AADSTS65001: "),
    ] {
        for account in [ANALYST, ADMIN] {
            world.set(&[fault]).await;
            let returned = redirected(&after_the_account(&world, account).await);
            assert_eq!(returned["error"], error, "{}", fault.id());
            assert_eq!(returned["state"], "state-1", "{}", fault.id());
            assert!(!returned.contains_key("error_subcode"), "{}", fault.id());
            let description = &returned["error_description"];
            assert!(description.starts_with(code), "{description}");
        }
        world.set(&[]).await;
        let page = after_the_account(&world, ADMIN).await;
        assert!(page.text.contains("consent-accept"), "{}", fault.id());
        let back = after_the_account(&world, ANALYST).await;
        assert!(redirected(&back).contains_key("code"), "{}", fault.id());
    }
}

#[tokio::test]
async fn a_fault_that_is_switched_on_while_the_consent_page_is_open_takes_effect() {
    let mut world = World::start().await;
    let (action, form) = form_of(&after_the_account(&world, ANALYST).await.text);
    world.set(&[Fault::UserNotAssigned]).await;
    let answer = world.post(&action, &changed(&form, "decision", "accept")).await;
    assert!(redirected(&answer)["error_description"].starts_with("AADSTS50105: "));
}

#[tokio::test]
async fn admin_approval_shows_a_page_whose_only_way_on_is_back_without_consent() {
    let mut world = World::start().await;
    world.sign_in(ANALYST).await;
    world.set(&[Fault::AdminApproval]).await;
    let page = after_the_account(&world, ANALYST).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<h1>Need admin approval</h1>"));
    assert!(
        page.text
            .contains(">Return to the application without granting consent<")
    );
    assert!(page.text.contains("data-testid=\"return-without-consent\""));
    assert!(page.text.contains("Request Id: ") && page.text.contains("Message: AADSTS90094: "));
    assert!(!page.text.contains("consent-accept"));

    let (action, form) = form_of(&page.text);
    for decision in ["cancel", "accept"] {
        let answer = world.post(&action, &changed(&form, "decision", decision)).await;
        let returned = redirected(&answer);
        assert_eq!(returned["error"], "access_denied", "{decision}");
        assert_eq!(returned["error_subcode"], "cancel", "{decision}");
        assert_eq!(returned["state"], "state-1", "{decision}");
        assert!(returned["error_description"].starts_with("AADSTS65004: "));
    }

    world.set(&[]).await;
    let back = after_the_account(&world, ANALYST).await;
    assert!(redirected(&back).contains_key("code"));
}

#[tokio::test]
async fn a_user_who_declines_sees_the_consent_page_and_comes_back_with_a_refusal() {
    let mut world = World::start().await;
    world.sign_in(ANALYST).await;
    world.set(&[Fault::UserDeclines]).await;
    let page = after_the_account(&world, ANALYST).await;
    let (action, form) = form_of(&page.text);
    for decision in ["accept", "cancel"] {
        let answer = world.post(&action, &changed(&form, "decision", decision)).await;
        let returned = redirected(&answer);
        assert_eq!(returned["error"], "access_denied", "{decision}");
        assert_eq!(returned["error_subcode"], "cancel", "{decision}");
        assert!(returned["error_description"].starts_with("AADSTS65004: "));
    }
    world.set(&[]).await;
    let answer = world.post(&action, &changed(&form, "decision", "accept")).await;
    assert!(redirected(&answer).contains_key("code"));
}

#[tokio::test]
async fn a_permission_without_consent_is_in_no_token_however_often_consent_is_asked() {
    let mut world = World::start().await;
    // `Machine.ReadWrite` is left out with it: it would do in its place.
    let every = world.sandbox.config().permissions.clone();
    world.set(&[Fault::ConsentOneMissing]).await;
    let page = after_the_account(&world, ANALYST).await;
    assert!(page.text.contains("data-permission=\"Alert.Read\""));
    assert!(!page.text.contains("data-permission=\"Machine.Read\""));
    let again = changed(&world.authorization(), "prompt", "consent");
    for request in [world.authorization(), again] {
        let tokens = world.sign_in_with(&request, ANALYST).await;
        let scopes = &claims(tokens["access_token"].as_str().unwrap())["scp"];
        let expected: Vec<&str> = every
            .iter()
            .map(String::as_str)
            .filter(|name| !name.starts_with("Machine.Read"))
            .collect();
        assert_eq!(scopes, &expected.join(" "));
        let renewed = world.token(&world.refresh(&tokens)).await.json();
        assert_eq!(&claims(renewed["access_token"].as_str().unwrap())["scp"], scopes);
        let mut names = renewed["scope"].as_str().unwrap().split(' ');
        assert!(names.all(|name| !name.ends_with("Machine.Read")));
    }
    // Asked for by name, it is still not had.
    let named = changed(
        &world.authorization(),
        "scope",
        &format!("{RESOURCE}/Machine.Read"),
    );
    let code = world.code(&named, ANALYST).await;
    assert_eq!(world.token(&world.redemption(&code)).await.aadsts(), 65_001);

    world.set(&[]).await;
    let tokens = world.sign_in(ANALYST).await;
    let scopes = claims(tokens["access_token"].as_str().unwrap())["scp"].clone();
    assert_eq!(scopes, every.join(" "));
}

#[tokio::test]
async fn permissions_that_are_not_registered_are_in_no_token_until_they_are() {
    let mut world = World::start().await;
    let scopes = |tokens: &serde_json::Value| {
        claims(tokens["access_token"].as_str().unwrap())["scp"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let before = world.sign_in(ANALYST).await;
    world.set(&[Fault::PermissionsNotRegistered]).await;
    let page = after_the_account(&world, ADMIN).await;
    assert_eq!(
        page.text.matches("data-permission=\"").count(),
        3,
        "{}",
        page.text
    );
    assert!(page.text.contains("data-permission=\"Alert.Read\""));
    // What was consented to before does not stand either, and what is granted meanwhile comes back later.
    for tokens in [
        world.token(&world.refresh(&before)).await.json(),
        world.sign_in(ADMIN).await,
    ] {
        assert_eq!(scopes(&tokens), "Alert.Read");
    }
    let named = changed(
        &world.authorization(),
        "scope",
        &format!("{RESOURCE}/Machine.Read"),
    );
    let code = world.code(&named, ADMIN).await;
    assert_eq!(world.token(&world.redemption(&code)).await.aadsts(), 65_001);

    world.set(&[]).await;
    for account in [ANALYST, ADMIN] {
        let tokens = world.sign_in(account).await;
        assert_eq!(scopes(&tokens), world.sandbox.config().permissions.join(" "));
    }
}

#[tokio::test]
async fn without_machine_read_the_last_registered_permission_is_the_one_without_consent() {
    let world = World::with(|config| {
        config.permissions = ["Alert.Read", "Ti.ReadWrite", "Score.Read"]
            .map(str::to_owned)
            .to_vec();
        config.faults = vec![Fault::ConsentOneMissing];
    })
    .await;
    let token = world.access_token(ANALYST).await;
    assert_eq!(claims(&token)["scp"], "Alert.Read Ti.ReadWrite");
}
