//! What a refusal by a guard says, and what would pass it (fine print A3, A8).

use super::error::{self, Stop};
use super::exit::Exit;
use super::output::Output;
use crate::model::Plan;
use crate::model::plan::Guard;
use crate::plan::{Ack, Approved, Refused, approve};

/// Tells on stderr why a plan is refused, if it is, and how the run ends because of it.
pub(crate) fn tell(plan: &Plan, stderr: &Output) -> Exit {
    let guards = match approve(plan.clone(), None) {
        Ok(_) => Exit::Done,
        Err(refused) => error::report(&stop(&refused).into(), stderr),
    };
    guards.and(left_out(plan, stderr))
}

/// Tells which plans are without removals that `require_closed` refuses; the reports carry it on to the exit code.
pub(crate) fn tell_left_out(plans: &[Plan], stderr: &Output) {
    for plan in plans {
        left_out(plan, stderr);
    }
}

/// A removal that `require_closed` leaves out: everything else proceeds, and the run ends with 3 (fine print A14).
fn left_out(plan: &Plan, stderr: &Output) -> Exit {
    if !plan.has_refused_removals() {
        return Exit::Done;
    }
    let text = "removals are left out: their owners could enroll again, and the entries say `require_closed`";
    let help = "close the door first; the findings `not_closed` name the registrations and the policies";
    error::report(&Stop::refused(text).help(help).into(), stderr)
}

/// Lets all plans through, or none.
///
/// # Errors
/// How the run ends where a guard refuses one; why is on stderr.
pub(crate) fn approve_all(plans: Vec<Plan>, acks: &[Ack], stderr: &Output) -> Result<Vec<Approved>, Exit> {
    for ack in acks.iter().filter(|ack| !plans.iter().any(|plan| plan.digest == ack.digest)) {
        error::warn(&format!("--ack {ack} is for another plan"), stderr);
    }
    let (mut approved, mut exit) = (Vec::new(), Exit::Done);
    for plan in plans {
        let ack = acks.iter().find(|ack| ack.digest == plan.digest);
        match approve(plan, ack) {
            Ok(plan) => approved.push(plan),
            Err(refused) => exit = exit.and(error::report(&stop(&refused).into(), stderr)),
        }
    }
    if exit == Exit::Done { Ok(approved) } else { Err(exit) }
}

fn stop(refused: &Refused) -> Stop {
    let Refused { plan, tripped, ack, text } = refused;
    let mut reasons: Vec<String> = text.iter().cloned().chain(tripped.iter().map(told)).collect();
    if reasons.is_empty() {
        reasons.push("it may not be applied".to_owned());
    }
    let stop = Stop::refused(format!("the plan for team {} is refused: {}", plan.account.team, reasons.join("; ")));
    match ack {
        Some(ack) => stop.help(format!("where it is meant, this passes exactly this plan: doorlist apply --ack {ack}")),
        None => stop,
    }
}

/// What a guard saw, in one sentence.
pub(crate) fn told(guard: &Guard) -> String {
    let Guard { name, value, limit, text, .. } = guard;
    format!("the guard `{}` sees {value}, and the limit is {limit} ({text})", name.as_str())
}
