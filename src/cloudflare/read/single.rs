//! Single objects: the organization and one device (API page, sections 2 and 7).

use bytes::Bytes;

use super::super::answer::Answer;
use super::super::envelope::Shape;
use super::super::request::{Get, Target, path};
use super::super::wire::{Devices, one_device, one_organization};
use super::super::{Problem, ReadError, Refusal};
use super::failure::Failure;
use super::list;
use super::reader::Reader;
use crate::model::account::Organization;
use crate::model::{DeviceId, PhysicalDevice};

/// "Could not route": the account's id is wrong (API page, section 8.2).
const NO_ROUTE: i64 = 7003;

/// Zero Trust is not set up on the account.
const NOT_ENABLED: i64 = 9999;

impl Reader {
    /// The organization alone: whether credential and account are right.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn organization(&self) -> Result<Organization, ReadError> {
        let body = self.organization_body().await?;
        one_organization(&body)
            .map_err(|why| self.broken_organization(why))?
            .ok_or_else(|| ReadError::new(Problem::Account, "the organization does not say its `auth_domain`"))
    }

    /// The answer about the organization, whose `result` is an object.
    pub(super) async fn organization_body(&self) -> Result<Bytes, ReadError> {
        let answer = self.get(list::ORGANIZATION.target(&self.account)).await;
        let answer = answer.map_err(|failure| failure.needed(&list::ORGANIZATION, &self.half))?;
        let skim = answer.page().map_err(|no| match Failure::from(no) {
            Failure::Refused(refusal) if names_no_account(&refusal) => self.no_account(&refusal),
            Failure::Refused(refusal) if names_no_organization(&refusal) => self.no_organization(&refusal),
            failure => failure.needed(&list::ORGANIZATION, &self.half),
        })?;
        if skim.result == Shape::Object {
            return Ok(answer.body);
        }
        Err(self.broken_organization("`result` is no object".to_owned()))
    }

    /// One device; nothing where it is gone.
    pub(super) async fn single_device(&self, id: &DeviceId) -> Result<Option<PhysicalDevice>, ReadError> {
        let Some(path) = path(list::DEVICES.name, id.as_str(), "") else { return self.device_by_filter(id).await };
        let needed = |failure: Failure| failure.needed(&list::DEVICES, &self.half);
        let answer = self.get(Target::of(&self.account, &path)).await.map_err(needed)?;
        match answer.page() {
            Ok(_) => one_device(&answer.body).map_err(|why| needed(Failure::Broken(why))),
            Err(_) if answer.status == 404 => Ok(None),
            Err(no) => Err(needed(no.into())),
        }
    }

    /// An id that cannot stand in a path can still be asked for.
    async fn device_by_filter(&self, id: &DeviceId) -> Result<Option<PhysicalDevice>, ReadError> {
        let target = list::devices(&self.account).with("id", id.as_str());
        let rows = self.needed(&list::DEVICES, target, Devices::collector).await?.rows;
        Ok(rows.into_iter().find(|row| row.id == *id))
    }

    /// A GET.
    pub(super) async fn get(&self, target: Target) -> Result<Answer, Failure> {
        Ok(self.half.get(&Get(target)).await?)
    }

    fn broken_organization(&self, why: String) -> ReadError {
        Failure::Broken(why).needed(&list::ORGANIZATION, &self.half)
    }

    fn no_account(&self, refusal: &Refusal) -> ReadError {
        ReadError::new(Problem::Account, format!("the API knows no account {:?}: {refusal}", self.account.as_str()))
            .with_help("compare `account.id` with the address of the dashboard")
    }

    fn no_organization(&self, refusal: &Refusal) -> ReadError {
        let text = format!("account {:?} has no Zero Trust organization: {refusal}", self.account.as_str());
        ReadError::new(Problem::Account, text).with_help("enable Zero Trust first, in the dashboard of this account")
    }
}

fn names_no_account(refusal: &Refusal) -> bool {
    refusal.has_code(NO_ROUTE)
}

fn names_no_organization(refusal: &Refusal) -> bool {
    let said = || refusal.messages.iter().any(|message| message.text.contains("access.api.error.not_enabled"));
    refusal.status == 404 || refusal.has_code(NOT_ENABLED) || said()
}
