//! Who asks: any token and any key pair will do, but there must be exactly one (API page, sections 8.2 to 8.4).
//!
//! Only the kind is kept; the secret itself is forgotten here and stands in no log.

use http::{HeaderMap, StatusCode};

use super::refusal::Refusal;

/// What kind of credential came with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// A token of a user, `cfut_…`.
    UserToken,
    /// A token of an account, `cfat_…`.
    AccountToken,
    /// A token that does not say.
    Token,
    /// An e-mail address with a global key.
    Key,
}

impl Credential {
    /// Reads the headers, and says what is wrong with them.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let pair = (headers.contains_key("x-auth-email"), headers.contains_key("x-auth-key"));
        match (headers.get(http::header::AUTHORIZATION), pair) {
            (None, (true, true)) => Ok(Self::Key),
            (None, (false, false)) => Err(missing(9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers")),
            (None, _) => Err(missing(9107, "Missing X-Auth-Key or X-Auth-Email header")),
            (Some(value), (false, false)) => bearer(value.as_bytes()),
            (Some(_), _) => Err(missing(9103, "Unknown X-Auth-Key or X-Auth-Email")),
        }
    }
}

fn missing(code: i64, message: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, code, message)
}

fn bearer(value: &[u8]) -> Result<Credential, Refusal> {
    let malformed =
        || missing(6003, "Invalid request headers").because(6111, "Invalid format for Authorization header");
    let (scheme, token) = value.split_at_checked("Bearer ".len()).ok_or_else(malformed)?;
    let printable = !token.is_empty() && token.iter().all(u8::is_ascii_graphic);
    if !scheme.eq_ignore_ascii_case(b"Bearer ") || !printable {
        return Err(malformed());
    }
    Ok(match token {
        [b'c', b'f', b'u', b't', b'_', ..] => Credential::UserToken,
        [b'c', b'f', b'a', b't', b'_', ..] => Credential::AccountToken,
        _ => Credential::Token,
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(headers: &[(&'static str, &'static str)]) -> Result<Credential, String> {
        let pairs =
            headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)));
        Credential::of(&pairs.collect()).map_err(|refusal| refusal.answer().body)
    }

    #[test]
    fn one_scheme_is_enough_and_two_are_too_many() {
        assert_eq!(of(&[("authorization", "Bearer x")]), Ok(Credential::Token));
        assert_eq!(of(&[("authorization", "Bearer cfat_x")]), Ok(Credential::AccountToken));
        assert_eq!(of(&[("x-auth-email", "a@x.test"), ("x-auth-key", "k")]), Ok(Credential::Key));
        let code = |headers| of(headers).err().unwrap_or_default();
        assert!(code(&[]).contains("9106"));
        assert!(code(&[("x-auth-email", "a@x.test")]).contains("9107"));
        assert!(code(&[("authorization", "Bearer x"), ("x-auth-email", "a@x.test")]).contains("9103"));
        assert!(code(&[("authorization", "Basic eA==")]).contains("6111"));
        assert!(code(&[("authorization", "Bearer ")]).contains("6003"));
    }
}
