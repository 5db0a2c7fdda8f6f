//! Faults that change what a proper answer says.

use serde_json::{Value, json};

use super::rule::{CursorFault, Fault};
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::query::Query;
use crate::sandbox::routes::cursor;

/// Changes an answer as the fault has it. What is no success, or has no page, stays as it is.
pub(crate) fn change(fault: &Fault, query: &Query, answer: Answer) -> Answer {
    if !matches!(fault, Fault::Null | Fault::Count(_) | Fault::Total(_) | Fault::Cursor(_) | Fault::EmptyPage) {
        return answer;
    }
    match serde_json::from_str(&answer.body) {
        Ok(Value::Object(mut body)) if answer.status.is_success() => {
            edit(fault, query, &mut body);
            Answer { body: Value::Object(body).to_string(), ..answer }
        }
        _ => answer,
    }
}

fn edit(fault: &Fault, query: &Query, body: &mut serde_json::Map<String, Value>) {
    if *fault == Fault::Null {
        body.insert("result".into(), Value::Null);
        return;
    }
    let Some(Value::Object(info)) = body.get_mut("result_info") else { return };
    match fault {
        Fault::Count(by) => {
            let count = info.get("count").and_then(Value::as_i64).unwrap_or_default();
            info.insert("count".into(), count.saturating_add(*by).into());
        }
        Fault::Total(total) => drop(info.insert("total_count".into(), (*total).into())),
        Fault::Cursor(how) if info.contains_key("cursor") => break_cursor(*how, query, info),
        Fault::EmptyPage => {
            info.insert("count".into(), json!(0));
            if info.contains_key("cursor") {
                info.insert("cursor".into(), cursor::same_place(query.one("cursor")).into());
            }
            body.insert("result".into(), json!([]));
        }
        _ => {}
    }
}

fn break_cursor(how: CursorFault, query: &Query, info: &mut serde_json::Map<String, Value>) {
    match (how, query.one("cursor")) {
        (CursorFault::Repeat, Some(sent)) => drop(info.insert("cursor".into(), sent.into())),
        // Nothing was sent that could come back: this is the first page, and the fault shows on the next one.
        (CursorFault::Repeat, None) => {}
        (CursorFault::Missing, _) => drop(info.remove("cursor")),
        (CursorFault::Null, _) => drop(info.insert("cursor".into(), Value::Null)),
        (CursorFault::Empty, _) => drop(info.insert("cursor".into(), "".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(line: &str, query: &str) -> Value {
        let info = json!({"count": 1, "cursor": "next", "per_page": 1, "total_count": null});
        let fault = line.parse::<super::super::Rule>().map(|rule| rule.fault);
        let fault = fault.unwrap_or_else(|error| unreachable!("{error}"));
        let answer = change(&fault, &Query::parse(Some(query)), Answer::raw("[{\"id\":1}]", Some(&info)));
        serde_json::from_str(&answer.body).unwrap_or_default()
    }

    #[test]
    fn a_page_says_what_the_fault_has_it_say() {
        assert_eq!(changed("* * null", "")["result"], Value::Null);
        assert_eq!(changed("* * count=-1", "")["result_info"]["count"], 0);
        assert_eq!(changed("* * total=9", "")["result_info"]["total_count"], 9);
        assert_eq!(changed("* * cursor=repeat", "cursor=sent")["result_info"]["cursor"], "sent");
        assert_eq!(changed("* * cursor=repeat", "")["result_info"]["cursor"], "next");
        assert_eq!(changed("* * cursor=missing", "")["result_info"].get("cursor"), None);
        assert_eq!(changed("* * cursor=null", "")["result_info"]["cursor"], Value::Null);
        assert_eq!(changed("* * cursor=empty", "")["result_info"]["cursor"], "");
        assert_eq!(changed("* * empty-page", "")["result"], json!([]));
        assert_ne!(changed("* * empty-page", "cursor=a.0")["result_info"]["cursor"], "a.0");
        assert_eq!(changed("* * truncate", "")["result"], json!([{"id": 1}]));
    }

    #[test]
    fn an_error_stays_an_error() {
        let refusal = crate::sandbox::http::refusal::Refusal::not_recorded().answer();
        let body = refusal.body.clone();
        assert_eq!(change(&Fault::Null, &Query::default(), refusal).body, body);
    }
}
