//! Where the accounts of a run are read from: the API, recordings, or the embedded API over a copy of one.

use std::sync::Arc;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::error::Stop;
use super::files;
use super::progress::Progress;
use super::runtime::Network;
use super::serve;
use super::settings;
use super::signal;
use super::world::World;
use crate::cloudflare::doctor::{self, Asked};
use crate::cloudflare::{BaseUrl, Connection, Credentials, Observer, Pacer, ReadError, Reader, recording};
use crate::model::account::{Needs, Source as Origin};
use crate::model::checkup::Checkup;
use crate::model::plan::GuardName;
use crate::model::{Account, AccountId};

/// A recorded account that was read from its file.
#[derive(Clone)]
pub(crate) struct Recording {
    path: String,
    bytes: Arc<Vec<u8>>,
    head: recording::Head,
}

/// Where accounts come from.
pub(crate) enum Source {
    /// The API at the base URL.
    Api {
        /// Where it is.
        base: BaseUrl,
        /// Who asks.
        credentials: Credentials,
        /// The credential's budget.
        pacer: Pacer,
    },
    /// Recordings, without a socket.
    Offline(Vec<Recording>),
    /// The embedded API over a copy of a recording.
    Sandbox(Vec<Recording>),
}

/// One account that can be read, as often as wanted.
pub(crate) enum Place {
    /// A recording.
    Recorded(Recording),
    /// The API, live or embedded.
    Api(Reader),
}

impl Source {
    /// What the options and the environment say.
    ///
    /// # Errors
    /// A recording that cannot be read; no credential; an address that none may be sent to.
    pub(crate) fn new(offline: &[String], sandbox: &[String], world: &World) -> anyhow::Result<Self> {
        if !offline.is_empty() {
            return Ok(Self::Offline(recordings(offline)?));
        }
        if !sandbox.is_empty() {
            return Ok(Self::Sandbox(recordings(sandbox)?));
        }
        let (base, credentials) = (settings::base_url(world)?, settings::credentials(world)?);
        Ok(Self::Api { base, credentials, pacer: Pacer::default() })
    }

    /// Whether a network is needed.
    pub(crate) fn network(&self) -> Network {
        match self {
            Self::Offline(_) => Network::Without,
            Self::Api { .. } | Self::Sandbox(_) => Network::With,
        }
    }

    /// What the first signal cancels while this is read. A recording is read at once, and signals do what they always do.
    ///
    /// # Errors
    /// The system refuses to deliver signals.
    pub(crate) fn stop(&self, world: &World) -> anyhow::Result<CancellationToken> {
        match self.network() {
            Network::With => signal::listen(world.stderr.clone()),
            Network::Without => Ok(CancellationToken::new()),
        }
    }

    /// The time at which an account is judged: `--now`, else when it was recorded, else the wall clock.
    pub(crate) fn now(&self, fixed: Option<Timestamp>, id: Option<&AccountId>, world: &World) -> Timestamp {
        let recorded = || {
            let recordings = self.recordings()?;
            pick(recordings, id?).ok()?.head.recorded_at
        };
        fixed.or_else(recorded).unwrap_or_else(|| world.now())
    }

    /// The account of a door list, to be read.
    ///
    /// # Errors
    /// As for [`Source::connection`].
    pub(crate) async fn place(
        &self,
        id: &AccountId,
        now: Timestamp,
        progress: &Arc<Progress>,
    ) -> anyhow::Result<Place> {
        match self {
            Self::Offline(recordings) => Ok(Place::Recorded(pick(recordings, id)?.clone())),
            Self::Api { .. } | Self::Sandbox(_) => {
                Ok(Place::Api(self.connection(id, now, progress.clone()).await?.reader()?))
            }
        }
    }

    /// The way to an account. The embedded API starts here, and stays as long as the runtime; its clock shows `now`.
    ///
    /// # Errors
    /// There is no recording of it, or a recording is all there is; the embedded API cannot be started.
    pub(crate) async fn connection(
        &self,
        id: &AccountId,
        now: Timestamp,
        observer: Arc<dyn Observer>,
    ) -> anyhow::Result<Connection> {
        let connection = match self {
            Self::Offline(_) => return Err(Stop::error("a recorded account cannot be connected to").into()),
            Self::Api { base, credentials, pacer } => {
                Connection::new(base.clone(), id.clone(), credentials.clone()).pacer(pacer.clone())
            }
            Self::Sandbox(recordings) => {
                let recording = pick(recordings, id)?;
                let base = serve::in_process(&recording.path, &recording.bytes, now).await?;
                // Asked for by the recording's own id: another one is refused by the guard, in words, not by a 404.
                Connection::new(base, recording.head.account.clone(), serve::credentials()?).source(Origin::Sandbox)
            }
        };
        Ok(connection.observer(observer))
    }

