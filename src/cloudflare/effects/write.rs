//! The calls of `requests`, made.

use super::requests;
use super::{ApplicationDocument, PolicyDocument, PolicyPlace};
use crate::cloudflare::request::Write;
use crate::cloudflare::{Refusal, WriteError, Writer};
use crate::model::{ListId, TokenId};

/// "The token is used by a policy, a group, or an application's SCIM configuration" (API page, section 5).
const IN_USE: (i64, &str) = (12139, "service_token_in_use");

/// Whether a service token was not deleted because something refers to it. Neither the status nor the code is
/// published, so either the code or the words do.
pub fn is_token_in_use(refusal: &Refusal) -> bool {
    let (code, words) = IN_USE;
    refusal.has_code(code) || refusal.messages.iter().any(|message| message.text.contains(words))
}

/// Each method is one call. Each fails with any answer but success, and with an id that cannot stand in an address.
impl Writer {
    /// Replaces a policy by this document.
    ///
    /// # Errors
    /// See above.
    pub async fn replace_policy(&self, wanted: &PolicyDocument) -> Result<(), WriteError> {
        self.change(requests::replace_policy(&self.account, wanted)).await
    }

    /// Deletes a policy. The API may carry it out later (API page, section 6.2).
    ///
    /// # Errors
    /// See above.
    pub async fn delete_policy(&self, place: &PolicyPlace) -> Result<(), WriteError> {
        self.change(requests::delete_policy(&self.account, place)).await
    }

    /// Replaces an application by this document.
    ///
    /// # Errors
    /// See above.
    pub async fn replace_application(&self, wanted: &ApplicationDocument) -> Result<(), WriteError> {
        self.change(requests::replace_application(&self.account, wanted)).await
    }

    /// Appends a value to a Gateway list.
    ///
    /// # Errors
    /// See above.
    pub async fn append_to_list(&self, id: &ListId, value: &str) -> Result<(), WriteError> {
        self.change(requests::append_to_list(&self.account, id, value)).await
    }

    /// Ends a person's Access sessions, and makes their clients log in again.
    ///
    /// # Errors
    /// See above.
    pub async fn revoke_sessions(&self, email: &str) -> Result<(), WriteError> {
        self.make(&requests::revoke_sessions(&self.account, email)).await
    }

    /// Releases seats. Cloudflare also deletes the registrations that their owners have left (API page, section 4.3).
    ///
    /// # Errors
    /// See above.
    pub async fn release_seats(&self, seat_uids: &[String]) -> Result<(), WriteError> {
        self.make(&requests::release_seats(&self.account, seat_uids)).await
    }

    /// Switches a service token off.
    ///
    /// # Errors
    /// See above.
    pub async fn disable_token(&self, id: &TokenId, name: &str) -> Result<(), WriteError> {
        self.change(requests::disable_token(&self.account, id, name)).await
    }

    /// Deletes a service token.
    ///
    /// # Errors
    /// See above; [`is_token_in_use`] tells one refusal from the others.
    pub async fn delete_token(&self, id: &TokenId) -> Result<(), WriteError> {
        self.change(requests::delete_token(&self.account, id)).await
    }

    async fn change(&self, write: Option<Write>) -> Result<(), WriteError> {
        let write = write.ok_or_else(|| WriteError::NotSent("an id that cannot stand in an address".to_owned()))?;
        self.make(&write).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloudflare::ApiMessage;

    #[test]
    fn a_token_in_use_is_told_by_code_or_words() {
        let refusal = |code: Option<i64>, text: &str| Refusal {
            status: 409,
            messages: vec![ApiMessage { code, text: text.to_owned() }],
        };
        assert!(is_token_in_use(&refusal(Some(12139), "no")));
        assert!(is_token_in_use(&refusal(None, "access.api.error.service_token_in_use: by a policy")));
        assert!(!is_token_in_use(&refusal(Some(12130), "access.api.error.invalid_request")));
    }
}
