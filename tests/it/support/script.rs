//! The scripts of `examples/`, run as people run them.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Stands for Cargo: the program is built already, and building it again from a test would wait for the test.
const CARGO: &str = "#!/bin/sh
set -eu
case $1 in
  build) exit ;;
  run) while [ \"$1\" != -- ]; do shift; done; shift; exec PROGRAM \"$@\" ;;
  *) exit 9 ;;
esac
";

/// How a script ended and what it printed.
pub(crate) struct Script {
    pub(crate) succeeded: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Files and folders that it left in the temporary folder.
    pub(crate) left: usize,
}

impl Script {
    /// Runs a script of the repository in an empty environment.
    pub(crate) fn run(path: &str) -> Self {
        let tools = tempfile::tempdir().expect("a temporary folder");
        let cargo = tools.path().join("cargo");
        fs::write(&cargo, CARGO.replace("PROGRAM", env!("CARGO_BIN_EXE_doorlist"))).expect("a stub");
        assert!(Command::new("chmod").arg("755").arg(&cargo).status().expect("chmod is there").success());
        let scratch = tools.path().join("scratch");
        fs::create_dir(&scratch).expect("a folder");
        let own = std::env::var_os("PATH").unwrap_or_default();
        let path_of_tools = std::iter::once(tools.path().to_owned()).chain(std::env::split_paths(&own));
        let done = Command::new("sh")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
            .env_clear()
            .env("PATH", std::env::join_paths(path_of_tools).expect("folders without a colon"))
            .env("TMPDIR", &scratch)
            .stdin(Stdio::null())
            .output()
            .expect("a POSIX shell");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            succeeded: done.status.success(),
            stdout: text(done.stdout),
            stderr: text(done.stderr),
            left: fs::read_dir(&scratch).expect("the scratch folder").count(),
        }
    }
}
