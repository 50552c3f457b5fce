//! What the checklist tells the admin: per step, what to do in the portal, what to copy, where to click, who may do it.
//!
//! Owns the texts. Refuses to know how a step stands ([`crate::diagnosis`] does) and which permissions an operation needs
//! ([`crate::picker`] does); it gets the chosen ones. All of it is in our own words; the words in the portal are quoted as
//! the portal shows them, the present ones first.
//!
//! Invariants:
//! - Every step has a text, whatever is still missing in the context: an empty tenant or client ID leaves out the links
//!   and values that need it, and nothing else.
//! - In the sandbox every step still teaches the portal, says that the sandbox has it done already, and links to no
//!   portal, because none knows the sandbox's registration.
//!
//! Sources of the portal's wording: <https://learn.microsoft.com/entra/identity-platform/quickstart-register-app>,
//! <https://learn.microsoft.com/entra/identity-platform/how-to-add-redirect-uri>,
//! <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp>.

pub mod adviser;
mod after;
mod before;
mod registering;
mod roles;

use url::Url;

use crate::account_types::AccountTypes;
use crate::{StepId, links};

/// What the texts depend on.
#[derive(Clone, Copy, Debug)]
pub struct GuideContext<'a> {
    /// Base URL of the portal in which applications are registered, e.g. `https://entra.microsoft.com`.
    pub registration_portal: &'a str,
    /// Base URL of the Defender portal, e.g. `https://security.microsoft.com`.
    pub defender_portal: &'a str,
    /// Base URL of the sign-in service, without a tenant.
    pub login_authority: &'a str,
    /// Tenant GUID or verified domain; may be empty.
    pub tenant: &'a str,
    /// Application (client) ID; may be empty.
    pub client_id: &'a str,
    /// A name for the app registration.
    pub app_name: &'a str,
    /// The supported account types that are meant.
    pub account_types: AccountTypes,
    /// Device code or the documentation's password sample will be used.
    pub needs_public_flows: bool,
    /// The wanted delegated permissions: name, and display name as the portal shows it.
    pub wanted: &'a [(&'a str, &'a str)],
    /// The profile is that of the sandbox tenant.
    pub is_sandbox: bool,
    /// The cloud is GCC High or `DoD`.
    pub is_us_government: bool,
}

/// What a step tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// Which step.
    pub step: StepId,
    /// What it is about, a few words.
    pub title: &'static str,
    /// Why it matters, a sentence or two.
    pub lead: String,
    /// What to do, in order.
    pub instructions: Vec<Instruction>,
    /// Why it is done so, what is often taken for it, and what to do where it does not work.
    pub notes: Vec<String>,
    /// Values to copy.
    pub values: Vec<CopyValue>,
    /// Pages that open the right place.
    pub links: Vec<Link>,
    /// Who may do it.
    pub roles: Vec<RoleNeed>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// In the portal's present words.
    pub text: String,
    /// The same in the portal's older words, where they differ; both are still met.
    pub formerly: Option<String>,
}

/// A value to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyValue {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// A page to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What opens.
    pub label: String,
    /// An `https:` address.
    pub url: String,
}

/// Who may do a part of the set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleNeed {
    /// The task.
    pub task: &'static str,
    /// The least role that may do it.
    pub least_role: &'static str,
    /// What to know about it, or whom to ask.
    pub note: Option<&'static str>,
}

/// What a step tells in this context.
#[must_use]
pub fn guide(step: StepId, context: &GuideContext<'_>) -> Guide {
    let mut guide = match step {
        StepId::Connection => before::connection(context),
        StepId::Access => before::access(),
        StepId::Cloud => before::cloud(context),
        StepId::Roles => before::roles(context),
        StepId::Register => registering::register(context),
        StepId::PublicClient => registering::public_client(context),
        StepId::Api => registering::api(context),
        StepId::Permissions => registering::permissions(context),
        StepId::Consent => after::consent(context),
        StepId::Ids => after::ids(context),
        StepId::TryIt => after::try_it(context),
    };
    if context.is_sandbox {
        guide.lead.push(' ');
        guide.lead.push_str(in_the_sandbox(step));
    }
    guide
}

