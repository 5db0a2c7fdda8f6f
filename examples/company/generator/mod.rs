//! A company with everything that makes an account hard to clean, made from a seed.
//!
//! * [`random`] – the dice
//! * [`names`] – what people are called
//! * [`people`] – who works here, who has left, who should never have been here
//! * [`machines`] – laptops, phones, kiosks, runners, routers, shared machines
//! * [`company`] – who has registered what, and when it was last seen
//! * [`account`], [`rows`] – the recorded account, row by row as the API returns them
//! * [`enrollment`] – who may enroll: application, policies, groups, lists, tokens
//! * [`files`] – the door list and the exports that it reads

mod account;
mod company;
mod enrollment;
mod files;
mod machines;
mod names;
mod people;
mod random;
mod rows;

pub(crate) use company::Company;
