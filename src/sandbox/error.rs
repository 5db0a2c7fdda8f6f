//! What can be wrong with a recorded account.

use thiserror::Error;

/// A recording that cannot be served.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The bytes are no JSON object, or one in which a key stands twice.
    #[error("the recorded account cannot be read: {0}")]
    NotJson(#[source] serde_json::Error),
    /// Something is not there without which nothing can be served.
    #[error("the recorded account has no `{0}`")]
    Missing(&'static str),
    /// A value has the wrong type.
    #[error("`{at}` in the recorded account is not {wanted}")]
    Wrong {
        /// Where, as a path of keys and positions, for example `registrations[3].id`.
        at: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A row or another part is no JSON that can be kept.
    #[error("`{at}` in the recorded account cannot be read: {why}")]
    Unreadable {
        /// Where, for example `registrations[3]`.
        at: String,
        /// What is wrong with it.
        why: String,
    },
    /// Two rows of one list have the same id and differ.
    #[error("`{list}` in the recorded account has the id {id} twice, with different rows")]
    Twice {
        /// The list.
        list: &'static str,
        /// The id.
        id: String,
    },
}
