//! Whether a saved plan may be applied: as reviewed, or not at all (product.md, section 6).

use jiff::{SignedDuration, Timestamp};

use crate::cli::args::Evidence;
use crate::cli::error::Stop;
use crate::cli::files;
use crate::evidence::is_same;
use crate::model::Plan;
use crate::model::plan::PlanSource;
use crate::plan;
use crate::render::{PlanError, Saved, parse_saved};

/// How old a plan may be unless told otherwise.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(24);

/// How far two clocks may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The plans in a file.
///
/// # Errors
/// The file is no plan of a format that this version reads.
pub(crate) fn read(path: &str) -> anyhow::Result<Vec<Plan>> {
    match parse_saved(&files::read(path)?) {
        Ok(Saved::Plans(plans)) if !plans.is_empty() => Ok(plans),
        Ok(Saved::Plans(_)) => Err(Stop::error(format!("{path} has no plan in it")).into()),
        Ok(Saved::Reports(_)) => Err(Stop::error(format!("{path} is a report of what was done, not a plan")).into()),
        // One of the four things that a saved plan is checked for (product.md, section 6).
        Err(error @ PlanError::OtherVersion { .. }) => {
            Err(Stop::refused(format!("{path} cannot be applied: {error}")).help("plan again with this version").into())
        }
        Err(error) => Err(Stop::error(format!("{path} cannot be applied: {error}")).into()),
    }
}

/// Checks what needs no account: digest, purpose, origin and age.
///
/// # Errors
/// The refusal.
pub(crate) fn check(
    plan: &Plan,
    on_sandbox: bool,
    now: Timestamp,
    max_age: Option<SignedDuration>,
) -> Result<(), Stop> {
    // First, since a redacted plan is not as it was made, either, and this says why.
    purpose(plan)?;
    if let Err(why) = plan::verify(plan) {
        let text = format!("the plan is not as it was made: {why}");
        return Err(Stop::refused(text).help("plan again; a saved plan is applied as reviewed or not at all"));
    }
    origin(plan, on_sandbox)?;
    age(plan, now, max_age)
}

/// Whether somebody approved, where the door list asks for it (`require.fields: [approver]`). Whoever asked for the change
/// does not count.
///
/// # Errors
/// The refusal.
pub(crate) fn approved(plan: &Plan, told: &Evidence) -> Result<(), Stop> {
    if !plan.doorlist.approver_required || !plan.has_changes() {
        return Ok(());
    }
    let asked = told.requested_by.as_deref();
    if told.approved_by.iter().any(|name| asked.is_none_or(|asked| !is_same(asked, name))) {
        return Ok(());
    }
    let text = match told.approved_by.first() {
        Some(name) => format!("{name} asked for the change, and nobody else approved it"),
        None => "no approver is recorded, and the door list asks for one (`require.fields`)".to_owned(),
    };
    Err(Stop::refused(text).help("say with --approved-by who approved it"))
}

fn purpose(plan: &Plan) -> Result<(), Stop> {
    if !plan.origin.redacted.is_empty() {
        return Err(Stop::refused("the plan was redacted for reading, and cannot be applied")
            .help("save it without --redact, and redact what `doorlist show` makes of it"));
    }
    if plan.origin.speculative {
        return Err(Stop::refused("the plan was made with --speculative, for reading, and cannot be applied")
            .help("plan again without --speculative, where it may be applied"));
    }
    Ok(())
}

fn origin(plan: &Plan, on_sandbox: bool) -> Result<(), Stop> {
    let made = match plan.origin.source {
        PlanSource::Offline if !on_sandbox => "on a recorded account (--offline)",
        PlanSource::Sandbox if !on_sandbox => "in a sandbox (--sandbox)",
        PlanSource::Live | PlanSource::Offline | PlanSource::Sandbox => return Ok(()),
    };
    let text = format!("the plan was made {made}, and cannot be applied to a real account");
    Err(Stop::refused(text).help("plan again on the live account, or rehearse it with --sandbox FILE"))
}

fn age(plan: &Plan, now: Timestamp, max_age: Option<SignedDuration>) -> Result<(), Stop> {
    let age = now.duration_since(plan.created_at);
    if age < -SKEW {
        let text = format!("the plan is from the future: it was made at {}, and it is {now}", plan.created_at);
        return Err(Stop::refused(text).help("check the clock of this machine"));
    }
    let too_old = match max_age {
        Some(max_age) => age > max_age,
        None => age > MAX_AGE || now > plan.expires_at,
    };
    if too_old {
        let text = format!("the plan is too old: it was made at {}, and it is {now}", plan.created_at);
        return Err(Stop::refused(text).help("plan again; or say with --max-plan-age how old it may be"));
    }
    Ok(())
}
