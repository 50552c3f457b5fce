//! One body, read straight from its bytes into the columns of one page.
//!
//! Reads `{"@odata.context"…, "@odata.count"?, "value": [{…}, …], "@odata.nextLink"?}` in any order of properties, with
//! any others beside them ([OData JSON Format 4.01 §4.5, §13](https://docs.oasis-open.org/odata/odata-json-format/v4.01/)).
//! Knows nothing of the pages before it except their columns and keys, and changes neither.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::cells::Cells;
use crate::cells_builder::CellsBuilder;
use crate::column::Kind;
use crate::error::AppendError;
use crate::raw::Raw;

/// What is known of a column before the page is read.
#[derive(Clone, Debug)]
pub(crate) struct ColumnState {
    pub(crate) name: Arc<str>,
    /// `None` until a value shows it.
    pub(crate) kind: Option<Kind>,
    /// Whether a page with values binds the column to its kind.
    pub(crate) settled: bool,
    /// Whether a page showed that its texts do not repeat.
    pub(crate) plain: bool,
    pub(crate) rank: Arc<[String]>,
}

impl ColumnState {
    /// A column that nobody announced.
    pub(crate) fn found(name: &str) -> Self {
        Self {
            name: name.into(),
            kind: None,
            settled: false,
            plain: false,
            rank: Arc::default(),
        }
    }
}

/// The column of values that stand alone, where rows are no objects.
pub(crate) const LONE_VALUE: &str = "value";

/// A row's key as a hash wide enough that two different keys never share it.
pub(crate) type KeyHash = u128;

/// Hashes keys with secrets of its own, so that no service can craft collisions.
#[derive(Clone, Default)]
pub(crate) struct KeyHasher(std::hash::RandomState, std::hash::RandomState);

impl KeyHasher {
    fn hash(&self, key: &str) -> KeyHash {
        u128::from(self.0.hash_one(key)) << 64 | u128::from(self.1.hash_one(key))
    }
}

/// A page under construction.
pub(crate) struct PageBuilder<'t> {
    states: Vec<ColumnState>,
    builders: Vec<CellsBuilder>,
    index: HashMap<Arc<str>, usize>,
    key: Option<&'t str>,
    /// The column of the key. Its letter case counts only where two columns differ by nothing else: tables and examples
    /// of the documentation write names in different cases.
    key_column: Option<usize>,
    hasher: &'t KeyHasher,
    known_keys: &'t HashSet<KeyHash>,
    pub(crate) keys: HashSet<KeyHash>,
    pub(crate) rows: u32,
    pub(crate) duplicates: u32,
    pub(crate) next_link: Option<String>,
    pub(crate) count: Option<u64>,
}

impl<'t> PageBuilder<'t> {
    pub(crate) fn new(
        columns: &[ColumnState],
        key: Option<&'t str>,
        hasher: &'t KeyHasher,
        known_keys: &'t HashSet<KeyHash>,
    ) -> Self {
        Self {
            states: columns.to_vec(),
            builders: columns
                .iter()
                .map(|column| CellsBuilder::new(column.kind, column.settled, column.plain))
                .collect(),
            index: columns
                .iter()
                .enumerate()
                .map(|(at, column)| (column.name.clone(), at))
                .collect(),
            key,
            key_column: key.and_then(|key| {
                let named =
                    |same: &dyn Fn(&str) -> bool| columns.iter().position(|column| same(&column.name));
                named(&|name| name == key).or_else(|| named(&|name| name.eq_ignore_ascii_case(key)))
            }),
            hasher,
            known_keys,
            keys: HashSet::new(),
            rows: 0,
            duplicates: 0,
            next_link: None,
            count: None,
        }
    }

    /// Reads a collection: an object whose `value` is a list of objects.
    pub(crate) fn read_collection(&mut self, body: Body<'_>) -> Result<(), AppendError> {
        body.read(EnvelopeSeed(self))
    }

    /// Reads a list of objects.
    pub(crate) fn read_list(&mut self, body: Body<'_>) -> Result<(), AppendError> {
        body.read(RowsSeed(self))
    }

