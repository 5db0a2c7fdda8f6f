//! What `apply` holds and `plan` does not: an account that can be written to.

use std::sync::Arc;

use crate::cli::doorlists::Dated;
use crate::cli::progress::Progress;
use crate::cli::site::{self, Site};
use crate::cli::source::{Place, Source};
use crate::cli::world::World;
use crate::cloudflare::{Reader, Writer};
use crate::model::AccountId;

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
