//! The exit codes (product.md, section 4), and which one wins where several accounts differ (fine print A29).

/// How a run ended. The numbers are part of the contract and never change.
///
/// | code | meaning | what to do next |
/// |---|---|---|
/// | 0 | done, or nothing to do | nothing |
/// | 1 | error, bad usage included | read the message; the account is as it was |
/// | 2 | changes are pending (`plan --detailed-exitcode`) | review the plan, then apply it |
/// | 3 | refused by a guard | read which guard; mend the door list, or `--ack` the limit |
/// | 4 | the apply is incomplete | read the report, run the same command again |
/// | 130 | interrupted | run the same command again |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done,
    /// An error; nothing was written.
    Error,
    /// Changes are pending.
    Pending,
    /// Refused by a guard.
    Refused,
    /// The apply is incomplete.
    Incomplete,
    /// A signal ended the run.
    Interrupted,
}

impl Exit {
    /// The process's code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Error => 1,
            Self::Pending => 2,
            Self::Refused => 3,
            Self::Incomplete => 4,
            Self::Interrupted => 130,
        }
    }

    /// Which of two wins for one run: 130, then 3, 4, 1, 2, 0.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.weight() >= other.weight() { self } else { other }
    }

    const fn weight(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Pending => 1,
            Self::Error => 2,
            Self::Incomplete => 3,
            Self::Refused => 4,
            Self::Interrupted => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_of_several_accounts_wins_in_the_order_of_the_contract() {
        let order = [Exit::Interrupted, Exit::Refused, Exit::Incomplete, Exit::Error, Exit::Pending, Exit::Done];
        for (place, higher) in order.iter().enumerate() {
            for lower in &order[place..] {
                assert_eq!(higher.and(*lower), *higher);
                assert_eq!(lower.and(*higher), *higher);
            }
        }
        assert_eq!(order.map(Exit::code), [130, 3, 4, 1, 2, 0]);
    }
}
