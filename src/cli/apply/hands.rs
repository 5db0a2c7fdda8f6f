//! What `apply` holds and `plan` does not: an account that can be written to.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::cli::args::Apply;
use crate::cli::doorlists::Dated;
use crate::cli::evidence::Recorder;
use crate::cli::progress::Progress;
use crate::cli::site::{self, Site};
use crate::cli::source::{Place, Source};
use crate::cli::world::{Clock, World};
use crate::cloudflare::{Observer, Reader, Writer};
use crate::model::{AccountId, Plan};

/// One account, to be read and written.
pub(crate) struct Hands {
    /// Reads.
    pub(crate) reader: Reader,
    /// Writes.
    pub(crate) writer: Writer,
    /// Sees every exchange, where evidence is wanted.
    pub(crate) recorder: Option<Arc<Recorder>>,
}

/// Who watches the exchanges of a run.
pub(crate) struct Watching {
    progress: Arc<Progress>,
    /// The first signal ends every wait.
    stop: CancellationToken,
    /// By which requests are timed, where evidence is wanted.
    clock: Option<Clock>,
}

impl Watching {
    /// Progress, and a recorder for each account where evidence is wanted.
    pub(crate) fn new(progress: &Arc<Progress>, stop: &CancellationToken, args: &Apply, world: &World) -> Self {
        let clock = args.evidence.folder.as_ref().map(|_| world.clock(args.clock.now));
        Self { progress: Arc::clone(progress), stop: stop.clone(), clock }
    }

    fn recorder(&self) -> Option<Arc<Recorder>> {
        let clock = self.clock.as_ref()?;
        Some(Arc::new(Recorder::new(Arc::clone(&self.progress), Arc::clone(clock))))
    }
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
        watching: &Watching,
        world: &World,
    ) -> anyhow::Result<Self> {
        site::environment_agrees(id, of, world)?;
        let recorder = watching.recorder();
        let observer: Arc<dyn Observer> = match &recorder {
            Some(recorder) => recorder.clone(),
            None => watching.progress.clone(),
        };
        let connection = source.connection(id, now, observer).await?.stop(watching.stop.clone());
        let (reader, writer) = connection.reader_and_writer()?;
        Ok(Self { reader, writer, recorder })
    }

    /// The account with its door list, as a plan is made of it.
    pub(crate) fn site(&self, dated: Dated, unfinished: Option<Plan>) -> Site {
        Site { dated, place: Place::Api(self.reader.clone()), unfinished }
    }
}
