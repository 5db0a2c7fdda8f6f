//! Clients that come back: who was cut off and may still enrol has a new registration soon (API page, section 0.4).
//!
//! A person's client asks its person to log in; a machine with a service token enrols without anybody. Whether they may
//! is up to the enrollment application's policies, which [`admit`] reads on its own: the sandbox must not share a
//! mistake with the program that it tests. [`client`] makes what a new enrollment makes.

mod admit;
mod client;
mod enroll;

pub use self::enroll::Absences;
pub(crate) use self::enroll::enroll;

/// Which of the synthetic users an address is.
fn synthetic(email: &str) -> Option<&str> {
    let (local, domain) = email.rsplit_once('@')?;
    let known = matches!(local, "non_identity" | "warp_connector");
    (known && domain.ends_with(".cloudflareaccess.com")).then_some(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_reserved_addresses_are_synthetic() {
        assert_eq!(synthetic("non_identity@acme.cloudflareaccess.com"), Some("non_identity"));
        assert_eq!(synthetic("warp_connector@acme.cloudflareaccess.com"), Some("warp_connector"));
        assert_eq!(synthetic("non_identity@acme.example"), None);
        assert_eq!(synthetic("alice@acme.cloudflareaccess.com"), None);
    }
}
