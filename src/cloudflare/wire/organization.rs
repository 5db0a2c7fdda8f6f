//! The Zero Trust organization (API page, section 7).

use serde::Deserialize;

use super::scalar::Text;
use crate::model::account::Organization;

/// The organization, every field optional.
#[derive(Deserialize)]
#[serde(expecting = "an object as the organization")]
pub(crate) struct WireOrganization<'a> {
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default, borrow)]
    auth_domain: Text<'a>,
}

impl WireOrganization<'_> {
    /// The organization; nothing where it does not say which team it is.
    pub(crate) fn organization(&self) -> Option<Organization> {
        let auth_domain = self.auth_domain.filled()?.to_ascii_lowercase();
        Some(Organization { name: self.name.filled().map(str::to_owned), auth_domain })
    }
}

/// The organization of an answer.
pub(crate) fn one_organization(body: &[u8]) -> Result<Option<Organization>, String> {
    #[derive(Deserialize)]
    #[serde(expecting = "an envelope")]
    struct One<'a> {
        #[serde(borrow)]
        result: Option<WireOrganization<'a>>,
    }

    let one: One<'_> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(one.result.and_then(|wire| wire.organization()))
}
