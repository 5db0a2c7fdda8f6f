//! Service tokens (API page, section 5).

use serde::Deserialize;

use super::scalar::{Text, time};
use super::{Collector, Rows};
use crate::model::{ServiceToken, TokenId};

/// Decodes service tokens.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tokens;

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WireToken<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default, borrow)]
    enabled: Text<'a>,
    #[serde(default, borrow)]
    expires_at: Text<'a>,
    #[serde(default, borrow)]
    last_seen_at: Text<'a>,
}

impl Rows for Tokens {
    type Wire<'de> = WireToken<'de>;
    type Row = ServiceToken;

    fn key(row: &ServiceToken) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WireToken<'_>, rows: &mut Vec<ServiceToken>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("a service token without an `id`".to_owned()) };
        rows.push(ServiceToken {
            id: TokenId::from(id),
            name: wire.name.or_empty().to_owned(),
            enabled: wire.enabled.as_str() != Some("false"),
            expires_at: time(&wire.expires_at).and_then(Result::ok),
            last_seen_at: time(&wire.last_seen_at).and_then(Result::ok),
        });
        Ok(())
    }
}

impl Tokens {
    /// A collector of tokens.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}
