//! Whether two door lists say the same, wherever it stands.

use std::sync::Arc;

use crate::model::Origin;
use crate::model::doorlist::{AgeRule, DoorList, Placed};

/// Whether two door lists say the same: everything is compared but files, lines and columns. So an edit is held against
/// what it was to do, and one that changed anything else is found.
pub fn says_the_same(one: &DoorList, other: &DoorList) -> bool {
    placeless(one) == placeless(other)
}

fn placeless(list: &DoorList) -> DoorList {
    let nowhere = Origin { file: Arc::from(""), line: 0, column: 0 };
    let mut list = list.clone();
    list.files.clear();
    list.account.origin = nowhere.clone();
    let unlisted = &mut list.unlisted;
    for fate in [&mut unlisted.users, &mut unlisted.service_tokens, &mut unlisted.devices, &mut unlisted.connectors] {
        fate.origin = nowhere.clone();
    }
    list.users.iter_mut().for_each(|entry| entry.origin = nowhere.clone());
    list.service_tokens.iter_mut().for_each(|entry| entry.origin = nowhere.clone());
    list.devices.iter_mut().for_each(|entry| entry.origin = nowhere.clone());
    list.protected.iter_mut().for_each(|entry| entry.origin = nowhere.clone());
    let rules = [&mut list.cleanup.stale, &mut list.cleanup.revoked];
    rules.into_iter().flatten().for_each(|AgeRule { origin, .. }| *origin = nowhere.clone());
    list.cleanup.duplicates.iter_mut().for_each(|Placed { origin, .. }| *origin = nowhere.clone());
    list
}
