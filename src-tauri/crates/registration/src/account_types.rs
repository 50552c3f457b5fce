//! *Supported account types* of an app registration.
//!
//! Owns the four choices of the portal, what each is called in a manifest, and what each means for a sign-in to Defender
//! for Endpoint. <https://learn.microsoft.com/entra/identity-platform/supported-accounts-validation>

/// Who may sign in to the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountTypes {
    /// People of the tenant in which the application is registered. The one to choose.
    OneOrganisation,
    /// People of any tenant.
    AnyOrganisation,
    /// People of any tenant, and personal Microsoft accounts.
    AnyOrganisationAndPersonal,
    /// Personal Microsoft accounts alone.
    PersonalOnly,
}

impl AccountTypes {
    /// All, in the portal's order.
    pub const ALL: [Self; 4] = [
        Self::OneOrganisation,
        Self::AnyOrganisation,
        Self::AnyOrganisationAndPersonal,
        Self::PersonalOnly,
    ];

    /// As the portal's form words the choice. It puts a dash and the tenant's name behind the first.
    #[must_use]
    pub fn portal_wording(self) -> &'static str {
        match self {
            Self::OneOrganisation => "Single tenant only",
            Self::AnyOrganisation => "Multiple Entra ID tenants",
            Self::AnyOrganisationAndPersonal => "Any Entra ID Tenant + Personal Microsoft accounts",
            Self::PersonalOnly => "Personal accounts only",
        }
    }

    /// As the form worded it until 2025, and as most of Microsoft's pages still do.
    #[must_use]
    pub fn older_portal_wording(self) -> &'static str {
        match self {
            Self::OneOrganisation => "Accounts in this organizational directory only",
            Self::AnyOrganisation => "Accounts in any organizational directory",
            Self::AnyOrganisationAndPersonal => {
                "Accounts in any organizational directory and personal Microsoft accounts"
            }
            Self::PersonalOnly => "Personal Microsoft accounts only",
        }
    }

    /// The value of `signInAudience` in a manifest and in Microsoft Graph.
    /// <https://learn.microsoft.com/graph/api/resources/application>
    #[must_use]
    pub fn sign_in_audience(self) -> &'static str {
        match self {
            Self::OneOrganisation => "AzureADMyOrg",
            Self::AnyOrganisation => "AzureADMultipleOrgs",
            Self::AnyOrganisationAndPersonal => "AzureADandPersonalMicrosoftAccount",
            Self::PersonalOnly => "PersonalMicrosoftAccount",
        }
    }

    /// The choice with this `signInAudience`, in any case of its letters.
    #[must_use]
    pub fn from_sign_in_audience(value: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|choice| choice.sign_in_audience().eq_ignore_ascii_case(value))
    }

    /// Whether people of an organisation can sign in at all. Defender for Endpoint knows no others.
    #[must_use]
    pub fn lets_organisations_in(self) -> bool {
        self != Self::PersonalOnly
    }

    /// What the choice means for a sign-in to Defender for Endpoint.
    #[must_use]
    pub fn consequence(self) -> &'static str {
        match self {
            Self::OneOrganisation => {
                "Right for this program. Sign-in goes to the tenant's own address, with the Directory (tenant) ID in it; \
                 the shared addresses `common` and `organizations` refuse such an application (AADSTS50194)."
            }
            Self::AnyOrganisation => {
                "Works too, for instance to serve several tenants with one registration. Each tenant has to grant consent \
                 for itself, and the program still signs in at that tenant's own address, never at `common`, because a \
                 token for Defender belongs to one tenant."
            }
            Self::AnyOrganisationAndPersonal => {
                "Works, but lets more in than can be used: a personal Microsoft account cannot use Defender for Endpoint. \
                 Each tenant has to grant consent for itself, and the program still signs in at that tenant's own address."
            }
            Self::PersonalOnly => {
                "Does not work: a personal Microsoft account cannot use Defender for Endpoint, and people of an organisation \
                 cannot sign in."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_choice_comes_back_from_its_manifest_value_in_any_case() {
        for choice in AccountTypes::ALL {
            let value = choice.sign_in_audience();
            assert_eq!(AccountTypes::from_sign_in_audience(value), Some(choice));
            assert_eq!(
                AccountTypes::from_sign_in_audience(&value.to_lowercase()),
                Some(choice)
            );
        }
        assert_eq!(AccountTypes::from_sign_in_audience("Everybody"), None);
    }

    #[test]
    fn the_manifest_values_are_those_of_microsoft_graph() {
        let values = AccountTypes::ALL.map(AccountTypes::sign_in_audience);
        assert_eq!(
            values,
            [
                "AzureADMyOrg",
                "AzureADMultipleOrgs",
                "AzureADandPersonalMicrosoftAccount",
                "PersonalMicrosoftAccount"
            ]
        );
    }

    #[test]
    fn every_choice_has_its_own_wording_and_consequence() {
        for text_of in [
            AccountTypes::portal_wording,
            AccountTypes::older_portal_wording,
            AccountTypes::consequence,
        ] {
            let texts: BTreeSet<_> = AccountTypes::ALL.map(text_of).into();
            assert_eq!(texts.len(), 4, "{texts:?}");
        }
    }

    #[test]
    fn only_personal_accounts_alone_keep_organisations_out() {
        let kept_out: Vec<_> = AccountTypes::ALL
            .into_iter()
            .filter(|choice| !choice.lets_organisations_in())
            .collect();
        assert_eq!(kept_out, [AccountTypes::PersonalOnly]);
    }
}
