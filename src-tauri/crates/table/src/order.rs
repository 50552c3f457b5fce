//! The order of a column's values, as one rank per row.
//!
//! Rising: values of the column's kind – text whatever the case, ranked words by their rank, times and numbers by
//! value, `false` before `true` – then odd values by their text, then rows without a value. Falling is the reverse,
//! but rows without a value stay last. Rows of equal rank keep the service's order.

use std::sync::Arc;

use arrow::array::Array;

use crate::cells::{Cells, Values};
use crate::raw;
use crate::search::fold_into;
use crate::table::Segment;
use crate::text::Texts;

/// The rank of a row without a value.
const NOTHING: u32 = u32::MAX;

/// One rank per row of the table; equal values have equal ranks, and ranks have no gaps.
#[derive(Debug)]
pub(crate) struct Ranks {
    by_row: Vec<u32>,
    distinct: u32,
}

impl Ranks {
    /// Ranks a column's values. `words` is the rising order of a text column that has one of its own.
    pub(crate) fn new(segments: &[Arc<Segment>], column: usize, words: &[String], rows: u32) -> Self {
        let mut ranks = Self {
            by_row: vec![NOTHING; rows as usize],
            distinct: 0,
        };
        let parts: Vec<Part<'_>> = segments
            .iter()
            .filter_map(|segment| {
                Some(Part {
                    first: segment.first as usize,
                    cells: segment.cells(column)?,
                })
            })
            .collect();
        ranks.rank_texts(&parts, words);
        ranks.rank_times(&parts);
        ranks.rank_numbers(&parts);
        ranks.rank_booleans(&parts);
        ranks.rank_odd(&parts);
        ranks
    }

