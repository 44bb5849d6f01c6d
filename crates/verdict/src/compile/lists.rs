//! Rules by what they are about.

use rustc_hash::FxHashMap;

use super::{EVERYTHING, Lists, index::Index};
use crate::{Rule, Rulebook, Target, names::Names};

/// Lists of rules while they are made.
pub(super) struct ListsByTarget {
    pub(super) lists: Vec<Lists>,
    pub(super) names: Names,
    services: FxHashMap<u32, u32>,
    categories: FxHashMap<String, u32>,
}

impl ListsByTarget {
    pub(super) fn new(book: &Rulebook) -> Self {
        let mut names = Names::default();
        for (service, place) in book.services.iter().zip(0..) {
            for pattern in &service.domains {
                names.entry(pattern).service = Some(place);
            }
        }
        let lists = vec![Lists::default()];
        Self { lists, names, services: FxHashMap::default(), categories: FxHashMap::default() }
    }

    pub(super) fn add(&mut self, rule: &Rule, place: u32, index: &Index) {
        let next = u32::try_from(self.lists.len()).expect("there are fewer lists than rules");
        let list = match &rule.target {
            Target::Everything => EVERYTHING,
            Target::Category(slug) => *self.categories.entry(slug.clone()).or_insert(next),
            Target::Service(slug) => *self.services.entry(index.services[slug]).or_insert(next),
            Target::Host(pattern) => *self.names.entry(pattern).rules.get_or_insert(next),
        };
        if list == next {
            self.lists.push(Lists::default());
        }
        self.lists[list as usize].0[rule.rank as usize].push(place);
    }

    pub(super) fn by_service(&self, book: &Rulebook) -> Vec<[Option<u32>; 2]> {
        let places = book.services.iter().zip(0_u32..);
        let lists = places.map(|(service, place)| {
            [self.services.get(&place).copied(), self.categories.get(&service.category).copied()]
        });
        lists.collect()
    }
}
