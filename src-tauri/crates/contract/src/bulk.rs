//! One change for many targets: planned and looked at, then sent call by call, with an outcome for each target.

use crate::{CommandError, FieldDto, FieldProblemDto, FieldValueDto, OperationRefDto, OperationState, wire};

wire! {
    /// Asks what can be changed for the rows of a result.
    pub struct BulkOffersRequest {
        /// The result; `null` for what a file can hold.
        pub result_id: Option<String>,
    }

    /// What can be changed.
    pub struct BulkOffersDto {
        /// In the order in which to offer it; empty where the rows name nothing that can be changed.
        pub offers: Vec<BulkOfferDto>,
        /// The active profile allows changes.
        pub changes_allowed: bool,
    }

    /// A change that can be made for many targets.
    pub struct BulkOfferDto {
        /// Which.
        pub change: BulkChange,
        /// What it does, e.g. `Update alerts`.
        pub title: String,
        /// What one target and several are called, e.g. `alert` and `alerts`.
        pub noun: BulkNounDto,
        /// The operation that is called for many targets.
        pub operation: OperationRefDto,
        /// Whether the session's token opens it.
        pub state: OperationState,
        /// The permission that opens it, or any of which would.
        pub permissions: Vec<String>,
        /// Columns that a file may have, the first naming the target.
        pub file_columns: Vec<String>,
    }

    /// What targets are called.
    pub struct BulkNounDto {
        /// One.
        pub one: String,
        /// Several.
        pub many: String,
    }

    /// Asks for the form of a change.
    pub struct BulkFormRequest {
        /// Which change.
        pub change: BulkChange,
        /// Where the targets come from.
        pub source: BulkSource,
    }

    /// The form of a change: what holds for every target.
    pub struct BulkFormDto {
        /// The operation whose rules hold.
        pub operation: OperationRefDto,
        /// Rows or lines that the source has.
        pub targets: u32,
        /// The fields, all of them in the body. None is required where the source's own rows bring the values.
        pub fields: Vec<FieldDto>,
        /// Determinations that go with each classification, for alerts.
        pub determinations: Vec<DeterminationsDto>,
        /// Most targets of one call.
        pub most_per_call: u32,
        /// Limits in words, e.g. `100 calls a minute`.
        pub limits: Vec<String>,
        /// What else to know, each a sentence.
        pub notes: Vec<String>,
    }

    /// Determinations that go with a classification.
    pub struct DeterminationsDto {
        /// The classification.
        pub classification: String,
        /// What goes with it.
        pub determinations: Vec<String>,
    }

    /// Where the targets of a change come from.
    #[serde(tag = "kind", content = "data")]
    pub enum BulkSource {
        /// Rows of a view.
        #[serde(rename_all = "camelCase")]
        Rows {
            /// Which result.
            result_id: String,
            /// Which view.
            view_id: u32,
            /// Rows by their position in the result; `null` for all of the view.
            row_ids: Option<Vec<u32>>,
        },
        /// Lines of a CSV file that `choose_file` gave.
        #[serde(rename_all = "camelCase")]
        File {
            /// The file.
            file_id: String,
        },
    }

    /// Plans a change for many targets. Nothing is sent.
    pub struct PlanBulkRequest {
        /// Which change.
        pub change: BulkChange,
        /// Where the targets come from.
        pub source: BulkSource,
        /// Values for every target. A line of a file that has a value of its own keeps it.
        pub values: Vec<FieldValueDto>,
    }

    /// A planned change.
    pub struct BulkPlanDto {
        /// Names the plan for `run_bulk`.
        pub plan_id: String,
        /// A table of the targets, each with what is wrong or, after the change, its outcome.
        pub result_id: String,
        /// Targets that the change will be sent for.
        pub ready: u32,
        /// Rows that name no target or break a rule; nothing is sent for them.
        pub invalid: u32,
        /// Rows whose target came before.
        pub duplicates: u32,
        /// Calls that it takes.
        pub calls: u32,
        /// The operation that is called.
        pub operation: OperationRefDto,
        /// Seconds to wait for the documented limits, at least.
        pub wait_seconds: f64,
        /// Columns of the file that mean nothing here.
        pub unused_columns: Vec<String>,
        /// The first call, `METHOD address`; `null` where there is none.
        pub first_request: Option<String>,
        /// Its body, pretty.
        pub first_body: Option<String>,
        /// What is wrong with the values for every target, field by field.
        pub problems: Vec<FieldProblemDto>,
    }

    /// Sends a planned change.
    pub struct RunBulkRequest {
        /// Which plan. It can be run once.
        pub plan_id: String,
        /// Made by the window (a GUID); names the run for `cancel_load`.
        pub run_id: String,
    }

    /// What happens during a run.
    #[serde(tag = "event", content = "data")]
    pub enum BulkEvent {
        /// A call was answered; the outcomes can be read in the plan's table.
        #[serde(rename_all = "camelCase")]
        Progress {
            /// Targets with an outcome.
            done: u32,
            /// Targets.
            of: u32,
        },
        /// The next call waits.
        #[serde(rename_all = "camelCase")]
        Waiting {
            /// For how long.
            seconds: u32,
            /// Why, in words.
            reason: String,
        },
    }

    /// How a run has ended.
    pub struct BulkDoneDto {
        /// The plan's table.
        pub result_id: String,
        /// Targets that the service took the change for.
        pub changed: u32,
        /// Targets that it refused.
        pub refused: u32,
        /// Targets of a call without an answer: they may have been changed.
        pub unknown: u32,
        /// Targets that nothing was sent for, since the run was cancelled or failed before.
        pub unsent: u32,
        /// Why the run ended before its end; `null` where it went through or was cancelled.
        pub failure: Option<CommandError>,
        /// Rows of the source that show the change now.
        pub updated_rows: u32,
    }

    /// Asks for a file and writes an empty CSV with the columns of a change.
    pub struct SaveBulkTemplateRequest {
        /// Which change.
        pub change: BulkChange,
    }
}

/// A change that can be made for many targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum BulkChange {
    /// Status, owner, verdict and comment of alerts.
    UpdateAlerts,
    /// Adds a tag to devices, or takes it away.
    TagDevices,
    /// The value of devices for the business.
    SetDeviceValue,
    /// Creates indicators, or changes those with the same value.
    SubmitIndicators,
    /// Deletes indicators.
    DeleteIndicators,
}
