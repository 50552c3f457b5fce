//! Whose token it is: the tenant (`tid`, `iss`) and the application (`appid`, `azp`).

use serde_json::Value;

use crate::Token;

use super::{Expectation, Verdict, VerdictId, guid, shown};

/// The tenant that all personal Microsoft accounts belong to.
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Microsoft's own clients that people get tokens with.
const FIRST_PARTY: [(&str, &str); 4] = [
    ("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Azure CLI"),
    ("1950a258-227b-4e31-a9cf-717495945fc2", "Azure PowerShell"),
    (
        "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        "Microsoft Graph PowerShell",
    ),
    ("de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer"),
];

pub(super) fn tenant(token: &Token, expected: &Expectation) -> Verdict {
    let id = VerdictId::Tenant;
    let Some(seen) = token.text("tid").and_then(guid) else {
        return Verdict::cannot_tell(
            id,
            "The token does not name a tenant (`tid`).",
            "Tokens of Microsoft Entra name one. Check who issued this token (`iss`).",
        );
    };
    if seen == PERSONAL_ACCOUNTS {
        return Verdict::problem(
            id,
            "The token belongs to a personal Microsoft account.",
            "Sign in with a work account of the tenant that has Defender for Endpoint.",
        );
    }
    let issuer = token.text("iss").unwrap_or_default().to_lowercase();
    if !issuer.contains(&seen) {
        let issuer = if issuer.is_empty() {
            "no issuer".to_owned()
        } else {
            format!("the issuer {}", shown(&issuer))
        };
        return Verdict::problem(
            id,
            format!("The token names the tenant {seen} and {issuer}; the two do not belong together."),
            "Microsoft Entra does not issue such tokens. Sign in again.",
        );
    }
    let Some(wanted) = expected
        .tenant_id
        .as_deref()
        .map(str::trim)
        .filter(|wanted| !wanted.is_empty())
    else {
        return Verdict::cannot_tell(
            id,
            format!("The token belongs to the tenant {seen}."),
            "No profile says which tenant is meant. Compare with the Directory (tenant) ID in the portal.",
        );
    };
    let Some(wanted_id) = guid(wanted) else {
        return Verdict::cannot_tell(
            id,
            format!(
                "The token belongs to the tenant {seen}; the profile names the domain {}.",
                shown(wanted)
            ),
            "A token holds the tenant's ID, not its domain. Put the Directory (tenant) ID into the profile to compare the two.",
        );
    };
    if wanted_id == seen {
        let seen = format!("The token belongs to the tenant {seen}, as the profile says");
        return match home(token) {
            None => Verdict::ok(id, format!("{seen}.")),
            Some(home) => Verdict::warning(
                id,
                format!("{seen}; the person {home}."),
                "A guest may do here what roles in this tenant allow, whatever their role at home. Where calls are \
                 refused, look at the guest's role in Defender, or sign in with an account of this tenant.",
            ),
        };
    }
    Verdict::problem(
        id,
        format!("The token belongs to the tenant {seen}; the profile says {wanted_id}."),
        "Sign in with an account of the profile's tenant. A guest must sign in to the tenant that invited them, not to their home tenant.",
    )
}

/// How a person comes from elsewhere: `acct`, or an identity provider that is not this tenant; `None` for a member, and
/// for a token without a person, whose `idp` is the tenant itself.
fn home(token: &Token) -> Option<String> {
    let guest = match token.claim("acct") {
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => text.trim() == "1",
        _ => false,
    };
    let tenant = token.text("tid").and_then(guid).unwrap_or_default();
    let provider = token.text("idp").filter(|provider| {
        !provider.to_lowercase().contains(&tenant) && Some(*provider) != token.text("iss")
    });
    match (guest, provider) {
        (false, None) => None,
        (true, None) => Some("is a guest in it (`acct`)".to_owned()),
        (true, Some(provider)) => Some(format!("is a guest in it, signed in by {}", shown(provider))),
        (false, Some(provider)) => Some(format!(
            "comes from another directory, signed in by {}",
            shown(provider)
        )),
    }
}

pub(super) fn application(token: &Token, expected: &Expectation) -> Verdict {
    let id = VerdictId::Application;
    let Some(seen) = token.text("appid").or_else(|| token.text("azp")) else {
        return Verdict::cannot_tell(
            id,
            "The token does not name the application it was issued to (`appid` or `azp`).",
            "Access tokens of Microsoft Entra name it; id tokens do not.",
        );
    };
    let seen = guid(seen).unwrap_or_else(|| shown(seen));
    let named = match FIRST_PARTY.iter().find(|(app, _)| *app == seen) {
        Some((_, name)) => format!("{seen} ({name})"),
        None => seen.clone(),
    };
    let Some(wanted) = expected.client_id.as_deref().and_then(guid) else {
        return Verdict::cannot_tell(
            id,
            format!("The token was issued to the application {named}."),
            "No profile says which application is meant. Compare with the Application (client) ID in the portal.",
        );
    };
    if wanted == seen {
        return Verdict::ok(
            id,
            format!("The token was issued to the application {seen}, as the profile says."),
        );
    }
    Verdict::problem(
        id,
        format!("The token was issued to the application {named}; the profile says {wanted}."),
        "What this token allows depends on the other application's permissions. Sign in here to judge the profile's.",
    )
}
