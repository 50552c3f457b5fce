use chrono::TimeDelta;
use reqwest::StatusCode;

use crate::support::{
    ADMIN, ANALYST, Fields, RESOURCE, UNREGISTERED, World, changed, claims, form_of, redirected,
};

#[tokio::test]
async fn the_sign_in_page_offers_three_accounts_with_their_roles() {
    let world = World::start().await;
    let page = world.authorize(&world.authorization()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(world.sandbox.accounts().len(), 3);
    for account in world.sandbox.accounts() {
        let button = format!(
            "<button name=\"account\" value=\"{0}\" data-testid=\"account-{0}\"",
            account.username
        );
        assert!(page.text.contains(&button), "{}", account.username);
        assert!(page.text.contains(account.name) && page.text.contains(account.role));
    }
    assert!(page.text.contains("Sandbox tenant"));
}

#[tokio::test]
async fn pages_allow_no_script_and_are_not_stored() {
    let world = World::start().await;
    let page = world.authorize(&world.authorization()).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("script-src 'none'"),
        "{policy}"
    );
    assert!(
        policy.contains("form-action 'self' http://localhost:4711"),
        "{policy}"
    );
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("cache-control"), "no-store, no-cache");
    assert!(!page.text.contains("<script"));
}

#[tokio::test]
async fn what_a_page_reflects_is_escaped() {
    let world = World::start().await;
    let attack = "\"><script>alert(1)</script>";
    let client = world
        .authorize(&changed(&world.authorization(), "client_id", attack))
        .await;
    let redirect = world
        .authorize(&changed(&world.authorization(), "redirect_uri", attack))
        .await;
    let hint = world
        .authorize(&changed(&world.authorization(), "login_hint", attack))
        .await;
    let form = changed(
        &changed(&world.authorization(), "response_mode", "form_post"),
        "prompt",
        "none",
    );
    let state = world.authorize(&changed(&form, "state", attack)).await;
    for page in [client, redirect, hint, state] {
        assert!(!page.text.contains("<script>alert"), "{}", page.text);
        assert!(page.text.contains("&lt;script&gt;alert(1)"), "{}", page.text);
    }
}

#[tokio::test]
async fn a_known_login_hint_is_marked() {
    let world = World::start().await;
    let page = world
        .authorize(&changed(
            &world.authorization(),
            "login_hint",
            "Analyst@sandbox.example",
        ))
        .await;
    assert!(
        page.text
            .contains("data-testid=\"account-analyst@sandbox.example\" class=\"hinted\"")
    );
}

#[tokio::test]
async fn the_consent_page_names_each_permission() {
    let world = World::start().await;
    let (action, mut form) = form_of(&world.authorize(&world.authorization()).await.text);
    form.insert("account".to_owned(), ANALYST.to_owned());
    let page = world.post(&action, &form).await;
    for permission in &world.sandbox.config().permissions {
        let item = format!("data-testid=\"consent-permission\" data-permission=\"{permission}\"");
        assert!(page.text.contains(&item), "{permission}");
    }
    assert!(page.text.contains("data-permission=\"offline_access\""));
    assert!(page.text.contains("data-testid=\"consent-cancel\""));
}

#[tokio::test]
async fn cancelling_consent_returns_access_denied() {
    let world = World::start().await;
    let (action, mut form) = form_of(&world.authorize(&world.authorization()).await.text);
    form.insert("account".to_owned(), ANALYST.to_owned());
    let (action, mut form) = form_of(&world.post(&action, &form).await.text);
    form.insert("decision".to_owned(), "cancel".to_owned());
    let returned = redirected(&world.post(&action, &form).await);
    assert_eq!(returned["error"], "access_denied");
    assert_eq!(returned["error_subcode"], "cancel");
    assert_eq!(returned["state"], "state-1");
    assert!(returned["error_description"].starts_with("AADSTS65004:"));
}

