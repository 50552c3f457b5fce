//! Who may do what: the least directory role for each part of the set-up, and the rights in Defender.
//!
//! Owns two tables. Directory roles are those of Microsoft Entra ID
//! (<https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-by-task>,
//! <https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent>). Rights in Defender have two
//! vocabularies: unified role-based access control, which is all that new customers have since February 2025, and the
//! older roles of Defender for Endpoint (<https://learn.microsoft.com/defender-xdr/compare-rbac-roles>).

use super::RoleNeed;

/// Registering.
pub(super) const REGISTER: RoleNeed = RoleNeed {
    task: "Register an application",
    least_role: "Application Developer",
    note: Some(
        "None at all where the tenant lets its users register applications (Users, User settings). Cloud Application \
         Administrator and Application Administrator may, too.",
    ),
};

/// Changing the registration.
pub(super) const CHANGE: RoleNeed = RoleNeed {
    task: "Change the registration: redirect URI, public client flows, permissions",
    least_role: "Owner of the registration",
    note: Some(
        "Whoever registered it is its owner. Cloud Application Administrator and Application Administrator may change any.",
    ),
};

/// The API's service principal.
pub(super) const CREATE_SERVICE_PRINCIPAL: RoleNeed = RoleNeed {
    task: "Create the service principal of WindowsDefenderATP, where it is missing",
    least_role: "Cloud Application Administrator",
    note: Some("Or Application Administrator. Needed once per tenant."),
};

/// Consent.
pub(super) const CONSENT: RoleNeed = RoleNeed {
    task: "Grant admin consent to the permissions of WindowsDefenderATP",
    least_role: "Cloud Application Administrator",
    note: Some(
        "Or Application Administrator. Global Administrator is not needed, although older pages ask for it. Only application \
         permissions of Microsoft Graph need Privileged Role Administrator.",
    ),
};

/// What people may consent to themselves.
pub(super) const USER_CONSENT: RoleNeed = RoleNeed {
    task: "Change which permissions people may consent to themselves",
    least_role: "Privileged Role Administrator",
    note: Some("Not needed for this set-up. The portal's page for it asks for Global Administrator."),
};

/// Assigning people.
pub(super) const ASSIGN: RoleNeed = RoleNeed {
    task: "Assign people to the application, where it requires assignment",
    least_role: "Cloud Application Administrator",
    note: Some("Or Application Administrator, or an owner of the enterprise application."),
};

/// All parts of the set-up, in order.
pub(super) const SET_UP: [RoleNeed; 6] = [
    REGISTER,
    CHANGE,
    CREATE_SERVICE_PRINCIPAL,
    CONSENT,
    ASSIGN,
    USER_CONSENT,
];

/// What the signed-in account needs in Defender, besides the token's permissions.
pub(super) const IN_DEFENDER: [RoleNeed; 5] = [
    RoleNeed {
        task: "In Defender: read alerts, devices and other security data",
        least_role: "Security operations, Security data basics (read)",
        note: Some("In the older roles: View Data, Security operations."),
    },
    RoleNeed {
        task: "In Defender: read vulnerabilities, software and recommendations",
        least_role: "Security posture, Vulnerability management (read)",
        note: Some("In the older roles: View Data, Defender Vulnerability Management."),
    },
    RoleNeed {
        task: "In Defender: change alerts, tag devices, collect an investigation package",
        least_role: "Security operations, Alerts (manage)",
        note: Some("In the older roles: Alerts investigation."),
    },
    RoleNeed {
        task: "In Defender: isolate a device, restrict it, scan it, quarantine a file",
        least_role: "Security operations, Response (manage)",
        note: Some("In the older roles: Active remediation actions."),
    },
    RoleNeed {
        task: "In Defender: live response",
        least_role: "Security operations, Basic live response (manage)",
        note: Some(
            "To run scripts and upload files: Advanced live response (manage). In the older roles: Live response \
             capabilities, Basic or Advanced.",
        ),
    },
];
