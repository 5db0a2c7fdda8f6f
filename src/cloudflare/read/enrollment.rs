//! The device-enrollment side of an account (API page, section 6). Where one of its lists is refused, `returns` is
//! unknown and the run goes on (fine print A17, B6).

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::super::ReadError;
use super::super::request::{Target, path};
use super::super::wire::{Applications, Groups, Items, Lists, Policies, ReadApplication, WARP, resolved};
use super::list;
use super::lists::{self, Complete};
use super::reader::{Reader, SIDE_BY_SIDE};
use crate::model::enrollment::{Application, GatewayList, Group, Policy, Rule, Rules};
use crate::model::{GroupId, ListId, Listed, Unread};

/// What enrollment is decided by.
pub(super) struct Enrollment {
    pub(super) applications: Listed<Application>,
    pub(super) policies: Listed<Policy>,
    pub(super) groups: Listed<Group>,
    pub(super) lists: Listed<GatewayList>,
    /// Pages of all of them.
    pub(super) pages: u64,
}

impl Reader {
    pub(super) async fn enrollment(&self, needed: bool) -> Result<Enrollment, ReadError> {
        if !needed {
            return Ok(Enrollment::not_needed());
        }
        let (applications, policies, groups, lists) = tokio::try_join!(
            self.applications(),
            self.optional(&list::POLICIES, Policies::collector),
            self.optional(&list::GROUPS, Groups::collector),
            self.optional(&list::LISTS, Lists::collector),
        )?;
        let pages = applications.1 + policies.1 + groups.1 + lists.1;
        let applications = resolved(applications.0, policies.0.rows());
        let wanted = lists_in_use(&applications, &groups.0);
        let (lists, item_pages) = self.with_items(lists.0, &wanted).await?;
        Ok(Enrollment { applications, policies: policies.0, groups: groups.0, lists, pages: pages + item_pages })
    }

    /// The applications; the one for enrollment with the policies that it has now.
    async fn applications(&self) -> Result<(Listed<ReadApplication>, u64), ReadError> {
        let (mut listed, mut pages) = self.optional(&list::APPLICATIONS, Applications::collector).await?;
        if let Listed::Read(applications) = &mut listed {
            for warp in applications.iter_mut().filter(|read| read.application.kind == WARP) {
                match self.policies_of(warp).await? {
                    Ok(policies) => {
                        pages += policies.pages;
                        warp.has_policies(policies.rows);
                    }
                    Err(why) => warp.lacks_policies(why),
                }
            }
        }
        Ok((listed, pages))
    }

    /// The policies of one application; where they are refused, those that it carries do.
    async fn policies_of(&self, read: &ReadApplication) -> Result<Result<Complete<Policy>, Unread>, ReadError> {
        let list = &list::APPLICATION_POLICIES;
        let path = path(list::APPLICATIONS.name, read.application.id.as_str(), "/policies");
        let Some(path) = path else {
            return Ok(Err(Unread::Refused(format!("{}: the application has no id to ask by", list.name))));
        };
        let target = Target::of(&self.account, &path);
        match lists::read(&self.half, list, &target, Policies::collector).await {
            Ok(complete) => Ok(Ok(complete)),
            Err(failure) => self.excused(list, failure).map(Err),
        }
    }

    /// The lists with the items of those that are in use.
    async fn with_items(
        &self,
        listed: Listed<GatewayList>,
        wanted: &BTreeSet<ListId>,
    ) -> Result<(Listed<GatewayList>, u64), ReadError> {
        let Listed::Read(rows) = listed else { return Ok((listed, 0)) };
        let reads = rows.into_iter().map(|list| async {
            let items = if wanted.contains(&list.id) { self.items_of(&list.id).await? } else { None };
            let pages = items.as_ref().map_or(0, |items| items.pages);
            Ok::<_, ReadError>((GatewayList { items: items.map(|items| items.rows).or(list.items), ..list }, pages))
        });
        let read: Vec<_> = stream::iter(reads).buffered(SIDE_BY_SIDE).try_collect().await?;
        let pages = read.iter().map(|(_, pages)| pages).sum();
        Ok((Listed::Read(read.into_iter().map(|(list, _)| list).collect()), pages))
    }

    async fn items_of(&self, id: &ListId) -> Result<Option<Complete<String>>, ReadError> {
        let Some(path) = path(list::LISTS.name, id.as_str(), "/items") else { return Ok(None) };
        let target = Target::of(&self.account, &path);
        match lists::read(&self.half, &list::ITEMS, &target, Items::collector).await {
            Ok(complete) => Ok(Some(complete)),
            Err(failure) => self.excused(&list::ITEMS, failure).map(|_| None),
        }
    }
}

impl Enrollment {
    fn not_needed() -> Self {
        Self {
            applications: Listed::Unread(Unread::NotNeeded),
            policies: Listed::Unread(Unread::NotNeeded),
            groups: Listed::Unread(Unread::NotNeeded),
            lists: Listed::Unread(Unread::NotNeeded),
            pages: 0,
        }
    }
}

/// The lists that a rule of enrollment refers to, directly or through groups.
fn lists_in_use(applications: &Listed<Application>, groups: &Listed<Group>) -> BTreeSet<ListId> {
    let groups = groups.rows().unwrap_or_default();
    let policies = applications.rows().unwrap_or_default().iter().filter(|app| app.kind == WARP);
    let policies = policies.flat_map(|app| app.policies.rows().unwrap_or_default());
    let mut left: Vec<&Rules> = policies.map(|policy| &policy.rules).collect();
    let (mut lists, mut seen) = (BTreeSet::new(), BTreeSet::<GroupId>::new());
    while let Some(Rules { include, exclude, require }) = left.pop() {
        for rule in include.iter().chain(exclude).chain(require) {
            match rule {
                Rule::EmailList(id) => {
                    lists.insert(id.clone());
                }
                Rule::Group(id) if seen.insert(id.clone()) => {
                    left.extend(groups.iter().filter(|group| group.id == *id).map(|group| &group.rules));
                }
                _ => {}
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AppId;
    use crate::model::enrollment::Decision;

    fn rules(include: Vec<Rule>, exclude: Vec<Rule>) -> Rules {
        Rules { include, exclude, require: vec![Rule::Everyone] }
    }

    fn application(kind: &str, rules: Rules) -> Application {
        let policy = Policy {
            id: "p".into(),
            name: "p".to_owned(),
            decision: Decision::Allow,
            precedence: None,
            rules,
            reusable: None,
            app_count: None,
        };
        let policies = Listed::Read(vec![policy]);
        Application { id: AppId::from(kind), kind: kind.to_owned(), name: String::new(), policies }
    }

    #[test]
    fn lists_are_in_use_through_nested_groups_and_cycles_end() {
        let list = |id: &str| Rule::EmailList(id.into());
        let group = |id: &str, rules| Group { id: id.into(), name: String::new(), rules };
        let groups = Listed::Read(vec![
            group("a", rules(vec![Rule::Group("b".into())], vec![])),
            group("b", rules(vec![list("nested")], vec![Rule::Group("a".into())])),
            group("unused", rules(vec![list("unused")], vec![])),
        ]);
        let applications = Listed::Read(vec![
            application("warp", rules(vec![Rule::Group("a".into())], vec![list("direct")])),
            application("self_hosted", rules(vec![list("elsewhere")], vec![])),
        ]);
        let ids: Vec<String> = lists_in_use(&applications, &groups).iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["direct", "nested"]);
    }
}
