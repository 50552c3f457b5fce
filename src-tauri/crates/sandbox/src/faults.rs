//! What can be made to go wrong: the switches of the sandbox tenant.
//!
//! Owns: the list of faults, their ids and words, and the set of those that are on.
//! Refuses to know: how a fault is carried out. That stands beside the rule it breaks.
//!
//! Invariants: faults combine freely and undo themselves when switched off; nothing they took away is forgotten.
//! `clock-skew` shifts every time and refuses nothing. Where several faults would answer the same request, the
//! first in this order does:
//!
//! 1. network: `untrusted-root`, `html-instead-of-json`
//! 2. tenant: `unknown-tenant`, `wrong-cloud`
//! 3. client: `unknown-application`
//! 4. redirect URI and client kind: `redirect-not-registered`, `redirect-under-web`, `public-flows-off`
//! 5. resource: `service-principal-missing`, `wrong-api`, `application-permissions`
//! 6. account: `user-not-assigned`, `personal-account`, `conditional-access-block`, `device-code-blocked`
//! 7. consent: `consent-missing`, `admin-approval`, `user-declines`, `consent-one-missing`, `permissions-not-registered`
//! 8. redemption: `mfa-required`, `expired-refresh-token`
//! 9. API: `service-fault`, `throttled`, `claims-challenge`, `not-licensed`, `wrong-audience`, `no-defender-role`,
//!    `device-groups`
//!
//! A client that polls with a device code learns of faults from 4 on only once the code was approved.

const TENANT: &str = "Tenant and cloud";
const REGISTRATION: &str = "Registration";
const CONSENT: &str = "Permissions and consent";
const ACCOUNT: &str = "Account";
const RIGHTS: &str = "Licence and role";
const SERVICE: &str = "Service";
const NETWORK: &str = "Network";

/// Declares the faults once: variant, id, group, title, what is injected.
macro_rules! faults {
    ($($name:ident, $id:literal, $group:ident, $title:literal, $about:literal;)*) => {
        /// Something that the sandbox tenant can be made to do wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $(#[doc = $about] $name,)*
        }

        impl Fault {
            /// Every fault, those of a group side by side.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name that flags and settings use, e.g. `wrong-cloud`. It never changes.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// A few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What is injected, in one sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)* }
            }

            /// What the fault belongs to, e.g. `Account`.
            pub const fn group(self) -> &'static str {
                match self { $(Self::$name => $group,)* }
            }
        }
    };
}

