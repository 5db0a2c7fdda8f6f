//! The account over HTTP.

use jiff::{SignedDuration, Timestamp};

use super::remote::{Change, Effect, Halt, ReadFailure, Remote, WriteFailure};
use crate::cloudflare::{
    ApplicationDocument, PolicyDocument, PolicyPlace, Problem, ReadError, Reader, WriteError, Writer, is_token_in_use,
};
use crate::model::enrollment::{GatewayList, Policy};
use crate::model::{AccessUser, AppId, DeviceId, ListId, Registration, RegistrationId, ServiceToken, TokenId, UserId};

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
            Problem::Stopped => ReadFailure::Halt(Halt::Interrupted),
            Problem::Refused | Problem::Account => ReadFailure::Refused(error.text),
            Problem::Unreachable | Problem::Inventory => ReadFailure::Broken(error.text),
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
            WriteError::Stopped => WriteFailure::Halt(Halt::Interrupted),
            WriteError::Auth(refusal) => WriteFailure::Halt(Halt::Credential(refusal.to_string())),
        }
    }
}

impl Live<'_> {
    /// A refusal says what refers to the token, as far as that can be read.
    async fn delete_token(&self, id: &TokenId) -> Result<(), WriteFailure> {
        let Err(error) = self.writer.delete_token(id).await else { return Ok(()) };
        let refusal = match error {
            WriteError::Refused(refusal) if is_token_in_use(&refusal) => refusal,
            error => return Err(self.write_failure(error)),
        };
        let found = self.reader.referring_to(id).await.unwrap_or_default();
        let what = if found.is_empty() {
            "a policy, a group or an application's SCIM configuration".to_owned()
        } else {
            found.join(", ")
        };
        Err(WriteFailure::Refused(format!("{refusal}; take the token out of {what} first")))
    }
}

impl Remote for Live<'_> {
    async fn registrations(&self, ids: &[RegistrationId]) -> Result<Vec<Registration>, ReadFailure> {
        self.reader.registrations(ids).await.map_err(|error| self.read_failure(error))
    }

    async fn registrations_of(&self, user: &UserId) -> Result<Vec<Registration>, ReadFailure> {
        self.reader.registrations_of(user).await.map_err(|error| self.read_failure(error))
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

    async fn policy(&self, place: &PolicyPlace) -> Result<Option<PolicyDocument>, ReadFailure> {
        self.reader.policy(place).await.map_err(|error| self.read_failure(error))
    }

    async fn application(&self, id: &AppId) -> Result<Option<ApplicationDocument>, ReadFailure> {
        self.reader.application(id).await.map_err(|error| self.read_failure(error))
    }

    async fn enrollment(&self, application: &AppId) -> Result<Option<Vec<Policy>>, ReadFailure> {
        self.reader.policies_of_application(application).await.map_err(|error| self.read_failure(error))
    }

    async fn list(&self, id: &ListId) -> Result<Option<GatewayList>, ReadFailure> {
        self.reader.list(id).await.map_err(|error| self.read_failure(error))
    }

    async fn token(&self, id: &TokenId) -> Result<Option<ServiceToken>, ReadFailure> {
        self.reader.token(id).await.map_err(|error| self.read_failure(error))
    }

    async fn user(&self, id: &UserId) -> Result<Option<AccessUser>, ReadFailure> {
        self.reader.user(id).await.map_err(|error| self.read_failure(error))
    }

    async fn change(&self, change: Change, ids: &[RegistrationId]) -> Result<(), WriteFailure> {
        let written = match change {
            Change::Delete => self.writer.delete_registrations(ids).await,
            Change::Revoke => self.writer.revoke_registrations(ids).await,
            Change::Unrevoke => self.writer.unrevoke_registrations(ids).await,
        };
        written.map_err(|error| self.write_failure(error))
    }

    async fn effect(&self, effect: &Effect) -> Result<(), WriteFailure> {
        let writer = self.writer;
        let written = match effect {
            Effect::DeleteDevice(id) => writer.delete_device(id).await,
            Effect::ReplacePolicy(wanted) => writer.replace_policy(wanted).await,
            Effect::DeletePolicy(place) => writer.delete_policy(place).await,
            Effect::ReplaceApplication(wanted) => writer.replace_application(wanted).await,
            Effect::AppendToList { list, address } => writer.append_to_list(list, address).await,
            Effect::RevokeSessions { email } => writer.revoke_sessions(email).await,
            Effect::ReleaseSeats(seat_uids) => writer.release_seats(seat_uids).await,
            Effect::DisableToken { id, name } => writer.disable_token(id, name).await,
            Effect::DeleteToken(id) => return self.delete_token(id).await,
        };
        written.map_err(|error| self.write_failure(error))
    }
}
