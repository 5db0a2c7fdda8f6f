//! What people have to do beside, which no plan can know (users of lost machines, tokens on machines, wiping), and what
//! comes before everything else.

use std::collections::BTreeSet;

use super::adopt::is_about;
use super::find::Place;
use super::steps::{extra, order};
use super::subject::Subject;
use crate::model::plan::{Phase, Returns, Verdict};
use crate::model::quote::name;
use crate::model::runbook::{Doer, Keeper, Runbook, Stay, Step};
use crate::model::{Account, DoorList, Email, Identity, Registration};
use crate::plan::returning::Returning;
use crate::plan::returns::Subject as Asked;
use crate::plan::sentences::count;

/// Adds the steps of the subject's kind, in their places.
pub fn add(runbook: &mut Runbook, subject: &Subject, place: &Place<'_>) {
    let mut first = in_the_way(&runbook.stays);
    let (steps, account) = (&mut runbook.steps, place.account);
    match subject {
        Subject::Person { email } => person(steps, email, place),
        Subject::Device { ids, .. } => lost(steps, &owners(account, ids), has_service(account, ids)),
        Subject::HandedOn { ids, new_owner, .. } => handed_on(steps, has_service(account, ids), new_owner.as_deref()),
        Subject::Token { id, name } => {
            first.extend(before_a_token_goes(place.list, name, id));
            steps.push(extra(
                Phase::Verify,
                Doer::Person,
                "look again after a day whether a machine is back: doorlist plan",
            ));
        }
    }
    order(steps);
    steps.splice(0..0, first);
}

/// What has to be decided before anything is done: an entry of the door list keeps what is to go. One step an entry.
fn in_the_way(stays: &[Stay]) -> Vec<Step> {
    let mut entries: Vec<(Keeper, String, u64)> = Vec::new();
    for stay in stays.iter().filter(|stay| matches!(stay.keeper, Keeper::Protection | Keeper::RequireClosed)) {
        let place = [stay.reason.file.clone(), stay.reason.line.map(|line| line.to_string())];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(":");
        match entries.iter_mut().find(|(keeper, known, _)| (*keeper, &known[..]) == (stay.keeper, &place[..])) {
            Some((_, _, times)) => *times += 1,
            None => entries.push((stay.keeper, place, 1)),
        }
    }
    entries
        .into_iter()
        .map(|(keeper, place, times)| extra(Phase::Enrollment, Doer::Person, decide(keeper, &place, times)))
        .collect()
}

fn decide(keeper: Keeper, place: &str, times: u64) -> String {
    let rows = count(times, "registration");
    let keep = if times == 1 { "stays" } else { "stay" };
    if keeper == Keeper::RequireClosed {
        return format!("close enrollment: {rows} {keep} until then, since the entry at {place} says require_closed");
    }
    format!(
        "decide: {rows} {keep}, protected at {place}; take that entry out and make this runbook again, or stop here"
    )
}

/// Machines of the person that a token uses too; and where the plan does not offboard the person, since there is no
/// registration or one stays, what it leaves out. A seat takes registrations that are left with it, so it waits.
fn person(steps: &mut Vec<Step>, email: &Email, place: &Place<'_>) {
    let (account, who) = (place.account, name(email.as_str()));
    let own: Vec<&Registration> = account.registrations.iter().filter(|row| row.email() == Some(email)).collect();
    let ids: BTreeSet<String> = own.iter().map(|row| row.device_id.to_string()).collect();
    if has_service(account, &ids) {
        let text = "a machine of theirs is enrolled by a service token, too: make the runbook of that token or machine";
        steps.push(extra(Phase::Registrations, Doer::Person, text));
    }
    if steps.iter().any(|step| step.phase == Phase::Enrollment) {
        return;
    }
    steps.push(extra(Phase::Enrollment, Doer::IdentityProvider, format!("disable {who} in the identity provider")));
    let returns = Returning::new(place.list, account, place.now).enrollment.returns(&Asked::Person(email));
    steps.extend(enrollment(email, &returns));
    steps.push(extra(Phase::Sessions, Doer::Person, format!("end the sessions of {who}")));
    if own.is_empty() {
        steps.push(extra(Phase::Seats, Doer::Person, format!("release the seat of {who}, if there is one")));
    }
}

