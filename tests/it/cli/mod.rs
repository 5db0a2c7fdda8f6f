//! The commands, from outside.

mod accounts;
mod apply;
mod apply_faults;
mod apply_resume;
mod apply_saved;
mod apply_signals;
#[cfg(target_os = "linux")]
mod consent;
mod doctor;
mod evidence;
mod explain;
mod guards;
mod help;
mod init;
mod output;
mod plan;
mod recordings;
mod sandbox;
mod settings;
mod show;
mod snapshot;
mod validate;
mod watch;
#[cfg(unix)]
mod write;