faults! {
    UnknownTenant, "unknown-tenant", TENANT, "Tenant unknown",
        "Discovery and sign-in answer that the tenant does not exist (AADSTS90002).";
    WrongCloud, "wrong-cloud", TENANT, "Tenant in another cloud",
        "Discovery says that the tenant is in GCC High, and sign-in is refused (AADSTS900439).";

    UnknownApplication, "unknown-application", REGISTRATION, "Application unknown",
        "The tenant does not know the application ID (AADSTS700016).";
    RedirectNotRegistered, "redirect-not-registered", REGISTRATION, "Redirect URI not registered",
        "The registration lists another redirect URI than the client uses (AADSTS50011).";
    RedirectUnderWeb, "redirect-under-web", REGISTRATION, "Redirect URI under Web",
        "The redirect URI is registered under Web, so redeeming a code asks for a secret (AADSTS7000218).";
    PublicFlowsOff, "public-flows-off", REGISTRATION, "Public client flows off",
        "Allow public client flows is off, so device code and password are refused (AADSTS7000218).";

    ServicePrincipalMissing, "service-principal-missing", CONSENT, "Service principal missing",
        "The tenant has no service principal for WindowsDefenderATP (AADSTS500011).";
    WrongApi, "wrong-api", CONSENT, "Wrong API added",
        "The registration lists Microsoft Threat Protection instead of WindowsDefenderATP (AADSTS650057).";
    ApplicationPermissions, "application-permissions", CONSENT, "Application permissions",
        "The registration lists application permissions instead of delegated ones (AADSTS650056).";
    PermissionsNotRegistered, "permissions-not-registered", CONSENT, "Permissions not registered",
        "The registration lists Alert.Read and nothing else, so no token carries another permission.";
    ConsentMissing, "consent-missing", CONSENT, "Consent missing",
        "Nobody has consented, and the account cannot be asked (AADSTS65001).";
    ConsentOneMissing, "consent-one-missing", CONSENT, "Consent missing for one permission",
        "One permission, and the one that covers it, is registered but not consented to, so no token carries it.";
    AdminApproval, "admin-approval", CONSENT, "Admin approval required",
        "Instead of the consent page comes one that says an administrator must approve (AADSTS90094).";
    UserDeclines, "user-declines", CONSENT, "User declines",
        "The consent page always comes and always ends in a refusal (AADSTS65004).";

    UserNotAssigned, "user-not-assigned", ACCOUNT, "User not assigned",
        "The application requires assignment, and no account is assigned (AADSTS50105).";
    PersonalAccount, "personal-account", ACCOUNT, "Personal account",
        "Every account is taken for a personal one, which the tenant does not admit (AADSTS500208).";
    ConditionalAccessBlock, "conditional-access-block", ACCOUNT, "Blocked by Conditional Access",
        "A Conditional Access policy blocks the sign-in (AADSTS53003).";
    DeviceCodeBlocked, "device-code-blocked", ACCOUNT, "Device code blocked",
        "A policy blocks the device code flow (AADSTS53003) and sessions that began with it (AADSTS530036).";
    MfaRequired, "mfa-required", ACCOUNT, "MFA required",
        "Redeeming a code or a password and refreshing ask for multifactor authentication (AADSTS50076).";
    ExpiredRefreshToken, "expired-refresh-token", ACCOUNT, "Refresh token expired",
        "Refreshing answers that the refresh token has expired; signing in works (AADSTS700082).";

    NotLicensed, "not-licensed", RIGHTS, "Tenant not licensed",
        "The API answers 401: Account mode is inactive.";
    NoDefenderRole, "no-defender-role", RIGHTS, "No Defender role",
        "The API answers 403 for every account, because none has a Defender role.";
    DeviceGroups, "device-groups", RIGHTS, "Device groups hide everything",
        "No device group is visible: lists are empty, single alerts and devices are not found.";

    WrongAudience, "wrong-audience", SERVICE, "Wrong audience",
        "Access tokens carry an audience that the API refuses with 403.";
    ClaimsChallenge, "claims-challenge", SERVICE, "Claims challenge",
        "The API answers 401 with a claims challenge until a token was asked for with those claims.";
    Throttled, "throttled", SERVICE, "Throttled",
        "Every API call answers 429 and asks to wait 30 seconds.";
    ServiceFault, "service-fault", SERVICE, "Service unavailable",
        "Every API call answers 503.";

    ClockSkew, "clock-skew", NETWORK, "Clock 20 minutes ahead",
        "The service's clock is 20 minutes ahead: Date header, tokens, everything.";
    UntrustedRoot, "untrusted-root", NETWORK, "Inspected by an untrusted root",
        "The sandbox is reached over HTTPS with a certificate whose root nobody trusts.";
    HtmlInsteadOfJson, "html-instead-of-json", NETWORK, "Sign-in page of a proxy",
        "The API, the token and the device code endpoints answer 200 with the HTML page of a proxy.";
}

impl Fault {
    /// The fault with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.id() == id)
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Faults that are on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Faults(u32);

impl Faults {
    /// Exactly these.
    pub(crate) fn of(faults: &[Fault]) -> Self {
        Self(faults.iter().fold(0, |bits, fault| bits | fault.bit()))
    }

    /// Whether this one is on.
    pub(crate) const fn has(self, fault: Fault) -> bool {
        self.0 & fault.bit() != 0
    }

    /// Those that are on, in the order of [`Fault::ALL`].
    pub(crate) fn list(self) -> Vec<Fault> {
        let all = Fault::ALL.iter().copied();
        all.filter(|fault| self.has(*fault)).collect()
    }

    /// As a number, to be kept in an atomic.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// From the number that [`Faults::bits`] gave.
    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_lead_back_to_their_fault() {
        for fault in Fault::ALL {
            assert_eq!(Fault::from_id(fault.id()), Some(*fault));
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(fault.id().chars().all(plain), "{}", fault.id());
        }
        assert_eq!(Fault::from_id("unknown"), None);
        assert_eq!(Fault::from_id(""), None);
    }

    #[test]
    fn every_fault_says_what_it_is_in_one_sentence() {
        for fault in Fault::ALL {
            assert!(fault.about().ends_with('.'), "{}", fault.id());
            assert!(!fault.about().contains(". "), "{}", fault.id());
            assert!(!fault.title().ends_with('.'), "{}", fault.id());
        }
    }

    #[test]
    fn faults_of_a_group_stand_side_by_side() {
        let mut groups: Vec<&str> = Fault::ALL.iter().map(|fault| fault.group()).collect();
        groups.dedup();
        let mut distinct = groups.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(groups.len(), distinct.len(), "{groups:?}");
    }

    #[test]
    fn a_set_holds_exactly_what_it_was_given() {
        let all = Faults::of(Fault::ALL);
        assert_eq!(all.list(), Fault::ALL);
        assert_eq!(Faults::from_bits(all.bits()), all);
        assert_eq!(Faults::default().list(), []);
        let two = Faults::of(&[Fault::Throttled, Fault::WrongCloud, Fault::Throttled]);
        assert_eq!(two.list(), [Fault::WrongCloud, Fault::Throttled]);
        assert!(!two.has(Fault::ServiceFault));
    }
}
