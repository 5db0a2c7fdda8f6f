//! The steps for a service token that is to have no registration: out of the enrollment policies, disabled, deleted
//! (product.md, section 3). They are planned as long as something is left to do, registrations or not.

use std::collections::HashSet;

use super::detach::{Detaching, detaching};
use super::people::is_deleted;
use super::policies;
use super::steps::{effect, human, remedy};
use super::token_use::{elsewhere, naming, shared, unread};
use super::{action_id, closed_by};
use crate::model::account::Listed;
use crate::model::doorlist::{TokenEntry, TokenStep};
use crate::model::enrollment::Policy;
use crate::model::plan::{
    Action, ActionKind, Expect, IdentityKind, NamedId, Phase, Reason, Target, TargetIdentity, Verdict,
};
use crate::model::quote::{name, quoted};
use crate::model::{ReasonCode, ServiceToken, TokenId};
use crate::plan::matching::Matcher;
use crate::plan::returning::{Named, Returning, named};
use crate::plan::returns::rules::not_read;
use crate::plan::sentences::{self, count};
use crate::plan::stages::Standing;
use crate::plan::view::{Judged, View};

/// What is done about one token.
#[derive(Default)]
pub(super) struct Retired {
    /// The steps.
    pub(super) steps: Vec<Action>,
    /// The token, and what its machines' removals say of the step that closes its door (fine print A23).
    pub(super) closed: Option<(TokenId, String)>,
}

/// All tokens that are absent or have ended. `left_out` holds the ids of registrations whose removal was refused.
pub(super) fn retired(view: &View<'_>, returning: &Returning<'_>, left_out: &HashSet<String>) -> Vec<Retired> {
    let claims = Claims { view, matcher: Matcher::new(view.list, view.now), left_out };
    let mut made = Vec::new();
    let mut known: Vec<(ServiceToken, Option<String>, Reason)> = Vec::new();
    for (entry, code) in ending(view) {
        let reason = reason(entry, code);
        match named(view.account, &entry.token) {
            Named::Token(token) => known.push((token.clone(), None, reason)),
            Named::Id(id) => known.push((by_id(&id), Some(tokens_unread(view)), reason)),
            Named::Unread(why) => made.push(not_found(view, entry, &reason, &why)),
            // A finding says so.
            Named::Missing => {}
        }
    }
    // In the order of execution: what one takes out of a policy is out for the next.
    known.sort_by(|(a, _, why), (b, _, other)| (why.code, &a.id).cmp(&(other.code, &b.id)));
    let going: Vec<TokenId> = known.iter().map(|(token, ..)| token.id.clone()).collect();
    for (place, (token, unread, reason)) in known.into_iter().enumerate() {
        let retiring =
            Retiring { view, returning, claims: &claims, token: &token, going: &going, place, unread, reason };
        made.push(retiring.retired());
    }
    made
}

/// The entries of tokens that end, one a token: several may claim machines for the same. A token that one of them still
/// wants is not retired, whatever the others say.
fn ending<'a>(view: &View<'a>) -> Vec<(&'a TokenEntry, ReasonCode)> {
    let ends = |entry: &TokenEntry| match Standing::of_token(entry, view.now) {
        Standing::Absent => Some(ReasonCode::TokenAbsent),
        Standing::Expired => Some(ReasonCode::TokenExpired),
        Standing::Permitted | Standing::Revoked => None,
    };
    let entries = || view.list.service_tokens.iter();
    let wanted: HashSet<String> =
        entries().filter(|entry| ends(entry).is_none()).map(|entry| key(view, entry)).collect();
    let mut seen = HashSet::new();
    entries()
        .filter_map(|entry| Some((entry, ends(entry)?)))
        .filter(|(entry, _)| {
            let key = key(view, entry);
            !wanted.contains(&key) && seen.insert(key)
        })
        .collect()
}

/// The same for entries of the same token, by whatever they name it.
fn key(view: &View<'_>, entry: &TokenEntry) -> String {
    match named(view.account, &entry.token) {
        Named::Token(token) => token.id.to_string(),
        Named::Id(id) => id.to_string(),
        Named::Missing | Named::Unread(_) => entry.token.as_str().to_owned(),
    }
}

/// A token of which nothing but the id is known. Whether it is enabled, nobody can tell.
fn by_id(id: &TokenId) -> ServiceToken {
    ServiceToken { id: id.clone(), name: id.to_string(), enabled: true, expires_at: None, last_seen_at: None }
}

fn tokens_unread(view: &View<'_>) -> String {
    match &view.account.tokens {
        Listed::Read(_) => String::new(),
        Listed::Unread(why) => not_read("service tokens", why),
    }
}

