//! How application and person proved who they are: `appidacr` and `amr`.

use serde_json::Value;

use crate::Token;

use super::{Verdict, VerdictId, shown};

pub(super) fn client_type(token: &Token) -> Verdict {
    let id = VerdictId::ClientType;
    let value = token.claim("appidacr").or_else(|| token.claim("azpacr"));
    let value = match value {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    const ADVICE: &str = "This program needs neither. If the token is meant to come from it, register http://localhost under \
                          Mobile and desktop applications, and delete the secret or certificate.";
    match value.as_deref() {
        Some("0") => Verdict::ok(id, "The application is a public client: it used no secret."),
        Some("1") => Verdict::warning(id, "The application proved itself with a client secret.", ADVICE),
        Some("2") => Verdict::warning(id, "The application proved itself with a certificate.", ADVICE),
        Some(other) => Verdict::cannot_tell(
            id,
            format!("`appidacr` is {}, which is not documented.", shown(other)),
            "Documented are 0 (public client), 1 (secret) and 2 (certificate).",
        ),
        None => Verdict::cannot_tell(
            id,
            "The token does not say how the application proved itself.",
            "Nothing to do: the claim is optional.",
        ),
    }
}

pub(super) fn authentication(token: &Token) -> Verdict {
    let id = VerdictId::Authentication;
    let methods = token.words("amr");
    let has = |name: &str| methods.iter().any(|method| method.eq_ignore_ascii_case(name));
    if methods.is_empty() {
        return Verdict::cannot_tell(
            id,
            "The token does not say how the person signed in (`amr`).",
            "Nothing to do: version 2.0 tokens and tokens without a person lack the claim.",
        );
    }
    let list = methods
        .iter()
        .map(|method| shown(method))
        .collect::<Vec<_>>()
        .join(", ");
    if has("mfa") || has("ngcmfa") {
        return Verdict::ok(id, format!("The person signed in with a second factor ({list})."));
    }
    Verdict::warning(
        id,
        format!("The person signed in without a second factor ({list})."),
        "Calls work now. Where Conditional Access asks for a second factor, the token is later refused or not renewed; \
         then sign in through the browser.",
    )
}
