//! Access applications, policies and groups (API page, section 6).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::rule::WireRules;
use super::scalar::{Number, Text};
use super::{Collector, Rows};
use crate::model::enrollment::{Application, Decision, Group, Policy, Rule, Rules, UNREAD};
use crate::model::{AppId, GroupId, Listed, PolicyId, Unread};

/// The type of the device-enrollment application.
pub(crate) const WARP: &str = "warp";

/// Decodes applications.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Applications;

/// An application, and the policies that it only names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadApplication {
    /// With the policies that it carries.
    pub(crate) application: Application,
    /// Policies by id and place, where the answer has no more of them.
    pub(crate) links: Vec<(PolicyId, Option<i64>)>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WireApplication<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    policies: Option<Vec<&'a RawValue>>,
}

impl Rows for Applications {
    type Wire<'de> = WireApplication<'de>;
    type Row = ReadApplication;

    fn key(row: &ReadApplication) -> &str {
        row.application.id.as_str()
    }

    fn take(&mut self, wire: WireApplication<'_>, rows: &mut Vec<ReadApplication>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("an application without an `id`".to_owned()) };
        let kind = wire.kind.or_empty();
        let (mut policies, mut links) = (Vec::new(), Vec::new());
        for (place, raw) in (1..).zip(wire.policies.iter().flatten()) {
            match embedded(raw.get(), place) {
                Ok(Embedded::Whole(policy)) => policies.push(policy),
                Ok(Embedded::Link(id, place)) => links.push((id, place)),
                Err(why) if kind == WARP => return Err(format!("application {id:?}: {why}")),
                // Other applications decide nothing here.
                Err(_) => {}
            }
        }
        policies.sort_by_key(|policy| policy.precedence.unwrap_or(i64::MAX));
        let policies = match wire.policies {
            Some(_) => Listed::Read(policies),
            None => Listed::Unread(Unread::NotRecorded),
        };
        let application =
            Application { id: AppId::from(id), kind: kind.to_owned(), name: wire.name.or_empty().to_owned(), policies };
        rows.push(ReadApplication { application, links });
        Ok(())
    }
}

enum Embedded {
    Whole(Policy),
    Link(PolicyId, Option<i64>),
}

/// A policy inside an application: whole, or `{id, precedence}`, or a bare id whose place is its precedence.
fn embedded(raw: &str, place: i64) -> Result<Embedded, String> {
    if raw.starts_with('"') {
        let id: Text<'_> = serde_json::from_str(raw).map_err(|error| error.to_string())?;
        let id = id.filled().ok_or("a policy without an `id`")?;
        return Ok(Embedded::Link(PolicyId::from(id), Some(place)));
    }
    let wire: WirePolicy<'_> =
        serde_json::from_str(raw).map_err(|error| format!("a policy that cannot be read: {error}"))?;
    if wire.decision.filled().is_some() {
        return policy(wire).map(Embedded::Whole);
    }
    let id = wire.id.filled().ok_or("a policy without an `id`")?;
    Ok(Embedded::Link(PolicyId::from(id), wire.precedence.integer()))
}

impl ReadApplication {
    /// Replaces whatever the application carries by the policies that it has.
    pub(crate) fn has_policies(&mut self, policies: Vec<Policy>) {
        self.application.policies = Listed::Read(policies);
        self.links.clear();
    }

    /// Says why the policies could not be asked for, where the application does not carry them either.
    pub(crate) fn lacks_policies(&mut self, why: Unread) {
        if let Listed::Unread(unread) = &mut self.application.policies {
            *unread = why;
        }
    }

    /// How many policies it has, where that was said.
    pub(crate) fn policy_count(&self) -> Option<usize> {
        self.application.policies.rows().map(|policies| policies.len() + self.links.len())
    }

