//! Lists are read whole or not at all.

use std::sync::Arc;

use doorlist::cloudflare::Problem;
use doorlist::model::Account;
use serde_json::{Value, json};

use super::script::{ALL, Asked, LITTLE, Reply, Script, no, now, page, reader, registration, registrations, text};

const LIST: &str = "devices/registrations";

fn ids(account: &Account) -> Vec<&str> {
    account.registrations.iter().map(|row| row.id.as_str()).collect()
}

/// The page behind a cursor of the form `N`, of pages given as ids.
fn paged(pages: Vec<Vec<&'static str>>) -> impl FnMut(&Asked, usize) -> Reply + Send {
    move |asked, _| {
        let at: usize = asked.value("cursor").map_or(0, |cursor| cursor.parse().expect("a cursor of ours"));
        let next = if at + 1 < pages.len() { (at + 1).to_string() } else { String::new() };
        let count = pages[at].len();
        page(registrations(pages[at].iter().copied()), json!({ "count": count, "cursor": next, "total_count": null }))
    }
}

async fn read(script: Script) -> Result<Account, doorlist::cloudflare::ReadError> {
    reader(&Arc::new(script)).account(LITTLE, now()).await
}

async fn refusal(script: Script) -> String {
    let error = read(script).await.expect_err("the list is broken");
    assert!(matches!(error.problem, Problem::Refused | Problem::Inventory), "{error}");
    error.text
}

#[tokio::test]
async fn a_list_is_walked_to_the_empty_cursor_and_sorted() {
    let script = Arc::new(Script::new().on(LIST, paged(vec![vec!["c", "a"], vec![], vec!["b"]])));
    let account = reader(&script).account(LITTLE, now()).await.expect("a whole list");
    assert_eq!(ids(&account), ["a", "b", "c"]);
    assert_eq!((account.reading.pages, account.reading.page_size), (3, 1_000));
    let asked: Vec<String> = script.asked_of(LIST).into_iter().map(|asked| asked.target).collect();
    let first = "devices/registrations?status=all&sort_by=id&per_page=1000";
    assert_eq!(asked, [first.to_owned(), format!("{first}&cursor=1"), format!("{first}&cursor=2")]);
}

#[tokio::test]
async fn a_missing_or_null_cursor_is_the_end_too() {
    for info in [json!({}), json!({ "cursor": null }), Value::Null] {
        let account = read(Script::new().on(LIST, move |_, _| page(registrations(["a"]), info.clone()))).await;
        assert_eq!(ids(&account.expect("a whole list")), ["a"]);
    }
}

#[tokio::test]
async fn a_refused_page_size_falls_back_for_this_and_later_lists() {
    let picky = |asked: &Asked, _| match asked.value("per_page") {
        Some("1000") => no(400, 1001, "per_page is too large"),
        size => page(json!([]), json!({ "per_page": size.map(|size| size.parse::<u64>().expect("a number")) })),
    };
    let script = Arc::new(Script::new().on(LIST, picky));
    let reader = reader(&script);
    let account = reader.account(LITTLE, now()).await.expect("the second size is taken");
    assert_eq!(account.reading.page_size, 50);
    reader.account(LITTLE, now()).await.expect("the size is remembered");
    let sizes: Vec<Option<String>> =
        script.asked_of(LIST).iter().map(|asked| asked.value("per_page").map(str::to_owned)).collect();
    assert_eq!(sizes, [Some("1000".to_owned()), Some("50".to_owned()), Some("50".to_owned())]);
}

#[tokio::test]
async fn lists_with_page_numbers_are_read_in_small_pages_where_large_ones_are_refused() {
    let numbered = |asked: &Asked, _: usize| {
        if asked.value("per_page") != Some("50") {
            return no(400, 1001, "per_page must be at most 50");
        }
        let number = asked.value("page").map_or(1, |number| number.parse::<usize>().expect("a number"));
        let rows: Vec<Value> =
            (number * 50 - 50..(number * 50).min(120)).map(|row| json!({ "id": format!("{row:03}") })).collect();
        page(Value::from(rows), json!({ "page": number, "per_page": 50 }))
    };
    for path in ["access/users", "access/service_tokens", "access/apps", "access/policies", "access/groups"] {
        let script = Arc::new(Script::new().on(path, numbered));
        let account = reader(&script).account(ALL, now()).await.expect(path);
        let read = [
            account.users.rows().map(<[_]>::len),
            account.tokens.rows().map(<[_]>::len),
            account.applications.rows().map(<[_]>::len),
            account.policies.rows().map(<[_]>::len),
            account.groups.rows().map(<[_]>::len),
        ];
        assert!(read.contains(&Some(120)), "{path}: {read:?}");
        assert_eq!(script.asked_of(path).len(), 4, "{path}: one refused, three pages");
    }
}

