//! Device records on which this plan leaves nothing (product.md, section 3; fine print A40).

use std::collections::{BTreeMap, HashSet};

use super::people::{is_deleted, people_who_leave};
use crate::model::plan::{Action, ActionKind, Expect, Phase, Target};
use crate::model::{DeviceId, Email};
use crate::plan::actions::{id, reason};
use crate::plan::facts::Owner;
use crate::plan::targets;
use crate::plan::view::{Judged, View};

/// The `delete_device` actions, where the door list says `offboarding.devices: delete`. `left_out` holds the ids of
/// registrations whose removal was refused.
pub(super) fn emptied(view: &View<'_>, left_out: &HashSet<String>) -> Vec<Action> {
    if !view.list.offboarding.delete_devices {
        return Vec::new();
    }
    let offboarded = people_who_leave(view, left_out);
    let mut machines: BTreeMap<&DeviceId, Vec<Judged<'_>>> = BTreeMap::new();
    for judged in view.rows() {
        machines.entry(&judged.row.device_id).or_default().push(judged);
    }
    let goes = |judged: &Judged<'_>| is_deleted(judged, left_out);
    machines
        .values()
        .filter(|rows| rows.iter().all(goes) && view.account.device_of(rows[0].row).is_some())
        .filter_map(|rows| rows.iter().find(|judged| is_offboarded(view, judged, &offboarded)))
        .map(|judged| delete_device(view, judged))
        .collect()
}

fn is_offboarded(view: &View<'_>, judged: &Judged<'_>, people: &HashSet<&Email>) -> bool {
    match judged.facts.owner {
        Owner::Person(_) => judged.row.email().is_some_and(|email| people.contains(email)),
        Owner::Service(..) => view.is_out(judged.facts.owner),
        Owner::Connector | Owner::Foreign | Owner::Nobody => false,
    }
}

fn delete_device(view: &View<'_>, judged: &Judged<'_>) -> Action {
    let kind = ActionKind::DeleteDevice;
    let mut reason = reason(view, judged);
    reason.text = format!("nothing is left on the machine; {}", reason.text);
    Action {
        id: id(kind, judged.row.device_id.as_str()),
        kind,
        phase: Phase::Devices,
        target: Target {
            device: Some(targets::device(view.account, judged.row)),
            identity: Some(targets::identity(judged.row, judged.facts.owner)),
            ..Target::default()
        },
        reason,
        returns: None,
        expect: Expect { registrations_left: Some(0), ..Expect::default() },
    }
}
