//! `doorlist sandbox` as people start it: a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// `doorlist sandbox` in the background, stopped when it is dropped.
pub(super) struct Sandbox {
    process: Child,
    url: String,
    /// Held open, so that the sandbox never writes into a closed pipe.
    _stdout: BufReader<ChildStdout>,
}

impl Sandbox {
    /// Serves a recorded account of the repository.
    pub(super) fn of(account: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_doorlist"))
            .args(["sandbox", "--listen", "127.0.0.1:0", "--account"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(account))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = String::new();
        let mut stdout = BufReader::new(process.stdout.take().expect("piped"));
        stdout.read_line(&mut first).expect("the sandbox says where it is");
        let url = first.trim().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "the first line is the base URL, not {first:?}");
        Self { process, url, _stdout: stdout }
    }

    /// The base URL.
    pub(super) fn url(&self) -> String {
        self.url.clone()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left running.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
