//! A door list for an account as it is (product.md, section 4, `init`): everybody who is there is permitted, everything
//! else is reported, so that the first plan is empty. What looks wrong is marked `REVIEW` and waits for a decision.
//!
//! * `draft` – the whole file
//! * [`people`] – domains with several people as patterns, everybody else one by one
//! * [`machines`] – service tokens, classes of machines ([`class`]), connectors
//! * [`review`] – what hygiene would find, as comments
//! * [`yaml`] – quoting: names come from whoever owns the laptop, and must not become YAML
//!
//! `check` loads and plans with the text before it is shown.
//! Pure: an account and a time in, a text out.

mod check;
mod class;
mod draft;
mod machines;
mod people;
mod review;
mod yaml;

pub(crate) use check::check;
pub(crate) use draft::draft;
