//! The stand-ins themselves.

use super::Redact;
use crate::render::fingerprint::fingerprint;

/// What a stand-in stands for, as a reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Device,
    Serial,
    Ip,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Device => "device",
            Self::Serial => "serial",
            Self::Ip => "ip",
        }
    }

    /// By which word it is asked for.
    pub(super) const fn redact(self) -> Redact {
        match self {
            Self::Person | Self::Device => Redact::Email,
            Self::Serial => Redact::Serial,
            Self::Ip => Redact::Ip,
        }
    }
}

/// Whether a text reads like a stand-in of a kind.
pub(super) fn is_stand_in(kind: Kind, text: &str) -> bool {
    let digits = text.strip_prefix(kind.word()).and_then(|rest| rest.strip_prefix('-'));
    digits.is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
}

/// `person-7f3a91c2`: 32 bits of a sha256 over account, kind and text, so that among 10,000 people two share a
/// stand-in about once in a hundred accounts. ASCII case and spaces at the edges make no difference.
pub(super) fn stand_in(account: &str, kind: Kind, text: &str) -> String {
    let folded = text.trim().to_ascii_lowercase();
    let fingerprint = fingerprint(&[account, kind.word(), &folded]);
    format!("{}-{}", kind.word(), &fingerprint[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_is_of_one_account_and_kind() {
        let carol = stand_in("0123", Kind::Person, "Carol@partner.example");
        assert_eq!(carol, stand_in("0123", Kind::Person, " carol@PARTNER.example"));
        assert_ne!(carol, stand_in("4567", Kind::Person, "carol@partner.example"));
        assert_ne!(carol[7..], stand_in("0123", Kind::Device, "carol@partner.example")[7..]);
        assert_eq!(carol.len(), "person-7f3a91c2".len());
    }
}
