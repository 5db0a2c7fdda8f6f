//! Answers of the API: never more rows than the text has, and the same rows as in a recording of the same text.

use std::sync::Arc;

use doorlist::cloudflare::recording;
use serde_json::value::RawValue;

use super::common::{ACCOUNT, now, parts};
use super::served::{ALL, Answer, Served, read};

const REGISTRATIONS: &str = "devices/registrations";

/// The first page of the registrations; behind each mark, `PATH STATUS` and the next answer of that path.
pub fn target(bytes: &[u8]) {
    let mut served = Served::default();
    let mut pages = Vec::new();
    for (name, body) in parts(bytes, REGISTRATIONS) {
        let (path, status) = name.rsplit_once(' ').unwrap_or((&name, "200"));
        let status = status.parse().ok().filter(|status| (200..600).contains(status)).unwrap_or(200);
        if path == REGISTRATIONS {
            pages.push((status, body.clone()));
        }
        served.add(path, Answer { status, body, ..Answer::default() });
    }
    let served = Arc::new(served);
    let (account, _) = read(&served, ALL);
    let Ok(account) = account else { return };
    let objects = |body: &[u8]| body.split(|byte| *byte == b'{').count() - 1;
    let most: usize = pages.iter().map(|(_, body)| objects(body)).sum();
    assert!(account.registrations.len() <= most, "{} rows of {most} objects", account.registrations.len());
    if served.asked(REGISTRATIONS).len() != pages.len() || pages.iter().any(|(status, _)| *status != 200) {
        return;
    }
    let Some(rows) = pages.iter().map(|(_, body)| rows(body)).collect::<Option<Vec<_>>>() else { return };
    let document = format!(
        r#"{{"account":{{"id":"{ACCOUNT}"}},"organization":{{"auth_domain":"acme.cloudflareaccess.com"}},"registrations":[{}]}}"#,
        rows.into_iter().flatten().collect::<Vec<_>>().join(",")
    );
    let needs = super::served::LITTLE;
    let recorded = recording::account(document.as_bytes(), needs, now()).expect("what is read live can be recorded");
    assert_eq!(recorded.registrations, account.registrations);
    assert_eq!(recorded.reading.deleted_rows, account.reading.deleted_rows);
}

/// The rows of a page as they stand there.
fn rows(body: &[u8]) -> Option<Vec<String>> {
    #[derive(serde::Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        result: Vec<&'a RawValue>,
    }
    let page: Page<'_> = serde_json::from_slice(body).ok()?;
    Some(page.result.iter().map(|row| row.get().to_owned()).collect())
}
