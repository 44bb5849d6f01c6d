//! Catalogue text is read strictly: file, line, reason.

use catalog::{SHIPPED, Text, check};
use proptest::prelude::*;

use crate::{OWN, file};

/// What is said of `text` as `own.toml`.
#[track_caller]
fn refusal(text: &str) -> String {
    check(&[file("own.toml", text)]).expect_err("it is refused").sentence().to_owned()
}

/// A file with one service whose lines after the slug are these.
fn with(service: &str) -> String {
    format!("[category]\nslug = \"social\"\n[[service]]\n{service}\n")
}

const GOOD: &str = "slug = \"chairs\"\nname = \"Chairs\"\npurpose = \"Chairs.\"\n";

#[test]
fn every_shipped_file_is_listed_and_every_listed_file_is_there() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/services");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut files: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
    files.retain(|name| name != "README.md");
    files.sort();
    let listed: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, files, "name each file of services/ in shipped.rs");
}

#[test]
fn the_shipped_files_hold_no_mistake_and_at_least_120_services() {
    let texts: Vec<Text> = SHIPPED.iter().map(|(name, text)| file(name, text)).collect();
    let checked = check(&texts).unwrap();
    assert_eq!(checked.files, SHIPPED.len());
    assert!(checked.services >= 120, "{} services", checked.services);
}

#[test]
fn each_shipped_file_is_called_after_its_category() {
    for (name, text) in SHIPPED {
        let slug = name.strip_suffix(".toml").unwrap();
        assert!(text.contains(&format!("[category]\nslug = \"{slug}\"\n")), "{name}");
    }
}

#[test]
fn a_good_file_is_counted() {
    let checked = check(&[file("own.toml", OWN)]).unwrap();
    assert_eq!((checked.files, checked.services, checked.domains), (1, 1, 2));
}

#[test]
fn a_domain_claimed_twice_names_both_places() {
    let twice = format!(
        "{OWN}\n[[service]]\nslug = \"other\"\nname = \"Other\"\npurpose = \"x\"\ndomains = [\n  \"other.example\",\n  \"chairboard.example\",\n]\n"
    );
    let said = refusal(&twice);
    assert_eq!(
        said,
        "own.toml:24: domains: `chairboard.example` belongs to `chairboard` already (own.toml:12)"
    );
}

#[test]
fn a_domain_of_a_shipped_service_is_taken() {
    let said = refusal(&with(&format!("{GOOD}domains = [\"facebook.com\"]")));
    assert_eq!(
        said,
        "own.toml:7: domains: `facebook.com` belongs to `facebook` already (shipped, social.toml)"
    );
}

#[test]
fn two_files_are_held_against_each_other() {
    let both = [file("one.toml", OWN), file("two.toml", OWN)];
    let said = check(&both).unwrap_err().sentence().to_owned();
    assert!(
        said.contains("two.toml:8: slug: The short name `chairboard` is taken (one.toml:8)"),
        "{said}"
    );
    assert!(said.contains("two.toml:12: domains: `=go.chairs.example` belongs to"), "{said}");
}

#[test]
fn a_shipped_file_is_checked_in_its_own_place() {
    let (name, text) = SHIPPED.iter().find(|(name, _)| *name == "social.toml").unwrap();
    check(&[file(&format!("services/{name}"), text)]).unwrap();
}

#[test]
fn a_public_suffix_is_refused() {
    let said = refusal(&with(&format!("{GOOD}domains = [\"chairs.example\", \"co.uk\"]")));
    assert!(said.starts_with("own.toml:7: domains: `co.uk` is a public suffix"), "{said}");
}

#[test]
fn malformed_domains_are_refused_each_in_its_line() {
    let domains = "domains = [\n\"chairs example\",\n\"*.chairs.example\",\n\"chairs.example:443\",\n\"-.\",\n\"com\",\n\"\",\n]";
    let said = refusal(&with(&format!("{GOOD}{domains}")));
    let lines: Vec<&str> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(
        lines,
        ["own.toml:8", "own.toml:9", "own.toml:10", "own.toml:11", "own.toml:12", "own.toml:13"],
        "{said}"
    );
}

#[test]
fn an_unknown_key_is_refused() {
    let said =
        refusal(&with(&format!("{GOOD}standing = \"approved\"\ndomains = [\"chairs.example\"]")));
    assert!(said.starts_with("own.toml:7: unknown field `standing`"), "{said}");
}

