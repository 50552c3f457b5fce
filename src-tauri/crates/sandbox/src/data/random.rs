//! Deterministic variety: numbers that depend on the seed, on what they are for, and on an index.
//!
//! Invariants: no state is kept between rows, so row 900,000 costs as much as row 0. Integer arithmetic only, so
//! that every platform computes the same data. Not for secrets.

/// What numbers are drawn for. Two streams never influence each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    TokenLife = 1,
    Machine = 2,
    Incident = 3,
    IncidentSplit = 4,
    AlertTime = 5,
    Alert = 6,
    Evidence = 7,
    Comments = 8,
    Identity = 9,
    File = 10,
    Software = 11,
    Vulnerability = 12,
    Configuration = 13,
    Action = 14,
    Logon = 15,
    Antivirus = 16,
    Inventory = 17,
    Baseline = 18,
    Scan = 19,
    Indicator = 20,
}

/// A well-mixed number for this seed, stream and index (`SplitMix64`'s finaliser, twice).
pub(crate) fn hash(seed: u64, stream: Stream, index: u64) -> u64 {
    mix(mix(seed ^ (stream as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(index))
}

fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A sequence of numbers for one row.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The sequence for this seed, stream and index.
    pub(crate) fn new(seed: u64, stream: Stream, index: u64) -> Self {
        Self(hash(seed, stream, index))
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number in `0..bound`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // Multiply-shift; its bias is far below what anybody sees in invented data.
        let product = u128::from(self.next()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number in `0..bound` as an index.
    pub(crate) fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).unwrap_or(0)
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A signed number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low).max(0))
            .unwrap_or(0)
            .saturating_add(1);
        low.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// One of the items; the default of an empty list never occurs for the catalogue's own lists.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.index(items.len()))
    }

    /// One of the words.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// `length` lower-case hexadecimal characters.
    pub(crate) fn hex(&mut self, length: usize) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            let _ = write!(text, "{:016x}", self.next());
        }
        text.truncate(length);
        text
    }

    /// A GUID of version 4.
    pub(crate) fn guid(&mut self) -> String {
        let bits = (u128::from(self.next()) << 64) | u128::from(self.next());
        uuid::Builder::from_random_bytes(bits.to_be_bytes())
            .into_uuid()
            .to_string()
    }
}

/// A permutation of the 32-bit numbers, so that an alert's id can hide its index and still lead back to it.
///
/// The constants are those of the "lowbias32" integer hash (public domain, C. Wellons).
pub(crate) fn scramble(value: u32) -> u32 {
    let value = (value ^ (value >> 16)).wrapping_mul(0x7feb_352d);
    let value = (value ^ (value >> 15)).wrapping_mul(0x846c_a68b);
    value ^ (value >> 16)
}

/// The number that [`scramble`] made this one of.
pub(crate) fn unscramble(value: u32) -> u32 {
    let value = (value ^ (value >> 16)).wrapping_mul(0x4302_1123);
    let value = (value ^ (value >> 15) ^ (value >> 30)).wrapping_mul(0x1d69_e2a5);
    value ^ (value >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back_from_the_permutation(value: u32) {
            prop_assert_eq!(unscramble(scramble(value)), value);
        }

        #[test]
        fn draws_stay_in_their_range(seed: u64, index: u64, bound in 1_u64..1_000_000) {
            let mut dice = Dice::new(seed, Stream::Alert, index);
            prop_assert!(dice.below(bound) < bound);
            let drawn = dice.between(-5, 5);
            prop_assert!((-5..=5).contains(&drawn));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_gives_others() {
        let draw = |seed| Dice::new(seed, Stream::Alert, 3).guid();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_eq!(Dice::new(7, Stream::Alert, 3).hex(40).len(), 40);
    }
}
