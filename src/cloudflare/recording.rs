//! Recorded accounts (product.md, section 4).

use jiff::Timestamp;

use super::{Problem, ReadError};
use crate::model::account::Needs;
use crate::model::{Account, AccountId};

/// What a recording says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// When it was made.
    pub recorded_at: Option<Timestamp>,
    /// The account's id.
    pub account: AccountId,
    /// The account's name.
    pub name: Option<String>,
}

/// Which account a recording is of, and when it was made.
///
/// # Errors
/// Broken JSON, or no `account.id` (guard `account`).
pub fn head(bytes: &[u8]) -> Result<Head, ReadError> {
    let _ = bytes;
    Err(ReadError::new(Problem::Inventory, "empty"))
}

/// Reads a recorded account. `now` is when it was read where the recording does not say.
///
/// # Errors
/// Broken JSON, a missing list that is needed, an id that stands twice with different content.
pub fn account(bytes: &[u8], needs: Needs, now: Timestamp) -> Result<Account, ReadError> {
    let _ = (bytes, needs, now);
    Err(ReadError::new(Problem::Inventory, "empty"))
}
