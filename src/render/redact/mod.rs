//! Stand-ins for what public places should not see: addresses and the names of devices, serials, IP addresses
//! (`--redact email,serial,ip`; product.md, section 6).
//!
//! A stand-in is made of the account's id and the text itself, so that the same person is the same stand-in in every
//! plan and report of an account and a reader can still tell people apart. That makes it a pseudonym, not a secret:
//! who knows an address can work out its stand-in. Service identities keep their names, they are the same in every
//! account of that kind.
//!
//! What is known – every address, device name and serial of the document – is replaced wherever it occurs, also
//! inside sentences, longest first and in any case of letters; any other address or IP that a sentence has goes, too.
//! The document's digest stays as it is, and no longer fits: a redacted plan is for reading. Stand-ins that it has are
//! left as they are when it is redacted again.

mod form;
mod redactor;
mod stand_in;
mod walk;

use std::fmt;
use std::str::FromStr;

pub use redactor::Redactor;

use crate::model::Plan;
use crate::model::explain::Explanation;
use crate::model::report::Report;

/// What is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Redact {
    /// Addresses of people, and the names of devices, which often have their owners' names in them.
    Email,
    /// Serial numbers.
    Serial,
    /// IPv4 and IPv6 addresses.
    Ip,
}

impl Redact {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Email, Self::Serial, Self::Ip];

    /// The word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Serial => "serial",
            Self::Ip => "ip",
        }
    }
}

impl fmt::Display for Redact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names nothing that can be replaced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be redacted; email, serial and ip can")]
pub struct UnknownRedact(pub String);

impl FromStr for Redact {
    type Err = UnknownRedact;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|what| what.as_str() == text).ok_or_else(|| UnknownRedact(text.to_owned()))
    }
}

/// The plan with stand-ins. It says so in its origin, and cannot be applied.
pub fn redact(plan: &Plan, what: &[Redact]) -> Plan {
    let mut redacted = plan.clone();
    if what.is_empty() {
        return redacted;
    }
    let account = plan.account.id.clone();
    let already: Vec<Redact> = plan.origin.redacted.iter().filter_map(|word| word.parse().ok()).collect();
    let redactor = Redactor::of(&account, what, &already, |visit| walk::plan(&mut redacted, visit));
    walk::plan(&mut redacted, &mut |slot, text| redactor.replace(slot, text));
    redacted.origin.speculative = true;
    redacted.origin.redacted = redactor.words();
    redacted
}

/// The report with stand-ins, the same as in its plan.
pub fn redact_report(report: &Report, what: &[Redact]) -> Report {
    let mut redacted = report.clone();
    let account = report.account.id.clone();
    let already = redactor::already(|visit| walk::report(&mut redacted, visit));
    let redactor = Redactor::of(&account, what, &already, |visit| walk::report(&mut redacted, visit));
    walk::report(&mut redacted, &mut |slot, text| redactor.replace(slot, text));
    redacted
}

/// The explanation with stand-ins, the same as in the plans of that account.
pub fn redact_explanation(explanation: &Explanation, account_id: &str, what: &[Redact]) -> Explanation {
    let mut redacted = explanation.clone();
    let redactor = Redactor::of(account_id, what, &[], |visit| walk::explanation(&mut redacted, visit));
    walk::explanation(&mut redacted, &mut |slot, text| redactor.replace(slot, text));
    redacted
}
