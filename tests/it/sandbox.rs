//! The sandbox, endpoint by endpoint, in process and over sockets.

mod access;
mod comeback;
mod control;
mod devices;
mod enrollment;
mod faults;
mod gate;
mod legacy;
mod lists;
mod pages;
mod recordings;
mod registrations;
mod routes;
mod schema;
mod sdk;
mod socket;
mod support;
mod tokens;
