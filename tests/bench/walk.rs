//! What the pages alone cost: a loop that follows the cursor and decodes nothing.

use std::time::{Duration, Instant};

use super::Outcome;

/// Walks all lists side by side, as often as there are pages.
pub(super) fn run(url: &str, lists: &[&str]) -> Outcome<Duration> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = reqwest::Client::new();
    let begun = Instant::now();
    runtime.block_on(async {
        let walks = lists.iter().map(|list| walk(&client, url, list));
        futures_util::future::try_join_all(walks).await
    })?;
    Ok(begun.elapsed())
}

async fn walk(client: &reqwest::Client, url: &str, list: &str) -> Outcome<()> {
    let mut cursor = String::new();
    loop {
        let page = format!("{url}/accounts/a/devices/{list}?status=all&per_page=1000&cursor={cursor}");
        let body = client.get(page).send().await?.error_for_status()?.bytes().await?;
        match next(&body) {
            Some(next) if !next.is_empty() => next.clone_into(&mut cursor),
            _ => return Ok(()),
        }
    }
}

/// The cursor stands behind the rows, so it is looked for from the end.
fn next(body: &[u8]) -> Option<&str> {
    let tail = std::str::from_utf8(&body[body.len().saturating_sub(300)..]).ok()?;
    let (_, rest) = tail.rsplit_once("\"cursor\":\"")?;
    rest.split_once('"').map(|(cursor, _)| cursor)
}
