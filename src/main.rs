//! The command line: see [`doorlist::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    doorlist::cli::main()
}
