//! Who a registration belongs to (product.md, section 2.3; fine print A25, A43).

use super::{Email, Registration};

/// The kinds of owner that a row can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity<'a> {
    /// A person, by address.
    Person(&'a Email),
    /// `non_identity@` the organization's domain: enrolled by a service token or mTLS.
    Service(&'a Email),
    /// `warp_connector@` the organization's domain: a WARP Connector or Mesh node.
    Connector(&'a Email),
    /// A synthetic address of another team's domain, for example from before a rename.
    Foreign(&'a Email),
    /// No user, or a user without an address.
    Nobody,
}

impl<'a> Identity<'a> {
    /// Classifies a row. `auth_domain` is the organization's, folded, for example `acme.cloudflareaccess.com`.
    pub fn of(row: &'a Registration, auth_domain: &str) -> Self {
        row.email().map_or(Self::Nobody, |email| Self::of_email(email, auth_domain))
    }

    /// Classifies an address.
    pub fn of_email(email: &'a Email, auth_domain: &str) -> Self {
        let Some((local, domain)) = email.as_str().rsplit_once('@') else { return Self::Person(email) };
        let ours = domain == auth_domain;
        match local {
            "non_identity" if ours => Self::Service(email),
            "warp_connector" if ours => Self::Connector(email),
            _ if is_synthetic(email.as_str()) => Self::Foreign(email),
            _ => Self::Person(email),
        }
    }

    /// Whether it stands for a connector, of this team or of another.
    pub fn is_connector(self) -> bool {
        match self {
            Self::Connector(_) => true,
            Self::Foreign(email) => email.as_str().starts_with("warp_connector@"),
            Self::Person(_) | Self::Service(_) | Self::Nobody => false,
        }
    }
}

/// Whether an address is a synthetic one of any team: `non_identity@` or `warp_connector@` a
/// `*.cloudflareaccess.com` domain.
pub fn is_synthetic(folded: &str) -> bool {
    folded.rsplit_once('@').is_some_and(|(local, domain)| {
        matches!(local, "non_identity" | "warp_connector") && domain.ends_with(".cloudflareaccess.com")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_not_enough() {
        let domain = "acme.cloudflareaccess.com";
        let of = |text| {
            let email = Email::new(text);
            match Identity::of_email(&email, domain) {
                Identity::Person(_) => "person",
                Identity::Service(_) => "service",
                Identity::Connector(_) => "connector",
                Identity::Foreign(_) => "foreign",
                Identity::Nobody => "nobody",
            }
        };
        assert_eq!(of("non_identity@acme.cloudflareaccess.com"), "service");
        assert_eq!(of("WARP_Connector@Acme.cloudflareaccess.com"), "connector");
        assert_eq!(of("warp_connector@globex.example"), "person");
        assert_eq!(of("warp_connector@old.cloudflareaccess.com"), "foreign");
        assert_eq!(of("non_identity@acme.cloudflareaccess.com.evil.test"), "person");
        assert_eq!(of("alice@acme.cloudflareaccess.com"), "person");
        assert_eq!(of("no-at-sign"), "person");
    }
}
