//! Repeated measurements.

use anyhow::Result;

/// The figures of all turns that count.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample(Vec<f64>);

impl Sample {
    /// Takes the figures, which are in any order.
    pub fn new(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Self(figures)
    }

    /// The one in the middle, or the mean of the two there.
    pub fn median(&self) -> f64 {
        let (low, high) = (self.0.len().saturating_sub(1) / 2, self.0.len() / 2);
        match (self.0.get(low), self.0.get(high)) {
            (Some(low), Some(high)) => f64::midpoint(*low, *high),
            _ => f64::NAN,
        }
    }

    /// The least.
    pub fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or(f64::NAN)
    }

    /// The greatest.
    pub fn greatest(&self) -> f64 {
        self.0.last().copied().unwrap_or(f64::NAN)
    }
}

/// Measures ours and the floor in turns, so many times, after a turn of each that does not count.
pub async fn in_turns(
    turns: usize,
    mut ours: impl AsyncFnMut() -> Result<f64>,
    mut floor: impl AsyncFnMut() -> Result<f64>,
) -> Result<(Sample, Sample)> {
    let (mut our_figures, mut floor_figures) = (Vec::new(), Vec::new());
    for turn in 0..=turns {
        // Who goes first changes: what one leaves in a cache must not always help the other.
        let (ours, floor) = if turn % 2 == 0 {
            let ours = ours().await?;
            (ours, floor().await?)
        } else {
            let floor = floor().await?;
            (ours().await?, floor)
        };
        if turn > 0 {
            our_figures.push(ours);
            floor_figures.push(floor);
        }
    }
    Ok((Sample::new(our_figures), Sample::new(floor_figures)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        let sample = Sample::new(vec![5.0, 1.0, 100.0]);
        assert_eq!(
            (sample.least(), sample.median(), sample.greatest()),
            (1.0, 5.0, 100.0)
        );
        assert_eq!(Sample::new(vec![4.0, 1.0, 2.0, 3.0]).median(), 2.5);
        assert!(Sample::new(vec![]).median().is_nan());
    }

    #[tokio::test]
    async fn turns_alternate_and_the_first_does_not_count() {
        let calls = std::cell::RefCell::new(Vec::new());
        let (ours, floor) = in_turns(
            2,
            async || {
                calls.borrow_mut().push("ours");
                Ok(calls.borrow().len() as f64)
            },
            async || {
                calls.borrow_mut().push("floor");
                Ok(0.0)
            },
        )
        .await
        .unwrap();
        assert_eq!(
            *calls.borrow(),
            ["ours", "floor", "floor", "ours", "ours", "floor"]
        );
        assert_eq!((ours.least(), ours.greatest()), (4.0, 5.0));
        assert_eq!(floor.median(), 0.0);
    }
}
