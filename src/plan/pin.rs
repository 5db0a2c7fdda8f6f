//! The right account, before anything is planned (product.md, section 5; fine print A52).

use super::planner::Refusal;
use crate::model::plan::GuardName;
use crate::model::{Account, DoorList};

/// Compares the account's id and team with those of the door list.
///
/// # Errors
///
/// A refusal by the guard `account` that names both sides.
pub fn check(list: &DoorList, account: &Account) -> Result<(), Refusal> {
    let pin = &list.account;
    if pin.id != account.id {
        let text = format!("{} is for account {}, and this is account {}", pin.origin.file, pin.id, account.id);
        return Err(refuse(text, "use the door list of this account, or the credentials of that one"));
    }
    let organization = &account.organization;
    if pin.team != organization.team() && pin.team != organization.auth_domain {
        let text = format!(
            "{} is for team {}, and account {} is team {} ({})",
            pin.origin,
            pin.team,
            account.id,
            organization.team(),
            organization.auth_domain
        );
        return Err(refuse(text, "check account.id and account.team; after a rename of the team, write the new name"));
    }
    Ok(())
}

/// Everything that a decision needs was read.
///
/// # Errors
///
/// A refusal by the guard `inventory`.
pub fn check_inventory(list: &DoorList, account: &Account) -> Result<(), Refusal> {
    if list.needs().devices && account.devices.is_none() {
        return Err(Refusal {
            guard: GuardName::Inventory,
            text: "the physical devices were not read, and the door list selects machines by them".to_owned(),
            help: Some("record the account again with a token that may read devices".to_owned()),
        });
    }
    Ok(())
}

fn refuse(text: String, help: &str) -> Refusal {
    Refusal { guard: GuardName::Account, text, help: Some(help.to_owned()) }
}
