//! What the words on the command line name. An option that does not fit what they name is an error: at two in the
//! morning nobody notices that it was passed over.

use jiff::Timestamp;

use super::machine::machine;
use super::subject::Subject;
use super::{NoRunbook, Request};
use crate::model::email::flaw_of_one;
use crate::model::enrollment::Rule;
use crate::model::identity::is_synthetic;
use crate::model::runbook::SubjectKind;
use crate::model::{Account, DoorList, Email, Listed, ServiceToken};
use crate::plan::matching::Matcher;
use crate::plan::returns::rules::Asking;
use crate::plan::returns::truth::Truth;
use crate::plan::returns::{Enrollment, Subject as Asked};

/// Where a subject is looked for.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The door list.
    pub list: &'a DoorList,
    /// The account.
    pub account: &'a Account,
    /// Now.
    pub now: Timestamp,
}

/// Finds it.
///
/// # Errors
///
/// See [`NoRunbook`].
pub fn find(place: &Place<'_>, request: &Request) -> Result<Subject, NoRunbook> {
    let wanted = request.subject.trim();
    let found = match request.kind {
        Some(SubjectKind::Person) => place.person(wanted)?,
        Some(SubjectKind::Device | SubjectKind::HandedOn) => machine(place.account, wanted)?
            .ok_or_else(|| place.misses(wanted, "machine", "a serial, a device id or a machine's name"))?,
        Some(SubjectKind::Token) => token(place.account, wanted)?
            .ok_or_else(|| place.misses(wanted, "service token", "a service token's name or id"))?,
        None => place.anything(wanted)?,
    };
    hand_on(found, request)
}

/// A machine that is handed on, where that is asked for.
fn hand_on(found: Subject, request: &Request) -> Result<Subject, NoRunbook> {
    let new_owner = request.new_owner.as_deref().map(str::trim);
    if new_owner.is_none() && request.kind != Some(SubjectKind::HandedOn) {
        return Ok(found);
    }
    let what = match found {
        Subject::Device { ids, name, key } | Subject::HandedOn { ids, name, key, .. } => {
            let new_owner = new_owner.map(owner_of).transpose()?;
            return Ok(Subject::HandedOn { ids, name, key, new_owner });
        }
        Subject::Person { email } => format!("{email} is a person"),
        Subject::Token { name, .. } => format!("{name} is a service token"),
    };
    Err(NoRunbook::Misfit(format!("{what}, and --new-owner goes with a machine: give its serial, its id or its name")))
}

/// The entry that keeps the new owner's registration names one person.
fn owner_of(text: &str) -> Result<String, NoRunbook> {
    let flaw = flaw_of_one(text).or_else(|| synthetic(text).then_some("it is the shared address of machines"));
    match flaw {
        None => Ok(text.to_owned()),
        Some(why) => Err(NoRunbook::Misfit(format!(
            "--new-owner takes one person's e-mail address, for example heidi@acme.example, and not \"{text}\": {why}"
        ))),
    }
}

fn synthetic(text: &str) -> bool {
    is_synthetic(Email::new(text).as_str())
}

impl Place<'_> {
    /// An address is a person first: whoever owns a laptop may name it after somebody else's address. Tokens are named
    /// by those who run the account.
    fn anything(&self, wanted: &str) -> Result<Subject, NoRunbook> {
        let token = token(self.account, wanted)?;
        if !wanted.contains('@') {
            return match (machine(self.account, wanted)?, token) {
                (Some(_), Some(_)) => {
                    Err(NoRunbook::ambiguous(wanted, "a machine and a token", "--kind device, --kind token"))
                }
                (Some(found), None) | (None, Some(found)) => Ok(found),
                (None, None) if wanted.contains('*') => Err(not_one(wanted, "it is a pattern")),
                (None, None) => Err(self.not_found(wanted)),
            };
        }
        match (self.person(wanted), token) {
            (Ok(_), Some(_)) => {
                Err(NoRunbook::ambiguous(wanted, "a person and a token", "--kind person, --kind token"))
            }
            (Ok(found), None) | (Err(_), Some(found)) => Ok(found),
            (Err(why), None) => machine(self.account, wanted)?.ok_or(why),
        }
    }

    /// Exactly one address, which something in the account or the door list is about.
    fn person(&self, wanted: &str) -> Result<Subject, NoRunbook> {
        if let Some(why) = flaw_of_one(wanted) {
            return Err(not_one(wanted, why));
        }
        let email = Email::new(wanted);
        if is_synthetic(email.as_str()) {
            return Err(NoRunbook::Synthetic(wanted.to_owned()));
        }
        if self.knows(&email) {
            return Ok(Subject::Person { email });
        }
        let account = self.account.id.to_string();
        let unread = match &self.account.users {
            Listed::Read(_) => "",
            Listed::Unread(_) => " (users could not be read)",
        };
        Err(NoRunbook::Unknown { email: email.to_string(), account, unread })
    }

    /// A registration, a user record, an entry, or an enrollment policy that admits them by address or domain.
    fn knows(&self, email: &Email) -> bool {
        let Self { list, account, now } = self;
        let users = account.users.rows().unwrap_or(&[]);
        let matcher = Matcher::new(list, *now);
        account.registrations.iter().any(|row| row.email() == Some(email))
            || users.iter().any(|user| user.email.as_ref() == Some(email))
            || matcher.user_entries(email).next().is_some()
            || list.protected.iter().any(|entry| matcher.protects_person(entry, email))
            || is_admitted_by_name(account, email)
    }

    fn not_found(&self, wanted: &str) -> NoRunbook {
        NoRunbook::NotFound { subject: wanted.to_owned(), account: self.account.id.to_string() }
    }

    fn misses(&self, wanted: &str, kind: &'static str, takes: &'static str) -> NoRunbook {
        NoRunbook::Misfit(format!(
            "no {kind} of account {} is named \"{wanted}\"; this --kind takes {takes}",
            self.account.id
        ))
    }
}

fn not_one(wanted: &str, why: &'static str) -> NoRunbook {
    NoRunbook::NotOneAddress { subject: wanted.to_owned(), why }
}

/// By address, list or domain: what admits everybody is about nobody in particular.
fn is_admitted_by_name(account: &Account, email: &Email) -> bool {
    let enrollment = Enrollment::new(account);
    let Enrollment::Known { lookup, .. } = &enrollment else { return false };
    let subject = Asked::Person(email);
    let names = |rule: &Rule| match rule {
        Rule::Email(_) | Rule::EmailDomain(_) | Rule::EmailList(_) => {
            Asking::new(lookup, &subject).rule(rule) == Truth::TRUE
        }
        Rule::Everyone | Rule::Group(_) | Rule::ServiceToken(_) | Rule::AnyValidServiceToken | Rule::Other { .. } => {
            false
        }
    };
    enrollment.admitting(&subject).iter().any(|policy| policy.rules.include.iter().any(names))
}

fn token(account: &Account, wanted: &str) -> Result<Option<Subject>, NoRunbook> {
    let tokens = account.tokens.rows().unwrap_or(&[]);
    let is_named = |token: &&ServiceToken| token.id.as_str() == wanted || token.name == wanted;
    let found: Vec<&ServiceToken> = tokens.iter().filter(is_named).collect();
    match found.as_slice() {
        [] => Ok(None),
        [token] => Ok(Some(Subject::Token { id: token.id.to_string(), name: token.name.clone() })),
        several => {
            let choices: Vec<&str> = several.iter().map(|token| token.id.as_str()).collect();
            Err(NoRunbook::ambiguous(wanted, "several tokens", &choices.join(", ")))
        }
    }
}
