//! doorlist: plan and apply for Cloudflare Zero Trust device registrations.
//!
//! # The floors
//!
//! ```text
//!                   cli                 arguments, environment, files, terminal, exit codes
//!          /     |      |      \
//!     evidence   |      |       |       the folder that an auditor reads
//!         |      |      |       |
//!      render  apply  sandbox   |       text for people and programs · doing · the embedded API
//!          \     |      |      /
//!        plan  cloudflare  config       pure judging · the HTTP API · YAML to a door list
//!           \      |      /
//!              model                    the nouns
//! ```
//!
//! Imports go down only; neighbours do not know each other (`tests/it/floors.rs` keeps it so).
//!
//! # How data flows
//!
//! ```text
//! files ─▶ config::load ─▶ DoorList ─┐
//!                                    ├─▶ plan::judge ─▶ plan::plan ─▶ Plan ─▶ plan::guard ─▶ Approved ─▶ apply ─▶ Report
//! API or recording ─▶ Account ───────┘                                └─▶ render ─▶ text, JSON, diff …
//! ```
//!
//! An [`model::Account`] is made only from lists that were read to their end; only an approved plan can be applied;
//! reading and writing are two types, and `plan` never holds the second.

pub mod apply;
pub mod cli;
pub mod cloudflare;
pub mod config;
pub mod evidence;
pub mod model;
pub mod plan;
pub mod render;
pub mod sandbox;
