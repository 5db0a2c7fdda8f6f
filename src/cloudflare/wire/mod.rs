//! The rows as the API writes them, decoded leniently into `model`: unknown keys are passed over, null and missing are
//! the same, numbers do where a text was promised. What a row cannot be judged without, its id and its device's id, is
//! demanded (API page, sections 1.3, 2, 5, 6, 7 and 11).
//!
//! Live and recorded accounts come through here alike.

mod access;
mod collect;
mod device;
mod gateway;
mod intern;
mod one;
mod organization;
mod raw;
mod registration;
mod rule;
mod scalar;
mod token;
mod user;

pub(super) use access::{Applications, Groups, Policies, ReadApplication, WARP, resolved};
pub(super) use collect::{Collected, Collector, Each, Rows};
pub(super) use device::{Devices, one_device};
pub(super) use gateway::{Items, Lists};
pub(super) use one::{one, result_of};
pub(super) use organization::{WireOrganization, one_organization};
pub(super) use raw::{RawRow, RawRows};
pub(super) use registration::Registrations;
pub(super) use scalar::{Number, Text};
pub(super) use token::Tokens;
pub(super) use user::Users;
