//! The command line as it is declared: names, help and examples. No logic; [`super::settings`] resolves what is given
//! together with the environment, [`super::command`] uses it.

mod apply;
mod check;
mod groups;
mod look;
mod out;
mod plan;
mod root;
mod runbook;
mod serve;
mod write;

pub(crate) use apply::{Apply, Evidence};
pub(crate) use check::{Doctor, Plain, Watch};
pub(crate) use groups::{Accounts, Clock, DoorLists, Look, Recordings, Redaction};
pub(crate) use look::{Explain, Show, Validate};
pub(crate) use out::Out;
pub(crate) use plan::Plan;
pub(crate) use root::{Cli, Color, Command};
pub(crate) use runbook::{Offboard, Test};
pub(crate) use serve::Sandbox;
pub(crate) use write::{Completions, Init, Man, Schema, SchemaOf, Snapshot};
