//! Everything about HTTP that is the same for every endpoint.
//!
//! * [`call`], [`query`] – what a request asks; [`answer`], [`refusal`] – what is said to it
//! * [`credential`], [`limiter`], [`log`] – who asks, how often, and the record of it
//! * [`gate`] – the way of a request through all of them, faults included
//! * [`doorway`] – connections that can be broken
//! * [`control`] – `/__sandbox`, for tests and for people

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod control;
pub(crate) mod credential;
pub(crate) mod doorway;
pub(crate) mod gate;
pub(crate) mod limiter;
pub(crate) mod log;
pub(crate) mod query;
pub(crate) mod refusal;
