//! The Cloudflare API: reading an account whole, writing to it, and reading recorded accounts (product.md, sections 4,
//! 6, 7 and 8; API page).
//!
//! ```text
//!  Reader: account, registrations, device, record …      Writer: delete, revoke, unrevoke, `effects`
//!     │  lists: walks, passes, decoding                      │
//!     ▼                                                      ▼
//!  ReadHalf ──────────────── Session ──────────────────── WriteHalf
//!                  pacer · classify · patience
//!                            │
//!                        Transport          the seam: HttpClient, or a script in tests
//! ```
//!
//! * Pure and tested as values: `request`, [`page`], [`pace`], `classify`, `patience`, `envelope`, `wire`.
//! * A list is complete or the reading is refused: see [`page`].
//! * The credential is in the headers of a request and nowhere else; every text from outside is scrubbed of it where it
//!   enters (`answer`).
//! * Live and recorded rows go through the same decoding (`wire`), so that both give the same account.

mod answer;
mod base_url;
mod classify;
mod connection;
mod credentials;
pub mod doctor;
mod effects;
mod envelope;
mod error;
mod observe;
pub mod pace;
mod pacer;
pub mod page;
mod patience;
pub mod ratelimit;
mod read;
pub mod recording;
mod request;
mod session;
mod text;
mod transport;
mod wire;
mod write;

pub use base_url::{BaseUrl, BaseUrlError, DEFAULT_BASE_URL};
pub use connection::{Connection, ConnectionError};
pub use credentials::{CredentialKind, Credentials, CredentialsError};
pub use effects::{ApplicationDocument, PolicyDocument, PolicyPlace, is_token_in_use};
pub use error::{ApiMessage, Problem, ReadError, Refusal, WriteError};
pub use observe::{Exchange, Observer, Silent};
pub use pacer::Pacer;
pub use read::{Probed, ProbedList, Reader, Recorded, Unrecorded, Verified};
pub use transport::{Transport, TransportError};
pub use write::Writer;