    /// The application with the policies that it names put in from the reusable ones. One that is not among them is
    /// kept as a policy of which nothing is known.
    fn resolved(self, reusable: Option<&[Policy]>) -> Application {
        let Self { mut application, links } = self;
        let Listed::Read(policies) = &mut application.policies else { return application };
        for (id, precedence) in links {
            let found = reusable.and_then(|policies| policies.iter().find(|policy| policy.id == id));
            let policy = found.cloned().unwrap_or_else(|| unknown(&id));
            policies.push(Policy { precedence, ..policy });
        }
        policies.sort_by_key(|policy| policy.precedence.unwrap_or(i64::MAX));
        application
    }
}

fn unknown(id: &PolicyId) -> Policy {
    let needs = format!("policy {id}, which was not read").into();
    let rule = Rule::Other { key: "policy".into(), needs, detail: id.as_str().into() };
    Policy {
        id: id.clone(),
        name: id.to_string(),
        decision: Decision::Other(UNREAD.into()),
        precedence: None,
        rules: Rules { include: vec![rule], ..Rules::default() },
        reusable: None,
        app_count: None,
    }
}

/// The applications with the policies that they only name put in from the reusable ones.
pub(crate) fn resolved(read: Listed<ReadApplication>, reusable: Option<&[Policy]>) -> Listed<Application> {
    match read {
        Listed::Read(rows) => Listed::Read(rows.into_iter().map(|row| row.resolved(reusable)).collect()),
        Listed::Unread(why) => Listed::Unread(why),
    }
}

/// Decodes policies, of an application or reusable.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Policies;

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WirePolicy<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default, borrow)]
    decision: Text<'a>,
    #[serde(default)]
    precedence: Number,
    #[serde(default)]
    include: WireRules,
    #[serde(default)]
    exclude: WireRules,
    #[serde(default)]
    require: WireRules,
    #[serde(default, borrow)]
    reusable: Text<'a>,
    #[serde(default)]
    app_count: Number,
}

impl Rows for Policies {
    type Wire<'de> = WirePolicy<'de>;
    type Row = Policy;

    fn key(row: &Policy) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WirePolicy<'_>, rows: &mut Vec<Policy>) -> Result<(), String> {
        rows.push(policy(wire)?);
        Ok(())
    }
}

fn policy(wire: WirePolicy<'_>) -> Result<Policy, String> {
    let Some(id) = wire.id.filled() else { return Err("a policy without an `id`".to_owned()) };
    Ok(Policy {
        id: PolicyId::from(id),
        name: wire.name.or_empty().to_owned(),
        decision: match wire.decision.or_empty() {
            "allow" => Decision::Allow,
            "deny" => Decision::Deny,
            "non_identity" => Decision::NonIdentity,
            "bypass" => Decision::Bypass,
            other => Decision::Other(other.into()),
        },
        precedence: wire.precedence.integer(),
        rules: Rules { include: wire.include.0, exclude: wire.exclude.0, require: wire.require.0 },
        reusable: match wire.reusable.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        },
        app_count: wire.app_count.whole(),
    })
}

/// Decodes Access groups.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Groups;

/// `is_default` is typed as rules in the published schema (API page, section 6.6) and therefore not read.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WireGroup<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default)]
    include: WireRules,
    #[serde(default)]
    exclude: WireRules,
    #[serde(default)]
    require: WireRules,
}

impl Rows for Groups {
    type Wire<'de> = WireGroup<'de>;
    type Row = Group;

    fn key(row: &Group) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WireGroup<'_>, rows: &mut Vec<Group>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("a group without an `id`".to_owned()) };
        let rules = Rules { include: wire.include.0, exclude: wire.exclude.0, require: wire.require.0 };
        rows.push(Group { id: GroupId::from(id), name: wire.name.or_empty().to_owned(), rules });
        Ok(())
    }
}

impl Applications {
    /// A collector of applications.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}

impl Policies {
    /// A collector of policies.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}

impl Groups {
    /// A collector of groups.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}
