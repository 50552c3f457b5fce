//! Choosing permissions by what one wants to do.

use crate::{OperationEffect, wire};

wire! {
    /// Everything the picker offers. It does not change while the program runs.
    pub struct OperationsDto {
        /// The documented operations, in the documentation's order.
        pub operations: Vec<OperationDto>,
        /// Sets of operations that belong together.
        pub presets: Vec<PresetDto>,
        /// Where the data comes from, and of when.
        pub source: String,
    }

    /// A documented operation.
    pub struct OperationDto {
        /// Stable id.
        pub id: String,
        /// The part of the documentation it belongs to, in words.
        pub group: String,
        /// What it does.
        pub title: String,
        /// HTTP method.
        pub method: String,
        /// Path with placeholders.
        pub path: String,
        /// What it does to the tenant.
        pub effect: OperationEffect,
        /// Delegated permissions, any of which opens it; empty where none is documented.
        pub permissions: Vec<String>,
        /// Documented for Plan 2 alone.
        pub plan2_only: bool,
        /// The documentation's page.
        pub documentation: String,
    }

    /// Operations that belong together.
    pub struct PresetDto {
        /// Stable id.
        pub id: String,
        /// E.g. `Read alerts`.
        pub title: String,
        /// For whom.
        pub about: String,
        /// Ids of its operations.
        pub operations: Vec<String>,
    }

    /// What is wanted.
    pub struct PickPermissionsRequest {
        /// Ids of operations.
        pub operations: Vec<String>,
    }

    /// What it takes.
    pub struct PickedDto {
        /// The least delegated permissions.
        pub permissions: Vec<PickedPermissionDto>,
        /// Roles the person needs in Defender beside them.
        pub roles: Vec<PickedRoleDto>,
        /// Operations that document no delegated permission.
        pub without_permission: Vec<String>,
        /// What the documentation contradicts itself on, and what else to know.
        pub remarks: Vec<PickRemarkDto>,
    }

    /// A permission to ask for.
    pub struct PickedPermissionDto {
        /// E.g. `Alert.Read`.
        pub value: String,
        /// As the portal calls it.
        pub display_name: String,
        /// Titles of the chosen operations it opens.
        pub opens: Vec<String>,
        /// Whether it allows changes, too.
        pub writes: bool,
    }

    /// A role in Defender.
    pub struct PickedRoleDto {
        /// In the older Defender for Endpoint roles.
        pub name: String,
        /// In unified RBAC.
        pub unified: String,
        /// Titles of the chosen operations that need it.
        pub operations: Vec<String>,
    }

    /// Something to know about a chosen operation.
    pub struct PickRemarkDto {
        /// Title of the operation.
        pub operation: String,
        /// What.
        pub text: String,
    }
}