    fn rank_texts(&mut self, parts: &[Part<'_>], words: &[String]) {
        let mut keys = TextKeys::new(words);
        // A slot is a row of plain texts or a text of a dictionary.
        let mut firsts = Vec::with_capacity(parts.len());
        for part in parts {
            firsts.push(keys.slots);
            if let Some(Texts::Plain(texts) | Texts::Dictionary { texts, .. }) = part.texts() {
                keys.extend(texts.iter());
            }
        }
        if keys.slots == 0 {
            return;
        }
        let by_slot = keys.ranks(&mut self.distinct);
        for (part, first) in parts.iter().zip(firsts) {
            let rows = self.by_row.get_mut(part.first..).unwrap_or_default();
            match part.texts() {
                None => {}
                Some(Texts::Plain(texts)) => {
                    rows[..texts.len()].copy_from_slice(&by_slot[first..first + texts.len()]);
                }
                Some(Texts::Dictionary { codes, .. }) => {
                    for (row, code) in rows.iter_mut().zip(codes.iter()) {
                        *row = code.map_or(NOTHING, |code| by_slot[first + usize::from(code)]);
                    }
                }
            }
        }
    }

    fn rank_times(&mut self, parts: &[Part<'_>]) {
        let mut keys = Vec::new();
        for part in parts {
            if let Values::Time { ticks, .. } = &part.cells.values {
                keys.extend(part.rows_of(ticks.iter()));
            }
        }
        self.rank(keys);
    }

    fn rank_numbers(&mut self, parts: &[Part<'_>]) {
        if !parts
            .iter()
            .any(|part| matches!(part.cells.values, Values::Float { .. }))
        {
            let mut keys = Vec::new();
            for part in parts {
                if let Values::Integer(values) = &part.cells.values {
                    keys.extend(part.rows_of(values.iter()));
                }
            }
            return self.rank(keys);
        }
        let mut keys = Vec::new();
        for part in parts {
            match &part.cells.values {
                Values::Integer(values) => {
                    let values = values.iter().map(|value| value.map(whole_key));
                    keys.extend(part.rows_of(values));
                }
                Values::Float { values, .. } => {
                    let values = values.iter().enumerate();
                    let values = values.map(|(row, value)| Some(part.cells.decimal_key(value?, row)));
                    keys.extend(part.rows_of(values));
                }
                _ => {}
            }
        }
        self.rank(keys);
    }

    fn rank_booleans(&mut self, parts: &[Part<'_>]) {
        let mut keys = Vec::new();
        for part in parts {
            if let Values::Boolean(values) = &part.cells.values {
                keys.extend(part.rows_of(values.iter()));
            }
        }
        self.rank(keys);
    }

    /// Odd values that mean nothing of the column's kind.
    fn rank_odd(&mut self, parts: &[Part<'_>]) {
        let mut keys = Vec::new();
        for part in parts {
            for (row, json) in &part.cells.odd {
                let row = part.first + *row as usize;
                if self.by_row.get(row) == Some(&NOTHING) {
                    let mut folded = Vec::new();
                    fold_into(&raw::display(json), &mut folded);
                    keys.push((folded, row as u32));
                }
            }
        }
        self.rank(keys);
    }

    /// Ranks rows by their keys, above every rank given so far.
    fn rank<K: Ord>(&mut self, mut keys: Vec<(K, u32)>) {
        keys.sort_unstable();
        let mut last: Option<&K> = None;
        for (key, row) in &keys {
            if last != Some(key) {
                self.distinct += 1;
                last = Some(key);
            }
            self.by_row[*row as usize] = self.distinct - 1;
        }
    }

    /// The place of a row's value among the values, the last place being [`Self::places`] − 1.
    fn place(&self, row: u32, descending: bool) -> usize {
        match self.by_row[row as usize] {
            NOTHING => self.distinct as usize,
            rank if descending => (self.distinct - 1 - rank) as usize,
            rank => rank as usize,
        }
    }

    fn places(&self) -> usize {
        self.distinct as usize + 1
    }
}

/// Sorts rows by several keys, the first being the most important. Rows of equal keys keep their order.
pub(crate) fn sort(rows: Vec<u32>, keys: &[(&Ranks, bool)]) -> Vec<u32> {
    let places: usize = keys.iter().map(|(ranks, _)| ranks.places()).sum();
    if places / 4 > rows.len() {
        let mut rows = rows;
        rows.sort_by(|left, right| {
            let places = keys.iter().map(|(ranks, descending)| {
                ranks
                    .place(*left, *descending)
                    .cmp(&ranks.place(*right, *descending))
            });
            places.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        return rows;
    }
    // Counting sort, least important key first.
    keys.iter().rev().fold(rows, |rows, (ranks, descending)| {
        let mut next = vec![0_u32; ranks.places() + 1];
        for row in &rows {
            next[ranks.place(*row, *descending) + 1] += 1;
        }
        for place in 1..next.len() {
            next[place] += next[place - 1];
        }
        let mut sorted = vec![0_u32; rows.len()];
        for row in rows {
            let slot = &mut next[ranks.place(row, *descending)];
            sorted[*slot as usize] = row;
            *slot += 1;
        }
        sorted
    })
}

/// A column's cells in one segment, and the position of their first row in the table.
struct Part<'t> {
    first: usize,
    cells: &'t Cells,
}

impl<'t> Part<'t> {
    fn texts(&self) -> Option<&'t Texts> {
        match &self.cells.values {
            Values::Text(texts) | Values::Nested(texts) => Some(texts),
            _ => None,
        }
    }

    /// Keys with their rows, without those that are nothing.
    fn rows_of<K>(&self, keys: impl Iterator<Item = Option<K>>) -> impl Iterator<Item = (K, u32)> {
        let first = self.first;
        keys.enumerate()
            .filter_map(move |(row, key)| Some((key?, (first + row) as u32)))
    }
}

/// Doubles as integers in the same order, `-0` being `0`.
fn sortable(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// Whole numbers beside decimals: by the nearest double, then exactly.
pub(crate) type NumberKey = (i64, i128);

pub(crate) fn whole_key(value: i64) -> NumberKey {
    (sortable(value as f64), i128::from(value))
}

pub(crate) fn decimal_key(value: f64) -> NumberKey {
    (sortable(value), value as i128)
}

impl Cells {
    /// The key of a number that lies in the array as a double.
    pub(crate) fn decimal_key(&self, value: f64, row: usize) -> NumberKey {
        // A whole number too large for `f64` has its digits beside the column.
        let exact = self.odd(row).and_then(|digits| digits.parse::<i128>().ok());
        (sortable(value), exact.unwrap_or(value as i128))
    }
}

/// Folded texts, end to end, to be ranked together.
struct TextKeys {
    /// Position of a folded word in the column's own order.
    words: Vec<Vec<u8>>,
    folded: Vec<u8>,
    keys: Vec<TextKey>,
    slots: usize,
}

struct TextKey {
    /// The first eight bytes, so that most comparisons need not look at the text.
    head: u64,
    start: usize,
    end: usize,
    slot: usize,
}

impl TextKeys {
    fn new(words: &[String]) -> Self {
        let words = words.iter().map(|word| {
            let mut folded = Vec::new();
            fold_into(word, &mut folded);
            folded
        });
        Self {
            words: words.collect(),
            folded: Vec::new(),
            keys: Vec::new(),
            slots: 0,
        }
    }

    fn extend<'a>(&mut self, texts: impl Iterator<Item = Option<&'a str>>) {
        for text in texts {
            if let Some(text) = text {
                let start = self.folded.len();
                fold_into(text, &mut self.folded);
                if let Some(place) = self.words.iter().position(|word| *word == self.folded[start..]) {
                    // Bytes that no folded text starts with; they come in the words' order and before all text.
                    self.folded.truncate(start);
                    self.folded.extend_from_slice(&[0, 0, place as u8]);
                } else if !self.words.is_empty() {
                    self.folded.insert(start, 1);
                }
                let end = self.folded.len();
                let mut head = [0; 8];
                let length = (end - start).min(8);
                head[..length].copy_from_slice(&self.folded[start..start + length]);
                self.keys.push(TextKey {
                    head: u64::from_be_bytes(head),
                    start,
                    end,
                    slot: self.slots,
                });
            }
            self.slots += 1;
        }
    }

    /// The rank of each slot.
    fn ranks(mut self, distinct: &mut u32) -> Vec<u32> {
        let folded = &self.folded;
        let compare = |left: &TextKey, right: &TextKey| {
            left.head
                .cmp(&right.head)
                .then_with(|| folded[left.start..left.end].cmp(&folded[right.start..right.end]))
        };
        self.keys.sort_unstable_by(compare);
        let mut by_slot = vec![NOTHING; self.slots];
        let mut last: Option<&TextKey> = None;
        for key in &self.keys {
            if last.is_none_or(|last| compare(last, key).is_ne()) {
                *distinct += 1;
                last = Some(key);
            }
            by_slot[key.slot] = *distinct - 1;
        }
        by_slot
    }
}
