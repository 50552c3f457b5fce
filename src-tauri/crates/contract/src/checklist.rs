//! The checklist for the app registration, and the evidence it stands on.

use crate::{SecretText, wire};

wire! {
    /// The checklist of the active profile, as far as the evidence goes.
    pub struct ChecklistDto {
        /// Whose.
        pub profile_id: String,
        /// [`StepId::Connection`] first, then steps 1 to 10.
        pub steps: Vec<StepDto>,
        /// What explains the failure, where something fails.
        pub cause: Option<CauseDto>,
        /// Which evidence is at hand, and since when.
        pub evidence: Vec<EvidenceDto>,
        /// Each permission, from what is needed to what the token carries.
        pub consent: Vec<ConsentRowDto>,
        /// What the admin answered.
        pub answers: AnswersDto,
        /// What follows from the answers about the context.
        pub advice: Option<AdviceDto>,
        /// When *Check everything* last ran through.
        pub checked_at: Option<f64>,
    }

    /// One step.
    pub struct StepDto {
        /// Which.
        pub id: StepId,
        /// 1 to 10; 0 for the connection, which is not numbered.
        pub number: u8,
        /// What it is about, a few words.
        pub title: String,
        /// Why it matters, a sentence or two.
        pub lead: String,
        /// What to do in the portal, in order.
        pub instructions: Vec<InstructionDto>,
        /// Why it is done so, and what is often taken for it.
        pub notes: Vec<String>,
        /// Values to copy into the portal.
        pub values: Vec<CopyValueDto>,
        /// Pages that open the right place.
        pub links: Vec<LinkDto>,
        /// Who may do it.
        pub roles: Vec<RoleNeedDto>,
        /// How it stands now.
        pub state: StepState,
        /// How it stood when it was last checked, where it is not checked now.
        pub last: Option<LastStateDto>,
        /// What was looked at.
        pub checks: Vec<CheckDto>,
        /// Ticked by the admin.
        pub ticked: bool,
    }

    /// Something to do.
    pub struct InstructionDto {
        /// In the portal's present words.
        pub text: String,
        /// The same in the portal's older words, where they differ.
        pub formerly: Option<String>,
    }

    /// A value to copy.
    pub struct CopyValueDto {
        /// What it is.
        pub label: String,
        /// The value.
        pub value: String,
    }

    /// A page.
    pub struct LinkDto {
        /// What opens.
        pub label: String,
        /// An `https:` address.
        pub url: String,
    }

    /// Who may do a part of the set-up.
    pub struct RoleNeedDto {
        /// The task.
        pub task: String,
        /// The least role that may do it.
        pub least_role: String,
        /// A remark.
        pub note: Option<String>,
    }

    /// One thing that was looked at.
    pub struct CheckDto {
        /// Stable name.
        pub id: String,
        /// What is checked.
        pub title: String,
        /// How it came out.
        pub state: StepState,
        /// How it is known.
        pub source: EvidenceKind,
        /// What was seen.
        pub seen: String,
        /// What to do.
        pub fix: Option<String>,
        /// Worth knowing, but breaks nothing.
        pub remark: bool,
    }

    /// How a step stood earlier.
    pub struct LastStateDto {
        /// How.
        pub state: StepState,
        /// When.
        pub at: f64,
    }

    /// What explains the failure.
    pub struct CauseDto {
        /// The step to mend first.
        pub step: StepId,
        /// The check that found it.
        pub check_id: String,
        /// What is wrong, a sentence.
        pub what: String,
        /// What to do.
        pub fix: String,
        /// Whether the evidence proves it; otherwise it is the likeliest.
        pub certain: bool,
    }

    /// Evidence at hand.
    pub struct EvidenceDto {
        /// Which.
        pub kind: EvidenceKind,
        /// When it was taken.
        pub taken_at: f64,
        /// What it is, in a few words.
        pub summary: String,
    }

    /// One permission on its way into the token.
    pub struct ConsentRowDto {
        /// E.g. `Alert.Read`.
        pub permission: String,
        /// As the portal calls it.
        pub display_name: Option<String>,
        /// The profile wants it.
        pub needed: Mark,
        /// The app registration lists it as delegated.
        pub registered: Mark,
        /// Somebody consented to it.
        pub consented: Mark,
        /// The token in hand carries it.
        pub in_token: Mark,
        /// What follows.
        pub remark: Option<String>,
    }

    /// What the admin said about the set-up. Kept with the profile.
    pub struct AnswersDto {
        /// A person is present when calls are made.
        pub person_present: Option<bool>,
        /// Results must follow that person's role and device groups.
        pub as_person: Option<bool>,
        /// It must run unattended.
        pub unattended: Option<bool>,
        /// The Defender plan.
        pub plan: Option<Plan>,
        /// Supported account types of the app registration.
        pub account_types: AccountTypes,
        /// Device code or the documentation's password sample will be used.
        pub needs_public_flows: bool,
        /// Operations that are wanted, by id.
        pub operations: Vec<String>,
        /// Steps ticked by hand.
        pub ticked: Vec<StepId>,
    }

    /// Which context to use.
    pub struct AdviceDto {
        /// Which.
        pub access: AccessKind,
        /// Why.
        pub reason: String,
        /// What to know about it.
        pub caveats: Vec<String>,
        /// Where to read on.
        pub pointer: LinkDto,
    }

    /// Changes what the admin said.
    pub struct SaveAnswersRequest {
        /// The whole of it.
        pub answers: AnswersDto,
    }

    /// Names a run of *Check everything*, so that it can be cancelled.
    pub struct CheckRequest {
        /// Chosen by the window, unique among runs.
        pub check_id: String,
    }

    /// What happens during *Check everything*.
    #[serde(tag = "event", content = "data")]
    pub enum CheckEvent {
        /// What will be taken, in order.
        #[serde(rename_all = "camelCase")]
        Planned {
            /// The kinds of evidence.
            kinds: Vec<EvidenceKind>,
        },
        /// One kind is being taken.
        #[serde(rename_all = "camelCase")]
        Taking {
            /// Which.
            kind: EvidenceKind,
        },
        /// One kind was taken; this is how the checklist stands.
        #[serde(rename_all = "camelCase")]
        Taken {
            /// Which.
            kind: EvidenceKind,
            /// The checklist so far.
            checklist: Box<ChecklistDto>,
        },
    }

    /// Evidence that the admin pastes or drops.
    pub struct SubmitEvidenceRequest {
        /// [`EvidenceKind::Manifest`] or [`EvidenceKind::ErrorPage`].
        pub kind: EvidenceKind,
        /// The text, at most 1 MiB. A manifest or page may have been copied with a secret in it.
        pub text: SecretText,
    }

    /// Takes evidence away, for instance a pasted error page that no longer holds.
    pub struct ClearEvidenceRequest {
        /// Which.
        pub kind: EvidenceKind,
    }

    /// Which form of the sandbox registration's manifest.
    pub struct SandboxManifestRequest {
        /// Which.
        pub form: ManifestForm,
    }

    /// A text.
    pub struct TextDto {
        /// It.
        pub text: String,
    }

    /// The measured regional servers.
    pub struct RegionsDto {
        /// Each documented server.
        pub regions: Vec<RegionDto>,
        /// The nearest that answered.
        pub nearest: Option<String>,
    }

    /// A regional server.
    pub struct RegionDto {
        /// Short name, e.g. `eu`.
        pub id: String,
        /// Host name.
        pub host: String,
        /// Best of three round trips.
        pub latency_milliseconds: Option<f64>,
        /// Why it did not answer.
        pub error: Option<String>,
    }

    /// Writes the verification report.
    pub struct SaveReportRequest {
        /// As what.
        pub format: ReportFormat,
        /// Names and user principal names are masked.
        pub mask_names: bool,
    }

    /// Where something was saved.
    pub struct SavedDto {
        /// The file; `null` when the admin closed the dialog.
        pub path: Option<String>,
    }

    /// Which generated text.
    pub struct ArtifactRequest {
        /// Which.
        pub kind: ArtifactKind,
        /// For which context.
        pub access: AccessKind,
    }

    /// A generated text.
    pub struct ArtifactDto {
        /// A fitting file name.
        pub file_name: String,
        /// What it does and what it needs.
        pub about: String,
        /// The text.
        pub text: String,
    }
}

