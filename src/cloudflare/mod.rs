//! The Cloudflare API: reading an account whole, writing to it, and reading recorded accounts.

mod base_url;
mod connection;
mod credentials;
mod error;
mod observe;
mod read;
pub mod recording;
mod transport;
mod write;

pub use base_url::{BaseUrl, BaseUrlError, DEFAULT_BASE_URL};
pub use connection::{Connection, ConnectionError, Pacer};
pub use credentials::{Credentials, CredentialsError};
pub use error::{ApiMessage, Problem, ReadError, Refusal, WriteError};
pub use observe::{Exchange, Observer, Silent};
pub use read::{Reader, Recorded, Unrecorded};
pub use transport::{Transport, TransportError};
pub use write::Writer;
