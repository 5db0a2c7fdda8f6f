//! The official SDKs, pointed at the sandbox by base URL.
//!
//! `.ci/sdk` installs them and runs these tests; without an SDK they say so and do nothing.

use std::env;
use std::path::Path;
use std::process::Command;

use doorlist::sandbox::{Options, Sandbox};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::support::RECORDING;

/// What the SDKs would take from the environment.
const VARIABLES: &[&str] =
    &["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY", "CLOUDFLARE_EMAIL", "CLOUDFLARE_BASE_URL", "NODE_OPTIONS"];

const ACCOUNT_ID: &str = "0123456789abcdef0123456789abcdef";

/// Runs a program with the base URL and the account's id as its last arguments, on a sandbox of its own.
async fn run(mut program: Command) {
    let sandbox = Sandbox::from_recording(RECORDING.as_bytes(), Options::default()).expect("a recording");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}/client/v4", listener.local_addr().expect("an address"));
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(sandbox.serve(listener, async {
        let _ = stopped.await;
    }));
    for variable in VARIABLES {
        program.env_remove(variable);
    }
    program.args([&base_url, ACCOUNT_ID]);
    let ended = tokio::task::spawn_blocking(move || program.output()).await.expect("no panic");
    let output = ended.expect("a program that starts");
    let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.trim() == "ok", "{said}\n{failed}");
    stop.send(()).expect("a server that runs");
    server.await.expect("no panic").expect("no error");
}

fn script(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk").join(name).to_string_lossy().into_owned()
}

#[tokio::test]
async fn the_python_sdk_can_do_everything() {
    let Some(python) = env::var_os("DOORLIST_SDK_PYTHON") else {
        return skipped("DOORLIST_SDK_PYTHON names no Python that has the SDK");
    };
    let mut program = Command::new(python);
    program.arg(script("python/run.py"));
    run(program).await;
}

#[tokio::test]
async fn the_typescript_sdk_can_do_everything() {
    let Some(folder) = env::var_os("DOORLIST_SDK_NODE") else {
        return skipped("DOORLIST_SDK_NODE names no folder with the SDK and the compiled script");
    };
    let mut program = Command::new("node");
    program.arg(Path::new(&folder).join("run.js"));
    run(program).await;
}

#[expect(clippy::print_stderr, reason = "a test that did nothing must not look like one that passed")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}; .ci/sdk sets it up");
}