#[tokio::test]
async fn consent_is_asked_once_for_each_account_and_again_when_told_to() {
    let world = World::start().await;
    world.sign_in(ANALYST).await;
    let consent_asked = async |request: Fields, account: &str| {
        let (action, mut form) = form_of(&world.authorize(&request).await.text);
        form.insert("account".to_owned(), account.to_owned());
        world.post(&action, &form).await.text.contains("consent-accept")
    };
    let request = world.authorization();
    assert!(!consent_asked(request.clone(), ANALYST).await);
    assert!(consent_asked(request.clone(), ADMIN).await);
    assert!(consent_asked(changed(&request, "prompt", "consent"), ANALYST).await);
    assert!(!consent_asked(changed(&request, "prompt", "login"), ANALYST).await);
    assert!(!consent_asked(changed(&request, "prompt", "select_account"), ANALYST).await);
    let more = changed(&request, "scope", &format!("{RESOURCE}/{UNREGISTERED}"));
    assert!(consent_asked(more, ANALYST).await);
}

#[tokio::test]
async fn a_named_permission_gives_only_that_and_later_ones_add_up() {
    let world = World::start().await;
    let scope = |name: &str| changed(&world.authorization(), "scope", &format!("{RESOURCE}/{name}"));
    let first = world.sign_in_with(&scope("Alert.Read"), ANALYST).await;
    assert_eq!(
        claims(first["access_token"].as_str().unwrap())["scp"],
        "Alert.Read"
    );
    let second = world.sign_in_with(&scope("Score.Read"), ANALYST).await;
    assert_eq!(
        claims(second["access_token"].as_str().unwrap())["scp"],
        "Alert.Read Score.Read"
    );
    // `.default` gives what was granted and asks for nothing more.
    let default = world.sign_in(ANALYST).await;
    assert_eq!(
        claims(default["access_token"].as_str().unwrap())["scp"],
        "Alert.Read Score.Read"
    );
}

#[tokio::test]
async fn a_page_cannot_be_forged_or_used_too_late() {
    let world = World::start().await;
    let (action, form) = form_of(&world.authorize(&world.authorization()).await.text);
    let good = changed(&form, "account", ANALYST);
    let forged = world.post(&action, &changed(&good, "request", "AAAA")).await;
    assert_eq!(
        (forged.status, forged.aadsts()),
        (StatusCode::BAD_REQUEST, 9_002_313)
    );
    let stranger = world
        .post(&action, &changed(&good, "account", "nobody@sandbox.example"))
        .await;
    assert_eq!(
        (stranger.status, stranger.aadsts()),
        (StatusCode::BAD_REQUEST, 50_034)
    );
    world.advance(TimeDelta::minutes(16));
    let late = world.post(&action, &good).await;
    assert_eq!((late.status, late.aadsts()), (StatusCode::BAD_REQUEST, 50_089));
}

#[tokio::test]
async fn the_consent_step_cannot_be_skipped_to_without_an_account() {
    let world = World::start().await;
    let (_, form) = form_of(&world.authorize(&world.authorization()).await.text);
    let answer = world
        .post(&world.path("/consent"), &changed(&form, "decision", "accept"))
        .await;
    assert_eq!(
        (answer.status, answer.aadsts()),
        (StatusCode::BAD_REQUEST, 50_089)
    );
}

#[tokio::test]
async fn the_start_page_and_the_error_page_explain_themselves() {
    let world = World::start().await;
    let start = world.get("/").await;
    assert!(start.text.contains(world.sandbox.client_id()));
    for account in world.sandbox.accounts() {
        let shown = format!(
            "<dd>{}<br>{}</dd>",
            account.username,
            account.password.replace('&', "&amp;")
        );
        assert!(start.text.contains(&shown), "{shown}");
    }
    let error = world.get("/error?code=50011%3Cscript%3E").await;
    assert!(error.text.contains("<h1>AADSTS50011</h1>"));
    assert_eq!(
        world.get(&world.path("/oauth2/v2.0/logout")).await.status,
        StatusCode::OK
    );
}
