//! Credentials: exactly one scheme is sent, and neither a message nor `Debug` ever shows it (product.md, sections 4
//! and 6; API page, section 8.4).

use std::fmt;

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// What stands in a text in place of a secret.
const STAND_IN: &str = "[secret]";

/// One of the two schemes of the API. Only values that can travel in a header can be made.
#[derive(Clone)]
pub struct Credentials(Scheme);

#[derive(Clone)]
enum Scheme {
    Token(SecretString),
    Key { email: String, key: SecretString },
}

/// The kinds of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// An API token of a user.
    UserToken,
    /// An API token of the account.
    AccountToken,
    /// An API token that does not say whose it is.
    Token,
    /// A global API key with its address.
    GlobalKey,
    /// A global API key where a token belongs.
    KeyAsToken,
    /// A session of another tool.
    OauthToken,
    /// The secret of an Access service token: what machines log in with, not what the API takes.
    ServiceTokenSecret,
}

/// Why a credential cannot be used. The text never repeats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// Empty, or white space alone.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// Spaces, line ends, control characters or anything beyond ASCII.
    #[error(
        "{0} contains white space or a character that cannot be sent in a header; copy it again, without a line end"
    )]
    Unsendable(&'static str),
}

impl Credentials {
    /// An API token.
    ///
    /// # Errors
    /// A token that is empty or cannot be sent.
    pub fn token(token: impl Into<String>) -> Result<Self, CredentialsError> {
        let token = sendable("the API token", token.into())?;
        Ok(Self(Scheme::Token(token.into())))
    }

    /// A global API key with the address that it belongs to.
    ///
    /// # Errors
    /// Either of them is empty or cannot be sent.
    pub fn key(email: impl Into<String>, key: impl Into<String>) -> Result<Self, CredentialsError> {
        let email = sendable("the e-mail address of the API key", email.into())?;
        let key = sendable("the API key", key.into())?;
        Ok(Self(Scheme::Key { email, key: key.into() }))
    }

    /// What kind it is, by the prefix that Cloudflare gives since 2026 (API page, section 8.3). Nothing of it shows.
    pub fn kind(&self) -> CredentialKind {
        let Scheme::Token(token) = &self.0 else { return CredentialKind::GlobalKey };
        let text = token.expose_secret();
        let is_hex = |length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match text.split_once('_').map(|(prefix, _)| prefix) {
            Some("cfut") => CredentialKind::UserToken,
            Some("cfat") => CredentialKind::AccountToken,
            Some("cfk") => CredentialKind::KeyAsToken,
            Some("cfoat") => CredentialKind::OauthToken,
            Some("cfast") => CredentialKind::ServiceTokenSecret,
            _ if is_hex(64) => CredentialKind::ServiceTokenSecret,
            Some(_) | None => CredentialKind::Token,
        }
    }

    /// The headers of the one scheme, the secret marked as sensitive.
    pub(super) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        match &self.0 {
            Scheme::Token(token) => {
                headers.insert(AUTHORIZATION, sensitive(&format!("Bearer {}", token.expose_secret())));
            }
            Scheme::Key { email, key } => {
                headers.insert(HeaderName::from_static("x-auth-email"), sensitive(email));
                headers.insert(HeaderName::from_static("x-auth-key"), sensitive(key.expose_secret()));
            }
        }
        headers
    }

    /// The text with every occurrence of the secret replaced: servers echo what they were sent.
    pub(super) fn scrub(&self, text: String) -> String {
        let secret = self.secret();
        if text.contains(secret) { text.replace(secret, STAND_IN) } else { text }
    }

    fn secret(&self) -> &str {
        match &self.0 {
            Scheme::Token(secret) | Scheme::Key { key: secret, .. } => secret.expose_secret(),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Scheme::Token(_) => write!(f, "Token({STAND_IN})"),
            Scheme::Key { email, .. } => write!(f, "Key({email}, {STAND_IN})"),
        }
    }
}

fn sendable(what: &'static str, text: String) -> Result<String, CredentialsError> {
    if text.trim().is_empty() {
        return Err(CredentialsError::Empty(what));
    }
    if text.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(text) } else { Err(CredentialsError::Unsendable(what)) }
}

fn sensitive(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).expect("credentials are made of visible ASCII only");
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_scheme_is_sent() {
        let token = Credentials::token("cfut_abc").expect("sendable").headers();
        assert_eq!(token.len(), 1);
        assert_eq!(token[AUTHORIZATION], "Bearer cfut_abc");
        assert!(token[AUTHORIZATION].is_sensitive());
        let key = Credentials::key("a@x.example", "k3y").expect("sendable").headers();
        assert_eq!(key.len(), 2);
        assert_eq!(key["x-auth-email"], "a@x.example");
        assert_eq!(key["x-auth-key"], "k3y");
    }

    #[test]
    fn the_kind_is_told_by_the_prefix() {
        let kind = |text: &str| Credentials::token(text).expect("sendable").kind();
        assert_eq!(kind("cfut_abc"), CredentialKind::UserToken);
        assert_eq!(kind("cfat_abc"), CredentialKind::AccountToken);
        assert_eq!(kind("cfk_abc"), CredentialKind::KeyAsToken);
        assert_eq!(kind("cfoat_abc"), CredentialKind::OauthToken);
        assert_eq!(kind("cfast_abc"), CredentialKind::ServiceTokenSecret);
        assert_eq!(kind(&"0a".repeat(32)), CredentialKind::ServiceTokenSecret);
        assert_eq!(kind("aB3_dEf-0123456789012345678901234567890"), CredentialKind::Token);
        assert_eq!(Credentials::key("a@x.example", "k3y").expect("sendable").kind(), CredentialKind::GlobalKey);
    }

    #[test]
    fn what_cannot_be_sent_is_refused_without_being_shown() {
        for text in ["", "  ", "\n"] {
            assert_eq!(Credentials::token(text).err(), Some(CredentialsError::Empty("the API token")));
        }
        for text in ["s3cret\n", "s3 cret", "s3cret\u{feff}", "s3cr\u{e9}t", "\ts3cret"] {
            let error = Credentials::token(text).expect_err(text);
            assert!(!error.to_string().contains("s3"), "{error}");
        }
        assert!(Credentials::key("a@x.example", "").is_err());
        assert!(Credentials::key("", "k3y").is_err());
    }

    #[test]
    fn debug_and_scrubbed_text_hide_the_secret() {
        let token = Credentials::token("s3cret").expect("sendable");
        let key = Credentials::key("a@x.example", "s3cret").expect("sendable");
        for credentials in [token, key] {
            assert!(!format!("{credentials:?} {:?}", credentials.headers()).contains("s3cret"));
            assert_eq!(credentials.scrub("Bearer s3cret, s3cret".to_owned()), "Bearer [secret], [secret]");
            assert_eq!(credentials.scrub("nothing".to_owned()), "nothing");
        }
    }
}
