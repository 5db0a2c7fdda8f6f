//! Invented values: ids, keys and secrets that follow from a seed.

/// The splitmix64 step: a number that looks random and follows from another.
pub(crate) fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A source of invented values.
#[derive(Debug)]
pub(crate) struct Mint(u64);

impl Mint {
    /// Everything follows from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mix(self.0)
    }

    /// A UUID that is not taken yet.
    pub(crate) fn id(&mut self, taken: impl Fn(&str) -> bool) -> String {
        loop {
            let (high, low) = (self.next(), self.next());
            let id = format!(
                "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
                high >> 32,
                (high >> 16) & 0xffff,
                high & 0xfff,
                0x8000 | (low >> 48) & 0x3fff,
                low & 0xffff_ffff_ffff
            );
            if !taken(&id) {
                return id;
            }
        }
    }

    /// So many hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        let mut text: String = (0..digits.div_ceil(16))
            .map(|_| self.next())
            .fold(String::new(), |text, number| text + &format!("{number:016x}"));
        text.truncate(digits);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_taken_ones_are_passed_over() {
        let first = Mint::new(7).id(|_| false);
        assert_eq!(first, Mint::new(7).id(|_| false));
        assert_eq!(first.len(), 36);
        assert_ne!(first, Mint::new(7).id(|id| id == first));
        assert_ne!(first, Mint::new(8).id(|_| false));
    }
}
