//! Writing to an account.

use super::WriteError;
use crate::model::{DeviceId, RegistrationId};

/// Writes to an account: one method a call of the API.
#[derive(Debug)]
pub struct Writer;

impl Writer {
    /// Deletes registrations, at most 200 in one call.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn delete_registrations(&self, ids: &[RegistrationId]) -> Result<(), WriteError> {
        let _ = ids;
        std::future::ready(Err(WriteError::NotSent("not connected".to_owned()))).await
    }

    /// Revokes registrations, at most 200 in one call.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn revoke_registrations(&self, ids: &[RegistrationId]) -> Result<(), WriteError> {
        let _ = ids;
        std::future::ready(Err(WriteError::NotSent("not connected".to_owned()))).await
    }

    /// Restores registrations, at most 200 in one call.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn unrevoke_registrations(&self, ids: &[RegistrationId]) -> Result<(), WriteError> {
        let _ = ids;
        std::future::ready(Err(WriteError::NotSent("not connected".to_owned()))).await
    }

    /// Deletes a device record, and with it every registration on it.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn delete_device(&self, id: &DeviceId) -> Result<(), WriteError> {
        let _ = id;
        std::future::ready(Err(WriteError::NotSent("not connected".to_owned()))).await
    }
}
