//! The comment at the top of every text, and the sentences that are shown beside it.
//!
//! Invariant: whatever the values, each line of the comment is one line of printable ASCII. So no value ends the
//! comment, and none can make a line look like something else.

use crate::Language;
use crate::call::{SnippetCall, Way};

/// The comment, each line after `mark`.
pub(crate) fn comment(mark: &str, language: Language, call: &SnippetCall<'_>) -> String {
    let mut lines = vec![
        format!("What it does: {}", call.title),
        format!("Request:      {} {}", call.method.name(), call.url),
        format!("Signs in:     {}", way(language, call)),
        format!("Prints:       {}", prints(language, call)),
        format!("Sends again:  {}", repeats(call)),
    ];
    if call.acts_on.is_some() {
        lines.push("Acts on a device: asks for a typed confirmation before it sends.".to_owned());
    }
    lines.push(format!("Permission:   {}", permission(call)));
    lines.push(format!("Documented:   {}", call.documentation));
    lines.push(String::new());
    lines.extend(install(language, call).iter().map(|line| (*line).to_owned()));
    lines.push(String::new());
    lines.push("There is no secret in this text, and it writes no token to a file.".to_owned());
    lines.push("Not affiliated with, endorsed or supported by Microsoft.".to_owned());
    let mut comment = String::new();
    for line in lines {
        comment.push_str(format!("{mark} {}", plain(&line)).trim_end());
        comment.push('\n');
    }
    comment
}

/// What is shown beside the text.
pub(crate) fn about(language: Language, call: &SnippetCall<'_>) -> String {
    let needs = match language {
        Language::Curl => "For bash with curl 7.76 or newer and jq.",
        Language::PowerShell => "For Windows PowerShell 5.1 and PowerShell 7; needs no module.",
        Language::CSharp if call.sign_in.is_sandbox() => "For .NET 8 or newer.",
        Language::CSharp => "For .NET 8 or newer with the package Microsoft.Identity.Client.",
        Language::Python => "For Python 3.9 or newer with the packages msal and requests.",
        Language::Rust => "For Rust 1.85 or newer; its first lines say what goes into Cargo.toml.",
    };
    let sent = if call.acts_on.is_some() {
        " It acts on a device and asks for a typed confirmation first."
    } else {
        ""
    };
    format!(
        "{needs} It signs in {} and holds no secret.{sent}",
        way(language, call)
    )
}

/// The way that is really gone.
pub(crate) fn real_way(language: Language, call: &SnippetCall<'_>) -> Way {
    match language {
        Language::Curl | Language::PowerShell => Way::DeviceCode,
        Language::CSharp if call.sign_in.is_sandbox() => Way::DeviceCode,
        Language::CSharp | Language::Python | Language::Rust => call.sign_in.way,
    }
}

fn way(language: Language, call: &SnippetCall<'_>) -> &'static str {
    match real_way(language, call) {
        Way::Browser => "in the browser, with PKCE and the redirect URI http://localhost",
        Way::DeviceCode => {
            "with a device code, which the registration has to allow (Allow public client flows)"
        }
    }
}

fn prints(language: Language, call: &SnippetCall<'_>) -> &'static str {
    match (call.follows_pages(), language) {
        (true, Language::PowerShell) => "the rows of all pages as objects, e.g. for Export-Csv",
        (false, Language::PowerShell) => "the answer as an object",
        (true, _) => "the rows of all pages, one JSON object a line",
        (false, _) => "the answer",
    }
}

fn repeats(call: &SnippetCall<'_>) -> &'static str {
    if call.idempotent {
        "after 408, 429 and 5xx, at most five times, and waits as Retry-After says"
    } else {
        "never; sent twice it would be done twice"
    }
}

fn permission(call: &SnippetCall<'_>) -> String {
    match call.permissions {
        [] => "no delegated permission is documented for this call".to_owned(),
        [one] => format!("{one} (delegated, of WindowsDefenderATP)"),
        several => format!("one of {} (delegated, of WindowsDefenderATP)", several.join(", ")),
    }
}

fn install(language: Language, call: &SnippetCall<'_>) -> &'static [&'static str] {
    match language {
        Language::Curl => &[
            "Install: curl 7.76 or newer and jq, e.g. apt install curl jq, brew install jq. Run: bash call.sh",
        ],
        Language::PowerShell => &["Install: nothing. Run: .\\call.ps1"],
        Language::CSharp if call.sign_in.is_sandbox() => {
            &["Install: .NET 8 or newer. Run: dotnet new console, replace Program.cs, dotnet run"]
        }
        Language::CSharp => &[
            "Install: .NET 8 or newer. Run: dotnet new console, dotnet add package Microsoft.Identity.Client,",
            "replace Program.cs, dotnet run",
        ],
        Language::Python => &["Install: python3 -m pip install msal requests. Run: python3 call.py"],
        Language::Rust => &[
            "Install: Rust 1.85 or newer. Run: cargo new call, replace src/main.rs, cargo run. In Cargo.toml:",
            "[dependencies]",
            "fastrand = \"2\"",
            "httpdate = \"1\"",
            "oauth2 = { version = \"5\", default-features = false }",
            "reqwest = { version = \"0.13\", features = [\"multipart\"] }",
            "serde_json = { version = \"1\", features = [\"preserve_order\"] }",
            "tokio = { version = \"1\", features = [\"full\"] }",
        ],
    }
}

/// One line of ASCII.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            ' '..='~' => c,
            _ if c.is_whitespace() || c.is_control() => ' ',
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_comment_stays_one_line_of_ascii() {
        assert_eq!(plain("a\nb\r\u{2028}c\u{85}d é\u{202e}"), "a b  c d ??");
    }
}
