//! The people of the sandbox tenant, and the passwords of those who do not use a browser. All of it is invented.
//!
//! Invariant: passwords say that they are the sandbox's, so that nobody takes one for a secret.

/// What an account may do in Defender, whatever its token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefenderAccess {
    /// Every role of the portal.
    Full,
    /// View data and work on alerts.
    Analyst,
    /// No Defender role: tokens are issued, the API answers 403.
    None,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Account {
    /// Display name.
    pub name: &'static str,
    /// Given name.
    pub given_name: &'static str,
    /// Family name.
    pub family_name: &'static str,
    /// User principal name.
    pub username: &'static str,
    /// Password for the password grant. No page asks for it.
    pub password: &'static str,
    /// Entra object id.
    pub object_id: &'static str,
    /// Role, in words.
    pub role: &'static str,
    /// Role template ids for the `wids` claim.
    pub directory_roles: &'static [&'static str],
    /// What the Defender API lets this account do.
    pub access: DefenderAccess,
}

const SECURITY_ADMINISTRATOR: &str = "194ae4cb-b126-40b2-bd5b-6091b380977d";
const SECURITY_READER: &str = "5d6b6bb7-de71-4623-b4af-96380a352509";
/// Carried in `wids` by every member of a tenant.
const DIRECTORY_MEMBER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

static ACCOUNTS: [Account; 3] = [
    Account {
        name: "Ada Lindqvist",
        given_name: "Ada",
        family_name: "Lindqvist",
        username: "admin@sandbox.example",
        password: "sandbox-Ada-1",
        object_id: "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e001",
        role: "Security administrator",
        directory_roles: &[SECURITY_ADMINISTRATOR, DIRECTORY_MEMBER],
        access: DefenderAccess::Full,
    },
    Account {
        name: "Noor Castellan",
        given_name: "Noor",
        family_name: "Castellan",
        username: "analyst@sandbox.example",
        // Each of the three characters means something else in a form body that was not encoded.
        password: "sandbox&Noor+2%41",
        object_id: "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e002",
        role: "Security analyst, may view data and alerts",
        directory_roles: &[SECURITY_READER, DIRECTORY_MEMBER],
        access: DefenderAccess::Analyst,
    },
    Account {
        name: "Sam Okonedo",
        given_name: "Sam",
        family_name: "Okonedo",
        username: "norole@sandbox.example",
        password: "sandbox-Sam-3",
        object_id: "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e003",
        role: "No Defender role, the API will refuse",
        directory_roles: &[DIRECTORY_MEMBER],
        access: DefenderAccess::None,
    },
];

/// Everybody who can sign in: an administrator, an analyst, and a person without a Defender role.
pub fn accounts() -> &'static [Account] {
    &ACCOUNTS
}

/// The account with this user principal name, in any letter case.
pub(crate) fn by_username(username: &str) -> Option<&'static Account> {
    ACCOUNTS
        .iter()
        .find(|account| account.username.eq_ignore_ascii_case(username))
}

/// The account with this object id.
pub(crate) fn by_object_id(object_id: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.object_id == object_id)
}
