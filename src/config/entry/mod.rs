//! The entries of `users`, `service_tokens`, `devices` and `protected`, one kind a file.

mod device;
mod notes;
mod protected;
mod selector;
mod service_token;
mod user;
