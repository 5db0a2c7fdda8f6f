//! The account over HTTP.

use jiff::{SignedDuration, Timestamp};

use super::remote::{Change, Halt, ReadFailure, Remote, WriteFailure};
use crate::cloudflare::{Problem, ReadError, Reader, WriteError, Writer};
use crate::model::{DeviceId, Registration, RegistrationId};

/// A reader and a writer of one account.
pub struct Live<'a> {
    reader: &'a Reader,
    writer: &'a Writer,
    clock: &'a dyn Fn() -> Timestamp,
}

impl<'a> Live<'a> {
    /// The clock tells when to come back after a pause that is too long.
    pub fn new(reader: &'a Reader, writer: &'a Writer, clock: &'a dyn Fn() -> Timestamp) -> Self {
        Self { reader, writer, clock }
    }

    fn come_back(&self, seconds: u64) -> Halt {
        let pause = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        let when = (self.clock)().saturating_add(pause).unwrap_or(Timestamp::MAX);
        Halt::ComeBack(format!("the API asks for a pause of {seconds} s, come back after {when}"))
    }

    fn read_failure(&self, error: ReadError) -> ReadFailure {
        match error.problem {
            Problem::Credential => ReadFailure::Halt(Halt::Credential(error.text)),
            Problem::TooLong { seconds } => ReadFailure::Halt(self.come_back(seconds)),
            Problem::Unreachable | Problem::Account | Problem::Inventory => ReadFailure::Broken(error.text),
        }
    }

    fn write_failure(&self, error: WriteError) -> WriteFailure {
        match error {
            WriteError::NotFound(refusal) => WriteFailure::NotFound(refusal.to_string()),
            WriteError::Refused(refusal) if refusal.status == 403 => WriteFailure::Forbidden(refusal.to_string()),
            WriteError::Refused(refusal) => WriteFailure::Refused(refusal.to_string()),
            WriteError::Ambiguous(text) => WriteFailure::Ambiguous(text),
            WriteError::NotSent(text) => WriteFailure::NotSent(text),
            WriteError::TooLong { seconds } => WriteFailure::Halt(self.come_back(seconds)),
            WriteError::Auth(refusal) => WriteFailure::Halt(Halt::Credential(refusal.to_string())),
        }
    }
}

impl Remote for Live<'_> {
    async fn registrations(&self, ids: &[RegistrationId]) -> Result<Vec<Registration>, ReadFailure> {
        self.reader.registrations(ids).await.map_err(|error| self.read_failure(error))
    }

    async fn left_on(&self, id: &DeviceId) -> Result<Option<u64>, ReadFailure> {
        let failed = |error| self.read_failure(error);
        if self.reader.device(id).await.map_err(failed)?.is_none() {
            return Ok(None);
        }
        // The device counts its active registrations only; a revoked one would be lost with it all the same.
        let rows = self.reader.registrations_on(id).await.map_err(failed)?;
        Ok(Some(u64::try_from(rows.len()).unwrap_or(u64::MAX)))
    }

    async fn change(&self, change: Change, ids: &[RegistrationId]) -> Result<(), WriteFailure> {
        let written = match change {
            Change::Delete => self.writer.delete_registrations(ids).await,
            Change::Revoke => self.writer.revoke_registrations(ids).await,
            Change::Unrevoke => self.writer.unrevoke_registrations(ids).await,
        };
        written.map_err(|error| self.write_failure(error))
    }

    async fn delete_device(&self, id: &DeviceId) -> Result<(), WriteFailure> {
        self.writer.delete_device(id).await.map_err(|error| self.write_failure(error))
    }
}
