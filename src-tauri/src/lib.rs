//! The Tauri shell.
//!
//! Owns: the window, the system's browser and clipboard, program flags, folders, logs.
//! Refuses to know: what any command does. A command is parse, call, convert; the work is in `workbench`.
//!
//! Invariant: the only crate that depends on Tauri.

mod clipboard;
mod commands;
mod folders;
mod logs;
mod system;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::Manager;
use workbench::Workbench;

/// Flags of the program.
#[derive(clap::Parser, Debug)]
#[command(
    version,
    about = "Set up, verify and use the Microsoft Defender for Endpoint API"
)]
pub struct Flags {
    /// Folder for settings, sealed sessions and logs [default: the system's folder for program data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Start on the sandbox tenant, whatever profile was last in use
    #[arg(long)]
    pub sandbox: bool,
    /// How many alerts the sandbox tenant holds, up to 1,000,000
    #[arg(long, value_name = "N", default_value_t = 1200, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub sandbox_alerts: u32,
    /// Seed of the sandbox tenant's data
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub sandbox_seed: u64,
}

/// Opens the window and runs until it is closed.
pub fn run(flags: Flags) -> ExitCode {
    match start(flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // There is no window to show it in: the terminal is the only place left.
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("Defender API Workbench cannot start: {error}\n"),
            );
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error("{0}")]
    Folder(#[from] folders::FolderError),
    #[error("the workbench could not be set up: {0}")]
    Workbench(#[from] workbench::OpenError),
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
}

fn start(flags: Flags) -> Result<(), StartError> {
    let data = folders::data_folder(flags.data_dir)?;
    // Held until the window closes: dropping it flushes the log.
    let _log = logs::start(&data)?;

    tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .setup(move |app| {
            let clock = system::clock();
            let mut sandbox = sandbox::Config::new(Arc::clone(&clock));
            sandbox.alerts = flags.sandbox_alerts;
            sandbox.seed = flags.sandbox_seed;
            let workbench = Workbench::open(workbench::Ports {
                folder: data,
                browser: Arc::new(system::Browser::new(app.handle().clone())),
                clock,
                keys: Arc::new(vault::OsKeyStore::new(
                    "io.github.defender-api-workbench",
                    "session-key",
                )),
                sandbox,
                start_on_sandbox: flags.sandbox,
            })?;
            app.manage(workbench);
            app.manage(clipboard::TokenClipboard::default());
            Ok(())
        })
        .invoke_handler({
            use commands::{alerts::*, profiles::*, session::*, system::*, token::*};
            contract::with_commands!(tauri::generate_handler)
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