/// The step where the tokens were not read and the entry has a name only.
fn not_found(view: &View<'_>, entry: &TokenEntry, reason: &Reason, why: &str) -> Retired {
    let token = entry.token.as_str();
    let rest = match view.list.offboarding.service_tokens {
        TokenStep::Detach => "",
        TokenStep::Disable => " and disable it",
        TokenStep::Report | TokenStep::Delete => ", disable it, and delete it",
    };
    let name = name(token);
    let text = format!("take service token {name} out of the enrollment policies{rest}; that takes {why}");
    let identity = TargetIdentity { kind: IdentityKind::Service, email: None, id: None };
    let target = Target { identity: Some(identity), ..Target::default() };
    let step = human(Phase::Enrollment, &format!("token:{token}"), target, reason, text);
    Retired { steps: vec![step], closed: None }
}

/// Which registrations are a token's: Cloudflare does not say it, entries claim them.
struct Claims<'a> {
    view: &'a View<'a>,
    matcher: Matcher<'a>,
    left_out: &'a HashSet<String>,
}

impl Claims<'_> {
    /// How many registrations that an entry of the token claims are there after this plan.
    fn left(&self, token: &TokenId) -> u64 {
        let Self { view, matcher, left_out } = self;
        let is_its = |entry: usize| match named(view.account, &view.list.service_tokens[entry].token) {
            Named::Token(named) => named.id == *token,
            Named::Id(id) => id == *token,
            Named::Missing | Named::Unread(_) => false,
        };
        let stays = |judged: &Judged<'_>| {
            !is_deleted(judged, left_out) && matcher.token_entries_of(judged, view.account).any(is_its)
        };
        view.rows().filter(stays).count() as u64
    }
}

fn reason(entry: &TokenEntry, code: ReasonCode) -> Reason {
    Reason {
        code,
        text: format!("{} is to have no registration", sentences::token_entry(entry)),
        file: Some(entry.origin.file.to_string()),
        line: Some(entry.origin.line),
        ticket: entry.notes.ticket.clone(),
        owner: entry.notes.owner.clone(),
        also: Vec::new(),
    }
}

/// A token that goes.
pub(super) struct Retiring<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) returning: &'a Returning<'a>,
    claims: &'a Claims<'a>,
    pub(super) token: &'a ServiceToken,
    /// All that go, in the order in which they are taken out of enrollment.
    pub(super) going: &'a [TokenId],
    /// Where it is among them.
    place: usize,
    /// What would have to be read to know more of the token than its id.
    unread: Option<String>,
    reason: Reason,
}

