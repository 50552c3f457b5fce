//! Why a text is not taken as an app manifest.

/// Where the manifest is found. Part of most hints.
const WHERE: &str = "In the portal open App registrations, your application, Manifest, and copy all of it or choose Download.";

/// A text that is not an app manifest. It never repeats the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ManifestError {
    /// What is wrong with it.
    pub fault: Fault,
    /// The same, in a plain sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What can be wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nothing but white space.
    Empty,
    /// Larger than [`super::LARGEST`].
    TooLarge,
    /// Not JSON, or not all of it.
    NotJson,
    /// JSON, but not of an application.
    NotAnApplication,
    /// A service principal: the *Enterprise application* in place of the *App registration*.
    ServicePrincipal,
    /// A list of several applications.
    SeveralApplications,
    /// An application, in which a part is not written as in a manifest.
    Misshapen,
}

impl ManifestError {
    fn new(fault: Fault, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            fault,
            message: message.into(),
            hint: hint.into(),
        }
    }

    pub(super) fn empty() -> Self {
        Self::new(Fault::Empty, "There is no text.", WHERE)
    }

    pub(super) fn too_large() -> Self {
        Self::new(
            Fault::TooLarge,
            "This is more than 1 MiB, far more than an app manifest holds.",
            WHERE,
        )
    }

    /// Line and column count from 1, in characters.
    pub(super) fn not_json(line: usize, column: usize) -> Self {
        Self::new(
            Fault::NotJson,
            format!("This is not JSON: it cannot be read at line {line}, column {column}."),
            WHERE,
        )
    }

    /// The text stops inside the JSON.
    pub(super) fn cut_off(line: usize) -> Self {
        Self::new(
            Fault::NotJson,
            format!("The JSON breaks off at line {line}: the end is missing."),
            WHERE,
        )
    }

    pub(super) fn not_an_application() -> Self {
        Self::new(
            Fault::NotAnApplication,
            "This is JSON, but not the manifest of an application: it has no `appId` with a GUID.",
            WHERE,
        )
    }

    pub(super) fn empty_list() -> Self {
        Self::new(
            Fault::NotAnApplication,
            "This is an empty list: no application was found.",
            WHERE,
        )
    }

    pub(super) fn service_principal() -> Self {
        Self::new(
            Fault::ServicePrincipal,
            "This is a service principal: the Enterprise application was exported in place of the App registration. It has \
             neither the redirect URIs' platforms nor the permissions that are asked for.",
            WHERE,
        )
    }

    pub(super) fn several(count: usize) -> Self {
        Self::new(
            Fault::SeveralApplications,
            format!("This is a list of {count} applications; one is asked for."),
            WHERE,
        )
    }

    /// `key` is a name that this program looked for.
    pub(super) fn misshapen(key: &str) -> Self {
        Self::new(
            Fault::Misshapen,
            format!("In this manifest `{key}` is not written as Microsoft Entra writes it."),
            format!("If it was made with PowerShell, add -Depth 10 to ConvertTo-Json. Otherwise: {WHERE}"),
        )
    }
}