macro_rules! plain {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident),+ $(,)? })+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
            #[serde(rename_all = "camelCase")]
            pub enum $name { $($(#[$doc])* $variant),+ }
        )+
    };
}

plain! {
    /// A step of the checklist.
    StepId {
        /// This computer.
        Connection,
        /// 1. Which access.
        Access,
        /// 2. Plan and cloud.
        Cloud,
        /// 3. Who may do this.
        Roles,
        /// 4. Register.
        Register,
        /// 5. Public client flows.
        PublicClient,
        /// 6. API permissions.
        Api,
        /// 7. Which permissions.
        Permissions,
        /// 8. Consent.
        Consent,
        /// 9. The two IDs.
        Ids,
        /// 10. Try it.
        TryIt,
    }

    /// How a step or a check stands.
    StepState {
        /// No evidence yet.
        NotChecked,
        /// As it should be.
        Ok,
        /// Certain to fail.
        Wrong,
        /// Evidence that does not decide.
        CannotTell,
    }

    /// Kinds of evidence.
    EvidenceKind {
        /// What was entered.
        Profile,
        /// Reaching the services.
        Network,
        /// The tenant's metadata.
        Discovery,
        /// The app manifest.
        Manifest,
        /// A sign-in or renewal.
        SignIn,
        /// A pasted error page.
        ErrorPage,
        /// The access token.
        Token,
        /// The first call.
        Api,
    }

    /// A cell of the consent table.
    Mark {
        /// It is.
        Yes,
        /// It is not.
        No,
        /// Not known.
        Unknown,
    }

    /// On whose behalf calls are made.
    AccessKind {
        /// A signed-in person: delegated permissions.
        UserContext,
        /// The application itself: application permissions.
        ApplicationContext,
    }

    /// Defender plans.
    Plan {
        /// Defender for Endpoint Plan 1.
        Plan1,
        /// Defender for Endpoint Plan 2.
        Plan2,
        /// Defender for Business.
        Business,
    }

    /// Supported account types of an app registration.
    AccountTypes {
        /// This organisation's directory.
        OneOrganisation,
        /// Any organisation's directory.
        AnyOrganisation,
        /// Any organisation's directory and personal accounts.
        AnyOrganisationAndPersonal,
        /// Personal accounts.
        PersonalOnly,
    }

    /// Forms of an app manifest.
    ManifestForm {
        /// The application as Microsoft Graph shows it.
        Graph,
        /// The older form of the portal.
        AzureAd,
    }

    /// Forms of the verification report.
    ReportFormat {
        /// One self-contained page.
        Html,
        /// For a ticket.
        Markdown,
        /// For a program.
        Json,
    }

    /// Generated texts.
    ArtifactKind {
        /// `requiredResourceAccess` of the manifest.
        RequiredResourceAccess,
        /// Requests to Microsoft Graph.
        GraphRequest,
        /// A bash script for the Azure CLI.
        AzureCli,
        /// A script for the Microsoft Graph PowerShell module.
        PowerShell,
        /// A mail to whoever may consent.
        ConsentMail,
    }
}
