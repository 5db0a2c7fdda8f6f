//! Identifiers, one type each: a registration id is never taken for a device id, even where the two are equal.
//!
//! The API types most ids as plain strings (API page, section 11), so none is parsed; they are percent-encoded
//! wherever they enter a URL.

use std::borrow::Borrow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }

            /// The text as the API wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), &*self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }
    )+};
}

ids! {
    /// A Cloudflare account: 32 lower-case hexadecimal digits.
    AccountId;
    /// One session of the Cloudflare One Client on one device.
    RegistrationId;
    /// A physical device.
    DeviceId;
    /// A Zero Trust user.
    UserId;
    /// A service token (its `id`, not its `client_id`).
    TokenId;
    /// An Access policy, reusable or app-scoped.
    PolicyId;
    /// An Access group.
    GroupId;
    /// A Gateway list.
    ListId;
    /// An Access application.
    AppId;
}