/// What is different about a step in the sandbox tenant.
fn in_the_sandbox(step: StepId) -> &'static str {
    match step {
        StepId::Connection => {
            "The sandbox tenant runs inside this program, so nothing here depends on your network; with a real tenant it will."
        }
        StepId::Access => "The sandbox tenant shows user context.",
        StepId::Cloud => {
            "The sandbox tenant is a cloud of its own and needs no choice here; what follows is for a real tenant."
        }
        StepId::Roles => {
            "Nobody has to be asked for the sandbox tenant; what follows is for a real one. Its accounts have different \
             rights in Defender, which the sign-in page tells."
        }
        StepId::TryIt => {
            "The sandbox tenant behaves like a real one here, without an account or the internet."
        }
        StepId::Register
        | StepId::PublicClient
        | StepId::Api
        | StepId::Permissions
        | StepId::Consent
        | StepId::Ids => {
            "In the sandbox tenant this is done already; its registration can be looked at on the Sandbox screen. What \
             follows is what to do in a real tenant."
        }
    }
}

impl Guide {
    fn new(step: StepId, title: &'static str, lead: impl Into<String>) -> Self {
        Self {
            step,
            title,
            lead: lead.into(),
            instructions: Vec::new(),
            notes: Vec::new(),
            values: Vec::new(),
            links: Vec::new(),
            roles: Vec::new(),
        }
    }

    fn tell(mut self, text: impl Into<String>) -> Self {
        self.instructions.push(Instruction {
            text: text.into(),
            formerly: None,
        });
        self
    }

    fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    fn tell_both(mut self, text: impl Into<String>, formerly: impl Into<String>) -> Self {
        self.instructions.push(Instruction {
            text: text.into(),
            formerly: Some(formerly.into()),
        });
        self
    }

    /// Leaves out what is empty.
    fn copy(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.values.push(CopyValue {
                label: label.into(),
                value,
            });
        }
        self
    }

    /// Leaves out what cannot be made.
    fn link(mut self, label: impl Into<String>, url: Option<Url>) -> Self {
        if let Some(url) = url {
            self.links.push(Link {
                label: label.into(),
                url: url.into(),
            });
        }
        self
    }

    /// A page of Microsoft's documentation.
    fn read_on(self, label: &str, path: &str) -> Self {
        self.link(label, links::documentation(path))
    }

    fn who(mut self, roles: &[RoleNeed]) -> Self {
        self.roles.extend_from_slice(roles);
        self
    }
}

impl GuideContext<'_> {
    /// The portal's name in a sentence.
    fn portal(&self) -> String {
        match host(self.registration_portal).as_deref() {
            Some("entra.microsoft.com") => {
                "the Microsoft Entra admin center (entra.microsoft.com)".to_owned()
            }
            Some(host) if !self.is_sandbox => format!("the Azure portal ({host})"),
            _ => "the Microsoft Entra admin center".to_owned(),
        }
    }

    /// A page of the portal; none for the sandbox, whose registration no portal knows.
    fn portal_page(&self, make: impl FnOnce(&str) -> Option<Url>) -> Option<Url> {
        (!self.is_sandbox)
            .then(|| make(self.registration_portal))
            .flatten()
    }

    fn app_page(&self, page: links::AppPage) -> Option<Url> {
        self.portal_page(|portal| links::app_page(portal, page, self.client_id))
    }

    /// The tenant's page for administrators' consent.
    fn admin_consent(&self) -> Option<Url> {
        (!self.is_sandbox)
            .then(|| links::admin_consent(self.login_authority, self.tenant, self.client_id))
            .flatten()
    }
}

/// The host of an address.
fn host(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests;
