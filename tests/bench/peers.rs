//! What people would use instead, on as many rows and in the same run: scripts on the same server, and two tools that
//! plan as this one does, each on as many of the smallest things that it knows. One thing in ten goes, as in the company
//! that the rows come from.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use super::Outcome;
use super::child::{self, Measured};
use super::table::Table;

/// All of them that this machine has, one row each.
pub(super) fn run(rows: usize, url: &str, bare: Duration, table: &mut Table) -> Outcome<()> {
    let peers: [(&str, &str, Peer); 4] = [
        ("curl and jq in a shell script", "curl and jq", curl),
        ("a script on the official Python SDK", "a Python in target/tools/python with the package cloudflare", sdk),
        ("terraform plan, so many terraform_data", "terraform", terraform),
        ("octodns-sync, so many records", "a Python in target/tools/python with the package octodns", octodns),
    ];
    for (what, needs, peer) in peers {
        let folder = tempfile::tempdir()?;
        match peer(rows, url, folder.path())? {
            Some(run) => table.measured(what, &run, bare),
            None => table.note(&format!("{what}: not measured, it takes {needs}")),
        }
    }
    Ok(())
}

/// Nothing where the machine does not have it.
type Peer = fn(usize, &str, &Path) -> Outcome<Option<Measured>>;

fn curl(_: usize, url: &str, _: &Path) -> Outcome<Option<Measured>> {
    if !works(&mut Command::new("curl"), "--version") || !works(&mut Command::new("jq"), "--version") {
        return Ok(None);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/peers/curl.sh");
    // The memory is that of its children, of which there are hundreds.
    child::measure(Command::new("bash").arg(script), url, &[0]).map(|run| Some(Measured { peak: 0, ..run }))
}

fn sdk(_: usize, url: &str, _: &Path) -> Outcome<Option<Measured>> {
    let python = tool("python");
    if !python.exists() || !works(Command::new(&python).arg("-c"), "import cloudflare") {
        return Ok(None);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/peers/sdk.py");
    child::measure(Command::new(python).arg(script), url, &[0]).map(Some)
}

/// A state with so many things, and a configuration with nine of ten of them.
fn terraform(rows: usize, url: &str, folder: &Path) -> Outcome<Option<Measured>> {
    if !works(&mut Command::new("terraform"), "version") {
        return Ok(None);
    }
    let left = rows - rows / 10;
    let config = format!("resource \"terraform_data\" \"row\" {{\n  count = {left}\n  input = count.index\n}}\n");
    fs::write(folder.join("main.tf"), config)?;
    let thing = |number: usize| {
        let text = json!({ "value": number, "type": "number" });
        json!({
            "index_key": number, "schema_version": 0,
            "attributes": { "id": format!("row-{number}"), "input": text, "output": text, "triggers_replace": null },
        })
    };
    let state = json!({
        "version": 4, "terraform_version": "1.0.0", "serial": 1, "lineage": "00000000-0000-4000-8000-000000000000",
        "outputs": {}, "check_results": null,
        "resources": [{
            "mode": "managed", "type": "terraform_data", "name": "row",
            "provider": "provider[\"terraform.io/builtin/terraform\"]",
            "instances": (0..rows).map(thing).collect::<Vec<_>>(),
        }],
    });
    fs::write(folder.join("terraform.tfstate"), state.to_string())?;
    let terraform = |command: &str| {
        let mut terraform = Command::new("terraform");
        terraform.arg(command).arg("-input=false").arg("-no-color").current_dir(folder);
        terraform.env("CHECKPOINT_DISABLE", "1").env_remove("TF_CLI_CONFIG_FILE");
        terraform
    };
    let begun = terraform("init").stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !begun.success() {
        return Err(format!("terraform init ended with {begun}").into());
    }
    let mut plan = terraform("plan");
    child::measure(plan.arg("-detailed-exitcode"), url, &[2]).map(Some)
}

/// A zone with so many records, and a source with nine of ten of them.
fn octodns(rows: usize, url: &str, folder: &Path) -> Outcome<Option<Measured>> {
    let (python, sync) = (tool("python"), tool("octodns-sync"));
    if !python.exists() || !sync.exists() {
        return Ok(None);
    }
    let zone = |rows: usize| {
        let mut text = String::from("---\n");
        for number in 0..rows {
            // Sorted, as its own files have to be.
            let _ = writeln!(text, "r{number:07}: {{ ttl: 300, type: A, value: 192.0.2.1 }}");
        }
        text
    };
    for (name, rows) in [("source", rows - rows / 10), ("target", rows)] {
        fs::create_dir(folder.join(name))?;
        fs::write(folder.join(name).join("acme.example.yaml"), zone(rows))?;
    }
    let config = "\
providers:
  source: { class: octodns.provider.yaml.YamlProvider, directory: ./source }
  target: { class: octodns.provider.yaml.YamlProvider, directory: ./target, enforce_order: false }
zones:
  acme.example.: { sources: [source], targets: [target] }
";
    fs::write(folder.join("config.yaml"), config)?;
    let mut command = Command::new(sync);
    command.args(["--config-file", "config.yaml", "--quiet"]).current_dir(folder).stderr(Stdio::null());
    child::measure(&mut command, url, &[0]).map(Some)
}

fn tool(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/python/bin").join(name)
}

fn works(command: &mut Command, asked: &str) -> bool {
    command.arg(asked).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
