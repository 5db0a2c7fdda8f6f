//! A complete answer, skimmed, and what it amounts to for a call that reads and for one that writes.

use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::header::LOCATION;

use super::classify::{is_success, is_trouble};
use super::envelope::{Skim, beginning};
use super::error::{ApiMessage, Refusal, WriteError};
use super::text::excerpt;

/// Codes that say with a 400 that the credential is malformed, unknown or missing (API page, section 8.2).
const CREDENTIAL_CODES: [i64; 5] = [6003, 6111, 9103, 9106, 9107];

/// A complete answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Bytes,
    pub(super) skim: Result<Skim, String>,
    pub(super) retry_after: Option<Duration>,
    pub(super) cf_ray: Option<String>,
    location: Option<String>,
    /// The beginning of a body that is no envelope.
    beginning: String,
}

/// Why an answer is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoPage {
    /// The credential itself is refused.
    Auth(Refusal),
    /// The API says no to this list.
    Refused(Refusal),
    /// It cannot be used.
    Broken(String),
}

impl Answer {
    /// Skims an answer. Whatever of it may be shown goes through `scrub` first.
    pub(super) fn new(
        response: Response<Bytes>,
        retry_after: Option<Duration>,
        scrub: impl Fn(String) -> String,
    ) -> Self {
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            Some(scrub(excerpt(&String::from_utf8_lossy(value.as_bytes()))))
        };
        let (cf_ray, location) = (header("cf-ray"), header(LOCATION.as_str()));
        let status = response.status().as_u16();
        let body = response.into_body();
        let mut skim = Skim::of(&body).map_err(&scrub);
        for message in skim.iter_mut().flat_map(|skim| &mut skim.errors) {
            message.text = scrub(std::mem::take(&mut message.text));
        }
        let beginning = if skim.is_err() { scrub(beginning(&body)) } else { String::new() };
        Self { status, body, skim, retry_after, cf_ray, location, beginning }
    }

    /// The answer of a call that reads.
    pub(super) fn page(&self) -> Result<&Skim, NoPage> {
        match (self.status, &self.skim) {
            (status, Ok(skim)) if is_success(status) && skim.success == Some(true) => Ok(skim),
            (status, Ok(_)) if is_success(status) => {
                Err(NoPage::Broken(format!("`success` is not true: {}", self.refusal())))
            }
            (status, Err(why)) if is_success(status) => Err(NoPage::Broken(why.clone())),
            _ if self.refuses_the_credential() => Err(NoPage::Auth(self.refusal())),
            (status @ 400..=499, _) if !is_trouble(status) => Err(NoPage::Refused(self.refusal())),
            _ => Err(NoPage::Broken(self.refusal().to_string())),
        }
    }

    /// The answer of a call that writes.
    pub(super) fn done(&self) -> Result<(), WriteError> {
        match (self.status, &self.skim) {
            (status, Ok(skim)) if is_success(status) => match skim.success {
                Some(true) => Ok(()),
                Some(false) => Err(WriteError::Refused(self.refusal())),
                None => Err(WriteError::Ambiguous(format!("HTTP {status} without `success`"))),
            },
            (status, Err(_)) if is_success(status) && self.body.is_empty() => Ok(()),
            (status, Err(why)) if is_success(status) => Err(WriteError::Ambiguous(format!("HTTP {status}: {why}"))),
            _ if self.refuses_the_credential() => Err(WriteError::Auth(self.refusal())),
            (404, _) => Err(WriteError::NotFound(self.refusal())),
            (status @ 300..=499, _) if !is_trouble(status) => Err(WriteError::Refused(self.refusal())),
            _ => Err(WriteError::Ambiguous(self.refusal().to_string())),
        }
    }

    /// Status and messages. A redirect says where to: it is not followed, so that the credential stays where it is.
    pub(super) fn refusal(&self) -> Refusal {
        let mut messages = self.skim.as_ref().map(|skim| skim.errors.clone()).unwrap_or_default();
        if let (300..=399, Some(location)) = (self.status, &self.location) {
            messages.push(ApiMessage { code: None, text: format!("a redirect to {location}, which is not followed") });
        }
        if self.skim.is_err() && !self.beginning.is_empty() {
            messages.push(ApiMessage { code: None, text: self.beginning.clone() });
        }
        Refusal { status: self.status, messages }
    }

    /// Whether the credential itself is refused.
    pub(super) fn refuses_the_credential(&self) -> bool {
        let codes = || self.skim.iter().flat_map(|skim| &skim.errors).filter_map(|message| message.code);
        self.status == 401 || self.status == 400 && codes().any(|code| CREDENTIAL_CODES.contains(&code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        let response = Response::builder().status(status).header("location", "https://evil.test/s3cret");
        let response = response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response");
        Answer::new(response, None, |text| text.replace("s3cret", "[secret]"))
    }

    const NO: &str =
        r#"{"success":false,"errors":[{"code":10000,"message":"Authentication error s3cret"}],"result":null}"#;

    #[test]
    fn only_success_counts_as_a_page() {
        assert!(answer(200, r#"{"success":true,"result":[]}"#).page().is_ok());
        for body in [r#"{"success":false,"result":[]}"#, r#"{"result":[]}"#, r#"{"success":null}"#, "<html>", ""] {
            assert!(matches!(answer(200, body).page(), Err(NoPage::Broken(_))), "{body}");
        }
    }

    #[test]
    fn a_refused_credential_is_told_from_a_refused_list() {
        assert!(matches!(answer(401, NO).page(), Err(NoPage::Auth(_))));
        assert!(matches!(answer(401, "nope").page(), Err(NoPage::Auth(_))));
        assert!(matches!(answer(403, NO).page(), Err(NoPage::Refused(_))), "codes decide nothing");
        let headers = r#"{"success":false,"errors":[{"code":6003,"message":"Invalid request headers"}]}"#;
        assert!(matches!(answer(400, headers).page(), Err(NoPage::Auth(_))));
        assert!(matches!(answer(403, headers).page(), Err(NoPage::Refused(_))));
        for status in [302, 408, 500, 503] {
            assert!(matches!(answer(status, NO).page(), Err(NoPage::Broken(_))), "{status}");
        }
    }

    #[test]
    fn what_is_unclear_about_a_write_is_ambiguous() {
        assert_eq!(answer(200, r#"{"success":true}"#).done(), Ok(()));
        assert_eq!(answer(202, r#"{"success":true,"result":{}}"#).done(), Ok(()));
        assert_eq!(answer(204, "").done(), Ok(()));
        for (status, body) in
            [(200, "<html>"), (200, "{}"), (200, r#"{"success":tr"#), (500, NO), (503, ""), (408, NO), (520, "x")]
        {
            assert!(matches!(answer(status, body).done(), Err(WriteError::Ambiguous(_))), "{status} {body}");
        }
    }

    #[test]
    fn a_write_that_was_refused_says_how() {
        assert!(matches!(answer(401, NO).done(), Err(WriteError::Auth(_))));
        assert!(matches!(answer(404, NO).done(), Err(WriteError::NotFound(_))));
        for status in [200, 302, 400, 403, 409, 410, 422] {
            assert!(matches!(answer(status, NO).done(), Err(WriteError::Refused(_))), "{status}");
        }
    }

    #[test]
    fn an_echoed_credential_is_in_no_text() {
        let texts = [answer(403, NO), answer(302, "moved, s3cret"), answer(500, "s3cret"), answer(200, "s3cret")];
        for answer in texts {
            let shown = format!("{} {:?} {:?}", answer.refusal(), answer.page(), answer.done());
            assert!(!shown.contains("s3cret"), "{shown}");
            assert!(shown.contains("[secret]"), "{shown}");
        }
    }
}
