//! What `apply` holds and `plan` does not: an account that can be written to.

use std::sync::Arc;

use crate::cli::doorlists::Dated;
use crate::cli::error::Stop;
use crate::cli::progress::Progress;
use crate::cli::site::{self, Site};
use crate::cli::source::{Place, Source};
use crate::cli::world::World;
use crate::cloudflare::{Reader, Writer};
use crate::model::plan::{Action, ActionKind};
use crate::model::{AccountId, Plan};

/// One account, to be read and written.
pub(crate) struct Hands {
    /// Reads.
    pub(crate) reader: Reader,
    /// Writes.
    pub(crate) writer: Writer,
}

impl Hands {
    /// Connects to an account; nothing is sent.
    ///
    /// # Errors
    /// There is no recording of it; `CLOUDFLARE_ACCOUNT_ID` is another one; no client can be made.
    pub(crate) async fn on(
        id: &AccountId,
        of: &str,
        now: jiff::Timestamp,
        source: &Source,
        progress: &Arc<Progress>,
        world: &World,
    ) -> anyhow::Result<Self> {
        site::environment_agrees(id, of, world)?;
        let (reader, writer) = source.connection(id, now, progress).await?.reader_and_writer()?;
        Ok(Self { reader, writer })
    }

    /// The account with its door list, as a plan is made of it.
    pub(crate) fn site(&self, dated: Dated) -> Site {
        Site { dated, place: Place::Api(self.reader.clone()) }
    }
}

/// Refuses plans with actions that this version cannot carry out, before anything is done.
///
/// # Errors
/// The first such action, with what to set instead.
pub(crate) fn able(plans: &[Plan]) -> Result<(), Stop> {
    let missing = plans.iter().flat_map(|plan| &plan.actions).find_map(|action| Some((action, setting(action)?)));
    let Some((Action { kind, id, .. }, setting)) = missing else { return Ok(()) };
    let text = format!("this version plans `{}`, and cannot carry it out ({id}); nothing was changed", kind.as_str());
    Err(Stop::error(text).help(format!("set `{setting}` in the door list, and take the step by hand")))
}

fn setting(action: &Action) -> Option<&'static str> {
    match action.kind {
        ActionKind::DeleteRegistration
        | ActionKind::RevokeRegistration
        | ActionKind::UnrevokeRegistration
        | ActionKind::DeleteDevice
        | ActionKind::HumanStep => None,
        ActionKind::BlockEnrollment | ActionKind::ExcludeFromEnrollment => Some("offboarding.enrollment: report"),
        ActionKind::RemoveTokenFromEnrollment | ActionKind::DisableServiceToken | ActionKind::DeleteServiceToken => {
            Some("offboarding.service_tokens: report")
        }
        ActionKind::RevokeSessions => Some("offboarding.sessions: report"),
        ActionKind::ReleaseSeat => Some("offboarding.seats: report"),
    }
}
