//! The checks, from what was asked.

use jiff::{SignedDuration, Timestamp};

use super::permissions::{features, is_needed, writing};
use crate::cloudflare::ratelimit::{LimitItem, Limits};
use crate::cloudflare::{CredentialKind, DEFAULT_BASE_URL, Probed, ProbedList, Problem, ReadError, Verified};
use crate::model::DoorList;
use crate::model::account::{Needs, Organization};
use crate::model::checkup::{Check, Checkup, Fitness, Mark};
use crate::model::pace::RESERVE_PERCENT;

/// How far two clocks may be apart; ages and ends are judged by this machine's.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// A token that ends sooner is told of.
const ENDS_SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What is asked for beside the account.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The door list whose needs are meant, and its name; without one, those of every door list.
    pub doorlist: Option<(&'a DoorList, &'a str)>,
    /// Both credential schemes are set.
    pub two_schemes: bool,
    /// The time.
    pub now: Timestamp,
}

impl Asked<'_> {
    pub(super) fn needs(&self) -> Needs {
        self.doorlist.map(|(list, _)| list.needs()).unwrap_or_default()
    }

    /// A checkup without a conclusion.
    pub(super) fn checkup(&self, account: &str, organization: Option<&Organization>) -> Checkup {
        Checkup {
            format_version: "1.0".to_owned(),
            account: account.to_owned(),
            team: organization.map(|organization| organization.team().to_owned()),
            doorlist: self.doorlist.map(|(_, path)| path.to_owned()),
            fitness: Fitness::Fit,
            checks: Vec::new(),
        }
    }
}

/// Judges what was asked.
pub fn judge(probed: &Probed, asked: &Asked<'_>) -> Checkup {
    let organization = probed.organization.as_ref().and_then(|answer| answer.as_ref().ok());
    let mut checkup = asked.checkup(probed.account.as_str(), organization);
    let checks = &mut checkup.checks;
    checks.push(base(&probed.base));
    checks.push(credential(probed.credential));
    checks.extend(asked.two_schemes.then(two_schemes));
    checks.push(token(&probed.token, probed.credential, asked.now));
    checks.extend(probed.organization.as_ref().map(|answer| account(answer, &probed.account.to_string(), asked)));
    checks.extend(probed.lists.iter().map(|list| permission(list, asked)));
    checks.extend(probed.enrollment.map(enrollment));
    checks.extend(writes(asked));
    checks.push(budget(&probed.limits));
    checks.extend(probed.skew.map(clock));
    checkup.fitness = fitness(probed, &checkup.checks);
    checkup
}

/// What is of no use comes before what is refused: with another credential everything may be different.
fn fitness(probed: &Probed, checks: &[Check]) -> Fitness {
    let token = match &probed.token {
        Verified::Failed(error) => is_unusable(error),
        Verified::Token { status, .. } => status != "active",
        Verified::NotAsked => false,
    };
    let organization = probed.organization.as_ref().and_then(|answer| answer.as_ref().err());
    let lists = probed.lists.iter().filter_map(|list| list.answer.as_ref().err());
    let wrong_kind = checks.iter().any(|check| check.code == "credential" && check.mark == Mark::Problem);
    if token || wrong_kind || organization.into_iter().chain(lists).any(is_unusable) {
        Fitness::Unusable
    } else if checks.iter().any(|check| check.mark == Mark::Problem) {
        Fitness::Refused
    } else {
        Fitness::Fit
    }
}

fn is_unusable(error: &ReadError) -> bool {
    match error.problem {
        Problem::Credential | Problem::Unreachable | Problem::TooLong { .. } | Problem::Stopped => true,
        Problem::Account | Problem::Refused | Problem::Inventory => false,
    }
}

pub(super) fn check(code: &str, mark: Mark, text: impl Into<String>) -> Check {
    Check { code: code.to_owned(), mark, text: text.into(), permission: None, features: Vec::new(), mend: None }
}

fn mended(check: Check, mend: impl Into<String>) -> Check {
    Check { mend: Some(mend.into()), ..check }
}

