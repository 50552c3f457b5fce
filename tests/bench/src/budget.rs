//! A figure, its floor and its budget.

use crate::sample::Sample;
use serde_json::{Value, json};

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Time.
    Milliseconds,
    /// Memory.
    Mebibytes,
    /// A file, in the million bytes in which packages are told.
    Megabytes,
    /// Frames a second.
    FramesPerSecond,
}

impl Unit {
    /// As written after a number.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Mebibytes => "MiB",
            Self::Megabytes => "MB",
            Self::FramesPerSecond => "fps",
        }
    }

    /// A number of it, with as many digits as tell something.
    pub fn shown(self, value: f64) -> String {
        let digits = match value.abs() {
            size if size >= 100.0 => 0,
            size if size >= 10.0 => 1,
            _ => 2,
        };
        format!("{value:.digits$} {}", self.symbol())
    }
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Budget {
    /// At most so many times the floor.
    TimesFloor(f64),
    /// At most so much.
    AtMost(f64),
    /// At least so much.
    AtLeast(f64),
}

/// What a figure is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// What was measured.
    pub what: &'static str,
    /// How much it took.
    pub sample: Sample,
}

/// A budget and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The name under which it is measured.
    pub name: &'static str,
    /// What was measured.
    pub what: String,
    /// What is counted.
    pub unit: Unit,
    /// How much it took.
    pub ours: Sample,
    /// Measured beside it.
    pub floor: Option<Floor>,
    /// What is promised.
    pub budget: Budget,
}

impl Figure {
    /// How many times the floor it is.
    pub fn ratio(&self) -> Option<f64> {
        self.floor
            .as_ref()
            .map(|floor| self.ours.median() / floor.sample.median())
    }

    /// Whether the budget holds. What could not be measured does not hold.
    pub fn holds(&self) -> bool {
        let ours = self.ours.median();
        match self.budget {
            Budget::TimesFloor(most) => self.ratio().is_some_and(|ratio| ratio <= most),
            Budget::AtMost(most) => ours <= most,
            Budget::AtLeast(least) => ours >= least,
        }
    }

    /// `ok` or `MISS`.
    pub fn verdict(&self) -> &'static str {
        if self.holds() { "ok" } else { "MISS" }
    }

    /// The budget in words.
    pub fn promised(&self) -> String {
        match self.budget {
            Budget::TimesFloor(most) => format!("≤ {most} ×"),
            Budget::AtMost(most) => format!("≤ {most} {}", self.unit.symbol()),
            Budget::AtLeast(least) => format!("≥ {least} {}", self.unit.symbol()),
        }
    }

    /// For programs. Numbers that could not be measured are `null`.
    pub fn to_json(&self) -> Value {
        let sample = |sample: &Sample| json!({ "median": sample.median(), "least": sample.least(), "greatest": sample.greatest() });
        let (kind, bound) = match self.budget {
            Budget::TimesFloor(bound) => ("timesFloor", bound),
            Budget::AtMost(bound) => ("atMost", bound),
            Budget::AtLeast(bound) => ("atLeast", bound),
        };
        json!({
            "name": self.name,
            "what": self.what,
            "unit": self.unit.symbol(),
            "ours": sample(&self.ours),
            "floor": self.floor.as_ref().map(|floor| json!({ "what": floor.what, "figures": sample(&floor.sample) })),
            "ratio": self.ratio(),
            "budget": { "kind": kind, "bound": bound },
            "holds": self.holds(),
        })
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A figure of these medians.
    pub fn figure(ours: f64, floor: Option<f64>, budget: Budget) -> Figure {
        Figure {
            name: "sort",
            what: "sort by title".to_owned(),
            unit: Unit::Milliseconds,
            ours: Sample::new(vec![ours]),
            floor: floor.map(|floor| Floor {
                what: "Arrow sort",
                sample: Sample::new(vec![floor]),
            }),
            budget,
        }
    }

    #[test]
    fn a_ratio_at_the_budget_holds_and_one_above_does_not() {
        let at = |ours| figure(ours, Some(10.0), Budget::TimesFloor(1.5));
        assert!(at(15.0).holds() && at(3.0).holds());
        assert!(!at(15.1).holds());
        assert_eq!((at(15.1).verdict(), at(15.0).verdict()), ("MISS", "ok"));
        assert_eq!(at(15.0).ratio(), Some(1.5));
    }

    #[test]
    fn bounds_are_kept_in_their_direction() {
        assert!(figure(15.0, None, Budget::AtMost(15.0)).holds());
        assert!(!figure(15.2, None, Budget::AtMost(15.0)).holds());
        assert!(figure(59.0, Some(60.0), Budget::AtLeast(50.0)).holds());
        assert!(!figure(49.9, Some(60.0), Budget::AtLeast(50.0)).holds());
    }

    #[test]
    fn what_was_not_measured_does_not_hold() {
        let nothing = Figure {
            ours: Sample::new(vec![]),
            ..figure(1.0, Some(1.0), Budget::TimesFloor(2.0))
        };
        assert!(!nothing.holds());
        assert!(!figure(1.0, None, Budget::TimesFloor(2.0)).holds());
        assert_eq!(nothing.to_json()["ours"]["median"], Value::Null);
    }

    #[test]
    fn numbers_have_the_digits_that_tell_something() {
        assert_eq!(Unit::Milliseconds.shown(1234.5), "1234 ms");
        assert_eq!(Unit::Mebibytes.shown(12.34), "12.3 MiB");
        assert_eq!(Unit::Milliseconds.shown(0.456), "0.46 ms");
    }
}
