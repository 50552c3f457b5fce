//! What a column is called and what it holds.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Text.
    Text,
    /// A point in time, sent as RFC 3339 text.
    Time,
    /// A whole or a decimal number.
    Number,
    /// True or false.
    Boolean,
    /// A list or an object, shown as compact JSON.
    Nested,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The property's name, as the service spells it.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A column that is known before the first row arrives, from the service's documentation.
///
/// A hint never costs data: where the service sends something else, the column takes the kind of what is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnHint {
    /// The property's name.
    pub name: String,
    /// What the documentation says it holds.
    pub kind: Kind,
    /// Words in rising order, for a text column whose words have one (`Low` before `High`); empty for alphabetical
    /// order. Words outside the list come after those in it.
    pub rank: Vec<String>,
}

impl ColumnHint {
    /// A column without an order of its own.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            rank: Vec::new(),
        }
    }

    /// The same column, its words sorted in the order given.
    #[must_use]
    pub fn ranked<S: Into<String>>(mut self, rising: impl IntoIterator<Item = S>) -> Self {
        self.rank = rising.into_iter().map(Into::into).collect();
        self
    }
}
