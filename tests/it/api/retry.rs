//! What is repeated, when, and for how long. Time is virtual.

use std::sync::Arc;
use std::time::Duration;

use doorlist::cloudflare::{Pacer, Problem, ReadError, TransportError};
use doorlist::model::pace;
use serde_json::json;

use super::script::{
    Asked, LITTLE, Reply, Script, Seen, connection, no, now, page, reader, registrations, text, with_headers,
};

const LIST: &str = "devices/registrations";

async fn read(script: &Arc<Script>) -> Result<Vec<u128>, ReadError> {
    reader(script).account(LITTLE, now()).await?;
    Ok(times(script))
}

/// When the list was asked for, in milliseconds.
fn times(script: &Script) -> Vec<u128> {
    script.asked_of(LIST).iter().map(|asked| asked.at.as_millis()).collect()
}

/// A few bad answers, then the list.
fn after(bad: Vec<Reply>) -> impl FnMut(&Asked, usize) -> Reply + Send {
    let mut bad = bad.into_iter();
    move |_, _| bad.next().unwrap_or_else(|| page(registrations(["a"]), json!({})))
}

fn limited(headers: &[(&str, &str)]) -> Reply {
    with_headers(429, headers, r#"{"success":false,"errors":[{"code":971,"message":"Please wait"}]}"#)
}

#[tokio::test(start_paused = true)]
async fn trouble_is_retried_three_times_with_growing_waits() {
    let broken = || Err(TransportError::Broken("reset by peer".to_owned()));
    let script = Arc::new(Script::new().on(LIST, after(vec![text(503, "busy"), broken(), text(520, "<html>")])));
    assert_eq!(read(&script).await.expect("the fourth attempt"), [0, 500, 1_500, 3_500]);
}

#[tokio::test(start_paused = true)]
async fn trouble_that_stays_refuses_the_inventory() {
    let script = Arc::new(Script::new().always(LIST, 503, "upstream connect error"));
    let error = read(&script).await.expect_err("it stays");
    assert_eq!(error.problem, Problem::Inventory);
    assert_eq!(error.text, "devices/registrations: HTTP 503: upstream connect error");
    assert_eq!(times(&script), [0, 500, 1_500, 3_500]);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_was_cut_short_is_asked_for_again() {
    let script = Arc::new(Script::new().on(LIST, after(vec![text(200, r#"{"success":true,"result":[{"id":"#)])));
    assert_eq!(read(&script).await.expect("whole the second time"), [0, 500]);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_obeyed_to_the_second_each_time_anew() {
    let five_minutes = || limited(&[("retry-after", "300")]);
    let script = Arc::new(Script::new().on(LIST, after(vec![five_minutes(), five_minutes()])));
    assert_eq!(read(&script).await.expect("the third attempt"), [0, 300_000, 600_000]);
}

#[tokio::test(start_paused = true)]
async fn retry_after_may_be_a_date() {
    let until = limited(&[("date", "Sun, 22 Nov 2026 08:00:00 GMT"), ("retry-after", "Sun, 22 Nov 2026 08:00:37 GMT")]);
    let script = Arc::new(Script::new().on(LIST, after(vec![until])));
    assert_eq!(read(&script).await.expect("the second attempt"), [0, 37_000]);
}

#[tokio::test(start_paused = true)]
async fn a_longer_wait_ends_the_run_and_says_when_to_come_back() {
    let script = Arc::new(Script::new().on(LIST, after(vec![limited(&[("retry-after", "301")])])));
    let error = read(&script).await.expect_err("too long");
    assert_eq!(error.problem, Problem::TooLong { seconds: 301 });
    assert_eq!(error.help.as_deref(), Some("run again in 6 min"));
    assert_eq!(times(&script), [0]);
}

#[tokio::test(start_paused = true)]
async fn without_retry_after_the_waits_double_and_end_within_five_minutes() {
    let script = Arc::new(Script::new().on(LIST, |_, _| limited(&[])));
    let error = read(&script).await.expect_err("it never ends");
    assert_eq!(error.problem, Problem::TooLong { seconds: 300 });
    assert_eq!(times(&script), [0, 1, 3, 7, 15, 31, 63, 127, 255].map(|seconds| seconds * 1_000));
}

#[tokio::test(start_paused = true)]
async fn a_limit_holds_back_everything_that_shares_the_credential() {
    let script = Arc::new(Script::new().on(LIST, after(vec![limited(&[("retry-after", "20")])])));
    let other = Arc::new(Script::new());
    let pacer = Pacer::default();
    let one = connection(&script).pacer(pacer.clone()).reader().expect("a client");
    let two = connection(&other).pacer(pacer).reader().expect("a client");
    let second = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let begun = tokio::time::Instant::now();
        two.account(LITTLE, now()).await.map(|_| begun.elapsed().as_secs())
    };
    let (one, waited) = tokio::join!(one.account(LITTLE, now()), second);
    assert!(one.is_ok());
    assert_eq!(waited, Ok(19));
}

#[tokio::test(start_paused = true)]
async fn the_reserve_in_the_headers_is_left_to_others() {
    let low = |asked: &Asked, _: usize| {
        let limits = [("ratelimit", "\"default\";r=20;t=30"), ("ratelimit-policy", "\"burst\";q=100;w=60")];
        let cursor = if asked.value("cursor").is_none() { "next" } else { "" };
        with_headers(
            200,
            &limits,
            &json!({ "success": true, "result": [], "result_info": { "cursor": cursor } }).to_string(),
        )
    };
    let script = Arc::new(Script::new().on(LIST, low));
    assert_eq!(read(&script).await.expect("an account"), [0, 30_000]);
}

#[tokio::test(start_paused = true)]
async fn a_constant_header_without_a_policy_stalls_nothing() {
    let constant = |_: &Asked, nth: usize| {
        let cursor = if nth < 50 { nth.to_string() } else { String::new() };
        let body = json!({ "success": true, "result": [], "result_info": { "cursor": cursor } }).to_string();
        with_headers(200, &[("Ratelimit", "\"default\";r=50;t=30")], &body)
    };
    let script = Arc::new(Script::new().on(LIST, constant));
    assert_eq!(read(&script).await.expect("an account").last(), Some(&0));
}

#[tokio::test(start_paused = true)]
async fn one_request_more_than_the_budget_waits_for_the_window() {
    let total = usize::try_from(pace::BUDGET).expect("small");
    let long = move |_: &Asked, nth: usize| {
        let cursor = if nth + 1 < total { nth.to_string() } else { String::new() };
        page(registrations([format!("r{nth}").as_str()]), json!({ "cursor": cursor }))
    };
    let script = Arc::new(Script::new().on(LIST, long));
    // The organization is one request of the same budget.
    let times = read(&script).await.expect("an account");
    assert_eq!(times.iter().filter(|at| **at == 0).count(), total - 1);
    assert_eq!(times.last(), Some(&300_000));
}

#[tokio::test(start_paused = true)]
async fn where_nothing_ever_answers_it_is_not_the_inventory() {
    let refused = |_: &Asked, _: usize| Err(TransportError::Connect("connection refused".to_owned()));
    let script = Arc::new(Script::new().on("access/organizations", refused));
    let error = read(&script).await.expect_err("nothing answers");
    assert_eq!(error.problem, Problem::Unreachable);
    let text = "nothing answers at https://api.example/client/v4: no connection: connection refused";
    assert_eq!(error.text, text);
    assert_eq!(script.asked().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_stalls_after_others_came_refuses_the_inventory() {
    let script = Arc::new(Script::new().on(LIST, |_, _| Err(TransportError::Stalled(30))));
    let error = read(&script).await.expect_err("it stalls");
    assert_eq!((error.problem, error.text.as_str()), (Problem::Inventory, "devices/registrations: no byte for 30 s"));
}

#[tokio::test(start_paused = true)]
async fn a_run_can_be_watched() {
    let bad = vec![text(503, "busy"), limited(&[("retry-after", "7")])];
    let script = Arc::new(Script::new().on(LIST, after(bad)));
    let seen = Arc::new(Seen::default());
    let reader = connection(&script).observer(Arc::<Seen>::clone(&seen)).reader().expect("a client");
    reader.account(LITTLE, now()).await.expect("an account");
    assert_eq!(reader.requests(), 4);
    insta::assert_snapshot!(seen.lines().join("\n"));
}

#[tokio::test]
async fn a_redirect_is_refused_and_not_followed() {
    let away = |_: &Asked, _: usize| with_headers(302, &[("location", "https://evil.test/v4")], "");
    let error = read(&Arc::new(Script::new().on(LIST, away))).await.expect_err("a redirect");
    assert_eq!(error.problem, Problem::Inventory);
    assert!(error.text.contains("a redirect to https://evil.test/v4, which is not followed"), "{error}");
}

#[tokio::test]
async fn what_would_fail_again_is_not_retried() {
    for status in [400, 403, 404, 409, 501] {
        let script = Arc::new(Script::new().on(LIST, move |asked, _| match asked.value("per_page") {
            Some("1000") if status == 400 => no(400, 1, "page size"),
            _ => no(status, 1, "no"),
        }));
        read(&script).await.expect_err("refused");
        let attempts = if status == 400 { 2 } else { 1 };
        assert_eq!(script.asked_of(LIST).len(), attempts, "{status}");
    }
}
