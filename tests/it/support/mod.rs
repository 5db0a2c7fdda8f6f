//! What the tests of the whole program share.
//!
//! * `account` – recorded accounts, made row by row
//! * `cases` – how many cases a property is tried with
//! * `company` – a company whose people and tokens leave
//! * `loopback` – a sandbox on loopback, in a thread of its own
//! * `program` – the real binary in a world of its own, its output as one text
//! * `served` – that, whose requests and rows can be looked at
//! * `script` – the scripts of `examples/`, run as people run them
//! * `router` – a sandbox as a transport, without a socket

pub(crate) mod account;
pub(crate) mod cases;
pub(crate) mod company;
pub(crate) mod loopback;
pub(crate) mod program;
pub(crate) mod router;
pub(crate) mod script;
pub(crate) mod served;

pub(crate) use account::Recorded;
pub(crate) use cases::cases;
pub(crate) use program::{Folder, Run};
pub(crate) use script::Script;
pub(crate) use served::Served;
