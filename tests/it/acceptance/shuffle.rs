//! Another order of the same account: rows, policies and rules come from an API in no promised order.

use std::path::Path;

use serde_json::Value;

pub(super) fn file(path: &Path, seed: u64) {
    let text = std::fs::read_to_string(path).expect("a recorded account");
    let mut account: Value = serde_json::from_str(&text).expect("a recorded account is JSON");
    let mut dice = Dice(seed.wrapping_add(0x9e37_79b9_7f4a_7c15));
    let lists = account.as_object_mut().expect("a recorded account is an object");
    for rows in lists.values_mut().filter_map(Value::as_array_mut) {
        dice.shuffle(rows);
    }
    for application in lists.get_mut("applications").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(policies) = application.get_mut("policies").and_then(Value::as_array_mut) else { continue };
        dice.shuffle(policies);
        for rules in policies.iter_mut().filter_map(|policy| policy.get_mut("include")?.as_array_mut()) {
            dice.shuffle(rules);
        }
    }
    std::fs::write(path, account.to_string()).expect("a writable copy");
}

/// A small seeded generator (splitmix), the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn shuffle<T>(&mut self, rows: &mut [T]) {
        for last in (1..rows.len()).rev() {
            let other = usize::try_from(self.next() % (last as u64 + 1)).expect("smaller than a length");
            rows.swap(last, other);
        }
    }
}
