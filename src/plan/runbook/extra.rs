//! What people have to do beside, which no plan can know (users of lost machines, tokens on machines, wiping).

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::steps::{extra, order};
use super::subject::Subject;
use crate::model::plan::{Phase, Returns, Verdict};
use crate::model::runbook::{Doer, Step};
use crate::model::{Account, DoorList, Email, Identity, Registration};
use crate::plan::returning::Returning;
use crate::plan::returns::Subject as Asked;

/// Adds the steps of the subject's kind, in their places.
pub fn add(steps: &mut Vec<Step>, subject: &Subject, list: &DoorList, account: &Account, now: Timestamp) {
    match subject {
        Subject::Person { email } => person(steps, email, list, account, now),
        Subject::Device { ids, .. } => lost(steps, &owners(account, ids), has_service(account, ids)),
        Subject::HandedOn { ids, new_owner, .. } => handed_on(steps, has_service(account, ids), new_owner.as_deref()),
        Subject::Token { name, .. } => token(steps, list, name),
    }
    order(steps);
}

/// Machines of the person that a token uses too; and for a person without any registration, what the plan leaves
/// out.
fn person(steps: &mut Vec<Step>, email: &Email, list: &DoorList, account: &Account, now: Timestamp) {
    let own: Vec<&Registration> = account.registrations.iter().filter(|row| row.email() == Some(email)).collect();
    let ids: BTreeSet<String> = own.iter().map(|row| row.device_id.to_string()).collect();
    if has_service(account, &ids) {
        let text = "a machine of theirs is enrolled by a service token, too: make the runbook of that token or machine";
        steps.push(extra(Phase::Registrations, Doer::Person, text));
    }
    if !own.is_empty() {
        return;
    }
    steps.push(extra(Phase::Enrollment, Doer::IdentityProvider, format!("disable {email} in the identity provider")));
    let returns = Returning::new(list, account, now).enrollment.returns(&Asked::Person(email));
    steps.extend(enrollment(email, &returns));
    steps.push(extra(Phase::Sessions, Doer::Person, format!("end the sessions of {email}")));
    steps.push(extra(Phase::Seats, Doer::Person, format!("release the seat of {email}, if there is one")));
}

fn enrollment(email: &Email, returns: &Returns) -> Option<Step> {
    let remedy = returns.remedy.as_deref().unwrap_or("close enrollment");
    let open = returns.verdict != Verdict::No;
    open.then(|| extra(Phase::Enrollment, Doer::Person, format!("close enrollment for {email}: {remedy}")))
}

/// The thief has the machine: credentials on it are lost as well. Seat and enrollment of the owner stay.
fn lost(steps: &mut Vec<Step>, owners: &[String], service: bool) {
    for owner in owners {
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

/// The machine changes hands: only the old owner's registrations on it go.
fn handed_on(steps: &mut Vec<Step>, service: bool, new_owner: Option<&str>) {
    if service {
        let text = "the machine is enrolled by a service token, too: that registration goes as well and comes back";
        steps.push(extra(Phase::Registrations, Doer::Person, text));
    }
    steps.push(extra(Phase::Devices, Doer::DeviceManagement, "wipe the machine and assign it to the new owner"));
    let who = new_owner.unwrap_or("the new owner");
    let text = format!("{who} enrolls; when only that registration is left, take both entries out of the door list");
    steps.push(extra(Phase::Verify, Doer::Person, text));
}

fn token(steps: &mut Vec<Step>, list: &DoorList, name: &str) {
    let claims = list.service_tokens.iter().any(|entry| entry.token.as_str() == name && !entry.devices.is_empty());
    if !claims {
        let text = format!(
            "say which machines are {name}'s: give its entry devices: [CLASS]; Cloudflare does not tell, and without \
             it no registration is removed"
        );
        steps.push(extra(Phase::Enrollment, Doer::Person, text));
    }
    let text = "roll out the replacement token first, where the machines live on";
    steps.push(extra(Phase::Enrollment, Doer::DeviceManagement, text));
    steps.push(extra(Phase::Verify, Doer::Person, "look again after a day whether a machine is back: doorlist plan"));
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
