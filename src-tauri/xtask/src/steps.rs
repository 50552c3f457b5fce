//! Runs numbered steps and shows how each came out.

use anyhow::Result;
use std::time::{Duration, Instant};

/// How a step ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Well.
    Ok,
    /// With an error.
    Failed(String),
    /// It was not tried, because a step it needs failed.
    NotRun(String),
}

/// One line of the closing table.
pub struct Done {
    /// The step's title.
    pub title: String,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub outcome: Outcome,
    /// Lines worth repeating at the end.
    pub closing: Vec<String>,
}

/// Counts the steps, times them and remembers how they ended.
pub struct Steps {
    total: usize,
    done: Vec<Done>,
}

impl Steps {
    /// For this many steps.
    pub fn new(total: usize) -> Self {
        Self {
            total,
            done: Vec::new(),
        }
    }

    /// Runs one step and says whether it ended well. What the step hands back is repeated at the end.
    pub fn step(&mut self, title: &str, work: impl FnOnce() -> Result<Vec<String>>) -> bool {
        println!("\n[{}/{}] {title} …", self.done.len() + 1, self.total);
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        let (outcome, closing) = match result {
            Ok(closing) => {
                println!("      {title}: done in {}", shown(took));
                (Outcome::Ok, closing)
            }
            Err(error) => {
                println!("      {title}: FAILED after {}\n      {error:#}", shown(took));
                (Outcome::Failed(format!("{error:#}")), Vec::new())
            }
        };
        let ok = outcome == Outcome::Ok;
        self.done.push(Done {
            title: title.to_owned(),
            took,
            outcome,
            closing,
        });
        ok
    }

    /// Notes that a step cannot be tried.
    pub fn not_run(&mut self, title: &str, because: &str) {
        println!(
            "\n[{}/{}] {title}: not run, because it needs: {because}",
            self.done.len() + 1,
            self.total
        );
        let outcome = Outcome::NotRun(because.to_owned());
        self.done.push(Done {
            title: title.to_owned(),
            took: Duration::ZERO,
            outcome,
            closing: Vec::new(),
        });
    }

    /// Whether every step so far ended well.
    pub fn all_ok(&self) -> bool {
        self.done.iter().all(|done| done.outcome == Outcome::Ok)
    }

    /// The closing table, the errors once more, the runners' own totals, and the count of steps.
    pub fn summary(&self, noun: &str) -> String {
        let width = self
            .done
            .iter()
            .map(|done| done.title.chars().count())
            .max()
            .unwrap_or_default();
        let mut lines = vec![String::new()];
        for done in &self.done {
            let word = match &done.outcome {
                Outcome::Ok => "ok",
                Outcome::Failed(_) => "FAILED",
                Outcome::NotRun(_) => "not run",
            };
            lines.push(format!(
                "  {:width$}  {:>8}  {word}",
                done.title,
                shown(done.took)
            ));
        }
        let total: Duration = self.done.iter().map(|done| done.took).sum();
        lines.push(format!("  {:width$}  {:>8}", "together", shown(total)));
        for done in &self.done {
            if let Outcome::Failed(error) = &done.outcome {
                lines.push(format!("\n{}: {error}", done.title));
            }
        }
        lines.push(String::new());
        for done in &self.done {
            lines.extend(done.closing.iter().map(|line| format!("{}: {line}", done.title)));
        }
        let count = |test: fn(&Outcome) -> bool| self.done.iter().filter(|done| test(&done.outcome)).count();
        let passed = count(|outcome| *outcome == Outcome::Ok);
        let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
        let not_run = count(|outcome| matches!(outcome, Outcome::NotRun(_)));
        let mut last = format!("{noun}: {passed} passed, {failed} failed");
        if not_run > 0 {
            last.push_str(&format!(", {not_run} not run"));
        }
        lines.push(last);
        lines.join("\n")
    }
}

fn shown(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", took.as_secs() / 60, took.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn the_summary_counts_and_repeats_what_matters() {
        let mut steps = Steps::new(3);
        assert!(steps.step("Rust tests", || Ok(vec![
            "Summary [ 1s] 5 tests run: 5 passed".into()
        ])));
        assert!(!steps.step("Clippy", || bail!("`cargo clippy` ended with 101")));
        steps.not_run("End to end", "Clippy");
        assert!(!steps.all_ok());
        let summary = steps.summary("checks");
        assert!(
            summary.contains("Rust tests: Summary [ 1s] 5 tests run: 5 passed"),
            "{summary}"
        );
        assert!(
            summary.contains("Clippy: `cargo clippy` ended with 101"),
            "{summary}"
        );
        assert_eq!(
            summary.lines().last(),
            Some("checks: 1 passed, 1 failed, 1 not run")
        );
    }

    #[test]
    fn durations_are_readable() {
        assert_eq!(shown(Duration::from_millis(4_240)), "4.2 s");
        assert_eq!(shown(Duration::from_secs(605)), "10 min 05 s");
    }
}
