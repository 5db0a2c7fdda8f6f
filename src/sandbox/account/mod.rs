//! The state of a recorded account: rows as they were recorded, indexes over them, and what calls do to them.
//!
//! * [`registrations`], [`devices`], [`users`] – the lists that can be long: rows as text, by id
//! * [`shelf`] – the short lists: tokens, applications, policies, groups, lists
//! * [`order`] – sorting, and positions that survive inserts and deletes
//! * [`effects`] – what a call does to several of them at once
//! * [`enrollment`] – what follows from who refers to which policy, group and token
//! * [`row`] – one object of a recording, from its text
//! * [`load`](mod@load), [`dump`](mod@dump), [`change`](mod@change) – from and to a recorded account, and changes by others

mod change;
pub(crate) mod clock;
pub(crate) mod devices;
mod dump;
pub(crate) mod effects;
pub(crate) mod enrollment;
mod index;
pub(crate) mod json;
mod load;
pub(crate) mod mint;
pub(crate) mod order;
pub(crate) mod registrations;
mod row;
pub(crate) mod shelf;
pub(crate) mod users;

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use self::change::change;
pub(crate) use self::dump::dump;
pub(crate) use self::load::load;

use self::clock::Clock;
use self::devices::Devices;
use self::effects::Gone;
use self::json::Object;
use self::mint::Mint;
use self::registrations::Registrations;
use self::shelf::Shelf;
use self::users::Users;
use super::options::{BeyondLargest, Options, UnknownIds};

/// The Zero Trust organization of an account.
#[derive(Debug)]
pub(crate) enum Organization {
    /// The recording does not say.
    NotRecorded,
    /// Zero Trust is not enabled.
    None,
    /// As recorded, or as changed since.
    Recorded(Object),
}

/// The part of the options that calls need.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) page_size: usize,
    pub(crate) largest_page: usize,
    pub(crate) beyond_largest: BeyondLargest,
    pub(crate) unknown_ids: UnknownIds,
}

impl Settings {
    fn of(options: &Options) -> Self {
        Self {
            page_size: options.page_size.max(1),
            largest_page: options.largest_page.max(1),
            beyond_largest: options.beyond_largest,
            unknown_ids: options.unknown_ids,
        }
    }
}

/// An account. A list that was not recorded is not there, and every call for it is refused.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) account_id: String,
    pub(crate) account: Object,
    pub(crate) organization: Organization,
    pub(crate) registrations: Option<Registrations>,
    pub(crate) devices: Option<Devices>,
    pub(crate) users: Option<Users>,
    pub(crate) tokens: Option<Shelf>,
    pub(crate) applications: Option<Shelf>,
    pub(crate) policies: Option<Shelf>,
    pub(crate) groups: Option<Shelf>,
    pub(crate) lists: Option<Shelf>,
    /// What the recording has beside the lists that are known here.
    pub(crate) rest: BTreeMap<String, Value>,
    pub(crate) clock: Clock,
    pub(crate) mint: Mint,
    /// The clients that were cut off and have not come back.
    pub(crate) gone: Vec<Gone>,
    /// The new ids of deleted devices whose clients came back, by the old ones.
    pub(crate) returned_devices: BTreeMap<String, String>,
    pub(crate) settings: Settings,
}
