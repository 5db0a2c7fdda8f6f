//! Tests of the whole folder, and what all parts are tested on.

mod dossier;
mod fixture;
mod readme;
mod watch;

pub(super) use fixture::*;
