//! Why a body could not be appended, or a question about a table not answered.

/// Why a body was not appended. The builder is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The body is not JSON.
    #[error("the body is not JSON: {reason} at line {line}, byte {offset}")]
    NotJson {
        /// Bytes before the first that could not be read.
        offset: usize,
        /// The line of that byte, the first being 1.
        line: usize,
        /// What the reader found.
        reason: String,
    },
    /// The body ends inside the JSON text, as after a broken connection.
    #[error("the body was cut off after {length} bytes")]
    CutOff {
        /// Bytes that arrived.
        length: usize,
    },
    /// The body is JSON, but not an OData collection: an object whose `value` is a list of objects.
    #[error("the body is not a collection of objects: {reason}")]
    NotACollection {
        /// What was found instead.
        reason: String,
    },
    /// The table or the body is larger than a table can hold.
    #[error("the table cannot hold more than {limit} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much is possible.
        limit: u64,
    },
}

/// Why a question about a table has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The table has no such column.
    #[error("the table has no column named {name:?}")]
    UnknownColumn {
        /// The name asked for.
        name: String,
    },
    /// A condition asks what its column cannot answer.
    #[error("the condition on {column:?} cannot be used: {reason}")]
    BadCondition {
        /// The column.
        column: String,
        /// The rule that was broken.
        reason: String,
    },
    /// A cell was to be opened as a table and is no list and no object.
    #[error("{column:?} of row {row} is neither a list nor an object")]
    NotNested {
        /// The column.
        column: String,
        /// The row's position in the table.
        row: u32,
    },
    /// Periods were asked of a column that does not hold times.
    #[error("{column:?} does not hold times")]
    NotTimes {
        /// The column.
        column: String,
    },
    /// Rows can be grouped by one or two columns.
    #[error("rows can be grouped by one or two columns, not by {asked}")]
    GroupColumns {
        /// Columns asked for.
        asked: usize,
    },
    /// More rows were to be copied than is sensible.
    #[error("{asked} rows are too many to copy; at most {limit} are possible, an export takes all")]
    TooManyRows {
        /// Rows asked for.
        asked: usize,
        /// Rows possible.
        limit: u32,
    },
    /// The row or window starts behind the last row.
    #[error("row {asked} does not exist; there are {rows}")]
    OutOfRange {
        /// The row asked for, the first being 0.
        asked: u32,
        /// Rows there are.
        rows: u32,
    },
}
