//! L4: rows in any order give the same bytes. And over the soak's accounts, whose people are permitted or not by how they
//! were made: who is permitted is in no plan, and who has to leave is in every one.

use std::collections::BTreeSet;

use doorlist::cloudflare::recording;
use doorlist::config::{FileData, FileProblem, Files, load};
use doorlist::model::{DoorList, Plan};
use doorlist::plan::{Settings, plan};
use doorlist::render::{Format, Style};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;

use crate::dice::Dice;
use crate::scene::{NOW, Scene};

struct Text<'a>(&'a str);

impl Files for Text<'_> {
    fn read(&self, _: &str, _: u64) -> Result<FileData, FileProblem> {
        Ok(FileData { bytes: self.0.as_bytes().to_vec(), modified: None })
    }
}

fn now() -> Timestamp {
    NOW.parse().expect("a constant")
}

fn door_list(scene: &Scene) -> DoorList {
    load("doorlist.yaml", &Text(&scene.door_list), now()).expect("a door list of ours").list
}

fn planned(list: &DoorList, recorded: &[u8]) -> Plan {
    let account = recording::account(recorded, list.needs(), now()).expect("a recording of ours");
    plan(list, &account, now(), &Settings::default()).expect("the account is the door list's")
}

/// The rows of every list in another order, those within rows, too: policies of an application, items of a list.
fn shuffle(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(rows) => {
            for last in (1..rows.len()).rev() {
                rows.swap(last, dice.below(last + 1));
            }
            for row in rows {
                shuffle(row, dice);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| shuffle(field, dice)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(crate::cases(150))]

    /// The document, what a terminal shows of it, and the digest.
    #[test]
    fn any_order_gives_the_same_bytes(seed in any::<u64>(), order in any::<u64>()) {
        let scene = Scene::new(&mut Dice::new(seed));
        let list = door_list(&scene);
        let mut other = scene.account.clone();
        shuffle(&mut other, &mut Dice::new(order));
        let (plan, other) = (planned(&list, &scene.recording()), planned(&list, other.to_string().as_bytes()));
        prop_assert_eq!(&plan.digest, &other.digest);
        for format in [Format::Json, Format::Text] {
            let (one, two) = (plan_as(&plan, format), plan_as(&other, format));
            prop_assert_eq!(one, two);
        }
    }

    /// L2, told by how the account was made and not by the planner.
    #[test]
    fn who_is_permitted_stays_and_who_is_not_goes(seed in any::<u64>()) {
        let scene = Scene::new(&mut Dice::new(seed));
        let plan = planned(&door_list(&scene), &scene.recording());
        let removals = plan.actions.iter().filter(|action| action.kind.removes_registration());
        let removed: BTreeSet<String> = removals.filter_map(|action| action.target.registration_id.clone()).collect();
        prop_assert_eq!(removed.intersection(&scene.safe).collect::<Vec<_>>(), Vec::<&String>::new());
        prop_assert_eq!(scene.gone.difference(&removed).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

fn plan_as(plan: &Plan, format: Format) -> String {
    doorlist::render::plan(plan, format, Style::PLAIN)
}
