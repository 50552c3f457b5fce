//! Requests to make texts for, and names that try to break out of them.

use registration::AccountTypes;
use registration::artifacts::{ArtifactKind, ArtifactRequest, Context, make};

pub(crate) const TENANT: &str = "b1b2c3d4-1111-4222-8333-944445555666";

const DELEGATED: [(&str, &str); 2] = [
    ("Alert.Read", "Read alerts"),
    ("Machine.Isolate", "Isolate machine"),
];
const APPLICATION: [(&str, &str); 2] = [
    ("Alert.Read.All", "Read all alerts"),
    ("Machine.Isolate", "Isolate machine"),
];

/// Names of an application that mean something to a shell, to PowerShell, to JSON or to a filter.
pub(crate) const HOSTILE: [&str; 14] = [
    "O'Neil's app",
    "'; touch pwned; '",
    "\"; touch pwned; \"",
    "$(touch pwned) `touch pwned` ${IFS} $HOME",
    "a & touch pwned | touch pwned > pwned < x ! # % ~ * ? [a-z] {a,b}",
    "back\\slash \\' \\\" \\n \\u0041 \\",
    "two\nlines\r\nand\ttabs",
    "‘typographic’ ‚single‛ “double” „quotes”",
    "’; touch pwned; ‘",
    "\"}], \"signInAudience\": \"PersonalMicrosoftAccount\", \"x\": [{\"y\": \"",
    "' or displayName ne '",
    "' && `[]` || @ | [*].{a: b} `{}`",
    "-n --output none @/etc/passwd",
    "日本語 🛡️ é Ē \u{2028} \u{7f}",
];

pub(crate) fn delegated() -> ArtifactRequest<'static> {
    ArtifactRequest {
        context: Context::Delegated,
        app_name: "Defender API Workbench",
        account_types: AccountTypes::OneOrganisation,
        needs_public_flows: false,
        permissions: &DELEGATED,
        tenant: TENANT,
        client_id: None,
        login_authority: "https://login.microsoftonline.com/",
        graph_base: "https://graph.microsoft.com",
        us_government: false,
    }
}

pub(crate) fn application() -> ArtifactRequest<'static> {
    ArtifactRequest {
        context: Context::Application,
        permissions: &APPLICATION,
        ..delegated()
    }
}

pub(crate) fn text(kind: ArtifactKind, request: &ArtifactRequest<'_>) -> String {
    make(kind, request).text
}

/// A request for each thing that changes a script: contexts, account types, switch, ids, clouds.
pub(crate) fn harmless() -> Vec<ArtifactRequest<'static>> {
    let mut variants = Vec::new();
    for base in [delegated(), application()] {
        variants.push(base);
        for account_types in AccountTypes::ALL {
            variants.push(ArtifactRequest {
                account_types,
                needs_public_flows: true,
                ..base
            });
        }
        variants.push(ArtifactRequest {
            permissions: &[],
            tenant: "",
            app_name: "",
            ..base
        });
        variants.push(ArtifactRequest {
            client_id: Some("a1b2c3d4-1111-4222-8333-944445555666"),
            tenant: "contoso.example",
            graph_base: "https://dod-graph.microsoft.us/",
            us_government: true,
            ..base
        });
    }
    variants
}

/// Requests in which a value tries to be something else.
pub(crate) fn hostile() -> Vec<ArtifactRequest<'static>> {
    let mut variants = Vec::new();
    for base in [delegated(), application()] {
        for app_name in HOSTILE {
            variants.push(ArtifactRequest { app_name, ..base });
        }
        // No field is trusted, whatever was checked before.
        variants.push(ArtifactRequest {
            permissions: &[("'; touch pwned; '", ""), ("’ $(touch pwned)\n", "")],
            tenant: "'\"$(touch pwned)’",
            client_id: Some("'\"$(touch pwned)’\n"),
            graph_base: "https://x.example/'$(touch pwned)’",
            ..base
        });
    }
    variants
}

/// Both.
pub(crate) fn variants() -> Vec<ArtifactRequest<'static>> {
    [harmless(), hostile()].concat()
}
