//! Answers as tables: a result stays in the backend, the window reads windows of rows.

use crate::wire;

wire! {
    /// Names a load.
    pub struct CancelLoadRequest {
        /// The load's id.
        pub load_id: String,
    }

    /// What happens during a load, in order.
    #[serde(tag = "event", content = "data")]
    pub enum LoadEvent {
        /// The request goes out; the result exists and is empty.
        #[serde(rename_all = "camelCase")]
        Started {
            /// Names the result for views and rows.
            result_id: String,
            /// The request as sent, without the token.
            request: String,
        },
        /// The service said how many rows match.
        #[serde(rename_all = "camelCase")]
        Total {
            /// Rows to expect.
            rows: u32,
        },
        /// A page arrived; its rows can be read.
        #[serde(rename_all = "camelCase")]
        Page {
            /// Rows so far.
            rows: u32,
            /// Pages so far.
            pages: u32,
        },
        /// The service asked to wait, or a call is tried again.
        #[serde(rename_all = "camelCase")]
        Waiting {
            /// For how long.
            seconds: u32,
            /// Why, in words.
            reason: String,
        },
    }

    /// The load has ended.
    pub struct LoadedDto {
        /// Names the result.
        pub result_id: String,
        /// Rows held.
        pub rows: u32,
        /// Pages read.
        pub pages: u32,
        /// Rows that came twice, were counted once and dropped.
        pub duplicates: u32,
        /// Bytes of the bodies.
        pub bytes: f64,
        /// From request to last row.
        pub elapsed_ms: f64,
        /// Whether all pages were read.
        pub complete: bool,
        /// Columns of the table.
        pub columns: Vec<ColumnDto>,
    }

    /// A column.
    pub struct ColumnDto {
        /// The property's name, e.g. `alertCreationTime`.
        pub name: String,
        /// What it holds.
        pub kind: ColumnKind,
    }

    /// A way to look at a result: sorted and filtered. Setting one makes it the result's current view.
    pub struct SetViewRequest {
        /// Which result.
        pub result_id: String,
        /// First key first; empty for the service's order.
        pub sort: Vec<SortKeyDto>,
        /// Text that a row must contain in one of `text_columns`, whatever the case; empty for all.
        pub text: String,
        /// Columns the text is looked for in.
        pub text_columns: Vec<String>,
        /// Values to keep, column by column; a column with no values keeps all.
        pub facets: Vec<FacetChoiceDto>,
        /// What rows must fulfil, all of it.
        pub conditions: Vec<crate::ColumnConditionDto>,
        /// Columns whose values are counted in the answer.
        pub count_columns: Vec<String>,
    }

    /// A sort key.
    pub struct SortKeyDto {
        /// The column.
        pub column: String,
        /// Largest or latest first.
        pub descending: bool,
    }

    /// Chosen values of a column.
    pub struct FacetChoiceDto {
        /// The column.
        pub column: String,
        /// Values to keep.
        pub values: Vec<String>,
    }

    /// The view that is now current.
    pub struct ViewDto {
        /// Grows with each view of a result; rows are asked for with it.
        pub view_id: u32,
        /// Rows in the result.
        pub total_rows: u32,
        /// Rows in the view.
        pub matched_rows: u32,
        /// Counts, over the rows that the text and the *other* facets keep.
        pub facets: Vec<FacetDto>,
        /// Columns of the result so far.
        pub columns: Vec<ColumnDto>,
    }

    /// A column's values and how often each occurs.
    pub struct FacetDto {
        /// The column.
        pub column: String,
        /// Most frequent first; at most 1,000.
        pub values: Vec<FacetValueDto>,
        /// Different values that are not listed.
        pub more: u32,
    }

    /// One value.
    pub struct FacetValueDto {
        /// The value; empty for absent.
        pub value: String,
        /// Rows that have it.
        pub count: u32,
    }

    /// Asks for a window of rows.
    pub struct GetRowsRequest {
        /// Which result.
        pub result_id: String,
        /// Which view; an older one is answered with `RESULT_GONE`.
        pub view_id: u32,
        /// First row of the window, counted in the view.
        pub offset: u32,
        /// Rows wanted; at most 500.
        pub count: u32,
        /// Columns wanted, in this order.
        pub columns: Vec<String>,
    }

    /// A window of rows.
    pub struct RowsDto {
        /// First row of the window, counted in the view.
        pub offset: u32,
        /// Each row's cells in the order asked for; times as RFC 3339 text; `null` for absent.
        pub rows: Vec<Vec<Option<String>>>,
        /// Each row's position in the result, by which `get_row` finds it again.
        pub row_ids: Vec<u32>,
    }

    /// Names one row.
    pub struct GetRowRequest {
        /// Which result.
        pub result_id: String,
        /// The row's position in the result.
        pub row_id: u32,
    }

    /// One record with every property, as the service sent it.
    pub struct RecordDto {
        /// The JSON object.
        pub json: serde_json::Value,
    }

    /// Names a result that is no longer needed.
    pub struct CloseResultRequest {
        /// Which.
        pub result_id: String,
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A time.
    Time,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A list or an object, given as JSON.
    Nested,
}