    /// Reads one row: an object by its properties, anything else as the property `value`. `json` is one whole value.
    pub(crate) fn read_row(&mut self, json: &str) -> Result<(), serde_json::Error> {
        let mut properties = vec![None; self.states.len()];
        let mut reader = serde_json::Deserializer::from_str(json);
        if json.starts_with('{') {
            RowSeed {
                page: self,
                properties: &mut properties,
            }
            .deserialize(&mut reader)?;
            reader.end()?;
            self.push_row(&properties);
        } else {
            let value = serde_json::from_str::<&RawValue>(json)?;
            self.push_members([(LONE_VALUE, value.get())]);
        }
        Ok(())
    }

    /// Takes a row given as names and their JSON.
    pub(crate) fn push_members<'a>(&mut self, members: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let mut properties = vec![None; self.states.len()];
        for (name, json) in members {
            let at = self.column(name);
            if at >= properties.len() {
                properties.resize(at + 1, None);
            }
            properties[at] = Some(json);
        }
        self.push_row(&properties);
    }

    /// Makes sure of a column before its first row.
    pub(crate) fn declare(&mut self, name: &str, kind: Option<Kind>) {
        if !self.index.contains_key(name) {
            let at = self.column(name);
            self.states[at].kind = kind;
            self.builders[at] = CellsBuilder::new(kind, false, false).after_rows(self.rows);
        }
    }

    /// Takes a property that stands beside `value`. What is no annotation of paging says nothing of the rows.
    pub(crate) fn annotate(&mut self, name: &str, json: &str) -> Result<(), &'static str> {
        match (name, Raw::new(json)) {
            ("@odata.nextLink", Raw::Text(link)) => self.next_link = Some(link.into_owned()),
            ("@odata.nextLink", Raw::Null) => {}
            ("@odata.nextLink", _) => return Err("@odata.nextLink is no text"),
            // IEEE 754 compatible writers send the count as text (OData JSON Format §4.5.4).
            ("@odata.count", Raw::Number(digits)) => self.count = digits.parse().ok(),
            ("@odata.count", Raw::Text(digits)) => self.count = digits.parse().ok(),
            _ => {}
        }
        Ok(())
    }

    /// The columns with what the page showed of them, and their cells.
    pub(crate) fn finish(self) -> (Vec<ColumnState>, Vec<Option<Arc<Cells>>>) {
        let mut states = self.states;
        let mut cells = Vec::with_capacity(states.len());
        for (state, builder) in states.iter_mut().zip(self.builders) {
            let finished = builder.finish();
            state.kind = finished.kind;
            state.settled = finished.settled;
            state.plain = finished.plain;
            cells.push(finished.cells.map(Arc::new));
        }
        (states, cells)
    }

    fn column(&mut self, name: &str) -> usize {
        if let Some(at) = self.index.get(name) {
            return *at;
        }
        let state = ColumnState::found(name);
        let name = state.name.clone();
        self.builders
            .push(CellsBuilder::new(None, false, false).after_rows(self.rows));
        self.states.push(state);
        let at = self.states.len() - 1;
        if self.key_column.is_none() && self.key.is_some_and(|key| key.eq_ignore_ascii_case(&name)) {
            self.key_column = Some(at);
        }
        self.index.insert(name, at);
        at
    }

    /// Takes a row, given as its properties' JSON by column, unless its key was met before.
    fn push_row(&mut self, properties: &[Option<&str>]) {
        let key = self.key_column.and_then(|at| *properties.get(at)?);
        let key = key.and_then(|json| match Raw::new(json) {
            Raw::Null => None,
            Raw::Text(text) => Some(self.hasher.hash(&text)),
            _ => Some(self.hasher.hash(json)),
        });
        if let Some(key) = key
            && (self.known_keys.contains(&key) || !self.keys.insert(key))
        {
            self.duplicates += 1;
            return;
        }
        for (builder, json) in self.builders.iter_mut().zip(properties) {
            builder.push(*json);
        }
        self.rows += 1;
    }
}

/// A body that is text.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a> {
    pub(crate) text: &'a str,
    /// Bytes before it: a byte order mark.
    start: usize,
}

