//! L11: a weaker rule never adds a removal. What makes a row count where it did not count before is no weaker rule: a
//! wider class may put another row over the limit; a revoked row that an entry would bring back counts as active, so
//! that it may be stale (product.md, fine print A16); and a machine that entries disagree about is left alone until they
//! agree (A10).

use std::collections::BTreeSet;

use doorlist::model::doorlist::{Fate, Notes, State, UserEntry, Who};
use doorlist::model::{Account, DoorList, Origin, Pattern};
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::doors::{self, housed};
use super::{planned, removed};

/// Without `require_closed`, which holds a removal back for as long as the door is open: it is asked of who leaves, and not
/// of who only has one machine too many.
fn closing() -> impl Strategy<Value = DoorList> {
    doors::closing().prop_map(|mut list| {
        list.users.iter_mut().for_each(|entry| entry.require_closed = false);
        list.service_tokens.iter_mut().for_each(|entry| entry.require_closed = false);
        list
    })
}

fn adds_nothing(strict: &DoorList, weak: &DoorList, account: &Account) -> TestCaseResult {
    let before = planned(strict, account);
    let claimed_twice = before.findings.iter().filter(|finding| finding.code == "claimed_twice");
    let left_alone: BTreeSet<String> = claimed_twice.filter_map(|finding| finding.registration_id.clone()).collect();
    let (before, after) = (removed(&before), removed(&planned(weak, account)));
    let added: Vec<&String> = after.difference(&before).filter(|row| !left_alone.contains(*row)).collect();
    prop_assert!(added.is_empty(), "added {added:?}");
    Ok(())
}

proptest! {
    #![proptest_config(crate::cases(500))]

    /// Permitting whoever is not listed, where who is not listed would go. Who is only reported is not cleaned up, either.
    #[test]
    fn permitting_more_people(list in closing(), account in housed(), delete in any::<bool>()) {
        let mut strict = list;
        strict.unlisted.users.value = if delete { Fate::Delete } else { Fate::Revoke };
        let mut weak = strict.clone();
        weak.users.push(UserEntry {
            who: Who::Pattern(Pattern::new("*")),
            except: Vec::new(),
            devices: None,
            max_registrations: None,
            state: State::Permitted,
            restore: false,
            require_closed: false,
            notes: Notes::default(),
            origin: Origin { file: std::sync::Arc::from("doorlist.yaml"), line: 99, column: 1 },
        });
        adds_nothing(&strict, &weak, &account)?;
    }

    /// Any machine instead of those of some classes.
    #[test]
    fn permitting_more_machines(list in closing(), account in housed(), delete in any::<bool>()) {
        let mut strict = list;
        strict.unlisted.devices.value = if delete { Fate::Delete } else { Fate::Revoke };
        strict.cleanup.duplicates = None;
        for entry in strict.users.iter_mut().filter(|entry| entry.devices.is_some()) {
            entry.restore = false;
        }
        strict.users.iter_mut().for_each(|entry| entry.max_registrations = None);
        let mut weak = strict.clone();
        weak.users.iter_mut().for_each(|entry| entry.devices = None);
        adds_nothing(&strict, &weak, &account)?;
    }

    /// A later last day, of people and of tokens.
    #[test]
    fn permitting_for_longer(list in closing(), account in housed()) {
        let mut weak = list.clone();
        let people = weak.users.iter_mut().map(|entry| &mut entry.notes);
        let tokens = weak.service_tokens.iter_mut().map(|entry| &mut entry.notes);
        for until in people.chain(tokens).filter_map(|notes| notes.until.as_mut()) {
            until.ends_at += SignedDuration::from_hours(30 * 24);
        }
        adds_nothing(&list, &weak, &account)?;
    }

    /// Permitted instead of absent.
    #[test]
    fn permitting_who_was_absent(list in closing(), account in housed()) {
        let mut weak = list.clone();
        for entry in weak.users.iter_mut().filter(|entry| entry.state == State::Absent) {
            entry.state = State::Permitted;
        }
        adds_nothing(&list, &weak, &account)?;
    }

    /// Machines that were to go, and may stay.
    #[test]
    fn protecting_everybody(list in closing(), account in housed()) {
        let mut weak = list;
        weak.protected.push(doorlist::model::doorlist::ProtectedEntry {
            email: Some(Pattern::new("*")),
            device: None,
            group: None,
            notes: Notes::default(),
            origin: Origin { file: std::sync::Arc::from("doorlist.yaml"), line: 98, column: 1 },
        });
        let removed = removed(&planned(&weak, &account));
        let people = account.registrations.iter().filter(|row| {
            row.email().is_some_and(|email| !email.as_str().ends_with(".cloudflareaccess.com"))
        });
        for row in people {
            prop_assert!(!removed.contains(row.id.as_str()), "{} is protected", row.id);
        }
    }
}