#[tokio::test]
async fn a_400_at_both_sizes_is_a_refusal() {
    let text = refusal(Script::new().on(LIST, |_, _| no(400, 1001, "no such filter"))).await;
    assert_eq!(text, "devices/registrations: HTTP 400: 1001 no such filter");
}

#[tokio::test]
async fn a_cursor_that_repeats_is_refused() {
    let stuck = |_: &Asked, nth: usize| page(registrations([["a", "b"][nth % 2]]), json!({ "cursor": "c1" }));
    let text = refusal(Script::new().on(LIST, stuck)).await;
    assert_eq!(text, "devices/registrations: a cursor came back a second time, after 2 rows");
}

#[tokio::test]
async fn an_answer_that_contradicts_itself_is_refused() {
    let table = [
        (json!([registration("a")]), json!({ "count": 2 }), "page 1 says that it has 2 rows, and has 1"),
        (Value::Null, json!({ "count": 0 }), "`result` is null where a list was promised"),
        (json!({}), json!({}), "`result` is no list"),
        (json!([{ "device": { "id": "d" } }]), json!({}), "row 1: a registration without an `id`"),
        (
            json!([{ "id": "a", "device": { "name": "x" } }]),
            json!({}),
            "row 1: registration \"a\" without a `device.id`",
        ),
        (json!([{ "id": "a", "device": null }]), json!({}), "row 1: registration \"a\" without a `device.id`"),
        (json!([7]), json!({}), "row 1: invalid type: integer `7`"),
    ];
    for (rows, info, expected) in table {
        let text = refusal(Script::new().on(LIST, move |_, _| page(rows.clone(), info.clone()))).await;
        assert!(text.starts_with(&format!("devices/registrations: {expected}")), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_envelope_is_refused_with_its_beginning() {
    let whole = json!({ "success": true, "result": registrations(["a", "b"]), "result_info": {} }).to_string();
    let cut = whole[..whole.len() / 2].to_owned();
    for (body, expected) in [
        ("<!DOCTYPE html><title>Attention Required!</title>".to_owned(), "it begins with: <!DOCTYPE html>"),
        (cut, "EOF while parsing"),
        (String::new(), "the answer is empty"),
        (
            json!({ "success": false, "errors": [{ "code": 7, "message": "not today" }] }).to_string(),
            "`success` is not true: HTTP 200: 7 not today",
        ),
        (json!({ "result": [] }).to_string(), "`success` is not true"),
        (json!({ "success": true }).to_string(), "an answer without `result`"),
    ] {
        let text = refusal(Script::new().always(LIST, 200, body)).await;
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn a_total_that_is_never_reached_is_refused_after_a_second_walk() {
    let script = Arc::new(Script::new().on(LIST, |_, _| page(registrations(["a"]), json!({ "total_count": 2 }))));
    let error = reader(&script).account(LITTLE, now()).await.expect_err("one row is missing");
    assert_eq!(error.text, "devices/registrations: it says that it has 2 rows, and has 1");
    assert_eq!(script.asked_of(LIST).len(), 2);
}

#[tokio::test]
async fn a_row_that_moved_between_pages_makes_the_list_be_read_again() {
    let moving = |asked: &Asked, nth: usize| match (nth, asked.value("cursor")) {
        (0, None) => page(registrations(["a", "b"]), json!({ "cursor": "x" })),
        (1, _) => page(registrations(["b", "d"]), json!({ "cursor": "" })),
        (_, None) => page(registrations(["a", "b"]), json!({ "cursor": "y" })),
        (_, Some(_)) => page(registrations(["c", "d"]), json!({ "cursor": "" })),
    };
    let script = Arc::new(Script::new().on(LIST, moving));
    let account = reader(&script).account(LITTLE, now()).await.expect("the second walk is whole");
    assert_eq!(ids(&account), ["a", "b", "c", "d"]);
    assert_eq!(account.reading.pages, 4);
}

#[tokio::test]
async fn rows_that_always_come_twice_are_refused_however_often_the_walks_agree() {
    let script = Arc::new(Script::new().on(LIST, paged(vec![vec!["a", "b"], vec!["b", "c"]])));
    let error = reader(&script).account(LITTLE, now()).await.expect_err("another row may have slipped by");
    assert_eq!(error.text, "devices/registrations: it changed while it was read, 4 times in a row");
    assert_eq!(script.asked_of(LIST).len(), 8);
}

#[tokio::test]
async fn a_list_that_never_rests_is_refused() {
    let restless = |asked: &Asked, nth: usize| match asked.value("cursor") {
        None => page(json!([registration("a"), registration(&format!("n{nth}"))]), json!({ "cursor": "x" })),
        Some(_) => page(registrations(["a"]), json!({})),
    };
    let script = Arc::new(Script::new().on(LIST, restless));
    let error = reader(&script).account(LITTLE, now()).await.expect_err("it never rests");
    assert_eq!(error.text, "devices/registrations: it changed while it was read, 4 times in a row");
    assert_eq!(script.asked_of(LIST).len(), 8);
}

#[tokio::test]
async fn lists_without_an_end_are_refused() {
    let empty = |_: &Asked, nth: usize| page(json!([]), json!({ "cursor": nth.to_string() }));
    assert!(refusal(Script::new().on(LIST, empty)).await.contains("100 pages in a row were empty"));
    let same = |_: &Asked, nth: usize| page(registrations(["a"]), json!({ "cursor": nth.to_string() }));
    assert!(refusal(Script::new().on(LIST, same)).await.contains("100 pages in a row brought no new row"));
}

#[tokio::test]
async fn pages_that_are_decoded_elsewhere_arrive_in_full_and_in_order() {
    let pages = 12;
    let large = move |asked: &Asked, _: usize| {
        let at: usize = asked.value("cursor").map_or(0, |cursor| cursor.parse().expect("ours"));
        let rows: Vec<Value> = (0..400).map(|row| registration(&format!("{:06}", at * 400 + row))).collect();
        page(
            Value::from(rows),
            json!({ "count": 400, "cursor": if at + 1 < pages { (at + 1).to_string() } else { String::new() } }),
        )
    };
    let account = read(Script::new().on(LIST, large)).await.expect("a whole list");
    let expected: Vec<String> = (0..pages * 400).map(|row| format!("{row:06}")).collect();
    assert_eq!(ids(&account), expected);
    let users: Vec<_> = account.registrations.iter().map(|row| row.user.as_ref().expect("a user")).collect();
    assert!(users.iter().all(|user| Arc::ptr_eq(user, users[0])), "the rows of one user share one value");
}

#[tokio::test]
async fn a_broken_row_on_a_large_page_is_refused_however_late() {
    let rows = |broken: bool| {
        let mut rows: Vec<Value> = (0..400).map(|row| registration(&format!("{broken}{row}"))).collect();
        if broken {
            rows.push(json!({ "id": "", "device": { "id": "d" } }));
        }
        Value::from(rows)
    };
    for at in [0, 1, 2] {
        let script = Script::new().on(LIST, move |_, nth| {
            let cursor = if nth < 2 { nth.to_string() } else { String::new() };
            page(rows(nth == at), json!({ "cursor": cursor }))
        });
        assert!(
            refusal(script).await.starts_with("devices/registrations: row 401: a registration without an `id`"),
            "page {at}"
        );
    }
}

#[tokio::test]
async fn numbered_lists_are_walked_by_their_totals() {
    let tokens = |asked: &Asked, _: usize| {
        let number: u64 = asked.value("page").map_or(1, |page| page.parse().expect("a number"));
        let rows: Vec<Value> = (0..if number < 3 { 50 } else { 20 })
            .map(|row| json!({ "id": format!("t{number}-{row}"), "name": "ci" }))
            .collect();
        page(Value::from(rows), json!({ "page": number, "per_page": 50, "total_count": 120 }))
    };
    let script = Arc::new(Script::new().on("access/service_tokens", tokens));
    let account = reader(&script).account(ALL, now()).await.expect("a whole list");
    assert_eq!(account.tokens.rows().map(<[_]>::len), Some(120));
    let asked: Vec<String> = script.asked_of("access/service_tokens").into_iter().map(|asked| asked.target).collect();
    let first = "access/service_tokens?per_page=1000";
    assert_eq!(asked, [first.to_owned(), format!("{first}&page=2"), format!("{first}&page=3")]);
}

#[tokio::test]
async fn lists_that_are_not_needed_are_not_asked_for() {
    let script = Arc::new(Script::new());
    reader(&script).account(LITTLE, now()).await.expect("an account");
    let paths: Vec<String> = script.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["access/organizations", "devices/registrations"]);
    assert!(script.asked().iter().all(|asked| asked.method == "GET"));
}

#[tokio::test]
async fn profiles_and_hidden_devices_are_asked_for_by_name() {
    let script = Arc::new(Script::new());
    reader(&script).account(ALL, now()).await.expect("an account");
    assert_eq!(script.asked_of(LIST)[0].value("include"), Some("policy"));
    assert_eq!(script.asked_of("devices/physical-devices")[0].value("active_registrations"), Some("include"));
}

#[tokio::test(start_paused = true)]
async fn independent_lists_are_read_side_by_side() {
    let delay = std::time::Duration::from_millis(100);
    let script = Arc::new(Script::new().slow(delay));
    reader(&script).account(ALL, now()).await.expect("an account");
    let at: Vec<u128> = script.asked().iter().map(|asked| asked.at.as_millis() / 100).collect();
    assert_eq!(at[0], 0, "the organization alone");
    assert!(at.len() > 7 && at[1..].iter().all(|at| *at == 1), "then everything at once: {at:?}");
}

#[tokio::test]
async fn certain_registrations_are_asked_for_in_chunks_and_others_are_left_out() {
    let ids: Vec<String> = (0..120).map(|n| format!("r{n:03}")).collect();
    let script = Arc::new(Script::new().on(LIST, |asked, _| {
        let wanted = asked
            .query
            .iter()
            .filter(|(key, value)| key == "id" && value != "r007")
            .map(|(_, value)| registration(value));
        page(wanted.chain([registration("stranger")]).collect(), json!({}))
    }));
    let wanted: Vec<_> = ids.iter().map(|id| id.as_str().into()).collect();
    let rows = reader(&script).registrations(&wanted).await.expect("rows");
    assert_eq!(rows.len(), 119);
    assert!(rows.is_sorted_by(|a, b| a.id < b.id) && rows.iter().all(|row| row.id.as_str() != "stranger"));
    let asked = script.asked_of(LIST);
    assert_eq!(asked.len(), 3);
    assert!(asked.iter().all(|asked| asked.value("status") == Some("all")));
    assert!(reader(&script).registrations(&[]).await.expect("nothing").is_empty());
    assert_eq!(script.asked_of(LIST).len(), 3, "no ids, no request: it would name every registration");
}

#[tokio::test]
async fn the_registrations_of_a_device_are_those_whatever_their_status() {
    let script = Arc::new(Script::new().rows(LIST, registrations(["a", "b"])));
    let rows = reader(&script).registrations_on(&"device-of-b".into()).await.expect("rows");
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(
        script.asked()[0].target,
        "devices/registrations?status=all&sort_by=id&device.id=device-of-b&per_page=1000"
    );
}

#[tokio::test]
async fn a_device_is_there_or_gone() {
    let device = json!({ "id": "a/b", "name": "laptop", "active_registrations": 2, "tags": {} });
    let found = move |_: &Asked, _: usize| page(device.clone(), Value::Null);
    let script = Arc::new(
        Script::new()
            .on("devices/physical-devices/a%2Fb", found)
            .on("devices/physical-devices/gone", |_, _| no(404, 1000, "not found"))
            .on("devices/physical-devices/dead", |_, _| {
                page(json!({ "id": "dead", "deleted_at": "2026-01-01T00:00:00Z" }), Value::Null)
            })
            .on("devices/physical-devices/odd", |_, _| page(json!({ "name": "x" }), Value::Null))
            .on("devices/physical-devices/busy", |_, _| text(403, "{}")),
    );
    let reader = reader(&script);
    assert_eq!(reader.device(&"a/b".into()).await.expect("an answer").expect("a device").active_registrations, 2);
    assert_eq!(reader.device(&"gone".into()).await, Ok(None));
    assert_eq!(reader.device(&"dead".into()).await, Ok(None));
    for id in ["odd", "busy"] {
        let problem = reader.device(&id.into()).await.expect_err(id).problem;
        assert_eq!(problem, if id == "busy" { Problem::Refused } else { Problem::Inventory });
    }
    assert_eq!(reader.device(&"..".into()).await, Ok(None), "asked for by a filter");
    assert_eq!(script.asked().last().expect("a request").value("id"), Some(".."));
}
