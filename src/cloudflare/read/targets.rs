//! What effects change, read one at a time just before and just after (API page, sections 4 to 6). What is gone is
//! nothing, and no error.

use super::super::answer::Answer;
use super::super::effects::{ApplicationDocument, PolicyDocument, PolicyPlace, requests};
use super::super::request::{Target, path};
use super::super::wire::{Items, Lists, Policies, Registrations, Tokens, Users, one, result_of};
use super::super::{Problem, ReadError};
use super::failure::{Failure, advice};
use super::list::{self, List};
use super::lists;
use super::reader::Reader;
use crate::model::enrollment::{GatewayList, Policy};
use crate::model::{AccessUser, AppId, ListId, Registration, ServiceToken, TokenId, UserId};

/// The end of the words in which Access says that something does not exist; the codes differ (API page, section 8.2).
const NOT_FOUND: &str = "_not_found";

/// Each method fails as [`Reader::account`] does.
impl Reader {
    /// A policy, whole.
    ///
    /// # Errors
    /// See above.
    pub async fn policy(&self, place: &PolicyPlace) -> Result<Option<PolicyDocument>, ReadError> {
        let list = if place.application.is_some() { &list::APPLICATION_POLICIES } else { &list::POLICIES };
        self.object(list, requests::policy(&self.account, place), |body| {
            PolicyDocument::new(place.clone(), result_of(body)?).map(Some)
        })
        .await
    }

    /// An application, whole.
    ///
    /// # Errors
    /// See above.
    pub async fn application(&self, id: &AppId) -> Result<Option<ApplicationDocument>, ReadError> {
        self.object(&list::APPLICATIONS, requests::application(&self.account, id), |body| {
            ApplicationDocument::new(id.clone(), result_of(body)?).map(Some)
        })
        .await
    }

    /// The policies of an application, its own and reusable ones, as they are judged.
    ///
    /// # Errors
    /// See above.
    pub async fn policies_of_application(&self, id: &AppId) -> Result<Option<Vec<Policy>>, ReadError> {
        let list = &list::APPLICATION_POLICIES;
        let target =
            path(list::APPLICATIONS.name, id.as_str(), "/policies").map(|path| Target::of(&self.account, &path));
        let target = target.ok_or_else(|| nowhere(list))?;
        match lists::read(&self.half, list, &target, Policies::collector).await {
            Ok(complete) => Ok(Some(complete.rows)),
            Err(Failure::Refused(refusal)) if refusal.status == 404 => Ok(None),
            Err(failure) => Err(self.failed(list, failure)),
        }
    }

    /// A Gateway list with all its items.
    ///
    /// # Errors
    /// See above.
    pub async fn list(&self, id: &ListId) -> Result<Option<GatewayList>, ReadError> {
        let target = requests::list(&self.account, id);
        let found = self.object(&list::LISTS, target, |body| one(Lists, body)).await?;
        let Some(found) = found else { return Ok(None) };
        let path = path(list::LISTS.name, id.as_str(), "/items").ok_or_else(|| nowhere(&list::ITEMS))?;
        let target = Target::of(&self.account, &path);
        let items = lists::read(&self.half, &list::ITEMS, &target, Items::collector).await;
        let items = items.map_err(|failure| self.failed(&list::ITEMS, failure))?.rows;
        Ok(Some(GatewayList { items: Some(items), ..found }))
    }

    /// A service token.
    ///
    /// # Errors
    /// See above.
    pub async fn token(&self, id: &TokenId) -> Result<Option<ServiceToken>, ReadError> {
        self.object(&list::TOKENS, requests::token(&self.account, id), |body| one(Tokens, body)).await
    }

    /// A user with their seats.
    ///
    /// # Errors
    /// See above.
    pub async fn user(&self, id: &UserId) -> Result<Option<AccessUser>, ReadError> {
        let target = path(list::USERS.name, id.as_str(), "").map(|path| Target::of(&self.account, &path));
        self.object(&list::USERS, target, |body| one(Users, body)).await
    }

    /// All registrations of a user, revoked ones included, in the order of their ids.
    ///
    /// # Errors
    /// See above.
    pub async fn registrations_of(&self, id: &UserId) -> Result<Vec<Registration>, ReadError> {
        let target = list::registrations_of(&self.account, id);
        let mut rows = self.needed(&list::REGISTRATIONS, target, Registrations::collector).await?.rows;
        // A server that does not know the filter must not add rows that nobody asked for.
        rows.retain(|row| row.user.as_ref().and_then(|user| user.id.as_ref()) == Some(id));
        Ok(rows)
    }

    /// One object, decoded from the body of its answer.
    async fn object<T>(
        &self,
        list: &List,
        target: Option<Target>,
        decode: impl Fn(&[u8]) -> Result<Option<T>, String>,
    ) -> Result<Option<T>, ReadError> {
        let target = target.ok_or_else(|| nowhere(list))?;
        let answer = self.get(target).await.map_err(|failure| self.failed(list, failure))?;
        match answer.page() {
            Ok(_) => decode(&answer.body).map_err(|why| self.failed(list, Failure::Broken(why))),
            Err(_) if is_gone(&answer) => Ok(None),
            Err(no) => Err(self.failed(list, no.into())),
        }
    }

    /// As for a list that is needed; a permission that is missing is named in the text, which ends up in a report.
    fn failed(&self, list: &List, failure: Failure) -> ReadError {
        match failure {
            Failure::Refused(refusal) => {
                let text = format!("{}: {refusal}{}", list.name, advice(list, &refusal));
                ReadError::new(Problem::Inventory, text)
            }
            failure => failure.needed(list, &self.half),
        }
    }
}

fn is_gone(answer: &Answer) -> bool {
    let refusal = answer.refusal();
    refusal.status == 404 || refusal.status == 400 && refusal.messages.iter().any(|it| it.text.contains(NOT_FOUND))
}

fn nowhere(list: &List) -> ReadError {
    ReadError::new(Problem::Inventory, format!("{}: an id that cannot stand in an address", list.name))
}
