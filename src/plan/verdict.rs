//! What the stages say about one row.

use crate::model::ReasonCode;
use crate::model::explain::Decision;

/// The keys of `unlisted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnlistedKey {
    /// `unlisted.users`
    Users,
    /// `unlisted.service_tokens`
    ServiceTokens,
    /// `unlisted.devices`
    Devices,
    /// `unlisted.connectors`
    Connectors,
}

/// The keys of `cleanup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CleanupKey {
    /// `cleanup.duplicates`
    Duplicates,
    /// `cleanup.stale`
    Stale,
    /// `cleanup.revoked`
    Revoked,
}

impl CleanupKey {
    /// All keys, in their order.
    pub const ALL: [Self; 3] = [Self::Duplicates, Self::Stale, Self::Revoked];

    /// The reason code of what the rule hits.
    pub const fn code(self) -> ReasonCode {
        match self {
            Self::Duplicates => ReasonCode::Duplicate,
            Self::Stale => ReasonCode::Stale,
            Self::Revoked => ReasonCode::RevokedTooLong,
        }
    }
}

/// What of the door list caused a verdict. The numbers are indices into the list's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Nothing: the row itself.
    Nothing,
    /// An entry of `protected`.
    Protected(usize),
    /// An entry of `devices`.
    Device(usize),
    /// An entry of `service_tokens`.
    Token(usize),
    /// An entry of `users`.
    User(usize),
    /// A key of `unlisted`.
    Unlisted(UnlistedKey),
    /// A key of `cleanup`.
    Cleanup(CleanupKey),
}

/// A set of reason codes, in the order of the stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codes(u32);

impl Codes {
    /// Adds a code.
    pub fn insert(&mut self, code: ReasonCode) {
        self.0 |= 1 << (code as u32);
    }

    /// Adds a code where there is one.
    pub fn extend(&mut self, code: Option<ReasonCode>) {
        if let Some(code) = code {
            self.insert(code);
        }
    }

    /// The same with one more.
    #[must_use]
    pub fn with(mut self, code: ReasonCode) -> Self {
        self.insert(code);
        self
    }

    /// Whether a code is among them.
    pub fn contains(self, code: ReasonCode) -> bool {
        self.0 & (1 << (code as u32)) != 0
    }

    /// Takes a code out.
    pub fn remove(&mut self, code: ReasonCode) {
        self.0 &= !(1 << (code as u32));
    }

    /// The codes in the order of the stages.
    pub fn to_vec(self) -> Vec<ReasonCode> {
        ReasonCode::ALL.iter().copied().filter(|code| self.contains(*code)).collect()
    }
}

/// The verdict on one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What happens to it.
    pub decision: Decision,
    /// Why.
    pub code: ReasonCode,
    /// What of the door list caused it.
    pub cause: Cause,
    /// The later stages that would also have removed it.
    pub also: Codes,
    /// The rules of `cleanup` that hit it and only report, where another thing decided.
    pub reports: Codes,
    /// Permitted, revoked live, and no entry restores it: a person should know.
    pub revoked_though_permitted: bool,
    /// For a duplicate, the index of the newer row that stays.
    pub newer: Option<usize>,
}

impl Verdict {
    /// A verdict without anything beside it.
    pub fn new(decision: Decision, code: ReasonCode, cause: Cause) -> Self {
        let (also, reports) = (Codes::default(), Codes::default());
        Self { decision, code, cause, also, reports, revoked_though_permitted: false, newer: None }
    }

    /// Whether `restore` would bring the row back, and a rule of `cleanup` that revokes leaves it as it is (fine print
    /// A16). Nothing else that those rules find is kept.
    pub fn is_left_revoked(&self) -> bool {
        self.decision == Decision::Keep
            && matches!(self.cause, Cause::Cleanup(CleanupKey::Duplicates | CleanupKey::Stale))
    }

    /// Whether the row is deleted or revoked.
    pub fn removes(&self) -> bool {
        matches!(self.decision, Decision::Delete | Decision::Revoke)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_out_in_the_order_of_the_stages() {
        assert!(ReasonCode::ALL.len() <= 32);
        let mut codes = Codes::default();
        codes.insert(ReasonCode::Stale);
        codes.insert(ReasonCode::DeviceRevoked);
        codes.insert(ReasonCode::Permitted);
        codes.remove(ReasonCode::Permitted);
        assert_eq!(codes.to_vec(), [ReasonCode::DeviceRevoked, ReasonCode::Stale]);
    }
}
