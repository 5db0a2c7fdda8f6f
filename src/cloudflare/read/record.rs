//! Recording an account: the same walks, rows kept to the byte (product.md, section 4).

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::ReadError;
use super::super::recording::Document;
use super::super::request::{Target, path};
use super::super::wire::{Collector, RawRow, RawRows, Text};
use super::list::{self, List};
use super::lists;
use super::reader::{Reader, SIDE_BY_SIDE};

/// What is missing in a recording, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecorded {
    /// The list's key in the recording, for example `users`.
    pub list: &'static str,
    /// Which of its rows is there without its items, by name; nothing where the list itself is missing.
    pub items_of: Option<String>,
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
    /// What was refused and is left out.
    pub refused: Vec<Unrecorded>,
}

/// Rows of one list, or why there are none.
type Part = Result<Vec<RawRow>, String>;

pub(super) async fn record(reader: &Reader, now: Timestamp) -> Result<Recorded, ReadError> {
    let organization = reader.organization_body().await?;
    let account = &reader.account;
    let registrations = list::registrations(account, true);
    let (name, registrations, devices, users, tokens, applications, policies, groups, lists) = tokio::try_join!(
        reader.account_name(&organization),
        reader.needed(&list::REGISTRATIONS, registrations, || RawRows::by_id("a registration")),
        reader.part(&list::DEVICES, list::devices(account), "a physical device"),
        reader.part(&list::USERS, list::USERS.target(account), "a user"),
        reader.part(&list::TOKENS, list::TOKENS.target(account), "a service token"),
        reader.part(&list::APPLICATIONS, list::APPLICATIONS.target(account), "an application"),
        reader.part(&list::POLICIES, list::POLICIES.target(account), "a policy"),
        reader.part(&list::GROUPS, list::GROUPS.target(account), "a group"),
        reader.part(&list::LISTS, list::LISTS.target(account), "a list"),
    )?;
    let (applications, (lists, mut refused)) =
        tokio::try_join!(reader.applications_with_policies(applications), reader.lists_with_items(lists))?;
    let mut document = Document::new(now, account, name.as_deref());
    document.object("organization", result_of(&organization).unwrap_or("{}"));
    document.rows("registrations", registrations.rows.iter().map(RawRow::json));
    refused.extend(add(&mut document, "physical_devices", devices));
    refused.extend(add(&mut document, "users", users));
    refused.extend(add(&mut document, "service_tokens", tokens));
    refused.extend(add(&mut document, "applications", applications));
    refused.extend(add(&mut document, "policies", policies));
    refused.extend(add(&mut document, "groups", groups));
    refused.extend(add(&mut document, "lists", lists));
    let json = reader.half.scrub(document.finish()).into_bytes();
    Ok(Recorded { json, registrations: registrations.rows.len() as u64, refused })
}

/// Adds a list to the recording, or says why it is missing there.
fn add(document: &mut Document, list: &'static str, part: Part) -> Option<Unrecorded> {
    let rows = match part {
        Ok(rows) => rows,
        Err(why) => return Some(Unrecorded { list, items_of: None, why }),
    };
    document.rows(list, rows.iter().map(RawRow::json));
    None
}

impl Reader {
    /// A list that may be refused.
    async fn part(&self, list: &List, target: Target, what: &'static str) -> Result<Part, ReadError> {
        self.raw(list, &target, || RawRows::by_id(what)).await
    }

    async fn raw(
        &self,
        list: &List,
        target: &Target,
        collector: impl Fn() -> Collector<RawRows>,
    ) -> Result<Part, ReadError> {
        match lists::read(&self.half, list, target, collector).await {
            Ok(complete) => Ok(Ok(complete.rows)),
            Err(failure) => match failure.excused(list) {
                Ok(refusal) => Ok(Err(format!("{}: {refusal}", list.name))),
                Err(failure) => Err(failure.needed(list, &self.half)),
            },
        }
    }

    /// The account's name, where the credential may see it; else the organization's.
    async fn account_name(&self, organization: &[u8]) -> Result<Option<String>, ReadError> {
        let answer = self.get(Target::account(&self.account)).await;
        let named = answer.ok().filter(|answer| answer.page().is_ok()).and_then(|answer| name_of(&answer.body));
        Ok(named.or_else(|| name_of(organization)))
    }

    /// The application for enrollment has the policies that it has now; the others have what they carry.
    async fn applications_with_policies(&self, part: Part) -> Result<Part, ReadError> {
        let Ok(rows) = part else { return Ok(part) };
        let rows = rows.into_iter().map(|row| async {
            let path = path(list::APPLICATIONS.name, row.key(), "/policies").filter(|_| row.is_of_type("warp"));
            let Some(path) = path else { return Ok(row) };
            let target = Target::of(&self.account, &path);
            let policies = self.raw(&list::APPLICATION_POLICIES, &target, || RawRows::by_id("a policy")).await?;
            Ok::<_, ReadError>(match policies {
                Ok(policies) => row.with_list("policies", &policies),
                Err(_) => row,
            })
        });
        Ok(Ok(stream::iter(rows).buffered(SIDE_BY_SIDE).try_collect().await?))
    }

    /// Every list with its items. One whose items are refused is kept without, which reads as "not read", and named.
    async fn lists_with_items(&self, part: Part) -> Result<(Part, Vec<Unrecorded>), ReadError> {
        let Ok(rows) = part else { return Ok((part, Vec::new())) };
        let rows = rows.into_iter().map(|row| async {
            let Some(path) = path(list::LISTS.name, row.key(), "/items") else { return Ok((row, None)) };
            let items = self.raw(&list::ITEMS, &Target::of(&self.account, &path), RawRows::by_value).await?;
            Ok::<_, ReadError>(match items {
                Ok(items) => (row.with_list("items", &items), None),
                Err(why) => {
                    let items_of = Some(row.name());
                    (row, Some(Unrecorded { list: "lists", items_of, why }))
                }
            })
        });
        let rows: Vec<(RawRow, Option<Unrecorded>)> = stream::iter(rows).buffered(SIDE_BY_SIDE).try_collect().await?;
        let (rows, missing): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Ok((Ok(rows), missing.into_iter().flatten().collect()))
    }
}

/// The text of `result`.
fn result_of(body: &[u8]) -> Option<&str> {
    #[derive(Deserialize)]
    #[serde(expecting = "an envelope")]
    struct One<'a> {
        #[serde(borrow)]
        result: &'a RawValue,
    }

    serde_json::from_slice::<One<'_>>(body).ok().map(|one| one.result.get())
}

/// `result.name`.
fn name_of(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(expecting = "an object")]
    struct Named<'a> {
        #[serde(default, borrow)]
        name: Text<'a>,
    }

    let named: Named<'_> = serde_json::from_str(result_of(body)?).ok()?;
    named.name.filled().map(str::to_owned)
}
