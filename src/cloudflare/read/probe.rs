//! Asking every endpoint once, to see what the credential may (`doorlist doctor`). One row of each list is enough; of
//! the applications all are read, to find the one for enrollment.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::super::envelope::Shape;
use super::super::ratelimit::Limits;
use super::super::request::Target;
use super::super::wire::{Applications, ReadApplication, Text, WARP, result_of};
use super::super::{CredentialKind, Problem, ReadError};
use super::failure::Failure;
use super::list::{self, List};
use super::lists;
use super::reader::Reader;
use crate::model::AccountId;
use crate::model::account::Organization;

/// What `/tokens/verify` says (API page, section 8.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// It is a token of this state, `active` as a rule.
    Token {
        /// `active`, `disabled`, `expired`, or a word that this version does not know.
        status: String,
        /// When it ends, where that is said.
        expires_on: Option<Timestamp>,
        /// When it begins, where that is said.
        not_before: Option<Timestamp>,
    },
    /// There is no such question for this kind of credential.
    NotAsked,
    /// The answer is no, or there is none.
    Failed(ReadError),
}

/// One list and whether it may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbedList {
    /// Its path below the account.
    pub name: &'static str,
    /// The permission group that it needs (API page, section 12).
    pub permission: &'static str,
    /// Nothing, or why not.
    pub answer: Result<(), ReadError>,
}

/// Everything that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// What is sent.
    pub credential: CredentialKind,
    /// Where to.
    pub base: String,
    /// About which account.
    pub account: AccountId,
    /// What the token says of itself.
    pub token: Verified,
    /// The organization; nothing where asking on was of no use.
    pub organization: Option<Result<Organization, ReadError>>,
    /// The lists; none where asking on was of no use.
    pub lists: Vec<ProbedList>,
    /// Policies of the enrollment application, nothing where there is none; nothing at all where it was not read.
    pub enrollment: Option<Option<u64>>,
    /// The rate budget, as the last answer said it.
    pub limits: Limits,
    /// How far this machine's clock is ahead of the API's.
    pub skew: Option<SignedDuration>,
}

/// Lists of which one row is asked for, in the order in which they matter.
const LISTS: [List; 7] =
    [list::REGISTRATIONS, list::DEVICES, list::POLICIES, list::GROUPS, list::LISTS, list::TOKENS, list::USERS];

impl Reader {
    /// Asks every endpoint once. Nothing that is refused ends it; a credential that is refused, or silence, does.
    pub async fn probe(&self, clock: &dyn Fn() -> Timestamp) -> Probed {
        let token = self.verified().await;
        let mut probed = Probed {
            credential: self.half.credential(),
            base: self.half.base().to_string(),
            account: self.account.clone(),
            organization: None,
            lists: Vec::new(),
            enrollment: None,
            limits: Limits::default(),
            skew: self.half.heard().date.map(|theirs| clock().duration_since(theirs)),
            token,
        };
        if !matches!(&probed.token, Verified::Failed(error) if is_silence(error)) {
            let organization = self.organization().await;
            let goes_on = organization.as_ref().map_or_else(is_about_itself, |_| true);
            probed.skew = self.half.heard().date.map(|theirs| clock().duration_since(theirs)).or(probed.skew);
            probed.organization = Some(organization);
            if goes_on {
                self.lists(&mut probed).await;
            }
        }
        probed.limits = self.half.heard().limits;
        probed
    }

    /// Asks the user's endpoint, the account's, or one after the other, by the kind of the token.
    async fn verified(&self) -> Verified {
        let user = Target::of_nobody("user/tokens/verify");
        let account = Target::of(&self.account, "tokens/verify");
        match self.half.credential() {
            CredentialKind::GlobalKey | CredentialKind::OauthToken => Verified::NotAsked,
            CredentialKind::UserToken => self.verify(user).await,
            CredentialKind::AccountToken => self.verify(account).await,
            CredentialKind::Token | CredentialKind::KeyAsToken | CredentialKind::ServiceTokenSecret => {
                match self.verify(user).await {
                    Verified::Failed(error) if !is_silence(&error) => self.verify(account).await,
                    verified => verified,
                }
            }
        }
    }

    async fn verify(&self, target: Target) -> Verified {
        let failed = |failure: Failure| Verified::Failed(failure.needed(&list::TOKEN, &self.half));
        let answer = match self.get(target).await {
            Ok(answer) => answer,
            Err(failure) => return failed(failure),
        };
        match answer.page() {
            Ok(skim) if skim.result == Shape::Object => {
                token(&answer.body).unwrap_or_else(|why| failed(Failure::Broken(why)))
            }
            Ok(_) => failed(Failure::Broken("`result` is no object".to_owned())),
            Err(no) => failed(no.into()),
        }
    }

    async fn lists(&self, probed: &mut Probed) {
        for list in LISTS {
            let answer = self.one_row(&list).await.map_err(|failure| failure.needed(&list, &self.half));
            let ends = answer.as_ref().is_err_and(is_silence);
            probed.lists.push(ProbedList { name: list.name, permission: list.permission, answer });
            if ends {
                return;
            }
        }
        let answer = self.enrollment_application().await;
        probed.enrollment = match &answer {
            Ok(Some(read)) => read.policy_count().map(|count| Some(count as u64)),
            Ok(None) => Some(None),
            Err(_) => None,
        };
        let List { name, permission, .. } = list::APPLICATIONS;
        let answer = answer.map(|_| ()).map_err(|failure| failure.needed(&list::APPLICATIONS, &self.half));
        probed.lists.push(ProbedList { name, permission, answer });
    }

    async fn one_row(&self, list: &List) -> Result<(), Failure> {
        let target = list.target(&self.account);
        let target = if list.has_pages() { target.with("per_page", "1") } else { target };
        let answer = self.get(target).await?;
        match answer.page()?.result {
            Shape::List(_) => Ok(()),
            _ => Err(Failure::Broken("`result` is no list".to_owned())),
        }
    }

    /// The enrollment application, where there is one.
    async fn enrollment_application(&self) -> Result<Option<ReadApplication>, Failure> {
        let target = list::APPLICATIONS.target(&self.account);
        let read = lists::read(&self.half, &list::APPLICATIONS, &target, Applications::collector).await?;
        Ok(read.rows.into_iter().find(|read| read.application.kind == WARP))
    }
}

/// Whether asking anything else would end the same.
fn is_silence(error: &ReadError) -> bool {
    matches!(error.problem, Problem::Unreachable | Problem::TooLong { .. } | Problem::Stopped)
}

/// Whether an error says something about the one list alone.
fn is_about_itself(error: &ReadError) -> bool {
    matches!(error.problem, Problem::Refused | Problem::Inventory)
}

fn token(body: &[u8]) -> Result<Verified, String> {
    #[derive(Deserialize)]
    #[serde(expecting = "an object")]
    struct Wire<'a> {
        #[serde(default, borrow)]
        status: Text<'a>,
        #[serde(default, borrow)]
        expires_on: Text<'a>,
        #[serde(default, borrow)]
        not_before: Text<'a>,
    }

    let result = result_of(body)?.to_string();
    let wire: Wire<'_> = serde_json::from_str(&result).map_err(|error| error.to_string())?;
    let time = |text: &Text<'_>| text.filled().and_then(|text| text.parse().ok());
    Ok(Verified::Token {
        status: wire.status.filled().unwrap_or("unknown").to_owned(),
        expires_on: time(&wire.expires_on),
        not_before: time(&wire.not_before),
    })
}
