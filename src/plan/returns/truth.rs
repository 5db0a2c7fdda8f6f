//! What is true in every way in which the unknown may turn out (fine print A13).
//!
//! Each thing that is unknown gets a number. A [`Ways`] is a set of ways: bit `w` stands for the way in which thing `i` is
//! so where bit `i` of `w` is 1. By that the same unknown thing has the same answer wherever it is asked, and an
//! answer is certain exactly where all ways agree. What is unknown beyond [`NUMBERED`] things is not followed: it may be
//! either, wherever it is asked.

use std::ops::{BitAnd, BitOr, Not};

/// How many unknown things are followed.
pub const NUMBERED: usize = 8;

const WORDS: usize = (1 << NUMBERED) / 64;

/// By number, worked out once: every unknown rule of every person asks for one of them.
static IN_WHICH: [Ways; NUMBERED] = all_in_which();

const fn all_in_which() -> [Ways; NUMBERED] {
    let mut all = [Ways::NONE; NUMBERED];
    let mut place = 0;
    while place < NUMBERED << NUMBERED {
        let (number, way) = (place >> NUMBERED, place % (1 << NUMBERED));
        if way >> number & 1 == 1 {
            all[number].0[way / 64] |= 1 << (way % 64);
        }
        place += 1;
    }
    all
}

/// A set of ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways([u64; WORDS]);

impl Ways {
    /// No way.
    pub const NONE: Self = Self([0; WORDS]);
    /// Every way.
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    /// The ways in which a thing is so.
    pub fn in_which(number: usize) -> Self {
        IN_WHICH[number]
    }

    /// Whether there is no way.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Each of these ways with a thing the other way round.
    fn turned(self, number: usize) -> Self {
        let mut turned = Self::NONE;
        for way in (0..1 << NUMBERED).filter(|way| self.0[way / 64] >> (way % 64) & 1 == 1) {
            let other = way ^ 1 << number;
            turned.0[other / 64] |= 1 << (other % 64);
        }
        turned
    }
}

/// In which ways something is true: at least in these, at most in those. Between them is what is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    surely: Ways,
    maybe: Ways,
}

impl Truth {
    /// In every way.
    pub const TRUE: Self = Self { surely: Ways::ALL, maybe: Ways::ALL };
    /// In none.
    pub const FALSE: Self = Self { surely: Ways::NONE, maybe: Ways::NONE };
    /// Nothing is known, and it is not followed.
    pub const EITHER: Self = Self { surely: Ways::NONE, maybe: Ways::ALL };

    /// What is so where an unknown thing is.
    pub fn of(number: usize) -> Self {
        let ways = Ways::in_which(number);
        Self { surely: ways, maybe: ways }
    }

    /// Whether it is true in each of these ways.
    pub fn is_certain(self, possible: Ways) -> bool {
        (possible & !self.surely).is_empty()
    }

    /// Whether it is true in none of these ways.
    pub fn is_excluded(self, possible: Ways) -> bool {
        (possible & self.maybe).is_empty()
    }

    /// Whether what is not followed matters in one of these ways.
    pub fn is_loose(self, possible: Ways) -> bool {
        !(possible & self.maybe & !self.surely).is_empty()
    }

    /// Whether there is one of these ways that is another answer once the thing turns out otherwise.
    pub fn depends_on(self, number: usize, possible: Ways) -> bool {
        let (is, is_not) = (possible & self.surely, possible & !self.maybe);
        !(is.turned(number) & is_not).is_empty()
    }
}

impl BitAnd for Ways {
    type Output = Self;

    /// Those of both.
    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }
}

impl BitOr for Ways {
    type Output = Self;

    /// Those of either.
    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }
}

impl Not for Ways {
    type Output = Self;

    /// The others.
    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

impl BitAnd for Truth {
    type Output = Self;

    /// Both are true.
    fn bitand(self, other: Self) -> Self {
        Self { surely: self.surely & other.surely, maybe: self.maybe & other.maybe }
    }
}

impl BitOr for Truth {
    type Output = Self;

    /// One is true.
    fn bitor(self, other: Self) -> Self {
        Self { surely: self.surely | other.surely, maybe: self.maybe | other.maybe }
    }
}

impl Not for Truth {
    type Output = Self;

    /// It is not true.
    fn not(self) -> Self {
        Self { surely: !self.maybe, maybe: !self.surely }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_has_the_same_answer_twice() {
        for number in 0..NUMBERED {
            let thing = Truth::of(number);
            assert!((thing & !thing).is_excluded(Ways::ALL));
            assert!((thing | !thing).is_certain(Ways::ALL));
            assert!(!thing.is_certain(Ways::ALL) && !thing.is_excluded(Ways::ALL));
            assert!((0..NUMBERED).all(|other| thing.depends_on(other, Ways::ALL) == (other == number)));
        }
    }

    #[test]
    fn what_is_certain_beats_what_is_not_followed() {
        let either = Truth::EITHER;
        assert!((either | Truth::TRUE).is_certain(Ways::ALL) && (either & Truth::FALSE).is_excluded(Ways::ALL));
        assert_eq!((either | Truth::FALSE, either & Truth::TRUE, !either), (either, either, either));
        assert_eq!(either & !either, either, "it may be another thing");
        assert!(either.is_loose(Ways::ALL) && !Truth::of(0).is_loose(Ways::ALL) && !Truth::TRUE.is_loose(Ways::ALL));
    }

    #[test]
    fn only_what_is_possible_counts() {
        let (one, other) = (Ways::in_which(0), Ways::in_which(1));
        let never_both = !(one & other);
        assert!((Truth::of(0) & Truth::of(1)).is_excluded(never_both));
        assert!((!Truth::of(0) | !Truth::of(1)).is_certain(never_both));
        assert!(Truth::of(0).depends_on(0, never_both) && !Truth::of(0).depends_on(1, never_both));
    }
}
