//! Headers that slow a run down: whatever they say, it ends; it keeps to `Retry-After` up to five minutes, and ends
//! where more is asked for.

use std::sync::Arc;
use std::time::Duration;

use doorlist::cloudflare::pace::LONGEST_WAIT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::served::{Answer, LITTLE, Served, read};

const REGISTRATIONS: &str = "devices/registrations";

/// A byte that chooses the status of the first answer; then its headers, one a line.
pub fn target(bytes: &[u8]) {
    let Some((choice, lines)) = bytes.split_first() else { return };
    let status = [200, 429, 503][usize::from(*choice) % 3];
    let headers = headers(lines);
    let told = headers.get("retry-after").cloned();
    let mut served = Served::default();
    served.add(REGISTRATIONS, Answer { status, headers, ..Answer::page("[]", "{}") });
    served.add(REGISTRATIONS, Answer::page("[]", "{}"));
    let served = Arc::new(served);
    let (account, took) = read(&served, LITTLE);
    assert!(took <= LONGEST_WAIT * 2 + Duration::from_mins(1), "{took:?}");
    let asked = served.asked(REGISTRATIONS);
    match told.as_ref().and_then(|told| told.to_str().ok()).and_then(seconds).filter(|_| status != 200) {
        None => assert!(account.is_ok() || status != 200, "{account:?}"),
        Some(told) if told > LONGEST_WAIT => {
            assert!(account.is_err() && asked.len() == 1, "asked {asked:?}, told to wait for {told:?}");
        }
        Some(told) => {
            assert!(account.is_ok(), "{account:?}");
            assert!(asked[1] >= asked[0] + told, "asked {asked:?}, told to wait for {told:?}");
        }
    }
}

fn headers(lines: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n').take(64) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = HeaderName::from_bytes(&line[..colon]);
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}

/// Seconds as digits; more than there are numbers for is more than anybody waits.
fn seconds(text: &str) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}
