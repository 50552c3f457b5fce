//! Calls that change something: what is shown before, what is followed after, what is written down.

use crate::{FieldProblemDto, OperationRefDto, wire};

wire! {
    /// What to know before a call that acts on a device is confirmed.
    pub struct BriefDto {
        /// The device; `null` where it could not be read.
        pub device: Option<DeviceDto>,
        /// Its actions that have not ended.
        pub pending: Vec<MachineActionDto>,
        /// One of them is of the same kind: the call will be refused.
        pub duplicate: bool,
        /// What the admin has to type; `null` where the call acts on no single device.
        pub confirm_with: Option<String>,
        /// The call that undoes it.
        pub undone_by: Option<OperationRefDto>,
        /// How it is undone, in a sentence.
        pub undo: String,
        /// What could not be read, each a sentence.
        pub unknown: Vec<String>,
        /// What is wrong with the form.
        pub problems: Vec<FieldProblemDto>,
    }

    /// A device, as the service knows it.
    pub struct DeviceDto {
        /// Its id.
        pub id: String,
        /// Its DNS name.
        pub name: String,
        /// Operating system.
        pub os: String,
        /// `healthStatus`.
        pub health: String,
        /// `riskScore`.
        pub risk: String,
        /// Last seen.
        pub last_seen: Option<f64>,
        /// Its tags.
        pub tags: Vec<String>,
        /// Who was logged on lately; `null` where that could not be read.
        pub users: Option<Vec<String>>,
    }

    /// A machine action.
    pub struct MachineActionDto {
        /// Its id.
        pub id: String,
        /// E.g. `Isolate`.
        pub kind: String,
        /// As the service words it, e.g. `Pending`.
        pub status: String,
        /// Whether it has ended.
        pub ended: bool,
        /// Whether it has ended well.
        pub succeeded: bool,
        /// The device's name or id.
        pub device: String,
        /// Who asked for it.
        pub requestor: String,
        /// The reason given.
        pub comment: String,
        /// When it was asked for.
        pub created: Option<f64>,
        /// When it last changed.
        pub updated: Option<f64>,
    }

    /// Follows a machine action to its end.
    pub struct FollowActionRequest {
        /// Made by the window; names the following for `cancel_load`.
        pub load_id: String,
        /// The machine action's id.
        pub action_id: String,
    }

    /// The log of changes.
    pub struct ChangeLogDto {
        /// Latest first, at most 500.
        pub entries: Vec<ChangeDto>,
        /// Entries in the log.
        pub total: u32,
    }

    /// One change that this program asked for.
    pub struct ChangeDto {
        /// When.
        pub at: f64,
        /// The profile's name at that time.
        pub profile: String,
        /// Who was signed in.
        pub username: String,
        /// The operation.
        pub operation: OperationRefDto,
        /// What it was aimed at.
        pub target: String,
        /// HTTP status; `null` where no answer came.
        pub status: Option<u16>,
        /// The outcome in words.
        pub outcome: String,
    }
}
