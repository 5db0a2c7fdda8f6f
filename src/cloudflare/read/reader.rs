//! What is read of an account, and what of it the run can do without.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;

use super::super::ReadError;
use super::super::request::Target;
use super::super::session::ReadHalf;
use super::super::wire::{Collector, Devices, Registrations, Rows, Tokens, Users};
use super::enrollment::Enrollment;
use super::failure::Failure;
use super::list::{self, List};
use super::lists::{self, Complete};
use super::record::{self, Recorded};
use crate::model::account::{Needs, Reading, Source};
use crate::model::{Account, AccountId, DeviceId, Listed, PhysicalDevice, Registration, RegistrationId, Unread};

/// Ids that one filtered request names (fine print B7).
const IDS_AT_ONCE: usize = 50;

/// Requests of one kind that are on their way at a time.
pub(super) const SIDE_BY_SIDE: usize = 4;

/// Reads an account. Holds nothing that could send anything but GET.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(super) half: ReadHalf,
    pub(super) account: AccountId,
    source: Source,
}

impl Reader {
    pub(in super::super) fn new(half: ReadHalf, account: AccountId, source: Source) -> Self {
        Self { half, account, source }
    }

    /// Reads the account, each list that is needed to its end. `now` is when it is said to have been read.
    ///
    /// The organization comes first and alone: it tells whether credential and account are right before anything large
    /// is read.
    ///
    /// # Errors
    /// Whatever makes the reading incomplete.
    pub async fn account(&self, needs: Needs, now: Timestamp) -> Result<Account, ReadError> {
        let organization = self.organization().await?;
        let (registrations, devices, enrollment, tokens, users) = tokio::try_join!(
            self.needed(
                &list::REGISTRATIONS,
                list::registrations(&self.account, needs.profiles),
                Registrations::collector
            ),
            self.devices(needs.devices),
            self.enrollment(needs.enrollment),
            self.where_needed(needs.tokens, &list::TOKENS, Tokens::collector),
            self.where_needed(needs.users, &list::USERS, Users::collector),
        )?;
        let Enrollment { applications, policies, groups, lists, pages } = enrollment;
        let device_pages = devices.as_ref().map_or(0, |devices| devices.pages);
        Ok(Account {
            id: self.account.clone(),
            name: None,
            organization,
            devices: devices.map(|devices| devices.rows.into_iter().map(|row| (row.id.clone(), row)).collect()),
            applications,
            policies,
            groups,
            lists,
            tokens: tokens.0,
            users: users.0,
            reading: Reading {
                source: self.source,
                read_at: now,
                pages: registrations.pages + device_pages + pages + tokens.1 + users.1,
                page_size: registrations.page_size,
                deleted_rows: registrations.deleted,
            },
            registrations: registrations.rows,
        })
    }

    /// These registrations as they are now, in the order of their ids; what is gone is not among them.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn registrations(&self, ids: &[RegistrationId]) -> Result<Vec<Registration>, ReadError> {
        let chunks = stream::iter(ids.chunks(IDS_AT_ONCE)).map(|chunk| {
            let target = list::registrations_by_id(&self.account, chunk.iter().map(RegistrationId::as_str));
            async move {
                let mut rows = self.needed(&list::REGISTRATIONS, target, Registrations::collector).await?.rows;
                // A server that does not know the filter must not add rows that nobody asked for.
                rows.retain(|row| chunk.contains(&row.id));
                Ok::<_, ReadError>(rows)
            }
        });
        let mut rows: Vec<Registration> = chunks.buffered(SIDE_BY_SIDE).try_concat().await?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows.dedup_by(|a, b| a.id == b.id);
        Ok(rows)
    }

    /// All registrations on a device, revoked ones included, in the order of their ids.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn registrations_on(&self, id: &DeviceId) -> Result<Vec<Registration>, ReadError> {
        let target = list::registrations_on(&self.account, id);
        let mut rows = self.needed(&list::REGISTRATIONS, target, Registrations::collector).await?.rows;
        // As above: what is on another device is not this one's.
        rows.retain(|row| row.device_id == *id);
        Ok(rows)
    }

    /// This device as it is now, or nothing where it is gone.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn device(&self, id: &DeviceId) -> Result<Option<PhysicalDevice>, ReadError> {
        self.single_device(id).await
    }

    /// Records the account: every list with its rows as the API returns them. Lists that are refused are left out and
    /// named.
    ///
    /// # Errors
    /// As for [`Reader::account`], where registrations or the organization cannot be read or any list is broken.
    pub async fn record(&self, now: Timestamp) -> Result<Recorded, ReadError> {
        record::record(self, now).await
    }

    /// Requests sent so far, those of the writer of the same connection included.
    pub fn requests(&self) -> u64 {
        self.half.requests()
    }

    async fn devices(&self, needed: bool) -> Result<Option<Complete<PhysicalDevice>>, ReadError> {
        if !needed {
            return Ok(None);
        }
        self.needed(&list::DEVICES, list::devices(&self.account), Devices::collector).await.map(Some)
    }

    /// A list that the run can do without, where anything needs it.
    async fn where_needed<R: Rows>(
        &self,
        needed: bool,
        list: &List,
        collector: impl Fn() -> Collector<R>,
    ) -> Result<(Listed<R::Row>, u64), ReadError> {
        if needed { self.optional(list, collector).await } else { Ok((Listed::Unread(Unread::NotNeeded), 0)) }
    }

    /// A list that the run cannot do without.
    pub(super) async fn needed<R: Rows>(
        &self,
        list: &List,
        target: Target,
        collector: impl Fn() -> Collector<R>,
    ) -> Result<Complete<R::Row>, ReadError> {
        let read = lists::read(&self.half, list, &target, collector).await;
        read.map_err(|failure| failure.needed(list, &self.half))
    }

    /// A list that the run can do without, and its pages.
    pub(super) async fn optional<R: Rows>(
        &self,
        list: &List,
        collector: impl Fn() -> Collector<R>,
    ) -> Result<(Listed<R::Row>, u64), ReadError> {
        match lists::read(&self.half, list, &list.target(&self.account), collector).await {
            Ok(complete) => Ok((Listed::Read(complete.rows), complete.pages)),
            Err(failure) => Ok((Listed::Unread(self.excused(list, failure)?), 0)),
        }
    }

    pub(super) fn excused(&self, list: &List, failure: Failure) -> Result<Unread, ReadError> {
        failure.optional(list, &self.half)
    }
}
