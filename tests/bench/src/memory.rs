//! How much memory processes use together.
//!
//! Counted as PSS: pages that several processes share are divided among them, so that a sum over processes counts each
//! page once (`proc_pid_smaps(5)`).

use anyhow::{Result, bail};
use std::time::Duration;

/// The web view of a window that is at rest frees and takes memory for a while; it is at rest when two looks, this
/// far apart, agree.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1000);
/// Two looks agree when they differ by less than this share.
const AGREEMENT: f64 = 0.01;
/// Looks before giving up.
const LOOKS: usize = 30;

/// PSS of these processes, in mebibytes. A process that has ended counts nothing.
pub fn of(processes: &[u32]) -> f64 {
    let texts = processes
        .iter()
        .filter_map(|process| std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok());
    texts.filter_map(|text| pss(&text)).sum::<u64>() as f64 / 1024.0
}

/// PSS of this process, in mebibytes.
pub fn own() -> f64 {
    of(&[std::process::id()])
}

/// PSS once it no longer changes, in mebibytes.
pub async fn at_rest(processes: impl Fn() -> Vec<u32>) -> Result<f64> {
    let mut last = f64::INFINITY;
    for _ in 0..LOOKS {
        let now = of(&processes());
        if (now - last).abs() < now * AGREEMENT {
            return Ok(now);
        }
        last = now;
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    bail!("the memory does not come to rest; last it was {last:.0} MiB")
}

/// The line `Pss:` of a `smaps_rollup`, in kibibytes.
fn pss(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_the_proportional_shares_is_read() {
        let rollup = "55d0c0000000-7ffd0a5f2000 ---p 00000000 00:00 0    [rollup]\nRss:              123456 kB\n\
                      Pss:               65432 kB\nPss_Dirty:          4321 kB\nPss_Anon:           4000 kB\n";
        assert_eq!(pss(rollup), Some(65_432));
        assert_eq!(pss("Rss: 1 kB\n"), None);
        assert_eq!(pss("Pss: many kB\n"), None);
    }

    #[test]
    fn a_process_that_is_there_uses_memory_and_one_that_is_not_uses_none() {
        assert!(own() > 0.1);
        assert_eq!(of(&[u32::MAX]), 0.0);
    }
}
