//! Logs: one file a day, fourteen kept, in the data folder.
//!
//! Invariant: only this program's own crates write, at `info` and above. Libraries are heard at `warn`,
//! and those that see headers and bodies (HTTP, TLS) not at all.

use crate::folders::{FolderError, inside};
use std::path::Path;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

const FILTER: &str = "error,defender_api_workbench=info,workbench=info,entra=info,defender=info,vault=info,sandbox=info,\
                      reqwest=off,hyper=off,hyper_util=off,h2=off,rustls=off,oauth2=off";

/// Starts logging. The guard must live as long as the program.
pub fn start(data: &Path) -> Result<Option<WorkerGuard>, FolderError> {
    let folder = inside(data, "logs")?;
    let appender = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("workbench")
        .filename_suffix("log")
        .max_log_files(14)
        .build(&folder)
        .map_err(|error| FolderError::Unusable {
            path: folder,
            source: std::io::Error::other(error),
        })?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    let started = tracing_subscriber::fmt()
        .json()
        .with_env_filter(EnvFilter::new(FILTER))
        .with_writer(writer)
        .try_init();
    // A second subscriber in one process (tests) is no reason not to start.
    Ok(started.is_ok().then_some(guard))
}
