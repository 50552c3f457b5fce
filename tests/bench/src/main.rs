//! Measures every budget of speed and memory, each beside its floor in the same run.
//!
//! Owns: what is measured and how, the budgets, and how the figures are shown. `cargo xtask bench` builds what is
//! measured and starts this program.
//!
//! Refuses to know: how anything is built. It is told where the programs and the package are.
//!
//! How a figure is made:
//! - Ours and the floor are measured in turns, after a first turn of each that does not count, and the medians are
//!   compared. What disturbs the machine disturbs both.
//! - A ratio is what is promised. Milliseconds and mebibytes are shown to make it understood; they are this machine's.
//! - A budget that does not hold is a `MISS`, is named again at the end, and makes the program fail.
#![cfg_attr(
    target_os = "linux",
    expect(clippy::print_stdout, reason = "it tells what it measures")
)]

#[cfg(target_os = "linux")]
mod args;
#[cfg(target_os = "linux")]
mod budget;
#[cfg(target_os = "linux")]
mod compute;
#[cfg(target_os = "linux")]
mod display;
#[cfg(target_os = "linux")]
mod grow;
#[cfg(target_os = "linux")]
mod launch;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod sample;
#[cfg(target_os = "linux")]
mod scroll;
#[cfg(target_os = "linux")]
mod tenant;
#[cfg(target_os = "linux")]
mod window;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    run::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    // The window is driven through WebKitWebDriver and memory is read from /proc, which there is on Linux only.
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        b"The budgets are measured on Linux only.\n",
    );
    std::process::ExitCode::FAILURE
}
