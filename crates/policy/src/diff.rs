//! What is different between two texts, line by line.

/// More pairs of lines than this are not compared: the whole middle counts as replaced.
const PAIRS_MAX: usize = 1_000_000;

/// Unchanged lines that are shown around a change.
const CONTEXT: usize = 2;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Same,
    Removed,
    Added,
}

/// The lines of both texts, in an order in which the unchanged ones stand in both.
pub(crate) fn lines<'a>(old: &'a str, new: &'a str) -> Vec<(Change, &'a str)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = common(old.iter(), new.iter());
    let tail = common(old[head..].iter().rev(), new[head..].iter().rev());
    let mut all: Vec<_> = old[..head].iter().map(|line| (Change::Same, *line)).collect();
    middle(&old[head..old.len() - tail], &new[head..new.len() - tail], &mut all);
    all.extend(old[old.len() - tail..].iter().map(|line| (Change::Same, *line)));
    all
}

fn common<'a>(
    old: impl Iterator<Item = &'a &'a str>,
    new: impl Iterator<Item = &'a &'a str>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).count()
}

/// Walks along a longest common subsequence.
fn middle<'a>(old: &[&'a str], new: &[&'a str], all: &mut Vec<(Change, &'a str)>) {
    if old.len() * new.len() > PAIRS_MAX {
        all.extend(old.iter().map(|line| (Change::Removed, *line)));
        all.extend(new.iter().map(|line| (Change::Added, *line)));
        return;
    }
    let kept = longest_common(old, new);
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            all.push((Change::Same, old[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || kept[i + 1][j] >= kept[i][j + 1]) {
            all.push((Change::Removed, old[i]));
            i += 1;
        } else {
            all.push((Change::Added, new[j]));
            j += 1;
        }
    }
}

/// How many lines can be kept from `old[i..]` and `new[j..]`, for every `i` and `j`.
fn longest_common(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut kept = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            kept[i][j] = if old[i] == new[j] {
                kept[i + 1][j + 1] + 1
            } else {
                kept[i + 1][j].max(kept[i][j + 1])
            };
        }
    }
    kept
}

/// The lines that changed with a few unchanged ones around; `None` stands for those left out.
pub(crate) fn shortened<'a>(all: &[(Change, &'a str)]) -> Vec<Option<(Change, &'a str)>> {
    let mut shown = Vec::new();
    for (at, line) in all.iter().enumerate() {
        let around = at.saturating_sub(CONTEXT)..all.len().min(at + CONTEXT + 1);
        if all[around].iter().any(|(change, _)| *change != Change::Same) {
            shown.push(Some(*line));
        } else if shown.last() != Some(&None) {
            shown.push(None);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn only<'a>(all: &[(Change, &'a str)], change: Change) -> Vec<&'a str> {
        all.iter().filter(|line| line.0 == change).map(|line| line.1).collect()
    }

    #[test]
    fn a_changed_line_is_removed_and_added_among_those_that_stayed() {
        let all = lines("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
        assert_eq!(only(&all, Change::Removed), ["b"]);
        assert_eq!(only(&all, Change::Added), ["B", "e"]);
        assert_eq!(only(&all, Change::Same), ["a", "c", "d"]);
    }

    #[test]
    fn texts_too_long_to_compare_are_replaced() {
        let (old, new) = ("a\n".repeat(2_000), "b\n".repeat(2_000));
        assert_eq!(lines(&old, &new).len(), 4_000);
    }

    #[test]
    fn what_is_far_from_a_change_is_left_out_once() {
        let old: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        let (old, new) = (old.join("\n"), old.join("\n").replace("\n10\n", "\nten\n"));
        let shown = shortened(&lines(&old, &new));
        assert_eq!(shown.iter().filter(|line| line.is_none()).count(), 2);
        assert_eq!(shown.len(), 2 + 2 + 2 * CONTEXT);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_difference(
            old in prop::collection::vec("[abc]{0,1}", 0..12),
            new in prop::collection::vec("[abc]{0,1}", 0..12),
        ) {
            let (old, new) = (old.join("\n"), new.join("\n"));
            let all = lines(&old, &new);
            let without = |change| -> Vec<&str> {
                all.iter().filter(|line| line.0 != change).map(|line| line.1).collect()
            };
            prop_assert_eq!(without(Change::Added), old.lines().collect::<Vec<_>>());
            prop_assert_eq!(without(Change::Removed), new.lines().collect::<Vec<_>>());
        }
    }
}
