//! The Tauri shell.
//!
//! Owns: the window, the system's browser, clipboard and save dialog, program flags, folders, logs.
//! Refuses to know: what any command does. A command is parse, call, convert; the work is in `workbench`.
//!
//! Invariant: the only crate that depends on Tauri.

mod clipboard;
mod commands;
mod dialogs;
mod folders;
mod logs;
mod system;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use sandbox::Fault;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::Manager;
use workbench::{FixedFolder, SaveDialog, Workbench};

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
    /// A fault that the sandbox tenant starts with; may be repeated. They are listed on the Sandbox screen
    #[arg(long = "sandbox-fault", value_name = "ID", hide_possible_values = true, value_parser = fault_parser())]
    pub sandbox_faults: Vec<Fault>,
    /// Save files to this folder under a free name, without asking
    #[arg(long, value_name = "DIR")]
    pub save_dir: Option<PathBuf>,
}

fn fault_parser() -> impl TypedValueParser<Value = Fault> {
    PossibleValuesParser::new(Fault::ALL.iter().map(|fault| fault.id()))
        .try_map(|id| Fault::from_id(&id).ok_or("unknown fault"))
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
    let save_folder = flags.save_dir.map(folders::save_folder).transpose()?;

    tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| {
            let clock = system::clock();
            let mut sandbox = sandbox::Config::new(Arc::clone(&clock));
            sandbox.alerts = flags.sandbox_alerts;
            sandbox.seed = flags.sandbox_seed;
            sandbox.faults = flags.sandbox_faults;
            let save_dialog: Arc<dyn SaveDialog> = match save_folder {
                Some(folder) => Arc::new(FixedFolder::new(folder)),
                None => Arc::new(dialogs::SystemSaveDialog::new(app.handle().clone())),
            };
            let workbench = Workbench::open(workbench::Ports {
                folder: data,
                browser: Arc::new(system::Browser::new(app.handle().clone())),
                save_dialog,
                clipboard: Arc::new(clipboard::SystemClipboard::new(app.handle().clone())),
                clock,
                sleeper: Arc::new(entra::SystemSleeper),
                keys: Arc::new(vault::OsKeyStore::new(
                    "io.github.defender-api-workbench",
                    "session-key",
                )),
                sandbox,
                start_on_sandbox: flags.sandbox,
                regions: workbench::documented_regions(),
            })?;
            app.manage(workbench);
            Ok(())
        })
        .invoke_handler({
            use commands::{
                alerts::*, bulk::*, calls::*, checklist::*, explorer::*, network::*, permissions::*,
                profiles::*, sandbox::*, session::*, system::*, tables::*, token::*,
            };
            contract::with_commands!(tauri::generate_handler)
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
