//! The sandbox tenant as a program of its own, for other people's clients and for conformance tests.
//!
//! Prints one JSON line with its addresses, then serves until standard input closes or a signal arrives.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use sandbox::{Config, Fault, Sandbox, StartError};
use serde_json::json;
use tokio::io::AsyncReadExt as _;

/// Serves the sandbox tenant on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// TCP port; 0 lets the operating system choose.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Number of alerts.
    #[arg(long, default_value_t = 1200, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    alerts: u32,
    /// Number of devices.
    #[arg(long, default_value_t = 80, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    devices: u32,
    /// Seed of the data.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Seconds between two polls with a device code.
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    device_code_interval: u32,
    /// Seconds that a device code can be used.
    #[arg(long, default_value_t = 900, value_name = "SECONDS")]
    device_code_life: u32,
    /// Seconds that a machine action stays pending, and that it then stays in progress.
    #[arg(long, default_value_t = 4, value_name = "SECONDS")]
    action_stage: u32,
    /// A fault that is on from the start; may be repeated. `--list-faults` names them all.
    #[arg(long = "fault", value_name = "ID", hide_possible_values = true, value_parser = fault_parser())]
    faults: Vec<Fault>,
    /// Print the faults and what each of them injects, and end.
    #[arg(long)]
    list_faults: bool,
}

fn fault_parser() -> impl clap::builder::TypedValueParser<Value = Fault> {
    PossibleValuesParser::new(Fault::ALL.iter().map(|fault| fault.id()))
        .try_map(|id| Fault::from_id(&id).ok_or("unknown fault"))
}

/// One line for each fault, under its group.
fn list_faults() -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    let mut group = "";
    for fault in Fault::ALL {
        if fault.group() != group {
            group = fault.group();
            writeln!(output, "{group}")?;
        }
        writeln!(output, "  {:<26} {}", fault.id(), fault.about())?;
    }
    output.flush()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge of the program: this is where the time comes from"
)]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

fn main() -> ExitCode {
    let options = Options::parse();
    if options.list_faults {
        return match list_faults() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let served = tokio::runtime::Runtime::new().map(|runtime| {
        let served = runtime.block_on(serve(&options));
        // A read of standard input cannot be cancelled, so nobody waits for it.
        runtime.shutdown_background();
        served
    });
    let problem = match served {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(problem)) => problem.to_string(),
        Err(problem) => problem.to_string(),
    };
    let _ = writeln!(std::io::stderr(), "sandbox-tenant: {problem}");
    ExitCode::FAILURE
}

#[derive(Debug, thiserror::Error)]
enum ServeError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("standard output is closed: {0}")]
    Output(#[from] std::io::Error),
}

async fn serve(options: &Options) -> Result<(), ServeError> {
    let mut config = Config::new(Arc::new(now));
    config.port = options.port;
    config.alerts = options.alerts;
    config.devices = options.devices;
    config.seed = options.seed;
    config.device_code_interval = options.device_code_interval;
    config.device_code_life = options.device_code_life;
    config.action_stage = options.action_stage;
    config.faults.clone_from(&options.faults);
    let sandbox = sandbox::start(config).await?;
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", description(&sandbox))?;
    output.flush()?;
    drop(output);
    wait_for_end().await;
    sandbox.stop().await;
    Ok(())
}

/// Everything a client needs to know.
fn description(sandbox: &Sandbox) -> serde_json::Value {
    let base = sandbox.base_url().as_str().trim_end_matches('/');
    let tenant = sandbox.tenant_id();
    let accounts: Vec<_> = sandbox
        .accounts()
        .iter()
        .map(|account| {
            json!({
                "name": account.name,
                "username": account.username,
                "password": account.password,
                "role": account.role,
            })
        })
        .collect();
    json!({
        "base": base,
        "authority": format!("{base}/{tenant}"),
        "openidConfiguration": format!("{base}/{tenant}/v2.0/.well-known/openid-configuration"),
        "authorizationEndpoint": format!("{base}/{tenant}/oauth2/v2.0/authorize"),
        "tokenEndpoint": format!("{base}/{tenant}/oauth2/v2.0/token"),
        "deviceAuthorizationEndpoint": format!("{base}/{tenant}/oauth2/v2.0/devicecode"),
        "deviceLogin": format!("{base}/devicelogin"),
        "v1TokenEndpoint": format!("{base}/{tenant}/oauth2/token"),
        "api": format!("{base}/api"),
        "tenantId": tenant,
        "clientId": sandbox.client_id(),
        "audience": sandbox.audience(),
        "alerts": sandbox.config().alerts,
        "devices": sandbox.config().devices,
        "accounts": accounts,
        "faults": sandbox.faults().iter().map(|fault| fault.id()).collect::<Vec<_>>(),
    })
}

/// Standard input closes, Ctrl-C, or (where there is one) a termination signal.
async fn wait_for_end() {
    let input_closed = async {
        let mut input = tokio::io::stdin();
        let mut scrap = [0_u8; 256];
        while matches!(input.read(&mut scrap).await, Ok(1..)) {}
    };
    tokio::select! {
        () = input_closed => {}
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