impl<'a> Body<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, AppendError> {
        // A byte order mark is legal to send and legal to ignore (RFC 8259 §8.1).
        let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let bytes = &bytes[start..];
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { text, start }),
            Err(error) if error.error_len().is_none() => Err(AppendError::CutOff {
                length: start + bytes.len(),
            }),
            Err(error) => Err(AppendError::NotJson {
                offset: start + error.valid_up_to(),
                line: 1 + bytes[..error.valid_up_to()]
                    .iter()
                    .filter(|byte| **byte == b'\n')
                    .count(),
                reason: "bytes that are no UTF-8".to_owned(),
            }),
        }
    }

    /// Reads the whole body as one JSON value.
    pub(crate) fn read<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, AppendError> {
        let mut reader = serde_json::Deserializer::from_str(self.text);
        seed.deserialize(&mut reader)
            .and_then(|value| reader.end().map(|()| value))
            .map_err(|error| explain(&error, self.text, self.start))
    }
}

/// Where and why `text`, which has `start` bytes before it, could not be read.
pub(crate) fn explain(error: &serde_json::Error, text: &str, start: usize) -> AppendError {
    use serde_json::error::Category;
    let mut reason = error.to_string();
    if let Some(at) = reason.rfind(" at line ") {
        reason.truncate(at);
    }
    match error.classify() {
        Category::Eof => AppendError::CutOff {
            length: start + text.len(),
        },
        Category::Data => AppendError::NotACollection { reason },
        Category::Syntax | Category::Io => {
            let line_start: usize = text
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum();
            // A column counts the bytes of its line up to and with the one at fault.
            let offset = start + line_start + error.column().saturating_sub(1);
            AppendError::NotJson {
                offset,
                line: error.line(),
                reason,
            }
        }
    }
}

/// The collection.
struct EnvelopeSeed<'p, 't>(&'p mut PageBuilder<'t>);

impl<'de> DeserializeSeed<'de> for EnvelopeSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EnvelopeSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with a list named value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let page = self.0;
        let mut found = false;
        while let Some(name) = map.next_key_seed(NameSeed)? {
            match name.as_ref() {
                "value" if found => return Err(A::Error::custom("value is there twice")),
                "value" => {
                    map.next_value_seed(RowsSeed(page))?;
                    found = true;
                }
                "@odata.nextLink" | "@odata.count" => page
                    .annotate(&name, map.next_value::<&RawValue>()?.get())
                    .map_err(A::Error::custom)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if found {
            Ok(())
        } else {
            Err(A::Error::custom("the object has no list named value"))
        }
    }
}

/// The rows.
struct RowsSeed<'p, 't>(&'p mut PageBuilder<'t>);

impl<'de> DeserializeSeed<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of objects named value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let mut properties = vec![None; self.0.states.len()];
        while rows
            .next_element_seed(RowSeed {
                page: self.0,
                properties: &mut properties,
            })?
            .is_some()
        {
            self.0.push_row(&properties);
            properties.fill(None);
        }
        Ok(())
    }
}

/// One row, into its properties' JSON by column. Where a name comes twice, the last value counts (as in RFC 8259 §4's
/// most common reading).
struct RowSeed<'p, 't, 'r, 'de> {
    page: &'p mut PageBuilder<'t>,
    properties: &'r mut Vec<Option<&'de str>>,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object as each row of value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // Objects of one answer list their properties in one order, so the next is usually the one after the last.
        let mut expected = 0;
        while let Some(name) = map.next_key_seed(NameSeed)? {
            let at = match self.page.states.get(expected) {
                Some(column) if *column.name == *name => expected,
                _ => self.page.column(&name),
            };
            expected = at + 1;
            if at >= self.properties.len() {
                self.properties.resize(at + 1, None);
            }
            self.properties[at] = Some(map.next_value::<&RawValue>()?.get());
        }
        Ok(())
    }
}

/// A property's name, borrowed from the body unless it has escapes.
pub(crate) struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = std::borrow::Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed {
    type Value = std::borrow::Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a property name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(name.into())
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(name.to_owned().into())
    }
}
