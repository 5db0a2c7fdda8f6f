//! One door list with its account: what a plan is made of.

use tokio_util::sync::CancellationToken;

use super::doorlists::Dated;
use super::error::{self, Stop};
use super::exit::Exit;
use super::settings;
use super::signal::unless_stopped;
use super::source::Place;
use super::world::World;
use crate::model::plan::GuardName;
use crate::model::{AccountId, Plan};
use crate::plan::{self, Settings};

/// A door list and the account that it is for.
pub(crate) struct Site {
    /// The door list.
    pub(crate) dated: Dated,
    /// Where its account is.
    pub(crate) place: Place,
    /// What an earlier apply left undone.
    pub(crate) unfinished: Option<Plan>,
}

impl Site {
    /// Reads the account and plans.
    ///
    /// # Errors
    /// A reading that is not complete; the refusal of a guard that stands before any plan.
    pub(crate) async fn plan(&self, settings: &Settings) -> anyhow::Result<Plan> {
        let Dated { list, now, .. } = &self.dated;
        let account = self.place.account(list.needs(), *now).await?;
        Ok(plan::resume(list, &account, *now, settings, self.unfinished.as_ref()).map_err(Stop::from)?)
    }
}

/// The plans of a run, and how it ends because of those that could not be made.
pub(crate) struct Plans {
    /// In the order of the sites, those left out that could not be planned.
    pub(crate) plans: Vec<Plan>,
    /// [`Exit::Done`] where all could.
    pub(crate) exit: Exit,
}

/// Reads and plans all sites, one account after the other: they share one rate limit. What goes wrong with one is told
/// on stderr and keeps nobody from seeing the others.
pub(crate) async fn plan_all(sites: &[Site], settings: &Settings, stop: &CancellationToken, world: &World) -> Plans {
    let (mut plans, mut exit) = (Vec::new(), Exit::Done);
    for site in sites {
        let planned = unless_stopped(stop, site.plan(settings)).await.unwrap_or_else(|stop| Err(stop.into()));
        match planned {
            Ok(plan) => plans.push(plan),
            Err(error) => {
                let error = if sites.len() > 1 { error.context(site.dated.path.clone()) } else { error };
                exit = exit.and(error::report(&error, &world.stderr));
            }
        }
        if exit == Exit::Interrupted {
            break;
        }
    }
    Plans { plans, exit }
}

/// `CLOUDFLARE_ACCOUNT_ID` has to agree with what is worked on, where it is set (fine print A52).
///
/// # Errors
/// The refusal by the guard `account`.
pub(crate) fn environment_agrees(id: &AccountId, of: &str, world: &World) -> Result<(), Stop> {
    match settings::account_id(world) {
        Some(other) if !other.as_str().eq_ignore_ascii_case(id.as_str()) => {
            let text = format!("CLOUDFLARE_ACCOUNT_ID is {other}, and {of} is for account {id}");
            Err(Stop::guard(GuardName::Account, &text).help("unset it, or use the door list of that account"))
        }
        Some(_) | None => Ok(()),
    }
}
