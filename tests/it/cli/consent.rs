//! Asking on a terminal: a pseudo terminal from `script`, which every test machine of this project has.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::account::staff_only;
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

/// Runs `apply` on a terminal on which this is typed; the exit code and what was shown.
fn typed(served: &Served, keys: &str) -> (Option<i32>, String) {
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    let program = folder.command("");
    let line = format!("{} apply --color never {}", env!("CARGO_BIN_EXE_doorlist"), now());
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &line, "/dev/null"]).current_dir(folder.path(""));
    script.env_clear().env("PATH", std::env::var("PATH").unwrap_or_default()).env("CI", "true");
    script.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script is there");
    child.stdin.take().expect("piped").write_all(keys.as_bytes()).expect("typed");
    let output = child.wait_with_output().expect("ends");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_team_and_the_number_are_typed() {
    let served = Served::new(&Recorded::acme());
    let (code, shown) = typed(&served, "acme\n2\n");
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("type the team's name") && shown.contains("converged"), "{shown}");
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
}

#[test]
fn anything_else_changes_nothing() {
    for keys in ["acme\n3\n", "globex\n2\n", "yes\nyes\n", "\n\n", "acme\n\u{4}"] {
        let served = Served::new(&Recorded::acme());
        let (code, shown) = typed(&served, keys);
        assert_eq!(code, Some(1), "{keys:?}: {shown}");
        assert!(shown.contains("not approved"), "{keys:?}: {shown}");
        assert_eq!(served.writes(), [""; 0]);
    }
}
