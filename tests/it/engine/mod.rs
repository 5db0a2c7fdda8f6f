//! Applying over the library, against a sandbox without sockets and with a clock that stands still.

mod comeback;
mod offboarding;
mod resume;
mod run;
mod unlucky;
