//! Literal text search whatever the case.
//!
//! Two texts are the same whatever the case when their characters' Unicode lower-case mappings are, one by one; no
//! context and no language rules, so that what matches never depends on its neighbours.
//!
//! A page's texts lie end to end in one buffer, so the search runs over stretches of that buffer that fit the
//! processor's cache, folded on the way; nothing folded is kept.

use std::borrow::Cow;
use std::ops::Range;

use arrow::array::{Array, BooleanBufferBuilder, StringArray};
use arrow::buffer::BooleanBuffer;
use memchr::memmem::Finder;

use crate::cells::{Cells, Values};
use crate::raw;
use crate::table::Segment;
use crate::text::Texts;

/// Bytes folded and searched at a time.
const STRETCH: usize = 32 * 1024;

/// Appends the folded text.
pub(crate) fn fold_into(text: &str, folded: &mut Vec<u8>) {
    if text.is_ascii() {
        let start = folded.len();
        folded.extend_from_slice(text.as_bytes());
        folded[start..].make_ascii_lowercase();
    } else {
        let mut bytes = [0; 4];
        for character in text.chars().flat_map(char::to_lowercase) {
            folded.extend_from_slice(character.encode_utf8(&mut bytes).as_bytes());
        }
    }
}

/// A text to look for.
pub(crate) struct Needle {
    finder: Finder<'static>,
}

impl Needle {
    /// `None` where there is nothing to look for: every row has the empty text.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let mut folded = Vec::new();
        fold_into(text, &mut folded);
        (!folded.is_empty()).then(|| Self {
            finder: Finder::new(&folded).into_owned(),
        })
    }

    /// Rows of the segment in which one of the columns shows the text.
    pub(crate) fn rows(&self, segment: &Segment, columns: &[usize]) -> BooleanBuffer {
        let mut hits = Hits::new(segment.rows as usize);
        for cells in columns.iter().filter_map(|column| segment.cells(*column)) {
            self.search(cells, &mut hits);
        }
        hits.0.finish()
    }

    fn search(&self, cells: &Cells, hits: &mut Hits) {
        match &cells.values {
            Values::Text(Texts::Plain(texts)) | Values::Nested(Texts::Plain(texts)) => {
                self.each_match(texts, |row| hits.add(row));
            }
            Values::Text(Texts::Dictionary { codes, texts })
            | Values::Nested(Texts::Dictionary { codes, texts }) => {
                let mut wanted = vec![false; texts.len()];
                self.each_match(texts, |code| wanted[code] = true);
                if wanted.contains(&true) {
                    for (row, code) in codes.iter().enumerate() {
                        if code.is_some_and(|code| wanted[usize::from(code)]) {
                            hits.add(row);
                        }
                    }
                }
            }
            values => {
                let mut folded = Vec::new();
                for row in 0..hits.0.len() {
                    if let Some(text) = values.display(row).filter(|_| cells.odd(row).is_none()) {
                        self.try_one(&text, row, &mut folded, hits);
                    }
                }
            }
        }
        let mut folded = Vec::new();
        for (row, json) in &cells.odd {
            let text: Cow<'_, str> = raw::display(json);
            self.try_one(&text, *row as usize, &mut folded, hits);
        }
    }

    fn try_one(&self, text: &str, row: usize, folded: &mut Vec<u8>, hits: &mut Hits) {
        folded.clear();
        fold_into(text, folded);
        if self.finder.find(folded).is_some() {
            hits.add(row);
        }
    }

    /// Calls `found` once for each text that has the needle in it.
    fn each_match(&self, texts: &StringArray, mut found: impl FnMut(usize)) {
        let (offsets, bytes) = (texts.value_offsets(), texts.value_data());
        let mut folded = Vec::with_capacity(STRETCH);
        let mut first = 0;
        while first < texts.len() {
            // At least one text, and as many more as fit.
            let limit = offsets[first] as usize + STRETCH;
            let fitting = offsets[first + 1..].partition_point(|end| *end as usize <= limit);
            let rows = first..first + fitting.max(1);
            first = rows.end;
            let stretch = &bytes[offsets[rows.start] as usize..offsets[rows.end] as usize];
            folded.clear();
            if stretch.is_ascii() {
                folded.extend_from_slice(stretch);
                folded.make_ascii_lowercase();
                let start = offsets[rows.start];
                self.matches_within(&folded, rows, |row| (offsets[row] - start) as usize, &mut found);
            } else {
                let mut starts = Vec::with_capacity(rows.len() + 1);
                for row in rows.clone() {
                    starts.push(folded.len());
                    fold_into(texts.value(row), &mut folded);
                }
                starts.push(folded.len());
                let base = rows.start;
                self.matches_within(&folded, rows, |row| starts[row - base], &mut found);
            }
        }
    }

    /// Finds the rows, which lie end to end in `folded` and start where `start_of` says, that have the needle whole.
    fn matches_within(
        &self,
        folded: &[u8],
        rows: Range<usize>,
        start_of: impl Fn(usize) -> usize,
        found: &mut impl FnMut(usize),
    ) {
        let length = self.finder.needle().len();
        let (mut at, mut row) = (0, rows.start);
        while let Some(skip) = folded.get(at..).and_then(|rest| self.finder.find(rest)) {
            let hit = at + skip;
            // Rows are left behind step by step: matches come in rising order.
            while row + 1 < rows.end && start_of(row + 1) <= hit {
                row += 1;
            }
            let end = start_of(row + 1);
            if hit + length <= end {
                found(row);
                at = end;
            } else {
                // The match lies across two rows.
                at = hit + 1;
            }
        }
    }
}

/// Rows found so far.
struct Hits(BooleanBufferBuilder);

impl Hits {
    fn new(rows: usize) -> Self {
        let mut hits = BooleanBufferBuilder::new(rows);
        hits.append_n(rows, false);
        Self(hits)
    }

    fn add(&mut self, row: usize) {
        self.0.set_bit(row, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(texts: &[&str], needle: &str) -> Vec<usize> {
        let mut rows = Vec::new();
        if let Some(needle) = Needle::new(needle) {
            needle.each_match(&StringArray::from(texts.to_vec()), |row| rows.push(row));
        }
        rows
    }

    #[test]
    fn a_match_does_not_reach_over_the_end_of_a_text() {
        assert_eq!(matching(&["ab", "ab", "", "xaabb"], "ab"), [0, 1, 3]);
        assert_eq!(matching(&["a", "b", "ba"], "ab"), Vec::<usize>::new());
    }

    #[test]
    fn case_does_not_matter_in_any_script() {
        assert_eq!(
            matching(&["Größe", "GRÖSSE", "ΣΊΣΥΦΟΣ", "strasse"], "GRÖ"),
            [0, 1]
        );
        assert_eq!(matching(&["ΣΊΣΥΦΟΣ", "σίσυφοσ", "x"], "υφοσ"), [0, 1]);
        assert_eq!(matching(&["plain", "K"], "k"), [1]);
    }

    #[test]
    fn percent_and_underscore_are_letters_like_others() {
        assert_eq!(matching(&["100%", "100", "a_b", "axb"], "%"), [0]);
        assert_eq!(matching(&["100%", "100", "a_b", "axb"], "a_b"), [2]);
    }

    #[test]
    fn texts_longer_than_a_stretch_are_searched_whole() {
        let long = format!("{}NEEDLE", "x".repeat(3 * STRETCH));
        let texts = ["needle", &long, "no", &long, "Needle"];
        assert_eq!(matching(&texts, "needle"), [0, 1, 3, 4]);
    }
}
