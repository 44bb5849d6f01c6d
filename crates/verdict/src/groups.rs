//! Sets of groups, as bits.

use smallvec::SmallVec;

/// A set of groups by their place in the rulebook. Up to 128 groups need no memory of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups(SmallVec<[u64; 2]>);

impl Groups {
    pub(crate) fn insert(&mut self, group: u32) {
        let (word, bit) = (group as usize / 64, group % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    pub(crate) fn contains(&self, group: u32) -> bool {
        self.0.get(group as usize / 64).is_some_and(|word| word & (1 << (group % 64)) != 0)
    }

    pub(crate) fn intersects(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

impl FromIterator<u32> for Groups {
    fn from_iter<I: IntoIterator<Item = u32>>(groups: I) -> Self {
        let mut set = Self::default();
        groups.into_iter().for_each(|group| set.insert(group));
        set
    }
}
