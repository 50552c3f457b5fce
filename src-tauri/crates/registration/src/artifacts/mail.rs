//! The mail to whoever may grant consent.
//!
//! Owns its text, plain and with every placeholder filled. What is not known yet is said to be missing.

use super::purposes::{Purpose, purpose};
use super::{ArtifactRequest, Context};
use crate::links;

/// The mail: a line with the subject, an empty line, the body.
pub(super) fn consent(request: &ArtifactRequest<'_>) -> String {
    let name = one_line(request.app_name);
    let mut mail = format!(
        "Subject: Admin consent for the application {name}\n\nHello,\n\n\
         please grant admin consent to an application in our Microsoft Entra tenant.\n\n\
         Application: {name}\n\
         Application (client) ID: {}\n\
         Tenant: {}\n\n\
         What it is\n{}\n\n{}\n",
        or_missing(
            request.client_id.unwrap_or_default(),
            "not registered yet, will follow"
        ),
        or_missing(request.tenant, "ours"),
        what_it_is(request.context),
        match request.context {
            Context::Delegated => "The delegated permissions it needs (API: WindowsDefenderATP)",
            Context::Application => "The application permissions it needs (API: WindowsDefenderATP)",
        }
    );
    for (value, display) in request.each() {
        let why = purpose(value).map_or("make the calls that were chosen", |purpose| purpose.why);
        let (value, display) = (one_line(value), one_line(display));
        let display = if display.is_empty() {
            String::new()
        } else {
            format!(" ({display})")
        };
        mail.push_str(&format!("- {value}{display}: to {why}.\n"));
    }
    mail.push_str(&format!("\nHow to consent\n{}\n", how(request)));
    mail.push_str(
        "The least role for this is Cloud Application Administrator or Application Administrator. Global Administrator is not \
         needed.\n",
    );
    mail.push_str("\nWhat it cannot do\n");
    for limit in limits(request) {
        mail.push_str(&format!("- {limit}\n"));
    }
    if request.context == Context::Application {
        mail.push_str(
            "\nWhat to know\nRoles and device groups in Defender do not limit it: it reaches every device of the tenant. It needs a \
             certificate or a workload identity of its own to sign in.\n",
        );
    }
    mail.push_str(
        "\nTo take the consent back: Enterprise applications, the application, Permissions. To stop the application at once: \
         Enterprise applications, the application, Properties, Enabled for users to sign-in, No.\n\nThank you\n",
    );
    mail
}

pub(super) fn about(request: &ArtifactRequest<'_>) -> String {
    let mut about = String::from(
        "A plain mail to somebody with the role Cloud Application Administrator or Application Administrator.",
    );
    if link(request).is_none() {
        about
            .push_str(" It gets the link to consent with once tenant and application (client) ID are known.");
    }
    about
}

fn link(request: &ArtifactRequest<'_>) -> Option<url::Url> {
    links::admin_consent(
        request.login_authority,
        request.tenant,
        request.client_id.unwrap_or_default(),
    )
}

fn what_it_is(context: Context) -> &'static str {
    match context {
        Context::Delegated => {
            "A desktop program that calls the Microsoft Defender for Endpoint API. A person signs in to it in the browser, and it \
             acts for that person."
        }
        Context::Application => {
            "A program that calls the Microsoft Defender for Endpoint API by itself, without a signed-in person."
        }
    }
}

fn how(request: &ArtifactRequest<'_>) -> String {
    let in_portal =
        "In the portal: App registrations, the application, API permissions, Grant admin consent.";
    match link(request) {
        Some(url) => {
            let after = match request.context {
                Context::Delegated => {
                    "Afterwards the browser goes on to http://localhost and shows an error page, because no program waits there; \
                     the consent has been granted all the same.\n"
                }
                Context::Application => "",
            };
            format!("Open this link, check what is listed, and choose Accept:\n{url}\n{after}Or {in_portal}")
        }
        None => format!("Please do it {in_portal}"),
    }
}

fn limits(request: &ArtifactRequest<'_>) -> Vec<&'static str> {
    let reads_only = request
        .names()
        .all(|name| purpose(name).is_some_and(|Purpose { changes, .. }| !changes));
    let changing = if reads_only {
        "Change anything: each of these permissions only reads."
    } else {
        "Do anything that is not listed above: each call is checked against these permissions."
    };
    match request.context {
        Context::Delegated => vec![
            "Act while nobody is signed in.",
            "Do more than the signed-in person may: that person's role and device groups in Defender hold for every call.",
            changing,
            "Read mail, files or the directory: no permission of Microsoft Graph is asked for.",
            "Sign in by itself: it has no secret, and none has to be made for it.",
        ],
        Context::Application => vec![
            changing,
            "Read mail, files or the directory: no permission of Microsoft Graph is asked for.",
        ],
    }
}

fn or_missing(value: &str, missing: &str) -> String {
    let value = one_line(value);
    if value.is_empty() {
        missing.to_owned()
    } else {
        value
    }
}

/// A value in a line of its own cannot start another one.
fn one_line(value: &str) -> String {
    let line: String = value
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    line.trim().to_owned()
}
