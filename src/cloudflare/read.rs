//! Reading an account.

use jiff::Timestamp;

use super::{Problem, ReadError};
use crate::model::account::Needs;
use crate::model::{Account, DeviceId, PhysicalDevice, Registration, RegistrationId};

/// A list that is missing in a recording, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecorded {
    /// The list's key in the recording, for example `users`.
    pub list: &'static str,
    /// What the API said.
    pub why: String,
}

/// An account as one JSON file (product.md, section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The file's content, a line a row.
    pub json: Vec<u8>,
    /// Registrations in it.
    pub registrations: u64,
    /// Lists that were refused and are left out.
    pub refused: Vec<Unrecorded>,
}

/// Reads an account. Holds nothing that could send anything but GET.
#[derive(Debug)]
pub struct Reader;

impl Reader {
    /// Reads the account to the end of every list that is needed.
    ///
    /// # Errors
    /// Whatever makes the reading incomplete.
    pub async fn account(&self, needs: Needs, now: Timestamp) -> Result<Account, ReadError> {
        let _ = (needs, now);
        std::future::ready(Err(ReadError::new(Problem::Unreachable, "not connected"))).await
    }

    /// These registrations as they are now, in the order of their ids; what is gone is not among them.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn registrations(&self, ids: &[RegistrationId]) -> Result<Vec<Registration>, ReadError> {
        let _ = ids;
        std::future::ready(Err(ReadError::new(Problem::Unreachable, "not connected"))).await
    }

    /// This device as it is now, or nothing where it is gone.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn device(&self, id: &DeviceId) -> Result<Option<PhysicalDevice>, ReadError> {
        let _ = id;
        std::future::ready(Err(ReadError::new(Problem::Unreachable, "not connected"))).await
    }

    /// Records the account: every list with its rows as the API returns them.
    ///
    /// # Errors
    /// As for [`Reader::account`], where registrations or the organization cannot be read.
    pub async fn record(&self, now: Timestamp) -> Result<Recorded, ReadError> {
        let _ = now;
        std::future::ready(Err(ReadError::new(Problem::Unreachable, "not connected"))).await
    }

    /// Requests sent so far, those of the writer of the same connection included.
    pub fn requests(&self) -> u64 {
        0
    }
}
