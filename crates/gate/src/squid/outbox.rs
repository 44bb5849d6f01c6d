//! What the server is to be told, while nobody has told it yet.

use std::{collections::VecDeque, mem};

use rustc_hash::FxHashMap;
use verdict::Effect;

use super::wire::{Block, Count};

/// The most blocks that wait for the server; the oldest go first.
pub(super) const BLOCKS_MAX: usize = 4_096;
/// The most different rules that are counted at once.
const RULES_COUNTED_MAX: usize = 100_000;

/// Blocks and counts.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    blocks: VecDeque<Block>,
    counts: [FxHashMap<Box<str>, u64>; 3],
    dropped: u64,
}

impl Outbox {
    pub(super) fn put(&mut self, block: Block) {
        if self.blocks.len() >= BLOCKS_MAX {
            self.blocks.pop_front();
            self.dropped += 1;
        }
        self.blocks.push_back(block);
    }

    pub(super) fn count(&mut self, effect: Effect, rule: &str) {
        self.add(effect as usize, rule, 1);
    }

    fn add(&mut self, effect: usize, rule: &str, times: u64) {
        let counts = &mut self.counts[effect];
        if let Some(count) = counts.get_mut(rule) {
            *count += times;
        } else if counts.len() < RULES_COUNTED_MAX {
            counts.insert(rule.into(), times);
        } else {
            self.dropped += times;
        }
    }

    /// Takes everything out of `other`.
    pub(super) fn take_over(&mut self, other: &mut Self) {
        if other.is_empty() {
            return;
        }
        let other = mem::take(other);
        self.dropped += other.dropped;
        other.blocks.into_iter().for_each(|block| self.put(block));
        for (effect, counts) in other.counts.into_iter().enumerate() {
            for (rule, times) in counts {
                self.add(effect, &rule, times);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.dropped == 0 && self.counts.iter().all(FxHashMap::is_empty)
    }

    pub(super) fn next_block(&mut self) -> Option<Block> {
        self.blocks.pop_front()
    }

    /// Puts back what could not be sent.
    pub(super) fn put_back(&mut self, block: Block) {
        if self.blocks.len() < BLOCKS_MAX {
            self.blocks.push_front(block);
        } else {
            self.dropped += 1;
        }
    }

    /// The counts since the last time, and how much was dropped; none if there is nothing.
    pub(super) fn take_counts(&mut self) -> Option<(Vec<Count>, u64)> {
        let effects = [Effect::Allow, Effect::Coach, Effect::Deny];
        let counts = effects.into_iter().flat_map(|effect| {
            let counts = mem::take(&mut self.counts[effect as usize]);
            counts.into_iter().map(move |(rule, times)| Count {
                rule: rule.into(),
                effect: effect.word().to_owned(),
                times,
            })
        });
        let counts: Vec<_> = counts.collect();
        let dropped = mem::take(&mut self.dropped);
        (!counts.is_empty() || dropped > 0).then_some((counts, dropped))
    }
}
