//! Three-valued logic (fine print A13).

use std::collections::BTreeSet;

/// True, false, or unknown with what would have to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Three {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It depends on this.
    Unknown(BTreeSet<String>),
}

impl Three {
    /// Unknown for one reason.
    pub fn unknown(needs: impl Into<String>) -> Self {
        Self::Unknown(BTreeSet::from([needs.into()]))
    }

    /// True if one is; else unknown if one is.
    pub fn any(parts: impl Iterator<Item = Self>) -> Self {
        let mut needs = BTreeSet::new();
        for part in parts {
            match part {
                Self::True => return Self::True,
                Self::False => {}
                Self::Unknown(more) => needs.extend(more),
            }
        }
        if needs.is_empty() { Self::False } else { Self::Unknown(needs) }
    }

    /// False if one is; else unknown if one is.
    pub fn all(parts: impl Iterator<Item = Self>) -> Self {
        Self::any(parts.map(Self::negated)).negated()
    }

    /// True and false change places.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown(needs) => Self::Unknown(needs),
        }
    }
}

impl From<bool> for Three {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_beats_what_is_unknown() {
        let unknown = || Three::unknown("a group");
        assert_eq!(Three::any([unknown(), Three::True].into_iter()), Three::True);
        assert_eq!(Three::any([unknown(), Three::False].into_iter()), unknown());
        assert_eq!(Three::all([unknown(), Three::False].into_iter()), Three::False);
        assert_eq!(Three::all([unknown(), Three::True].into_iter()), unknown());
        assert_eq!(Three::any([].into_iter()), Three::False);
        assert_eq!(Three::all([].into_iter()), Three::True);
    }
}
