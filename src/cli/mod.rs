//! The command line: the only floor that touches the world.
//!
//! ```text
//! args ─▶ settings ─▶ command ─▶ doorlists, source ─▶ site (read, plan) ─▶ refusal ─▶ publish
//!                                                                └─▶ apply (ask, do, read again) ─▶ publish
//! ```
//!
//! * `args` declares, `settings` resolves, `command` does; each command ends with an `exit::Exit`.
//! * `world` is what the process has: streams, environment, clock, terminal. Files are read by `files` and written
//!   by `write`.
//! * Whatever ends a run early is an `error::Stop` or any other error; `error::report` is the one place that tells.

mod apply;
mod args;
mod command;
mod doorlists;
mod entries;
mod error;
mod evidence;
mod exit;
mod files;
mod folder;
mod init;
mod main;
mod output;
mod progress;
mod publish;
mod refusal;
mod runtime;
mod serve;
mod settings;
mod signal;
mod site;
mod source;
mod world;
mod write;

pub use exit::Exit;
pub use main::main;
