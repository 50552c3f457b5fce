//! Kinds of tokens and every verdict on each: the table that shows which check finds what.
//!
//! `cargo test -p token token_kinds -- --nocapture` prints it.

use chrono::TimeDelta;
use serde_json::json;
use test_support::{AUDIENCE, CLIENT_ID, DefenderToken, OTHER_TENANT_ID, TENANT_ID, now};

use super::*;
use crate::decode;

const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

/// A kind of token, the outcomes of its nine checks in their order, and words that the first one in need must say.
/// `+` is fine, `!` worth knowing, `x` a problem, `?` cannot be told.
type Row = (&'static str, DefenderToken, &'static str, &'static str);

fn good() -> DefenderToken {
    DefenderToken::delegated()
}

fn version_2() -> DefenderToken {
    let renamed = ["appid", "appidacr", "unique_name", "upn", "acr", "amr"];
    renamed
        .iter()
        .fold(good(), |token, claim| token.without(claim))
        .with("ver", "2.0")
        .with(
            "iss",
            format!("https://login.microsoftonline.com/{TENANT_ID}/v2.0"),
        )
        .with("azp", CLIENT_ID)
        .with("azpacr", "0")
        .with("preferred_username", "avery@sandbox.example")
}

fn first_party() -> DefenderToken {
    good().with("appid", AZURE_CLI).with_scp("user_impersonation")
}

/// As a guest's token from the tenant that invited them.
fn guest() -> DefenderToken {
    good()
        .with("acct", 1)
        .with("idp", format!("https://sts.windows.net/{OTHER_TENANT_ID}/"))
        .with("unique_name", "avery@elsewhere.example")
        .without("upn")
}

fn of_this_api() -> Vec<Row> {
    vec![
        ("delegated", good(), "+++++++++", ""),
        (
            "delegated, with roles of the person",
            good().with("roles", json!(["secop"])),
            "+++++++++",
            "",
        ),
        (
            "version 2.0",
            version_2(),
            "++++++++?",
            "how the person signed in",
        ),
        (
            "version 2.0, audience as application ID",
            version_2().with_aud("fc780465-2017-40d4-a0c5-307022471b92"),
            "?+++++++?",
            "named by its application ID",
        ),
        (
            "older name of the API",
            good().with_aud("https://api.securitycenter.windows.com"),
            "!++++++++",
            "older name",
        ),
        (
            "one permission missing",
            good().with_scp("Alert.Read"),
            "++++x++++",
            "Machine.Read",
        ),
        (
            "application permission in place of the delegated one",
            good().with_scp("Alert.Read Machine.Read.All"),
            "++++x++++",
            "lacks 1 of 2",
        ),
        (
            "nothing consented to",
            good().without("scp"),
            "+++xx++++",
            "nothing was consented to",
        ),
        (
            "app-only, secret",
            DefenderToken::app_only(),
            "+++xx++!?",
            "Alert.Read.All",
        ),
        (
            "app-only, certificate, no permission",
            DefenderToken::app_only()
                .without("roles")
                .with("idtyp", "app")
                .with("appidacr", "2"),
            "+++xx++!?",
            "acts for the application",
        ),
        (
            "first-party user_impersonation",
            first_party(),
            "++x!x++++",
            "Azure CLI",
        ),
        (
            "delegated, secret used",
            good().with("appidacr", "1"),
            "+++++++!+",
            "client secret",
        ),
        (
            "delegated, certificate used",
            good().with("appidacr", "2"),
            "+++++++!+",
            "certificate",
        ),
        (
            "password alone",
            good().with("amr", json!(["pwd"])),
            "++++++++!",
            "without a second factor",
        ),
        (
            "without amr",
            good().without("amr"),
            "++++++++?",
            "how the person signed in",
        ),
    ]
}

fn of_other_apis() -> Vec<Row> {
    let graph = |aud: &str| {
        good()
            .with_aud(aud)
            .with_scp("User.Read profile openid email")
            .with_header("nonce", "fixture-nonce")
    };
    vec![
        (
            "Microsoft Graph, by ID",
            graph("00000003-0000-0000-c000-000000000000"),
            "x+++x++++",
            "Microsoft Graph",
        ),
        (
            "Microsoft Graph, by address",
            graph("https://graph.microsoft.com"),
            "x+++x++++",
            "Microsoft Graph",
        ),
        (
            "Azure AD Graph",
            graph("00000002-0000-0000-c000-000000000000"),
            "x+++x++++",
            "Azure AD Graph",
        ),
        (
            "Defender XDR, by address",
            good()
                .with_aud("https://api.security.microsoft.com")
                .with_scp("Incident.Read AdvancedHunting.Read"),
            "x+++x++++",
            "Defender XDR",
        ),
        (
            "Defender XDR, by ID",
            good()
                .with_aud("8ee8fdad-f234-4243-8f3b-15c294843740")
                .with_scp("Incident.Read"),
            "x+++x++++",
            "Defender XDR",
        ),
        (
            "trafficmanager.net",
            good().with_aud("https://publicapi-prd.trafficmanager.net"),
            "x++++++++",
            "internal address",
        ),
        (
            "another cloud",
            good().with_aud("https://api-gov.securitycenter.microsoft.us"),
            "x++++++++",
            "GCC High",
        ),
        (
            "Azure CLI without a resource",
            first_party().with_aud("https://management.core.windows.net/"),
            "x+x!x++++",
            "Azure Resource Manager",
        ),
        (
            "id token",
            version_2()
                .with_aud(CLIENT_ID)
                .without("azp")
                .without("azpacr")
                .without("scp"),
            "x+?xx++??",
            "id token",
        ),
    ]
}

fn of_other_owners_and_times() -> Vec<Row> {
    let at = |seconds: i64| now().timestamp() + seconds;
    vec![
        (
            "other tenant",
            good().with_tenant(OTHER_TENANT_ID),
            "+x+++++++",
            OTHER_TENANT_ID,
        ),
        (
            "other application",
            good().with("appid", "55555555-5555-4555-8555-555555555555"),
            "++x++++++",
            "55555555-5555-4555-8555-555555555555",
        ),
        ("guest", guest(), "+!+++++++", "is a guest"),
        (
            "guest by acct alone",
            good().with("acct", 1),
            "+!+++++++",
            "is a guest",
        ),
        (
            "member from another directory",
            guest().with("acct", 0),
            "+!+++++++",
            "comes from another directory",
        ),
        (
            "guest with a personal account",
            guest().with("idp", "live.com"),
            "+!+++++++",
            "live.com",
        ),
        (
            "guest in their home tenant",
            good().with_tenant(OTHER_TENANT_ID).with("acct", 0),
            "+x+++++++",
            "the profile says",
        ),
        (
            "personal account",
            good().with_tenant("9188040d-6c67-4c5b-b112-36a304b66dad"),
            "+x+++++++",
            "personal",
        ),
        (
            "issuer of another tenant",
            good().with("iss", format!("https://sts.windows.net/{OTHER_TENANT_ID}/")),
            "+x+++++++",
            "do not belong together",
        ),
        ("expired", good().with("exp", at(-60)), "+++++x+++", "ended"),
        (
            "about to expire",
            good().with("exp", at(120)),
            "+++++!+++",
            "2 minutes",
        ),
        (
            "not yet valid",
            good().with("nbf", at(3_600)),
            "+++++x+++",
            "becomes valid in 1 hour",
        ),
    ]
}

fn sign(outcome: Outcome) -> char {
    match outcome {
        Outcome::Ok => '+',
        Outcome::Warning => '!',
        Outcome::Problem => 'x',
        Outcome::CannotTell => '?',
    }
}

#[test]
fn token_kinds_and_their_verdicts() {
    let expected = Expectation {
        audiences: vec![AUDIENCE.to_owned()],
        tenant_id: Some(TENANT_ID.to_owned()),
        client_id: Some(CLIENT_ID.to_owned()),
        wanted: vec!["Alert.Read".to_owned(), "Machine.Read".to_owned()],
    };
    println!(
        "| Kind of token | Aud | Ten | App | Del | Per | Lif | Clo | Cli | Aut | First that is not fine |"
    );
    println!("| --- | - | - | - | - | - | - | - | - | - | --- |");
    let mut wrong = Vec::new();
    for (kind, token, outcomes, words) in
        [of_this_api(), of_other_apis(), of_other_owners_and_times()].concat()
    {
        let token = decode(&token.build()).unwrap();
        let verdicts = verdicts(&token, &expected, now(), Some(TimeDelta::zero()));
        let signs: Vec<String> = verdicts
            .iter()
            .map(|verdict| sign(verdict.outcome).to_string())
            .collect();
        let first = verdicts.iter().find(|verdict| verdict.outcome != Outcome::Ok);
        let seen = first.map(|verdict| verdict.seen.as_str()).unwrap_or_default();
        println!("| {kind} | {} | {seen} |", signs.join(" | "));
        if signs.concat() != outcomes || !seen.contains(words) || first.is_none() != words.is_empty() {
            wrong.push(format!(
                "{kind}: {} for {outcomes}, `{seen}` for `{words}`",
                signs.concat()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_person_from_elsewhere_is_told_from_a_token_that_names_its_own_tenant() {
    let expected = Expectation {
        tenant_id: Some(TENANT_ID.to_owned()),
        ..Expectation::default()
    };
    let tenant = |token: &DefenderToken| {
        let token = decode(&token.build()).unwrap();
        let found = verdicts(&token, &expected, now(), None);
        let tenant = found.into_iter().find(|verdict| verdict.id == VerdictId::Tenant);
        tenant.unwrap().outcome
    };
    let own = format!("https://sts.windows.net/{}/", TENANT_ID.to_uppercase());
    assert_eq!(tenant(&good().with("idp", own.clone())), Outcome::Ok);
    assert_eq!(
        tenant(&version_2().with("idp", own)),
        Outcome::Ok,
        "the issuer of version 2.0 has another form"
    );
    for member in [json!(0), json!("0"), json!(2), json!(null)] {
        assert_eq!(tenant(&good().with("acct", member)), Outcome::Ok);
    }
    assert_eq!(tenant(&good().with("acct", "1")), Outcome::Warning);
}