#[test]
fn a_missing_key_is_refused() {
    let said = refusal(&with("slug = \"chairs\"\npurpose = \"x\"\ndomains = [\"chairs.example\"]"));
    assert!(said.starts_with("own.toml:3: missing field `name`"), "{said}");
    assert!(refusal("").contains("missing field `category`"));
}

#[test]
fn text_that_is_not_toml_is_refused() {
    assert!(refusal("[category]\nslug = social\n").starts_with("own.toml:2: "));
    assert!(refusal("[category]\nslug = \"a\"\nslug = \"b\"\n").contains("duplicate key"));
    assert!(refusal("\u{0}").starts_with("own.toml:1: "));
}

#[test]
fn slugs_and_names_are_taken_once() {
    let said = refusal(&with(
        "slug = \"linkedin\"\nname = \"Facebook\"\npurpose = \"x\"\ndomains = [\"chairs.example\"]",
    ));
    assert_eq!(
        said,
        "own.toml:4: slug: The short name `linkedin` is taken (shipped, social.toml)\n\
         own.toml:5: name: `facebook` has the name `Facebook` already (shipped, social.toml)"
    );
}

#[test]
fn slugs_keep_to_their_letters_and_leave_our_pages_alone() {
    for slug in ["", "Chairs", "chairs--x", "ch airs", "../x", "new", "lookup"] {
        let said = refusal(&with(&format!(
            "slug = \"{slug}\"\nname = \"Chairs\"\npurpose = \"x\"\ndomains = [\"chairs.example\"]"
        )));
        assert!(said.starts_with("own.toml:4: slug: "), "{slug}: {said}");
    }
}

#[test]
fn a_service_without_domains_or_with_too_many_is_refused() {
    let said = refusal(&with(&format!("{GOOD}domains = []")));
    assert!(said.starts_with("own.toml:7: domains: A service has 1 to 200 domains"), "{said}");
    let many: Vec<String> =
        (0..=catalog::DOMAINS_MAX).map(|n| format!("\"c{n}.example\"")).collect();
    let said = refusal(&with(&format!("{GOOD}domains = [{}]", many.join(", "))));
    assert!(said.contains("this one has 201"), "{said}");
}

#[test]
fn a_fact_needs_a_real_day_and_a_source() {
    let fact = "domains = [\"chairs.example\"]\n[[service.fact]]\nsays = \"x\"\n";
    let day = refusal(&with(&format!("{GOOD}{fact}source = \"y\"\ndate = \"2026-02-30\"")));
    assert_eq!(day, "own.toml:11: date: `2026-02-30` is not a day: write it like 2026-11-22");
    let source = refusal(&with(&format!("{GOOD}{fact}source = \" \"\ndate = \"2026-02-28\"")));
    assert!(source.starts_with("own.toml:10: source: "), "{source}");
}

#[test]
fn a_new_category_says_what_it_is_and_a_known_one_stays_as_it_is() {
    assert!(
        refusal("[category]\nslug = \"chairs\"\n")
            .contains("The category `chairs` is new: write its name")
    );
    let other = "[category]\nslug = \"social\"\nname = \"Chatter\"\n";
    assert!(
        refusal(other).starts_with("own.toml:2: category: The category `social` has another name")
    );
}

#[test]
fn a_file_beyond_its_limits_is_refused_at_once() {
    let huge = format!("# {}", "x".repeat(catalog::FILE_BYTES_MAX));
    assert!(refusal(&huge).contains("split it"));
}

#[test]
fn many_mistakes_are_told_up_to_a_limit() {
    let domains: Vec<String> = (0..100).map(|n| format!("\"bad {n}\"")).collect();
    let said = refusal(&with(&format!("{GOOD}domains = [{}]", domains.join(","))));
    assert_eq!(said.lines().count(), 31);
    assert!(said.ends_with("and 70 more"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_damaged_file_is_refused_line_by_line(at in 0..OWN.len(), gone in 0..40_usize, put in "[\\PC\n\"\\[\\]=#\u{0}]{0,12}") {
        let end = (at + gone).min(OWN.len());
        let damaged = format!("{}{put}{}", &OWN[..at], &OWN[end..]);
        if let Err(problem) = check(&[file("own.toml", &damaged)]) {
            let lines = damaged.matches('\n').count() + 1;
            for told in problem.sentence().lines() {
                let line = told.strip_prefix("own.toml:").and_then(|rest| rest.split_once(": "));
                let line: usize = line.expect("file, line and reason").0.parse().expect("a line");
                prop_assert!((1..=lines).contains(&line), "{told}");
            }
        }
    }
}
