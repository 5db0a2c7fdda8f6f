//! Which account, read how, by which door list, and where the plan may be applied.

use crate::model::Plan;
use crate::model::plan::{Counts, PlanAccount, PlanSource};
use crate::render::phrase::Phrase;
use crate::render::words::{self, number};

/// `team acme (Acme, account 0123…)`.
pub(in crate::render) fn account(account: &PlanAccount) -> Phrase {
    let PlanAccount { id, name, team } = account;
    let named = Phrase::say("team ").name(team).plain(" (");
    let named = match name {
        Some(name) => named.name(name).plain(", "),
        None => named,
    };
    named.plain("account ").code(id).plain(")")
}

/// `read 15 registrations (14 active, 1 revoked) on 14 devices, of 9 people`.
pub(in crate::render) fn inventory(plan: &Plan) -> Phrase {
    let inventory = &plan.inventory;
    let Counts { registrations, active, revoked, people, physical_devices, .. } = inventory.counts;
    let states = format!("({} active, {} revoked)", number(active), number(revoked));
    let devices = physical_devices.map(|devices| format!(" on {}", words::DEVICE.count(devices)));
    let pages = match inventory.pages {
        0 => String::new(),
        pages => format!(", {}", words::PAGE.count(pages)),
    };
    Phrase::say(format!(
        "read {} {states}{}, {}{pages}, at {}",
        words::REGISTRATION.count(registrations),
        devices.unwrap_or_default(),
        words::PERSON.count(people),
        inventory.read_at
    ))
}

/// The door list's files.
pub(in crate::render) fn doorlist(plan: &Plan) -> Phrase {
    let paths = plan.doorlist.paths.iter().map(|path| Phrase::new().code(path));
    Phrase::say("door list ").then(Phrase::join(paths, ", "))
}

/// What keeps the plan from being applied to the real account, and what was replaced in it.
pub(in crate::render) fn caveats(plan: &Plan) -> Vec<String> {
    let origin = &plan.origin;
    let source = match origin.source {
        PlanSource::Live => None,
        PlanSource::Offline => Some("Planned on a recorded account: it cannot be applied to the real one.".to_owned()),
        PlanSource::Sandbox => Some("Planned on the sandbox: it cannot be applied to the real account.".to_owned()),
    };
    let redacted = (!origin.redacted.is_empty()).then(|| {
        format!("Stand-ins replace what is private here ({}): it cannot be applied.", words::list(&origin.redacted))
    });
    let speculative = (origin.speculative && origin.redacted.is_empty())
        .then(|| "Made for review (speculative): it cannot be applied.".to_owned());
    [source, redacted, speculative].into_iter().flatten().collect()
}
