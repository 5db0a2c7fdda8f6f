//! Where the API is: https, or http to this very machine, so that a credential never crosses a network in the clear
//! (product.md, section 4).

use std::fmt;

use url::{Host, Url};

/// Cloudflare's own address.
pub const DEFAULT_BASE_URL: &str = "https://api.cloudflare.com/client/v4";

/// A base URL that a credential may be sent to, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    loopback: bool,
}

/// Why an address is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// It is no URL.
    #[error("the base URL is not a URL: {0}")]
    Malformed(String),
    /// Another scheme, or plain http to another machine.
    #[error("the base URL must be https, or http on loopback (127.0.0.0/8, [::1], localhost); this one is {0}")]
    Insecure(String),
    /// User, password, query or fragment.
    #[error("the base URL must not contain a user name, a password, a query or a fragment")]
    Extras,
}

impl BaseUrl {
    /// Parses and checks an address.
    ///
    /// # Errors
    /// Anything that is not https, or http on loopback; user, password, query and fragment. The text of an error
    /// never repeats a user or password.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text.trim()).map_err(|error| BaseUrlError::Malformed(error.to_string()))?;
        let host = url.host().ok_or_else(|| BaseUrlError::Malformed("no host".to_owned()))?;
        let loopback = is_loopback(&host);
        if !(url.scheme() == "https" || url.scheme() == "http" && loopback) {
            return Err(BaseUrlError::Insecure(format!("{}://{host}", url.scheme())));
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::Extras);
        }
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), loopback })
    }

    /// The address without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is http, which only this machine may be asked by.
    pub fn is_plain(&self) -> bool {
        self.text.starts_with("http:")
    }

    /// Whether it is on this machine, where no proxy belongs in between.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self { text: DEFAULT_BASE_URL.to_owned(), loopback: false }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_taken_from_anywhere() {
        for text in [DEFAULT_BASE_URL, "https://proxy.example:8443/v4/", " https://[2001:db8::1]/ "] {
            let base = BaseUrl::parse(text).expect("https");
            assert!(!base.as_str().ends_with('/'), "{base}");
            assert!(!base.is_loopback());
        }
        assert_eq!(BaseUrl::parse(DEFAULT_BASE_URL), Ok(BaseUrl::default()));
    }

    #[test]
    fn http_is_taken_on_loopback_only() {
        for text in ["http://127.0.0.1:4010", "http://127.9.9.9/v4", "http://[::1]:80", "http://LOCALHOST:1/client/v4"]
        {
            let base = BaseUrl::parse(text).expect("loopback");
            assert!(base.is_loopback() && base.is_plain(), "{text}");
        }
        for text in [
            "http://api.cloudflare.com/client/v4",
            "http://127.0.0.1.evil.test",
            "http://localhost.evil.test",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
        ] {
            assert!(matches!(BaseUrl::parse(text), Err(BaseUrlError::Insecure(_))), "{text}");
        }
    }

    #[test]
    fn extras_are_refused_and_never_repeated() {
        for text in [
            "https://me:hunter2@api.example",
            "https://me@api.example",
            "https://api.example?x=1",
            "https://a.example#f",
        ] {
            let error = BaseUrl::parse(text).expect_err(text);
            assert_eq!(error, BaseUrlError::Extras);
            assert!(!error.to_string().contains("hunter2"));
        }
        let error = BaseUrl::parse("http://me:hunter2@api.example").expect_err("insecure");
        assert!(!error.to_string().contains("hunter2"));
        assert!(matches!(BaseUrl::parse("api.cloudflare.com"), Err(BaseUrlError::Malformed(_))));
        assert!(matches!(BaseUrl::parse(""), Err(BaseUrlError::Malformed(_))));
    }
}
