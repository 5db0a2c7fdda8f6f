//! Findings about the account as a whole.

use std::collections::{BTreeSet, HashMap};

use super::finding;
use crate::model::account::{Listed, Unread};
use crate::model::plan::{Action, ActionKind, Finding, Level, TargetDevice};
use crate::model::quote::{name, quoted};
use crate::model::{Account, DeviceId, FindingCode, PhysicalDevice, RegistrationType};
use crate::plan::sentences::count;
use crate::plan::view::View;

/// Deleted rows, unknown types, counts that differ, features that are off, addresses that stay held.
pub(super) fn findings(view: &View<'_>, actions: &[Action]) -> Vec<Finding> {
    let mut found: Vec<Finding> = [deleted_rows(view), addresses_held(actions)].into_iter().flatten().collect();
    found.extend(unknown_types(view));
    found.extend(count_mismatches(view));
    if actions.iter().any(|action| action.kind.removes_registration()) {
        found.extend(features_off(view));
    }
    found
}

fn deleted_rows(view: &View<'_>) -> Option<Finding> {
    let rows = view.account.reading.deleted_rows;
    let text = format!("{} marked as deleted left out", count(rows, "registration"));
    (rows > 0).then(|| finding(FindingCode::DeletedRows, Level::Note, text))
}

fn addresses_held(actions: &[Action]) -> Option<Finding> {
    let revokes = actions.iter().filter(|action| action.kind == ActionKind::RevokeRegistration).count() as u64;
    let text = format!(
        "revoking {} frees no virtual address; cleanup.revoked deletes such rows after a while",
        count(revokes, "registration")
    );
    (revokes > 0).then(|| finding(FindingCode::AddressesHeld, Level::Note, text))
}

fn unknown_types(view: &View<'_>) -> Vec<Finding> {
    let unknown = |kind: &RegistrationType| match kind {
        RegistrationType::Other(word) => Some(word.to_string()),
        RegistrationType::Warp | RegistrationType::BrowserExtension => None,
    };
    let types: BTreeSet<String> = view.account.registrations.iter().filter_map(|row| unknown(&row.kind)).collect();
    let of = |word: String| {
        let text =
            format!("registration type {} is not known; such rows take no place and are no duplicates", quoted(&word));
        Finding { subject: Some(word), ..finding(FindingCode::TypeUnknown, Level::Warning, text) }
    };
    types.into_iter().map(of).collect()
}

/// A device list that counts more active registrations than were read for a device: something was missed, or
/// happened between the two lists.
fn count_mismatches(view: &View<'_>) -> Vec<Finding> {
    let Some(devices) = &view.account.devices else { return Vec::new() };
    let mut active: HashMap<&DeviceId, u64> = HashMap::new();
    for row in view.account.registrations.iter().filter(|row| row.status.is_active()) {
        *active.entry(&row.device_id).or_default() += 1;
    }
    let read = |device: &PhysicalDevice| active.get(&device.id).copied().unwrap_or(0);
    devices.values().filter(|device| device.active_registrations > read(device)).map(|d| mismatch(d, read(d))).collect()
}

fn mismatch(device: &PhysicalDevice, read: u64) -> Finding {
    let text = format!(
        "the device list counts {} on device {}, and {read} were read",
        count(device.active_registrations, "active registration"),
        name(device.id.as_str())
    );
    Finding {
        device: Some(TargetDevice {
            id: device.id.to_string(),
            name: device.name.to_string(),
            serial: device.serial.as_deref().map(str::to_owned),
        }),
        ..finding(FindingCode::CountMismatch, Level::Warning, text)
    }
}

/// What could not be read, so that whether removals come back is unknown (fine print B6).
fn features_off(view: &View<'_>) -> Vec<Finding> {
    let account = view.account;
    let lists = [
        ("Access applications", unread(&account.applications)),
        ("policies of the enrollment application", unread_policies(account)),
        ("Access groups", unread(&account.groups)),
        ("Gateway lists", unread(&account.lists)),
        ("service tokens", unread(&account.tokens)),
    ];
    lists.into_iter().filter_map(|(what, why)| Some(feature_off(what, &why?))).collect()
}

/// Those that an application which was read comes without.
fn unread_policies(account: &Account) -> Option<String> {
    let applications = account.applications.rows().unwrap_or(&[]);
    unread(&applications.iter().find(|application| application.kind == "warp")?.policies)
}

fn unread<T>(list: &Listed<T>) -> Option<String> {
    match list {
        Listed::Read(_) | Listed::Unread(Unread::NotNeeded) => None,
        Listed::Unread(Unread::NotRecorded) => Some("the recorded account does not have them".to_owned()),
        Listed::Unread(Unread::Refused(why)) => Some(why.clone()),
    }
}

fn feature_off(what: &str, why: &str) -> Finding {
    let text = format!("whether removals come back may be unknown: the {what} could not be read ({why})");
    Finding { subject: Some(what.to_owned()), ..finding(FindingCode::FeatureOff, Level::Warning, text) }
}
