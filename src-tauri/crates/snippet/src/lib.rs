//! A call to the API as a program of its own, in five languages. Pure functions.
//!
//! Owns the texts: how each signs in, sends the call, tries again, follows pages and prints the answer. Refuses to run
//! them, and to know operations, profiles or tokens: the caller says what to call and how to sign in.
//!
//! Invariants:
//! - A text stands alone and holds no secret: neither a token nor a password, and nothing it is told goes to a file.
//! - A value of the call stands in an assignment at the top, as a literal of the language (see `literal`), or in a
//!   comment as plain ASCII. It cannot become code.
//! - Only what is idempotent is sent again. What acts on a device asks for a typed confirmation first.
//! - The token goes to the origin of the call and nowhere else: redirects are not followed, and of the address of a
//!   next page only path and query are used.
//!
//! Sources: <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp>, whose C# sample shows
//! what belongs into such a text; RFC 8628 (device code), RFC 7636 (PKCE), RFC 9110 §10.2.3 (`Retry-After`).

mod bash;
mod c_sharp;
mod call;
mod head;
mod json;
mod power_shell;
mod python;
mod rust;

pub use call::{Body, Method, Part, PartValue, SignIn, SnippetCall, Way};

/// The languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Bash with curl and jq.
    Curl,
    /// Windows PowerShell 5.1 and PowerShell 7, without modules.
    PowerShell,
    /// C# with MSAL.
    CSharp,
    /// Python with MSAL and Requests.
    Python,
    /// Rust with `oauth2` and `reqwest`.
    Rust,
}

impl Language {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Curl,
        Self::PowerShell,
        Self::CSharp,
        Self::Python,
        Self::Rust,
    ];
}

/// A text that makes a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// A fitting file name.
    pub file_name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The text, with line feeds alone, ending in one.
    pub text: String,
    /// What to install and how it signs in, a sentence or two.
    pub about: String,
}

/// Makes the text.
#[must_use]
pub fn make(language: Language, call: &SnippetCall<'_>) -> Snippet {
    let (file_name, media_type, text) = match language {
        Language::Curl => ("call.sh", "application/x-sh", bash::text(call)),
        Language::PowerShell => ("call.ps1", "text/plain", power_shell::text(call)),
        Language::CSharp => ("Program.cs", "text/plain", c_sharp::text(call)),
        Language::Python => ("call.py", "text/x-python", python::text(call)),
        Language::Rust => ("main.rs", "text/plain", rust::text(call)),
    };
    Snippet {
        file_name,
        media_type,
        // A checkout on Windows may have given the templates its own line ends. Literals hold no bare carriage return.
        text: text.replace("\r\n", "\n"),
        about: head::about(language, call),
    }
}

/// How often a call is sent at most when it may be sent again: as often as this program does.
const ATTEMPTS: u32 = 5;
