//! Proofs over the tree, as RFC 9162 defines them: which hashes make one up (2.1.3.1 and 2.1.4.1),
//! and how one is checked (2.1.3.2 and 2.1.4.2). Pure: where the hashes are kept is no matter here.

use std::ops::Range;

use crate::tree::{Hash, node_hash};

/// Over which leaves the hashes of the inclusion proof of `leaf` in a tree of `size` leaves go, in
/// the order of the proof. `leaf` is smaller than `size`.
pub(crate) fn inclusion(leaf: u64, size: u64) -> Vec<Range<u64>> {
    let mut siblings = Vec::new();
    let mut around = 0..size;
    while around.end - around.start > 1 {
        let middle = middle(&around);
        if leaf < middle {
            siblings.push(middle..around.end);
            around.end = middle;
        } else {
            siblings.push(around.start..middle);
            around.start = middle;
        }
    }
    siblings.reverse();
    siblings
}

/// The same for the proof that the tree of `size` leaves continues the one of `older` leaves, which
/// are at least one and at most `size`.
pub(crate) fn consistency(older: u64, size: u64) -> Vec<Range<u64>> {
    let mut siblings = Vec::new();
    let mut around = 0..size;
    while around.end > older {
        let middle = middle(&around);
        if older <= middle {
            siblings.push(middle..around.end);
            around.end = middle;
        } else {
            siblings.push(around.start..middle);
            around.start = middle;
        }
    }
    // Whoever checks has the root of the older tree, and needs what is left of it only if it is not
    // the whole of it.
    if around.start > 0 {
        siblings.push(around);
    }
    siblings.reverse();
    siblings
}

/// Where RFC 9162 splits a tree: the largest power of two smaller than its size.
fn middle(leaves: &Range<u64>) -> u64 {
    leaves.start + (1 << (leaves.end - leaves.start - 1).ilog2())
}

