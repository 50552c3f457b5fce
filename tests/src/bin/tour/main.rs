//! Walks through the app without anybody looking: a real window on a virtual display, a real browser for the
//! sign-in page, one picture per screen.
//!
//! `tour --app <program> --out <folder> [-- <app arguments>]`
#![cfg_attr(
    target_os = "linux",
    expect(clippy::print_stdout, reason = "it tells what it sees")
)]

#[cfg(target_os = "linux")]
mod tour;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    tour::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    // The window is driven through WebKitWebDriver, which there is for WebKitGTK only.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), b"The tour runs on Linux only.\n");
    std::process::ExitCode::FAILURE
}
