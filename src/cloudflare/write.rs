//! Writing to an account: one method a call of the API. Registrations and devices: ids in the query or in the path,
//! never a body (API page, sections 1.4 and 2). What offboarding changes beside them is in `effects`.

use http::Method;

use super::WriteError;
use super::request::{Target, Write, path};
use super::session::{Silence, WriteHalf};
use crate::model::{AccountId, DeviceId, RegistrationId};

/// Ids that one call takes (fine print B7).
const MOST_IDS: usize = 200;

const REGISTRATIONS: &str = "devices/registrations";
const DEVICES: &str = "devices/physical-devices";

/// Writes to an account. Nothing is repeated unless it is certain that it was not executed.
#[derive(Debug)]
pub struct Writer {
    half: WriteHalf,
    pub(super) account: AccountId,
}

impl Writer {
    pub(super) fn new(half: WriteHalf, account: AccountId) -> Self {
        Self { half, account }
    }

    /// Deletes registrations, at most 200 in one call; a single one by its own address.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn delete_registrations(&self, ids: &[RegistrationId]) -> Result<(), WriteError> {
        let single = match ids {
            [id] => path(REGISTRATIONS, id.as_str(), ""),
            _ => None,
        };
        match single {
            Some(path) => self.send(Method::DELETE, Target::of(&self.account, &path)).await,
            None => self.bulk(Method::DELETE, REGISTRATIONS, ids).await,
        }
    }

    /// Revokes registrations, at most 200 in one call. Their rows and virtual addresses stay.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn revoke_registrations(&self, ids: &[RegistrationId]) -> Result<(), WriteError> {
        self.bulk(Method::POST, "devices/registrations/revoke", ids).await
    }

    /// Lets revoked registrations connect again, at most 200 in one call.
    ///
    /// # Errors
    /// Any answer but success.
    pub async fn unrevoke_registrations(&self, ids: &[RegistrationId]) -> Result<(), WriteError> {
        self.bulk(Method::POST, "devices/registrations/unrevoke", ids).await
    }

    /// Deletes a device record, and with it every registration on it.
    ///
    /// # Errors
    /// Any answer but success; an id that names another resource is not sent.
    pub async fn delete_device(&self, id: &DeviceId) -> Result<(), WriteError> {
        let path = path(DEVICES, id.as_str(), "").ok_or_else(|| {
            WriteError::NotSent(format!("the device id {:?} cannot stand in an address", id.as_str()))
        })?;
        self.send(Method::DELETE, Target::of(&self.account, &path)).await
    }

    async fn bulk(&self, method: Method, path: &str, ids: &[RegistrationId]) -> Result<(), WriteError> {
        if ids.is_empty() {
            return Ok(());
        }
        if ids.len() > MOST_IDS {
            return Err(WriteError::NotSent(format!("{} ids in one call, and {MOST_IDS} are allowed", ids.len())));
        }
        let target = Target::of(&self.account, path).with_each("id", ids.iter().map(RegistrationId::as_str));
        self.send(method, target).await
    }

    async fn send(&self, method: Method, target: Target) -> Result<(), WriteError> {
        self.make(&Write::bare(method, target)).await
    }

    /// Makes a call and judges its answer.
    pub(super) async fn make(&self, write: &Write) -> Result<(), WriteError> {
        match self.half.write(write).await {
            Ok(answer) => answer.done(),
            Err(silence) => Err(silence.into()),
        }
    }
}

impl From<Silence> for WriteError {
    fn from(silence: Silence) -> Self {
        use super::TransportError::{Broken, Connect, Stalled};
        match silence {
            Silence::Lost(error @ Connect(_)) => Self::NotSent(error.to_string()),
            Silence::Lost(error @ (Stalled(_) | Broken(_))) => Self::Ambiguous(error.to_string()),
            Silence::TooLong(wait) => Self::TooLong { seconds: wait.seconds },
            Silence::Unsendable(why) => Self::NotSent(why),
            Silence::Stopped => Self::Stopped,
        }
    }
}
