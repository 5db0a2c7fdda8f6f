//! The stand-ins themselves.

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