impl Retiring<'_> {
    /// Those that are out before this one.
    pub(super) fn earlier(&self) -> &[TokenId] {
        &self.going[..self.place]
    }

    /// Those and the token itself: out once this step is done.
    pub(super) fn gone(&self) -> &[TokenId] {
        &self.going[..=self.place]
    }

    fn retired(&self) -> Retired {
        let step = self.view.list.offboarding.service_tokens;
        if step == TokenStep::Report {
            return Retired { steps: self.by_a_person().into_iter().collect(), closed: None };
        }
        let detaching = detaching(self);
        let mut steps = detaching.steps(self);
        match (&self.unread, step) {
            (Some(why), TokenStep::Disable | TokenStep::Delete) => steps.push(self.find_out(step, why)),
            (_, TokenStep::Report | TokenStep::Detach) => {}
            (None, TokenStep::Disable) => steps.extend(self.disable()),
            (None, TokenStep::Delete) => {
                steps.extend(self.disable());
                steps.push(self.delete(&detaching));
            }
        }
        let closed = self.closed(&steps, &detaching).map(|remedy| (self.token.id.clone(), remedy));
        Retired { steps, closed }
    }

    /// Which of these steps closes the door, where it is open.
    fn closed(&self, steps: &[Action], detaching: &Detaching<'_>) -> Option<String> {
        // Of two that detach, the later one.
        let of = |kind| steps.iter().rfind(|action| action.kind == kind).map(|action| action.id.as_str());
        let disable = of(ActionKind::DisableServiceToken);
        let Some(detach) = of(ActionKind::RemoveTokenFromEnrollment) else {
            return disable.map(|id| closed_by(id, &[]));
        };
        let left = detaching.leaves_open(self);
        match (left.verdict, disable) {
            (Verdict::No, _) => Some(closed_by(detach, &[])),
            (_, Some(disable)) => Some(closed_by(disable, &[])),
            (_, None) => {
                Some(format!("action {} of this plan closes what names it; {}", action_id(detach), remedy(&left)))
            }
        }
    }

    /// The step where only the id is known.
    fn find_out(&self, step: TokenStep, why: &str) -> Action {
        let rest = if step == TokenStep::Delete { "disable it, and delete it" } else { "disable it" };
        let name = name(&self.token.name);
        let text = format!("find out whether service token {name} is still enabled, {rest}; that takes {why}");
        self.human(Phase::Enrollment, "token", text)
    }

    /// The action, with what is said about it beside why the token goes.
    pub(super) fn effect(&self, kind: ActionKind, phase: Phase, target: Target, aside: &[String]) -> Action {
        let text = aside.iter().fold(self.reason.text.clone(), |text, aside| format!("{text}; {aside}"));
        let reason = Reason { text, ..self.reason.clone() };
        effect(kind, phase, self.token.id.as_str(), target, &reason)
    }

    pub(super) fn human(&self, phase: Phase, key: &str, text: String) -> Action {
        human(phase, &format!("{key}:{}", self.token.id), self.target(), &self.reason, text)
    }

    pub(super) fn target(&self) -> Target {
        Target {
            identity: Some(TargetIdentity {
                kind: IdentityKind::Service,
                email: None,
                id: Some(self.token.id.to_string()),
            }),
            token: Some(NamedId { id: self.token.id.to_string(), name: self.token.name.clone() }),
            ..Target::default()
        }
    }

    pub(super) fn expect(&self) -> Expect {
        Expect { name: Some(self.token.name.clone()), ..Expect::default() }
    }

    fn by_a_person(&self) -> Option<Action> {
        let names: Vec<String> = naming(self.returning.enrollment.policies(), &self.token.id)
            .iter()
            .map(|policy| quoted(&policy.name))
            .collect();
        if names.is_empty() && !self.token.enabled {
            return None;
        }
        let text = format!(
            "retire service token {}: take it out of {}, disable it, and delete it",
            name(&self.token.name),
            if names.is_empty() { "whatever refers to it".to_owned() } else { format!("policy {}", names.join(", ")) }
        );
        Some(self.human(Phase::Enrollment, "token", text))
    }

    /// Whatever else refers to the token stops working with it.
    fn disable(&self) -> Option<Action> {
        if !self.token.enabled {
            return None;
        }
        let mut others = elsewhere(self.view.account, self.returning, &self.token.id);
        others.extend(shared(self.view.account, self.returning, &self.token.id));
        let aside = (!others.is_empty()).then(|| format!("it stops working for {}, too", others.join(", ")));
        let aside: Vec<String> = aside.into_iter().collect();
        let kind = ActionKind::DisableServiceToken;
        Some(Action { expect: self.expect(), ..self.effect(kind, Phase::Enrollment, self.target(), &aside) })
    }

    /// Deleted only after its registrations (product.md, section 3), and only where nothing else refers to it;
    /// Cloudflare refuses otherwise (API page, section 5). Reusable policies that name nothing but the token, and serve
    /// the enrollment application alone, go with it.
    fn delete(&self, detaching: &Detaching<'_>) -> Action {
        let by_a_person = |text| self.human(Phase::Tokens, "delete-token", text);
        let (account, name) = (self.view.account, name(&self.token.name));
        let left = self.claims.left(&self.token.id);
        if left > 0 {
            let (rows, gone) = (count(left, "registration"), if left == 1 { "it is" } else { "they are" });
            return by_a_person(format!(
                "service token {name} has {rows} that this plan does not delete; when {gone} gone, delete the token"
            ));
        }
        if let Some(why) = unread(account) {
            return by_a_person(format!(
                "find out whether anything refers to service token {name}, then delete it: {why}"
            ));
        }
        let mut others = elsewhere(account, self.returning, &self.token.id);
        others.extend(detaching.still_naming.iter().map(|policy| format!("policy {}", quoted(&policy.name))));
        if !others.is_empty() {
            return by_a_person(format!("take service token {name} out of {}, then delete it", others.join(", ")));
        }
        let emptied = &detaching.emptied;
        let goes =
            |policy: &&Policy| format!("policy {}, which names nothing else, is deleted first", quoted(&policy.name));
        let aside: Vec<String> = emptied.iter().map(goes).collect();
        let named = |policy: &&Policy| policies::target(account, policy, None);
        let target = Target { policies: emptied.iter().map(named).collect(), ..self.target() };
        let mut expect = self.expect();
        expect.policies = emptied.iter().map(|policy| policies::expected(account, policy, true)).collect();
        Action { expect, ..self.effect(ActionKind::DeleteServiceToken, Phase::Tokens, target, &aside) }
    }
}
