//! Answers of the API held as Apache Arrow: read page by page, then sorted, filtered, counted and shown by windows.
//!
//! Owns: the columns of an answer, which rows a view shows and in what order, and every property of every row.
//! Knows nothing of: HTTP, tokens, Tauri, the wire contract, or which operation an answer came from.
//!
//! - [`TableBuilder`] grows by answers, page by page; a body that cannot be read leaves it as it was. [`JsonLines`]
//!   feeds it from a stream of lines.
//! - [`Table`] is a cheap, immutable snapshot of what has been read so far.
//! - [`View`] is a table looked at through a sort order, a text, conditions and chosen values; it is shown by windows,
//!   counted ([`View::summary`], [`View::groups`], [`View::count_by`]), copied ([`View::copy`]) and written to files
//!   ([`View::export`]).
//! - [`compare`] tells two tables apart.
//!
//! Invariant: nothing that was sent is lost. A value that does not fit its column's kind is kept beside the column
//! (`cells.rs` says how) and comes back from [`Table::row`] and [`View::window`] as it was sent.
//! Invariant: the cost of a window depends on its size, not on the number of rows in the table.

mod builder;
mod cell;
mod cells;
mod cells_builder;
mod change;
mod chart;
mod column;
mod compare;
mod condition;
mod copy;
mod error;
mod export;
mod group;
mod lines;
mod order;
mod page;
mod period;
mod raw;
mod search;
mod shape;
mod summary;
mod table;
mod text;
mod time;
mod view;

pub use builder::{Answer, Page, TableBuilder};
pub use chart::{TimeCount, TimeCounts, ValueCounts};
pub use column::{Column, ColumnHint, Kind};
pub use compare::{ChangedRow, Comparison, compare};
pub use condition::{Condition, Rule};
pub use copy::{COPY_LIMIT, CopyFormat, Selection};
pub use error::{AppendError, TableError};
pub use export::harmless_within;
pub use export::{ExportError, ExportFormat, ExportProgress, ExportSpec, Exported};
pub use group::{Group, GroupBy, Groups};
pub use lines::{JsonLines, LinesRead};
pub use period::Period;
pub use shape::Shape;
pub use summary::{ColumnSummary, DISTINCT_LIMIT, Distinct};
pub use table::Table;
pub use view::{Facet, FacetCount, FacetCounts, SortKey, View, ViewSpec, Window};