fn base(base: &str) -> Check {
    if base == DEFAULT_BASE_URL {
        check("base_url", Mark::Ok, base)
    } else {
        check("base_url", Mark::Note, format!("{base}, by CLOUDFLARE_BASE_URL or a sandbox"))
    }
}

fn credential(kind: CredentialKind) -> Check {
    let is = |mark, text: &str| check("credential", mark, text);
    let token = "make an API token with the permissions below, and set CLOUDFLARE_API_TOKEN";
    match kind {
        CredentialKind::UserToken => is(Mark::Ok, "an API token of a user"),
        CredentialKind::AccountToken => is(Mark::Ok, "an API token of the account"),
        CredentialKind::Token => is(Mark::Ok, "an API token"),
        CredentialKind::GlobalKey => mended(is(Mark::Warning, "a global API key, which may do everything"), token),
        CredentialKind::KeyAsToken => {
            let mend = "set CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY instead; better, make an API token";
            mended(is(Mark::Problem, "a global API key where a token belongs"), mend)
        }
        CredentialKind::OauthToken => {
            mended(is(Mark::Warning, "the session of another tool, which ends within hours"), token)
        }
        CredentialKind::ServiceTokenSecret => {
            mended(is(Mark::Problem, "the secret of an Access service token, which the API does not take"), token)
        }
    }
}

fn two_schemes() -> Check {
    let text = "CLOUDFLARE_API_TOKEN is used; CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY are set, too, and not sent";
    mended(check("two_schemes", Mark::Warning, text), "unset the scheme that is not meant; other tools may take it")
}

fn token(verified: &Verified, kind: CredentialKind, now: Timestamp) -> Check {
    match verified {
        Verified::NotAsked => {
            check("token", Mark::Note, "this kind of credential cannot be verified by itself; the lists below tell")
        }
        Verified::Failed(error) => {
            let unusable = is_unusable(error);
            let mark = if unusable { Mark::Problem } else { Mark::Warning };
            let mend = match (kind, error.problem) {
                (
                    CredentialKind::UserToken | CredentialKind::AccountToken | CredentialKind::Token,
                    Problem::Credential,
                ) => Some(
                    "the token is wrong, revoked, or not allowed from this address; make or copy it again".to_owned(),
                ),
                _ => error.help.clone(),
            };
            Check { mend, ..check("token", mark, &*error.text) }
        }
        Verified::Token { status, expires_on, not_before } => state(status, *expires_on, *not_before, now),
    }
}

fn state(status: &str, expires_on: Option<Timestamp>, not_before: Option<Timestamp>, now: Timestamp) -> Check {
    let until = expires_on.map_or_else(|| ", without an end".to_owned(), |end| format!(" until {end}"));
    if status != "active" {
        let mend = "activate or roll the token in the dashboard, or make another one";
        return mended(check("token", Mark::Problem, format!("the token is {status}")), mend);
    }
    if let Some(begin) = not_before.filter(|begin| *begin > now) {
        let text = format!("the token is active, and begins at {begin} only");
        return mended(check("token", Mark::Warning, text), "wait, or change the token's dates");
    }
    match expires_on {
        Some(end) if end.duration_since(now) < ENDS_SOON => {
            let text = format!("the token is active, and ends at {end}");
            mended(check("token", Mark::Warning, text), "roll the token before it ends; runs fail after that")
        }
        _ => check("token", Mark::Ok, format!("the token is active{until}")),
    }
}

fn account(answer: &Result<Organization, ReadError>, id: &str, asked: &Asked<'_>) -> Check {
    let organization = match answer {
        Ok(organization) => organization,
        Err(error) => {
            let check = Check { mend: error.help.clone(), ..check("account", Mark::Problem, &*error.text) };
            return with_permission(check, "access/organizations", GROUPS_READ);
        }
    };
    right_account(organization, id, asked)
}

const GROUPS_READ: &str = "Access: Organizations, Identity Providers, and Groups Read";

