//! Writes: what is sent, and what each answer means. Time is virtual.

use std::sync::Arc;

use doorlist::cloudflare::{TransportError, WriteError};
use doorlist::model::RegistrationId;
use serde_json::json;

use super::script::{Asked, Script, no, page, text, with_headers, writer};

fn ids(texts: &[&str]) -> Vec<RegistrationId> {
    texts.iter().map(|text| RegistrationId::from(*text)).collect()
}

const DONE: &str = r#"{"success":true,"errors":[],"messages":[],"result":null}"#;

#[tokio::test]
async fn every_call_is_sent_to_the_letter() {
    let script = Arc::new(
        Script::new()
            .always("devices/registrations", 200, DONE)
            .always("devices/registrations/a%2Fb", 200, DONE)
            .always("devices/registrations/revoke", 200, DONE)
            .always("devices/registrations/unrevoke", 200, "")
            .always("devices/physical-devices/d%3F", 202, r#"{"success":true,"result":{}}"#),
    );
    let writer = writer(&script);
    writer.delete_registrations(&ids(&["a", "b&id=c", "50% +ž"])).await.expect("bulk");
    writer.delete_registrations(&ids(&["a/b"])).await.expect("one");
    writer.delete_registrations(&ids(&[".."])).await.expect("one that cannot stand in a path");
    writer.revoke_registrations(&ids(&["a", "b"])).await.expect("revoke");
    writer.unrevoke_registrations(&ids(&["a"])).await.expect("unrevoke, with an empty answer");
    writer.delete_device(&"d?".into()).await.expect("device");
    let sent: Vec<String> = script.asked().iter().map(|asked| format!("{} {}", asked.method, asked.target)).collect();
    let expected = [
        "DELETE devices/registrations?id=a&id=b%26id%3Dc&id=50%25%20%2B%C5%BE",
        "DELETE devices/registrations/a%2Fb",
        "DELETE devices/registrations?id=..",
        "POST devices/registrations/revoke?id=a&id=b",
        "POST devices/registrations/unrevoke?id=a",
        "DELETE devices/physical-devices/d%3F",
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn what_must_not_be_sent_is_not_sent() {
    let script = Arc::new(Script::new());
    let writer = writer(&script);
    let many: Vec<RegistrationId> = (0..201).map(|n| RegistrationId::from(n.to_string())).collect();
    assert!(matches!(writer.revoke_registrations(&many).await, Err(WriteError::NotSent(_))));
    assert!(matches!(writer.delete_device(&"..".into()).await, Err(WriteError::NotSent(_))));
    assert_eq!(writer.delete_registrations(&[]).await, Ok(()), "no ids, no call");
    assert!(script.asked().is_empty());
    writer.revoke_registrations(&many[..200]).await.expect("200 are allowed");
}

async fn delete(
    answer: impl FnMut(&Asked, usize) -> super::script::Reply + Send + 'static,
) -> (Result<(), WriteError>, usize) {
    let script = Arc::new(Script::new().on("devices/registrations/a", answer));
    let result = writer(&script).delete_registrations(&ids(&["a"])).await;
    (result, script.asked().len())
}

#[tokio::test(start_paused = true)]
async fn an_unclear_answer_is_never_repeated() {
    for status in [500, 502, 503, 504, 520, 408] {
        let (result, sent) = delete(move |_, _| text(status, "upstream")).await;
        assert!(matches!(result, Err(WriteError::Ambiguous(_))), "{status}: {result:?}");
        assert_eq!(sent, 1, "{status}");
    }
    for error in [TransportError::Stalled(30), TransportError::Broken("reset".to_owned())] {
        let (result, sent) = delete(move |_, _| Err(error.clone())).await;
        assert!(matches!(result, Err(WriteError::Ambiguous(_))), "{result:?}");
        assert_eq!(sent, 1);
    }
    let (result, sent) = delete(|_, _| text(200, r#"{"success":tr"#)).await;
    assert!(matches!(result, Err(WriteError::Ambiguous(_))), "{result:?}");
    assert_eq!(sent, 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_executed_is_repeated() {
    let limited = |_: &Asked, nth: usize| match nth {
        0 => with_headers(429, &[("retry-after", "300")], ""),
        1 => with_headers(429, &[], ""),
        2 => Err(TransportError::Connect("refused".to_owned())),
        _ => page(json!(null), json!(null)),
    };
    let begun = tokio::time::Instant::now();
    let (result, sent) = delete(limited).await;
    assert_eq!((result, sent), (Ok(()), 4));
    assert_eq!(begun.elapsed().as_millis(), 301_500);
    let (result, sent) = delete(|_, _| Err(TransportError::Connect("refused".to_owned()))).await;
    assert!(matches!(result, Err(WriteError::NotSent(_))), "{result:?}");
    assert_eq!(sent, 4);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_ends_the_write_unsent() {
    let (result, sent) = delete(|_, _| with_headers(429, &[("retry-after", "3600")], "")).await;
    assert_eq!((result, sent), (Err(WriteError::TooLong { seconds: 3600 }), 1));
}

#[tokio::test]
async fn a_refusal_comes_back_with_status_and_messages() {
    let (result, _) = delete(|_, _| no(404, 1003, "registration not found")).await;
    let Err(WriteError::NotFound(refusal)) = result else { panic!("{result:?}") };
    assert_eq!((refusal.status, refusal.has_code(1003)), (404, true));
    let (result, _) = delete(|_, _| no(403, 10000, "Authentication error")).await;
    let Err(WriteError::Refused(refusal)) = result else { panic!("{result:?}") };
    assert_eq!(refusal.to_string(), "HTTP 403: 10000 Authentication error");
    let (result, _) = delete(|_, _| no(401, 10000, "Authentication error")).await;
    assert!(matches!(result, Err(WriteError::Auth(_))), "{result:?}");
    let (result, _) = delete(|_, _| no(200, 1, "some ids are wrong")).await;
    assert!(matches!(result, Err(WriteError::Refused(_))), "{result:?}");
}
