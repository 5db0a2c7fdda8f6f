//! Everything that a client needs to be told.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::request::can_stand_in_a_path;
use super::session::Session;
use super::transport::HttpClient;
use super::{BaseUrl, Credentials, Observer, Pacer, Reader, Silent, Transport, Writer};
use crate::model::AccountId;
use crate::model::account::Source;

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// The account's id cannot stand in a path.
    #[error("the account id {0:?} cannot be used in an address")]
    Account(String),
    /// TLS or the platform's certificates.
    #[error("the HTTP client cannot be set up: {0}")]
    Client(String),
}

/// One account behind one base URL with one credential.
#[derive(Clone)]
pub struct Connection {
    base: BaseUrl,
    account: AccountId,
    credentials: Credentials,
    source: Source,
    observer: Arc<dyn Observer>,
    transport: Option<Arc<dyn Transport>>,
    pacer: Pacer,
    jitter: bool,
    stop: CancellationToken,
}

impl Connection {
    /// A connection to the live API at `base`, watched by nobody.
    pub fn new(base: BaseUrl, account: AccountId, credentials: Credentials) -> Self {
        Self {
            base,
            account,
            credentials,
            source: Source::Live,
            observer: Arc::new(Silent),
            transport: None,
            pacer: Pacer::default(),
            jitter: true,
            stop: CancellationToken::new(),
        }
    }

    /// What the account is said to be read from.
    #[must_use]
    pub fn source(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// Who watches.
    #[must_use]
    pub fn observer(self, observer: Arc<dyn Observer>) -> Self {
        Self { observer, ..self }
    }

    /// Another way to the network than HTTP.
    #[must_use]
    pub fn transport(self, transport: Arc<dyn Transport>) -> Self {
        Self { transport: Some(transport), ..self }
    }

    /// The budget of the credential, shared with other connections.
    #[must_use]
    pub fn pacer(self, pacer: Pacer) -> Self {
        Self { pacer, ..self }
    }

    /// What ends every wait: a call that waits for its turn is then not sent.
    #[must_use]
    pub fn stop(self, stop: CancellationToken) -> Self {
        Self { stop, ..self }
    }

    /// Waits without chance, for tests.
    #[must_use]
    pub fn without_jitter(self) -> Self {
        Self { jitter: false, ..self }
    }

    /// A client that can only read.
    ///
    /// # Errors
    /// An account id that cannot stand in a path; TLS that cannot be set up.
    pub fn reader(self) -> Result<Reader, ConnectionError> {
        self.reader_and_writer().map(|(reader, _)| reader)
    }

    /// A client that can read and one that can write, with one budget.
    ///
    /// # Errors
    /// As for [`Connection::reader`].
    pub fn reader_and_writer(self) -> Result<(Reader, Writer), ConnectionError> {
        let Self { base, account, credentials, source, observer, transport, pacer, jitter, stop } = self;
        if !can_stand_in_a_path(account.as_str()) {
            return Err(ConnectionError::Account(account.to_string()));
        }
        let transport = match transport {
            Some(transport) => transport,
            None => Arc::new(HttpClient::new(&base)?),
        };
        let (read, write) = Session::new(base, credentials, transport, observer, pacer, jitter, stop).split();
        Ok((Reader::new(read, account.clone(), source), Writer::new(write, account)))
    }
}