/// Whether account and team are those of the door list.
pub(super) fn right_account(organization: &Organization, id: &str, asked: &Asked<'_>) -> Check {
    let team = organization.team();
    let fine = check("account", Mark::Ok, format!("account {id}, team {team}"));
    let Some((list, path)) = asked.doorlist else { return fine };
    let pin = &list.account;
    if pin.id.as_str().eq_ignore_ascii_case(id) && pin.team.eq_ignore_ascii_case(team) {
        return fine;
    }
    let text = format!("account {id} is team {team}, and {path} is for account {}, team {}", pin.id, pin.team);
    mended(
        check("account", Mark::Problem, text),
        "compare `account` in the door list with the dashboard; nothing is planned on another account",
    )
}

fn with_permission(check: Check, list: &str, permission: &str) -> Check {
    let features = features(list).iter().map(|&feature| feature.to_owned()).collect();
    Check { permission: Some(permission.to_owned()), features, ..check }
}

fn permission(list: &ProbedList, asked: &Asked<'_>) -> Check {
    let ProbedList { name, permission, answer } = list;
    let needed = is_needed(name, asked.needs());
    let found = match answer {
        Ok(()) => check(name, Mark::Ok, "can be read"),
        Err(error) => {
            let mark = if needed || is_unusable(error) { Mark::Problem } else { Mark::Note };
            // The check's code says the name already.
            let text = error.text.strip_prefix(&format!("{name}: ")).unwrap_or(&error.text);
            Check { mend: error.help.clone(), ..check(name, mark, text) }
        }
    };
    with_permission(found, name, permission)
}

fn enrollment(policies: Option<u64>) -> Check {
    let code = "enrollment_application";
    match policies {
        None => check(code, Mark::Note, "there is no enrollment application, so nobody can enroll"),
        Some(0) => check(code, Mark::Note, "the enrollment application has no policy, so nobody can enroll"),
        Some(1) => check(code, Mark::Ok, "the enrollment application has 1 policy"),
        Some(count) => check(code, Mark::Ok, format!("the enrollment application has {count} policies")),
    }
}

/// Nothing tells which write permissions a credential has but writing.
fn writes(asked: &Asked<'_>) -> Option<Check> {
    let (list, _) = asked.doorlist?;
    let groups = writing(list);
    let named: Vec<String> = groups.iter().map(|(group, what)| format!("`{group}` ({what})")).collect();
    (!named.is_empty()).then(|| {
        let text = format!(
            "apply takes {}; whether the credential has that cannot be asked without writing",
            named.join(", ")
        );
        check("writing", Mark::Note, text)
    })
}

fn budget(limits: &Limits) -> Check {
    let code = "rate_budget";
    let Some((left, item)) = least(limits) else {
        return check(code, Mark::Note, "the API does not say how many requests are left");
    };
    let quota = limits.policy_of(item).and_then(|policy| policy.number("q"));
    let of = quota.map_or_else(String::new, |quota| format!(" of {quota}"));
    let until = item.number("t").map_or_else(String::new, |seconds| format!(" for the next {seconds} s"));
    let text = format!("{left}{of} requests are left{until}");
    let scarce = quota.is_some_and(|quota| u128::from(left) * 100 <= u128::from(quota) * u128::from(RESERVE_PERCENT));
    if scarce || left == 0 {
        let mend = "wait for the next window, or find out what else uses the same token";
        return mended(
            check(code, Mark::Warning, format!("{text}, no more than the part that is left to others")),
            mend,
        );
    }
    check(code, Mark::Ok, text)
}

/// The limit of which the fewest requests are left.
fn least(limits: &Limits) -> Option<(u64, &LimitItem)> {
    limits.state.iter().filter_map(|item| Some((item.number("r")?, item))).min_by_key(|(left, _)| *left)
}

fn clock(skew: SignedDuration) -> Check {
    let seconds = skew.as_secs().unsigned_abs();
    let side = if skew.is_negative() { "behind" } else { "ahead of" };
    if skew.abs() <= SKEW {
        return check("clock", Mark::Ok, format!("within {} s of the API's", seconds + 1));
    }
    let text = format!("this clock is {seconds} s {side} the API's");
    mended(check("clock", Mark::Warning, text), "set the clock: ages, ends and plans are judged by it")
}