/// Whether `path` proves that the leaf with this hash is number `leaf` of the tree of `size` leaves
/// with this root.
pub fn proves_inclusion(
    leaf_hash: &Hash,
    leaf: u64,
    size: u64,
    path: &[Hash],
    root: &Hash,
) -> bool {
    if leaf >= size {
        return false;
    }
    let (mut at, mut last) = (leaf, size - 1);
    let mut hash = *leaf_hash;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            up_to_a_right_turn(&mut at, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether `path` proves that the tree of `size` leaves with root `root` continues the one of
/// `older` leaves with root `older_root`: nothing in it was changed or removed since.
pub fn proves_consistency(
    older: u64,
    older_root: &Hash,
    size: u64,
    root: &Hash,
    path: &[Hash],
) -> bool {
    if older == 0 || older > size {
        return false;
    }
    if older == size {
        return path.is_empty() && older_root == root;
    }
    // The root of a tree of a power of two is itself the first hash.
    let whole = older.is_power_of_two().then_some(older_root);
    let mut hashes = whole.into_iter().chain(path);
    let Some(first) = hashes.next() else { return false };
    let (mut at, mut last) = (older - 1, size - 1);
    while at % 2 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut was, mut is) = (*first, *first);
    for sibling in hashes {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            was = node_hash(sibling, &was);
            is = node_hash(sibling, &is);
            up_to_a_right_turn(&mut at, &mut last);
        } else {
            is = node_hash(&is, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && was == *older_root && is == *root
}

/// At the right edge a hash goes up unchanged until it has a neighbour on its left.
fn up_to_a_right_turn(at: &mut u64, last: &mut u64) {
    while at.is_multiple_of(2) && *at != 0 {
        *at >>= 1;
        *last >>= 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tree::{Tree, join, leaf_hash, subtrees};

    /// RFC 9162, section 2.1.1, word for word.
    fn naive_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Tree::default().root(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(1 << (leaves.len() - 1).ilog2());
                node_hash(&naive_root(left), &naive_root(right))
            }
        }
    }

    /// `PATH(m, D_n)`, word for word.
    fn naive_inclusion(m: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return Vec::new();
        }
        let k = 1 << (leaves.len() - 1).ilog2();
        let (left, right) = leaves.split_at(k);
        if m < k {
            [naive_inclusion(m, left), vec![naive_root(right)]].concat()
        } else {
            [naive_inclusion(m - k, right), vec![naive_root(left)]].concat()
        }
    }

    /// `SUBPROOF(m, D_n, b)`, word for word.
    fn naive_consistency(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if whole { Vec::new() } else { vec![naive_root(leaves)] };
        }
        let k = 1 << (leaves.len() - 1).ilog2();
        let (left, right) = leaves.split_at(k);
        if m <= k {
            [naive_consistency(m, left, whole), vec![naive_root(right)]].concat()
        } else {
            [naive_consistency(m - k, right, false), vec![naive_root(left)]].concat()
        }
    }

    fn leaves(size: usize) -> Vec<Hash> {
        (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    /// The hashes over these ranges, put together from complete subtrees as the log keeps them.
    fn hashes(leaves: &[Hash], ranges: Vec<Range<u64>>) -> Vec<Hash> {
        let place = |n: u64| usize::try_from(n).expect("a small tree");
        let complete = |subtree: crate::tree::Subtree| {
            let first = subtree.index << subtree.level;
            naive_root(&leaves[place(first)..=place(subtree.last())])
        };
        let whole = |range| {
            let parts: Vec<Hash> = subtrees(range).into_iter().map(complete).collect();
            join(&parts).expect("no range is empty")
        };
        ranges.into_iter().map(whole).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn an_inclusion_proof_is_the_one_of_the_definition(size in 1..300_usize, at in any::<prop::sample::Index>()) {
            let (all, leaf) = (leaves(size), at.index(size));
            let path = hashes(&all, inclusion(leaf as u64, size as u64));
            prop_assert_eq!(&path, &naive_inclusion(leaf, &all));
            prop_assert!(proves_inclusion(&all[leaf], leaf as u64, size as u64, &path, &naive_root(&all)));
        }

        #[test]
        fn a_consistency_proof_is_the_one_of_the_definition(size in 1..300_usize, at in any::<prop::sample::Index>()) {
            let (all, older) = (leaves(size), at.index(size) + 1);
            let path = hashes(&all, consistency(older as u64, size as u64));
            prop_assert_eq!(&path, &naive_consistency(older, &all, true));
            let (was, is) = (naive_root(&all[..older]), naive_root(&all));
            prop_assert!(proves_consistency(older as u64, &was, size as u64, &is, &path));
        }

        #[test]
        fn nothing_else_is_proved(
            size in 2..200_usize,
            (at, other) in any::<(prop::sample::Index, prop::sample::Index)>(),
            bit in 0..256_usize,
        ) {
            let (all, leaf) = (leaves(size), at.index(size));
            let root = naive_root(&all);
            let path = naive_inclusion(leaf, &all);
            let proves = |hash: &Hash, leaf: usize, size: usize, path: &[Hash], root: &Hash| {
                proves_inclusion(hash, leaf as u64, size as u64, path, root)
            };
            let mut bent = path.clone();
            bent[other.index(path.len())][bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!proves(&all[leaf], leaf, size, &bent, &root));
            prop_assert!(!proves(&all[leaf], leaf, size, &path[1..], &root));
            prop_assert!(!proves(&all[leaf], leaf, size, &[path.as_slice(), &[root]].concat(), &root));
            let elsewhere = other.index(size);
            prop_assert_eq!(proves(&all[leaf], elsewhere, size, &path, &root), elsewhere == leaf);
            prop_assert!(!proves(&all[leaf], leaf, leaf, &path, &root));
        }

        #[test]
        fn no_other_past_is_continued(
            size in 2..200_usize,
            at in any::<prop::sample::Index>(),
            changed in any::<prop::sample::Index>(),
        ) {
            let (all, older) = (leaves(size), at.index(size - 1) + 1);
            let path = naive_consistency(older, &all, true);
            let mut past = all[..older].to_vec();
            past[changed.index(older)][0] ^= 1;
            let is = naive_root(&all);
            prop_assert!(!proves_consistency(older as u64, &naive_root(&past), size as u64, &is, &path));
            prop_assert!(!proves_consistency(older as u64, &naive_root(&all[..older]), size as u64, &is, &path[1..]));
        }
    }
}
