//! The device-enrollment side of an account: application, policies, groups, lists (API page, section 6).

use super::{AppId, GroupId, ListId, Listed, PolicyId, TokenId};

/// One selector of a policy or group. New kinds keep appearing, so an unknown one is kept by its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// One address.
    Email(Box<str>),
    /// A domain, without a leading `@`.
    EmailDomain(Box<str>),
    /// A Gateway list of addresses.
    EmailList(ListId),
    /// Anybody.
    Everyone,
    /// An Access group.
    Group(GroupId),
    /// One service token.
    ServiceToken(TokenId),
    /// Any token of the account.
    AnyValidServiceToken,
    /// A selector whose answer no API tells: identity provider groups, posture, countries, and kinds unknown here.
    Other {
        /// The API's key, for example `okta`.
        key: Box<str>,
        /// What would have to be known, in words, for example `okta group "eng"`.
        needs: Box<str>,
        /// The whole rule as the API has it: only rules that agree in it are one and the same.
        detail: Box<str>,
    },
}

/// What a policy does with whom it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// People may enroll.
    Allow,
    /// People may not.
    Deny,
    /// Service Auth: tokens and certificates may, without a person.
    NonIdentity,
    /// Everybody may.
    Bypass,
    /// A decision that this version does not know.
    Other(Box<str>),
}

impl Decision {
    /// The API's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::NonIdentity => "non_identity",
            Self::Bypass => "bypass",
            Self::Other(word) => word,
        }
    }
}

/// The three rule sets of a policy or a group: include is OR, require is AND, exclude is NOT.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// One must hold.
    pub include: Vec<Rule>,
    /// None may hold.
    pub exclude: Vec<Rule>,
    /// All must hold.
    pub require: Vec<Rule>,
}

/// An Access policy, as an application has it or as a reusable one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// Its name.
    pub name: String,
    /// What it does.
    pub decision: Decision,
    /// Its place in the application; lower comes first. Missing on the reusable view.
    pub precedence: Option<i64>,
    /// Whom it matches.
    pub rules: Rules,
    /// Whether it may be shared between applications; missing in the published schema of the application view.
    pub reusable: Option<bool>,
    /// How many applications use it, on the reusable view.
    pub app_count: Option<u64>,
}

/// The decision of a policy that an application names and that was not read.
pub const UNREAD: &str = "unread";

impl Policy {
    /// Whether nothing is known of it but that the application has it.
    pub fn is_unread(&self) -> bool {
        self.decision.as_str() == UNREAD
    }
}

/// An Access application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: AppId,
    /// `warp` is the device-enrollment application, a singleton.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its policies with their rules; an answer without the key is not an application without policies.
    pub policies: Listed<Policy>,
}

/// An Access group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Whom it holds.
    pub rules: Rules,
}

/// A Gateway list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayList {
    /// Its id.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// `EMAIL` for those that matter here.
    pub kind: String,
    /// Its values; nothing where the items were not read.
    pub items: Option<Vec<String>>,
}