    /// Where the API is; nothing where a recording is all there is.
    pub(crate) fn base(&self) -> Option<&BaseUrl> {
        match self {
            Self::Api { base, .. } => Some(base),
            Self::Offline(_) | Self::Sandbox(_) => None,
        }
    }

    /// Whether it is a copy that can be changed without harm.
    pub(crate) fn is_sandbox(&self) -> bool {
        matches!(self, Self::Sandbox(_))
    }

    /// The ids of the recordings; nothing for the API, which does not tell.
    pub(crate) fn recorded_ids(&self) -> Option<Vec<AccountId>> {
        Some(self.recordings()?.iter().map(|recording| recording.head.account.clone()).collect())
    }

    /// The id of the recording, where there is one and no other.
    pub(crate) fn only_recorded(&self) -> Option<AccountId> {
        match self.recordings()? {
            [recording] => Some(recording.head.account.clone()),
            _ => None,
        }
    }

    fn recordings(&self) -> Option<&[Recording]> {
        match self {
            Self::Api { .. } => None,
            Self::Offline(recordings) | Self::Sandbox(recordings) => Some(recordings),
        }
    }
}

impl Place {
    /// Whether it is a recording.
    pub(crate) fn is_recorded(&self) -> bool {
        matches!(self, Self::Recorded(_))
    }

    /// What stands between the credential, or the recording, and a run. Sends GET at most.
    ///
    /// # Errors
    /// A recording that is of no use.
    pub(crate) async fn checkup(&self, asked: &Asked<'_>, clock: &dyn Fn() -> Timestamp) -> anyhow::Result<Checkup> {
        match self {
            Self::Recorded(Recording { path, bytes, .. }) => {
                doctor::recorded(bytes, asked).map_err(|error| in_file(path, error).into())
            }
            Self::Api(reader) => Ok(doctor::judge(&reader.probe(clock).await, asked)),
        }
    }

    /// Reads the account. Sends GET at most.
    ///
    /// # Errors
    /// Whatever makes the reading incomplete.
    pub(crate) async fn account(&self, needs: Needs, now: Timestamp) -> anyhow::Result<Account> {
        let read = match self {
            Self::Recorded(Recording { path, bytes, .. }) => {
                return recording::account(bytes, needs, now).map_err(|error| in_file(path, error).into());
            }
            Self::Api(reader) => reader.account(needs, now).await,
        };
        Ok(read.map_err(Stop::from)?)
    }
}

fn recordings(paths: &[String]) -> anyhow::Result<Vec<Recording>> {
    let mut all: Vec<Recording> = Vec::new();
    for path in paths {
        let bytes = files::read(path)?;
        let head = recording::head(&bytes).map_err(|error| in_file(path, error))?;
        if let Some(other) = all.iter().find(|other| other.head.account == head.account) {
            let text = format!("{} and {path} are recordings of the same account, {}", other.path, head.account);
            return Err(Stop::error(text).into());
        }
        all.push(Recording { path: path.clone(), bytes: Arc::new(bytes), head });
    }
    Ok(all)
}

fn in_file(path: &str, error: ReadError) -> Stop {
    Stop::from(ReadError { text: format!("{path}: {}", error.text), ..error })
}

/// The recording of an account. A single one is taken as it is: whether it is the right one is the guard's to say.
fn pick<'a>(recordings: &'a [Recording], id: &AccountId) -> Result<&'a Recording, Stop> {
    if let [only] = recordings {
        return Ok(only);
    }
    recordings.iter().find(|recording| recording.head.account == *id).ok_or_else(|| {
        let others: Vec<String> =
            recordings.iter().map(|other| format!("{} ({})", other.head.account, other.path)).collect();
        let text = format!("there is no recording of account {id}; there are {}", others.join(", "));
        Stop::guard(GuardName::Account, &text)
    })
}
