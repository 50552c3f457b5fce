//! What a token allows: delegated at all, and the wanted permissions in `scp`.

use crate::Token;
use crate::scopes::{ScopeState, scopes};

use super::{Expectation, Outcome, Verdict, VerdictId, shown};

const USER_IMPERSONATION: &str = "user_impersonation";

pub(super) fn delegated(token: &Token) -> Verdict {
    let id = VerdictId::Delegated;
    let scp = token.words("scp");
    let roles = token.words("roles");
    if scp.is_empty() {
        let seen = if !roles.is_empty() {
            format!(
                "The token has no `scp` but application permissions ({}): it acts for the application, not for a person.",
                listed(&roles)
            )
        } else if token.text("idtyp") == Some("app") {
            "The token acts for the application, not for a person (`idtyp`), and holds no permission at all."
                .to_owned()
        } else {
            return Verdict::problem(
                id,
                "The token has neither `scp` nor `roles`: nothing was consented to.",
                "Add delegated permissions of WindowsDefenderATP to the app registration and grant consent.",
            );
        };
        return Verdict::problem(
            id,
            seen,
            "It comes from client credentials (a secret or certificate). For access on behalf of a person add \
             delegated permissions and sign in.",
        );
    }
    if only_user_impersonation(&scp) {
        return Verdict::warning(
            id,
            "The token acts for the signed-in person with `user_impersonation` only, as tokens of Azure CLI and Azure PowerShell do.",
            "It says nothing about your app registration. Sign in with its client ID.",
        );
    }
    let roles = match roles.len() {
        0 => String::new(),
        _ => format!(
            " Its `roles` ({}) are roles assigned to the person.",
            listed(&roles)
        ),
    };
    Verdict::ok(
        id,
        format!("The token acts for the signed-in person (`scp` is present).{roles}"),
    )
}

pub(super) fn wanted(token: &Token, expected: &Expectation) -> Verdict {
    let id = VerdictId::Permissions;
    let scp = token.words("scp");
    if expected.wanted.is_empty() {
        return Verdict::cannot_tell(
            id,
            format!("`scp` holds {}; no permission is wanted.", count(scp.len())),
            "Choose the wanted permissions in the profile to compare them.",
        );
    }
    let rows = scopes(token, &expected.wanted);
    let of = |state: ScopeState| rows.iter().filter(move |row| row.state == state);
    let missing: Vec<&str> = of(ScopeState::Missing)
        .map(|row| row.permission.as_str())
        .collect();
    let granted = of(ScopeState::Granted).count();
    if missing.is_empty() {
        let covered: Vec<String> = rows
            .iter()
            .filter_map(|row| {
                Some(format!(
                    "{} through {}",
                    row.permission,
                    row.covered_by.as_deref()?
                ))
            })
            .collect();
        let through = if covered.is_empty() {
            String::new()
        } else {
            format!(" ({})", covered.join(", "))
        };
        return Verdict::ok(
            id,
            format!("`scp` holds every wanted permission: {granted} of {granted}{through}."),
        );
    }
    let seen = format!(
        "`scp` lacks {} of {} wanted permissions: {}.",
        missing.len(),
        missing.len() + granted,
        listed(&missing)
    );
    Verdict::new(id, Outcome::Problem, seen, Some(advice(token, &scp, &missing)))
}

fn advice(token: &Token, scp: &[&str], missing: &[&str]) -> String {
    if only_user_impersonation(scp) {
        return "Tokens of Microsoft's own clients hold `user_impersonation` alone. Sign in with your app registration.".to_owned();
    }
    let roles = token.words("roles");
    let as_application: Vec<&str> = missing
        .iter()
        .copied()
        .filter(|name| {
            let application = format!("{name}.All");
            scp.iter()
                .chain(&roles)
                .any(|given| given.eq_ignore_ascii_case(&application))
        })
        .collect();
    if !as_application.is_empty() {
        return format!(
            "The application permission was chosen instead of the delegated one for {}. In the app registration add it \
             under Delegated permissions, then grant consent again.",
            listed(&as_application)
        );
    }
    if scp.is_empty() {
        return "See Delegated access above: the token holds no delegated permission at all.".to_owned();
    }
    "Add what is missing to the app registration as delegated permissions of WindowsDefenderATP, have an administrator \
     grant consent, then sign in again. A token that was issued before does not change."
        .to_owned()
}

fn only_user_impersonation(scp: &[&str]) -> bool {
    !scp.is_empty()
        && scp
            .iter()
            .all(|name| name.eq_ignore_ascii_case(USER_IMPERSONATION))
}

fn count(permissions: usize) -> String {
    match permissions {
        1 => "1 permission".to_owned(),
        several => format!("{several} permissions"),
    }
}

/// Names in a sentence, the first few of them.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 6;
    let mut list = names
        .iter()
        .take(MOST)
        .map(|name| shown(name))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MOST {
        list.push_str(&format!(" and {} more", names.len() - MOST));
    }
    list
}
