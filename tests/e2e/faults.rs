//! Every fault of the sandbox tenant, in the real window with a real browser: one step is marked, the right one.
//!
//! What is wrong is proved at the level of HTTP (`tests/it/doctor/faults.rs`), too; here a person's whole way is walked:
//! the program starts with the fault, the manifest is taken, the browser shows what it shows, and the page says which
//! step to mend.

use anyhow::{Result, ensure};
use system_tests::walk::account;
use system_tests::{Failure, Journey, Options, checklist, journey};

/// Starts with a fault, walks the way, and expects one cause.
async fn finds(fault: &str, step: &str, certain: bool) -> Result<(), Failure> {
    let options =
        Options::of_this_build().map(|options| options.with_args(&["--sandbox", "--sandbox-fault", fault]));
    journey(&format!("fault-{fault}"), options, async |journey| {
        walk_and_expect(journey, step, certain).await?;
        checklist::to_the_top(journey.window()?).await?;
        journey.picture(&format!("fault-{fault}")).await?;
        Ok(())
    })
    .await
}

async fn walk_and_expect(journey: &mut Journey, step: &str, certain: bool) -> Result<()> {
    let window = journey.window()?;
    window.shown("sandbox-banner").await?;
    window.click("nav-setup").await?;
    if step == "publicClient" {
        checklist::open(window, "publicClient").await?;
        window.click("public-flows-switch").await?;
    }
    checklist::take_the_sandboxs_manifest(window).await?;
    checklist::sign_in_and_check(journey, account::ADMIN).await?;
    let seen = checklist::read(journey.window()?).await?;
    let cause = seen
        .cause
        .as_ref()
        .map(|(step, certain)| (step.as_str(), certain.as_str()));
    let expected = (step, if certain { "true" } else { "false" });
    ensure!(cause == Some(expected), "expected {expected:?}: {seen:?}");
    let wrong = if certain { vec![step] } else { Vec::new() };
    ensure!(seen.steps_in("wrong") == wrong, "expected {wrong:?}: {seen:?}");
    Ok(())
}

macro_rules! faults {
    ($($name:ident: $id:literal => $step:literal, $certain:literal;)+) => {
        $(
            #[tokio::test]
            async fn $name() -> Result<(), Failure> {
                finds($id, $step, $certain).await
            }
        )+
    };
}

faults! {
    unknown_tenant: "unknown-tenant" => "cloud", true;
    wrong_cloud: "wrong-cloud" => "cloud", true;
    unknown_application: "unknown-application" => "ids", true;
    redirect_not_registered: "redirect-not-registered" => "register", true;
    redirect_under_web: "redirect-under-web" => "register", true;
    public_flows_off: "public-flows-off" => "publicClient", true;
    service_principal_missing: "service-principal-missing" => "api", true;
    wrong_api: "wrong-api" => "api", true;
    application_permissions: "application-permissions" => "api", true;
    permissions_not_registered: "permissions-not-registered" => "permissions", true;
    consent_missing: "consent-missing" => "consent", true;
    consent_one_missing: "consent-one-missing" => "consent", true;
    admin_approval: "admin-approval" => "consent", true;
    user_declines: "user-declines" => "consent", true;
    user_not_assigned: "user-not-assigned" => "roles", true;
    personal_account: "personal-account" => "roles", true;
    conditional_access_block: "conditional-access-block" => "tryIt", true;
    mfa_required: "mfa-required" => "tryIt", true;
    expired_refresh_token: "expired-refresh-token" => "tryIt", true;
    not_licensed: "not-licensed" => "cloud", true;
    no_defender_role: "no-defender-role" => "roles", true;
    device_groups: "device-groups" => "roles", true;
    wrong_audience: "wrong-audience" => "cloud", true;
    claims_challenge: "claims-challenge" => "tryIt", true;
    throttled: "throttled" => "tryIt", false;
    service_fault: "service-fault" => "tryIt", false;
    clock_skew: "clock-skew" => "connection", true;
    untrusted_root: "untrusted-root" => "connection", true;
    html_instead_of_json: "html-instead-of-json" => "connection", true;
}
