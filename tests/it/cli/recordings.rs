//! Recordings that are odd or broken: `--offline`, `--sandbox` and `doorlist sandbox` say the same of them.

use serde_json::{Value, json};

use crate::support::account::staff_only;
use crate::support::program::now;
use crate::support::{Folder, Recorded};

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut recording: Value = serde_json::from_str(&Recorded::acme().json()).expect("JSON");
    change(&mut recording);
    recording.to_string()
}

/// A recording with this text as the value of a key in the first registration.
fn with_value(text: &str) -> String {
    changed(|recording| recording["registrations"][0]["new"] = json!("@")).replace("\"@\"", text)
}

fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let whole = Recorded::acme().json();
    let latin1 = whole.as_bytes().iter().map(|byte| if *byte == b'-' { 0xe9 } else { *byte }).collect();
    vec![
        ("nothing", Vec::new()),
        ("a list", b"[]".to_vec()),
        ("cut off", whole.as_bytes()[..whole.len() / 2].to_vec()),
        ("more than one value", format!("{whole}x").into_bytes()),
        ("no UTF-8", latin1),
        ("a list twice", format!("{},\"registrations\":[]}}", &whole[..whole.len() - 1]).into_bytes()),
        ("registrations that are null", changed(|it| it["registrations"] = Value::Null).into_bytes()),
        ("devices that are null", changed(|it| it["physical_devices"] = Value::Null).into_bytes()),
        ("users that are null", changed(|it| it["users"] = Value::Null).into_bytes()),
        (
            "a row without id",
            changed(|it| drop(it["registrations"][1].as_object_mut().expect("a row").remove("id"))).into_bytes(),
        ),
        ("a row that is no object", changed(|it| it["registrations"][1] = json!(7)).into_bytes()),
        ("a user without id", changed(|it| it["users"] = json!([{}])).into_bytes()),
        ("an id with two rows", changed(|it| it["registrations"][1]["id"] = json!("r1")).into_bytes()),
        ("a key twice in a row", whole.replacen("\"id\":\"r1\"", "\"id\":\"r1\",\"id\":\"r9\"", 1).into_bytes()),
        ("a time that is none", changed(|it| it["recorded_at"] = json!("soon")).into_bytes()),
        ("a time that is a number", changed(|it| it["recorded_at"] = json!(5)).into_bytes()),
    ]
}

#[test]
fn what_is_broken_is_refused_alike_with_the_name_of_the_file() {
    for (what, recording) in broken() {
        let folder = Folder::new().file("doorlist.yaml", &staff_only());
        std::fs::write(folder.path("account.json"), recording).expect("written");
        for place in ["--offline", "--sandbox"] {
            let run = folder.run(&format!("plan {place} account.json {}", now()));
            assert_eq!(run.code, Some(3), "{what}: {run}");
            assert!(run.stderr.contains("the guard `inventory`: account.json: "), "{what}: {run}");
            assert!(!run.stderr.contains("Wire") && run.stdout.is_empty(), "{what}: {run}");
        }
        folder.run("init --offline account.json").ends_with(3).stderr_has("account.json: ");
        folder.run("sandbox --account account.json").ends_with(1).stderr_has("error: account.json: ");
    }
}

#[test]
fn what_is_odd_is_planned_alike() {
    let odd = [
        ("a byte-order mark", format!("\u{feff}{}", Recorded::acme().json())),
        ("a number beyond all numbers", with_value("1e400")),
        ("half a character", with_value("\"\\ud800\"")),
        ("a number as id", changed(|it| it["registrations"][0]["id"] = json!(7))),
        ("a null time", changed(|it| it["recorded_at"] = Value::Null)),
        ("no time", changed(|it| drop(it.as_object_mut().expect("an object").remove("recorded_at")))),
        ("a count that is off", changed(|it| it["physical_devices"][0]["active_registrations"] = json!(3))),
    ];
    for (what, recording) in odd {
        let list = format!("{}cleanup: {{ duplicates: {{ action: delete }} }}\n", staff_only());
        let folder = Folder::new().file("doorlist.yaml", &list).file("account.json", &recording);
        let plans = ["--offline", "--sandbox"].map(|place| {
            let mut plan =
                folder.run(&format!("plan {place} account.json --format json {}", now())).ends_with(0).json();
            assert!(plan["actions"].as_array().is_some_and(|actions| !actions.is_empty()), "{what}");
            for key in ["inventory", "summary", "account"] {
                plan[key].take();
            }
            plan
        });
        assert_eq!(plans[0]["findings"], plans[1]["findings"], "{what}");
        assert_eq!(plans[0]["actions"], plans[1]["actions"], "{what}");
        assert_eq!(plans[0]["digest"], plans[1]["digest"], "{what}");
    }
}
