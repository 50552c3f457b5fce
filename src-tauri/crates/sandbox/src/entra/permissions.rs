//! Permissions of WindowsDefenderATP: names, ids, and what the consent page says about each.
//!
//! Sources: the delegated ids are those of the service principal's `oauth2PermissionScopes`, the application ids
//! those of its `appRoles`, as public tables of them list both.

/// A permission that can be delegated, and its counterpart for applications without a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permission {
    /// Name of the delegated permission, in the service's own spelling.
    pub(crate) name: &'static str,
    /// Id of the delegated permission; a manifest lists it as a `Scope`.
    pub(crate) scope: &'static str,
    /// Id of the application permission that allows the same; a manifest lists it as a `Role`.
    pub(crate) role: &'static str,
    /// What the consent page says.
    about: &'static str,
}

const fn permission(
    name: &'static str,
    scope: &'static str,
    role: &'static str,
    about: &'static str,
) -> Permission {
    Permission {
        name,
        scope,
        role,
        about,
    }
}

/// Every delegated permission, by name.
const PERMISSIONS: &[Permission] = &[
    permission(
        "AdvancedQuery.Read",
        "1fb6e712-1bd9-4184-b1c0-5e71e759196b",
        "93489bf5-0fbc-4f2d-b901-33f2fe08ff05",
        "Run advanced queries",
    ),
    permission(
        "Alert.Read",
        "b2069dc0-9fe9-4e6d-9aca-ccf3dd503819",
        "71fe6b80-7034-4028-9ed8-0f316df9c3ff",
        "Read alerts",
    ),
    permission(
        "Alert.ReadWrite",
        "cbc3b413-21e6-416d-95a4-af87687efbd0",
        "0f7000ec-157b-497f-b70e-ef0b0584f140",
        "Read and write alerts",
    ),
    permission(
        "File.Read.All",
        "8fce64a0-67c8-4e39-8f47-cac9ff7e13bb",
        "8788f1a9-beca-4e26-ba58-10513f3b896f",
        "Read file profiles",
    ),
    permission(
        "IntegrationConfiguration.ReadWrite",
        "7c6f6912-60e9-4fcd-bb2a-c25bc35e8c59",
        "7c6f6912-60e9-4fcd-bb2a-c25bc35e8c59",
        "Manage integration settings",
    ),
    permission(
        "Ip.Read.All",
        "b65a97e8-c8e8-4908-b19a-f654615de1a9",
        "47bf842d-354b-49ef-b741-3a6dd815bc13",
        "Read IP address profiles",
    ),
    permission(
        "Library.Manage",
        "5998a3da-2c9b-4bf3-99bd-44c9fe337ad2",
        "41d209c7-2511-4fc9-b899-8008a3976f09",
        "Manage the live response library",
    ),
    permission(
        "Machine.CollectForensics",
        "5eb7b9dc-cbce-4c7e-9d73-5be248260ae6",
        "15405ab2-2103-4a3c-ad80-e829841cedcc",
        "Collect forensics from devices",
    ),
    permission(
        "Machine.Isolate",
        "479231ef-3b86-4933-ae6b-1fa84bba9e31",
        "7e4e1300-e1b9-4102-88ba-f0cb6e6d5974",
        "Isolate devices",
    ),
    permission(
        "Machine.LiveResponse",
        "25fb0c21-5877-492a-8d0c-e7893a9585cc",
        "1629b959-c0af-42a1-92f0-f6162060bdf1",
        "Run live response on devices",
    ),
    permission(
        "Machine.Offboard",
        "29d1c73a-07f6-495f-b62b-1554a954d0a3",
        "594435bf-36dd-4548-83bd-1bdafe157d7a",
        "Offboard devices",
    ),
    permission(
        "Machine.Read",
        "fbd3d33a-b1f5-4573-906c-51b39682fbcf",
        "ea8291d3-4b9a-44b5-bc3a-6cea3026dc79",
        "Read device information",
    ),
    permission(
        "Machine.ReadWrite",
        "f6846c57-9e3c-4a65-81aa-2f5e09ff4f0b",
        "aa027352-232b-4ed4-b963-a705fc4d6d2c",
        "Read and write device information",
    ),
    permission(
        "Machine.RestrictExecution",
        "abddfa88-80bb-4aef-81ff-18cbf29363a9",
        "96b6b35d-074d-4e2d-b167-8d68d9269648",
        "Restrict code execution on devices",
    ),
    permission(
        "Machine.Scan",
        "b4618115-647e-42a5-bd0d-0ea9878fb376",
        "a86d9824-b2b6-45f8-b042-16bc4922ed4e",
        "Scan devices",
    ),
    permission(
        "Machine.StopAndQuarantine",
        "69e036b7-3f10-4d4c-a85e-82295629eca8",
        "96e72b5e-7e68-4171-aad1-3937599e4751",
        "Stop and quarantine files on devices",
    ),
    permission(
        "RemediationTasks.Read",
        "19956c04-168f-4f44-b471-48c8f50dc0c8",
        "6a33eedf-ba73-4e5a-821b-f057ef63853a",
        "Read remediation tasks",
    ),
    permission(
        "Score.Read",
        "df4ed126-3a4c-460a-b0fc-67aea84fc332",
        "02b005dd-f804-43b4-8fc7-078460413f74",
        "Read the exposure and secure scores",
    ),
    permission(
        "SecurityBaselinesAssessment.Read",
        "d42e2aa1-a664-43a9-b7c6-2766d44a6687",
        "e870c0c1-c1a2-41ca-948e-a33912d2d3f0",
        "Read security baseline assessments",
    ),
    permission(
        "SecurityConfiguration.Read",
        "4ac83e46-552f-4948-91c2-f7eaff971018",
        "227f2ea0-c2c2-4428-b7af-9ff40f1a720e",
        "Read security configurations",
    ),
    permission(
        "SecurityConfiguration.ReadWrite",
        "bfc81a3a-4f6d-4bfe-b945-d7fe6747d2a0",
        "e5e05709-32a3-4c85-89c8-67596eb94f24",
        "Read and write security configurations",
    ),
    permission(
        "SecurityRecommendation.Read",
        "1ab96238-1253-4059-a32f-4087f20ed65d",
        "6443965c-7dd2-4cfd-b38f-bb7772bee163",
        "Read security recommendations",
    ),
    permission(
        "Software.Read",
        "5f216ada-3f51-4a22-ace5-06b198328476",
        "37f71c98-d198-41ae-964d-2c49aab74926",
        "Read the software inventory",
    ),
    permission(
        "Ti.ReadWrite",
        "650ff1f9-dd5f-48ee-8c58-7beef332c818",
        "fc511a58-3adf-4d71-af24-00f13e35e479",
        "Read and write indicators",
    ),
    permission(
        "Url.Read.All",
        "42b4777c-6196-49ad-9cfc-207e73f2eb61",
        "721af526-ffa8-42d7-9b84-1a56244dd99d",
        "Read URL and domain profiles",
    ),
    permission(
        "User.Read.All",
        "ffd6563e-842b-4cfc-b349-06006e0473a3",
        "a833834a-4cf1-4732-8acf-bbcfa13fb610",
        "Read user profiles",
    ),
    permission(
        "Vulnerability.Read",
        "63a677ce-818c-4409-9d12-5c6d2e2a6bfe",
        "41269fc5-d04d-4bfd-bce7-43a51cea049a",
        "Read vulnerabilities",
    ),
];

/// The permission with this name, in any letter case.
pub(crate) fn find(name: &str) -> Option<&'static Permission> {
    PERMISSIONS
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(name))
}

/// What the consent page says about a permission.
pub(crate) fn describe(name: &str) -> &'static str {
    find(name).map_or("Use Microsoft Defender for Endpoint", |known| known.about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ids_are_unique_and_ids_are_guids() {
        let mut seen = Vec::new();
        for permission in PERMISSIONS {
            for id in [permission.scope, permission.role] {
                assert!(uuid::Uuid::parse_str(id).is_ok(), "{id}");
            }
            for text in [permission.name, permission.scope] {
                assert!(!seen.contains(&text), "{text}");
                seen.push(text);
            }
        }
        assert_eq!(seen.len(), 2 * 27);
    }

    #[test]
    fn a_name_is_found_in_any_letter_case_and_described() {
        assert_eq!(find("alert.READ").unwrap().name, "Alert.Read");
        assert_eq!(find("Alert.Read.All"), None);
        assert_eq!(describe("Alert.Read"), "Read alerts");
        assert_eq!(describe("Nonsense"), "Use Microsoft Defender for Endpoint");
    }
}