fn enrollment(email: &Email, returns: &Returns) -> Option<Step> {
    let remedy = returns.remedy.as_deref().unwrap_or("close enrollment");
    let (open, who) = (returns.verdict != Verdict::No, name(email.as_str()));
    open.then(|| extra(Phase::Enrollment, Doer::Person, format!("close enrollment for {who}: {remedy}")))
}

/// The thief has the machine: credentials on it are lost as well. Seat and enrollment of the owner stay.
fn lost(steps: &mut Vec<Step>, owners: &[String], service: bool) {
    for owner in owners.iter().map(|owner| name(owner)) {
        let text = format!("reset the password and end the sessions of {owner}, or the machine enrolls again");
        steps.push(extra(Phase::Enrollment, Doer::IdentityProvider, text));
    }
    if service {
        let text =
            "rotate the service token in the machine's management file, and give the other machines the new secret";
        steps.push(extra(Phase::Enrollment, Doer::Person, text));
    }
    let text = "take the serial out of the corporate lists, so that posture checks fail";
    steps.push(extra(Phase::Devices, Doer::Person, text));
    steps.push(extra(Phase::Devices, Doer::DeviceManagement, "lock and wipe the machine"));
    let text = "after the grace period write state: absent, so that the rows give their addresses back";
    steps.push(extra(Phase::Verify, Doer::Person, text));
}

/// The machine changes hands: only the old owner's registrations on it go. Without the new owner's address nothing
/// protects their registration, so that the entry has to be gone before there is one.
fn handed_on(steps: &mut Vec<Step>, service: bool, new_owner: Option<&str>) {
    if service {
        let text = "the machine is enrolled by a service token, too: that registration goes as well and comes back";
        steps.push(extra(Phase::Registrations, Doer::Person, text));
    }
    steps.push(extra(Phase::Devices, Doer::DeviceManagement, "wipe the machine and assign it to the new owner"));
    let Some(who) = new_owner else {
        let text = "take the entry out of the door list again before the new owner enrolls: it is about every \
                    registration on the machine, and would remove theirs";
        steps.push(extra(Phase::Verify, Doer::Person, text));
        return steps.push(extra(Phase::Verify, Doer::Person, "the new owner enrolls"));
    };
    let who = name(who);
    let text = format!("{who} enrolls; when only that registration is left, take both entries out of the door list");
    steps.push(extra(Phase::Verify, Doer::Person, text));
}

/// Machines that live on have their new token before the old one is cut off.
fn before_a_token_goes(list: &DoorList, token: &str, id: &str) -> Vec<Step> {
    let text = "roll out the replacement token first, where the machines live on";
    let mut steps = vec![extra(Phase::Enrollment, Doer::DeviceManagement, text)];
    let claims = list.service_tokens.iter().any(|entry| is_about(entry, token, id) && !entry.devices.is_empty());
    if !claims {
        let text = format!(
            "say which machines are {}'s: give its entry devices: [CLASS]; Cloudflare does not tell, and without it no \
             registration is removed",
            name(token)
        );
        steps.push(extra(Phase::Enrollment, Doer::Person, text));
    }
    steps
}

/// The people with a registration on these devices.
fn owners(account: &Account, ids: &BTreeSet<String>) -> Vec<String> {
    let owners: BTreeSet<String> = on(account, ids)
        .filter_map(|row| match Identity::of(row, &account.organization.auth_domain) {
            Identity::Person(email) => Some(email.to_string()),
            _ => None,
        })
        .collect();
    owners.into_iter().collect()
}

fn has_service(account: &Account, ids: &BTreeSet<String>) -> bool {
    on(account, ids).any(|row| matches!(Identity::of(row, &account.organization.auth_domain), Identity::Service(_)))
}

fn on<'a>(account: &'a Account, ids: &'a BTreeSet<String>) -> impl Iterator<Item = &'a Registration> {
    account.registrations.iter().filter(|row| ids.contains(row.device_id.as_str()))
}
