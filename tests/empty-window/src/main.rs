//! A Tauri window of the app's size with one heading in it, and nothing else.
//!
//! Owns: the floor. What this window costs in time and memory, every Tauri app on this system costs; `cargo xtask
//! bench` reports what the app adds to it.
//!
//! Refuses to know: the app. It uses Tauri's version and features, and none of the app's crates.

use std::process::ExitCode;

fn main() -> ExitCode {
    let opened = tauri::Builder::default().run(tauri::generate_context!());
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // There is no window to show it in.
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("The empty window cannot open: {error}\n"),
            );
            ExitCode::FAILURE
        }
    }
}
