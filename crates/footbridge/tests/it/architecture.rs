//! The map against the land: ARCHITECTURE.md's table of crates says what the manifests say.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

type Edges = BTreeMap<String, BTreeSet<String>>;

const MAP: &str = include_str!("../../../../ARCHITECTURE.md");

/// The rows between the table's head and the next blank line.
fn drawn() -> Edges {
    let (_, table) = MAP.split_once("| crate | uses | because |").expect("the table of crates");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let used = cells[2].split_whitespace().map(str::to_owned).collect();
        (cells[1].trim_matches('`').to_owned(), used)
    })
    .collect()
}

fn built() -> Edges {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo knows the workspace");
    let plain = |name: &str| name.strip_prefix("footbridge-").map(str::to_owned);
    let packages = metadata.packages.iter().map(|package| {
        let used = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind == DependencyKind::Normal)
            .filter_map(|dependency| plain(&dependency.name))
            .collect();
        (plain(package.name.as_str()).expect("our crates carry the prefix"), used)
    });
    packages.collect()
}

#[test]
fn every_crate_uses_what_the_map_says() {
    let (drawn, built) = (drawn(), built());
    let names = |edges: &Edges| edges.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&drawn), names(&built), "the crates of the map and of the workspace");
    for (name, used) in &built {
        assert_eq!(&drawn[name], used, "{name}: say why in ARCHITECTURE.md, or do without");
    }
}

#[test]
fn arrows_point_down_only() {
    let built = built();
    let mut settled = BTreeSet::new();
    while settled.len() < built.len() {
        let next: Vec<_> = built
            .iter()
            .filter(|(name, used)| !settled.contains(*name) && used.is_subset(&settled))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!next.is_empty(), "these use each other: {:?}", built.keys().collect::<Vec<_>>());
        settled.extend(next);
    }
}
