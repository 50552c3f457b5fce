use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use sandbox::{Config, Fault, StartError};

use crate::support::World;

#[tokio::test]
async fn a_sandbox_listens_on_loopback_and_knows_its_identifiers() {
    let world = World::start().await;
    let url = world.sandbox.base_url();
    assert_eq!(
        (url.scheme(), url.host_str(), url.path()),
        ("http", Some("127.0.0.1"), "/")
    );
    assert_eq!(url.port(), Some(world.sandbox.config().port));
    assert_eq!(world.sandbox.tenant_id(), sandbox::tenant_id());
    assert_eq!(world.sandbox.client_id(), sandbox::client_id());
}

#[tokio::test]
async fn stopping_frees_the_port() {
    let world = World::start().await;
    world.get("/").await;
    let port = world.sandbox.config().port;
    world.sandbox.stop().await;
    TcpListener::bind(("127.0.0.1", port)).unwrap();
}

#[tokio::test]
async fn dropping_stops_it() {
    let world = World::start().await;
    let port = world.sandbox.config().port;
    drop(world);
    // The server learns of it when its task runs next.
    for _ in 0..1000 {
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("port {port} is still taken");
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let world = World::start().await;
    let mut config: Config = world.sandbox.config().clone();
    config.port = world.sandbox.config().port;
    let error = sandbox::start(config).await.unwrap_err();
    assert!(
        matches!(error, StartError::Listen { port, .. } if port == world.sandbox.config().port),
        "{error}"
    );
}

#[tokio::test]
async fn two_sandboxes_run_side_by_side_with_equal_data_and_different_keys() {
    let (one, two) = (World::start().await, World::start().await);
    let keys = async |world: &World| world.get(&world.path("/discovery/keys")).await.text;
    assert_ne!(keys(&one).await, keys(&two).await);
    let alerts = async |world: &World| {
        let token = world.access_token(crate::support::ANALYST).await;
        world.api("/alerts?$expand=evidence", &token).await.json()["value"].clone()
    };
    assert_eq!(alerts(&one).await, alerts(&two).await);
}

/// The program with these options, and the facts that it printed.
fn program(options: &[&str]) -> (Child, serde_json::Value) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sandbox-tenant"))
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (program, serde_json::from_str(&line).unwrap())
}

#[test]
fn the_program_prints_its_addresses_and_ends_when_its_input_closes() {
    let (mut program, facts) = program(&["--alerts", "5", "--devices", "3", "--seed", "11"]);
    let base = facts["base"].as_str().unwrap();
    assert!(base.starts_with("http://127.0.0.1:"), "{base}");
    assert_eq!(facts["authority"], format!("{base}/{}", sandbox::tenant_id()));
    assert_eq!(facts["api"], format!("{base}/api"));
    assert_eq!(
        (facts["alerts"].as_u64(), facts["devices"].as_u64()),
        (Some(5), Some(3))
    );
    assert_eq!(facts["accounts"].as_array().unwrap().len(), 3);
    assert_eq!(facts["faults"], serde_json::json!([]));
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
}

#[test]
fn the_program_refuses_options_out_of_range() {
    for options in [
        ["--devices", "0"],
        ["--alerts", "99999999999"],
        ["--port", "70000"],
        ["--fault", "no-such-fault"],
    ] {
        let program = Command::new(env!("CARGO_BIN_EXE_sandbox-tenant"))
            .args(options)
            .output()
            .unwrap();
        assert_eq!(program.status.code(), Some(2), "{options:?}");
    }
}

#[test]
fn the_program_starts_with_the_faults_it_is_given() {
    let options = [
        "--devices",
        "3",
        "--fault",
        "throttled",
        "--fault",
        "untrusted-root",
    ];
    let (mut program, facts) = program(&options);
    assert_eq!(
        facts["faults"],
        serde_json::json!(["throttled", "untrusted-root"])
    );
    let base = facts["base"].as_str().unwrap();
    assert!(base.starts_with("https://127.0.0.1:"), "{base}");
    assert_eq!(facts["api"], format!("{base}/api"));
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
}

#[test]
fn the_program_lists_the_faults_and_ends() {
    let program = Command::new(env!("CARGO_BIN_EXE_sandbox-tenant"))
        .arg("--list-faults")
        .output()
        .unwrap();
    assert!(program.status.success());
    let text = String::from_utf8(program.stdout).unwrap();
    for fault in Fault::ALL {
        let line = text.lines().find(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(fault.id())
        });
        assert!(line.unwrap().ends_with(fault.about()), "{}", fault.id());
        assert!(text.lines().any(|line| line == fault.group()), "{}", fault.id());
    }
}

#[test]
fn an_unknown_fault_is_answered_with_the_known_ones() {
    let program = Command::new(env!("CARGO_BIN_EXE_sandbox-tenant"))
        .args(["--fault", "throtled"])
        .output()
        .unwrap();
    let text = String::from_utf8(program.stderr).unwrap();
    assert!(
        text.contains("throttled") && text.contains("wrong-cloud"),
        "{text}"
    );
}
