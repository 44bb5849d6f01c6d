//! The Merkle tree of RFC 9162, section 2.1 (the same as in RFC 6962): growing, and its subtrees.

use std::ops::Range;

use base::text::{hex, unhex};
use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The hash of a leaf: `SHA-256(0x00 || leaf)`.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

/// The hash over two subtrees: `SHA-256(0x01 || left || right)`.
pub(crate) fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A growing tree that remembers only the roots of its complete subtrees, largest first: one for
/// each bit that is set in its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    peaks: Vec<Hash>,
}

impl Tree {
    /// The tree that was written down as `size` and [`Tree::peaks`]; `None` if they do not fit.
    pub fn resume(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (size.count_ones() as usize == peaks.len()).then_some(Self { size, peaks })
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What must be written down to resume.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends the leaf with this hash. Gives the hashes of the complete subtrees that end with it,
    /// of 1, 2, 4, … leaves: itself first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Hash> {
        let mut hash = leaf;
        let mut completed = vec![leaf];
        // Each trailing one of the size is a subtree as large as the one just completed.
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a peak stands for each bit of the size");
            hash = node_hash(&left, &hash);
            completed.push(hash);
        }
        self.peaks.push(hash);
        self.size += 1;
        completed
    }

    /// The Merkle tree hash over all leaves; of the empty tree it is the hash of nothing.
    pub fn root(&self) -> Hash {
        join(&self.peaks).unwrap_or_else(|| Sha256::digest([]).into())
    }
}

/// The hash over neighbouring complete subtrees, largest first; `None` if there are none.
pub(crate) fn join(subtrees: &[Hash]) -> Option<Hash> {
    let (last, larger) = subtrees.split_last()?;
    Some(larger.iter().rfold(*last, |right, left| node_hash(left, &right)))
}

/// Hashes as the database keeps them: in hex, with spaces between.
pub(crate) fn write_hashes(hashes: &[Hash]) -> String {
    hashes.iter().map(|hash| hex(hash)).collect::<Vec<_>>().join(" ")
}

/// Reads [`write_hashes`]; `None` if it is not that.
pub(crate) fn read_hashes(text: &str) -> Option<Vec<Hash>> {
    text.split_whitespace().map(|hash| unhex(hash)?.try_into().ok()).collect()
}

/// A complete subtree: 2^`level` leaves, the `index`-th such from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Subtree {
    pub(crate) level: u32,
    pub(crate) index: u64,
}

impl Subtree {
    /// The complete subtree of 2^`level` leaves that ends with the leaf `last`.
    pub(crate) fn ending(last: u64, level: u32) -> Self {
        Self { level, index: last >> level }
    }

    /// The leaf that completed it.
    pub(crate) fn last(self) -> u64 {
        ((self.index + 1) << self.level) - 1
    }
}

/// The complete subtrees of which `leaves` consists, largest first. The range begins where a split
/// of RFC 9162 left it, so that each lies whole inside.
pub(crate) fn subtrees(leaves: Range<u64>) -> Vec<Subtree> {
    let mut found = Vec::new();
    let mut at = leaves.start;
    while at < leaves.end {
        let level = (leaves.end - at).ilog2();
        found.push(Subtree { level, index: at >> level });
        at += 1 << level;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962, section 2.1, word for word.
    fn naive_root(leaves: &[Vec<u8>]) -> Hash {
        match leaves.len() {
            0 => Sha256::digest([]).into(),
            1 => leaf_hash(&leaves[0]),
            n => {
                let k = 1 << (n - 1).ilog2();
                node_hash(&naive_root(&leaves[..k]), &naive_root(&leaves[k..]))
            }
        }
    }

    #[test]
    fn the_growing_tree_has_the_root_of_the_definition_at_every_size() {
        let leaves: Vec<Vec<u8>> = (0..200_u8).map(|n| vec![n; usize::from(n) % 7]).collect();
        let mut tree = Tree::default();
        for (count, leaf) in leaves.iter().enumerate() {
            assert_eq!(tree.root(), naive_root(&leaves[..count]), "at size {count}");
            tree.append(leaf_hash(leaf));
            tree = Tree::resume(tree.size(), tree.peaks().to_vec()).expect("it fits");
        }
    }
}
