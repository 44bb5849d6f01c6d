//! Published rulebooks, on disk.

use std::{fs, path::Path};

use base::Timestamp;
use gate::edition::{Draft, Editions};
use tempfile::TempDir;
use verdict::{OrganisationDefault, Rank, Rulebook, Target};

use crate::squid::rules::rule;

fn draft(edition: i64) -> Draft {
    Draft {
        edition,
        published_at: at(edition),
        cause: format!("decision/{edition}"),
        changes: vec!["A door was opened.".to_owned()],
    }
}

/// The hour of that number after the beginning of time.
fn at(hour: i64) -> Timestamp {
    Timestamp::from_micros(hour * 3_600_000_000)
}

fn walled(host: &str) -> Rulebook {
    let target = Target::Host(host.parse().expect("a pattern"));
    Rulebook { rules: vec![rule("rule/1", Rank::Wall, target)], ..Rulebook::default() }
}

fn published(editions: &Editions, count: i64) {
    for edition in 1..=count {
        editions
            .publish(draft(edition), &walled(&format!("site-{edition}.example")))
            .expect("published");
    }
}

fn file(data: &TempDir, edition: i64) -> std::path::PathBuf {
    data.path().join(format!("editions/{edition:06}.edition"))
}

#[test]
fn what_is_published_is_in_force_and_reads_back() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    assert_eq!(editions.current().expect("readable"), None);
    published(&editions, 2);
    assert_eq!(editions.current().expect("readable"), Some(2));
    let edition = editions.read(2).expect("an edition");
    assert_eq!(edition.rulebook, walled("site-2.example"));
    assert_eq!((edition.head.cause.as_str(), edition.head.published_at), ("decision/2", at(2)));
    assert_eq!(edition.head, editions.head(2).expect("a head"));
}

#[test]
fn the_file_is_two_lines_of_json_that_a_person_can_check() {
    let data = TempDir::new().expect("a folder");
    published(&Editions::of(data.path()), 1);
    let text = fs::read_to_string(file(&data, 1)).expect("text");
    let [head, body] = text.lines().collect::<Vec<_>>()[..] else { unreachable!("{text}") };
    let head: serde_json::Value = serde_json::from_str(head).expect("JSON");
    assert_eq!(
        (head["edition"].as_i64(), head["sha256"].as_str().map(str::len)),
        (Some(1), Some(64))
    );
    assert!(serde_json::from_str::<Rulebook>(body).is_ok());
}

#[test]
fn a_changed_file_is_refused_with_a_sentence() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    published(&editions, 2);
    let good = fs::read_to_string(file(&data, 1)).expect("text");
    let head = good.lines().next().expect("a head");
    for (bad, sentence) in [
        (good.replace("site-1", "site-9"), "not those that were published"),
        (good.trim_end().to_owned(), "not those that were published"),
        (format!("{head}\n"), "not those that were published"),
        ("{}\n{}\n".to_owned(), "not the head of an edition"),
        (String::new(), "not the head of an edition"),
        (fs::read_to_string(file(&data, 2)).expect("text"), "it says that it is edition 2"),
    ] {
        fs::write(file(&data, 1), bad).expect("written");
        let problem = editions.read(1).expect_err("damaged").to_string();
        assert!(problem.contains(sentence) && problem.contains("000001.edition"), "{problem}");
    }
    assert!(editions.read(7).expect_err("missing").to_string().contains("Edition 7 is not kept"));
    fs::write(data.path().join("editions/current"), "twelve").expect("written");
    assert!(
        editions.current().expect_err("nonsense").to_string().contains("does not name an edition")
    );
}

#[test]
fn a_rulebook_that_contradicts_itself_is_never_published() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    published(&editions, 1);
    let twice = vec![
        rule("rule/1", Rank::Wall, Target::Everything),
        rule("rule/1", Rank::Seal, Target::Everything),
    ];
    let problem = editions
        .publish(draft(2), &Rulebook { rules: twice, ..Rulebook::default() })
        .expect_err("twice");
    assert!(problem.to_string().contains("rule/1 is there twice"));
    assert_eq!(
        (editions.current().expect("readable"), editions.numbers().expect("listed")),
        (Some(1), vec![1])
    );
}

#[test]
fn a_number_is_never_used_for_other_rules() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    published(&editions, 2);
    let problem = editions.publish(draft(1), &walled("other.example")).expect_err("taken");
    assert!(problem.to_string().contains("Edition 1 was published with other rules"));
    editions.publish(draft(1), &walled("site-1.example")).expect("the same again");
    assert_eq!(editions.current().expect("readable"), Some(1));
}

#[test]
fn the_edition_of_a_time_is_the_last_one_until_then() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    published(&editions, 3);
    let edition_at = |time| editions.at(time).expect("readable").map(|head| head.edition);
    assert_eq!(edition_at(Timestamp::from_micros(at(1).micros() - 1)), None);
    assert_eq!(edition_at(at(1)), Some(1));
    assert_eq!(edition_at(Timestamp::from_micros(at(3).micros() - 1)), Some(2));
    assert_eq!(edition_at(at(99)), Some(3));
}

#[test]
fn pruning_keeps_the_newest_and_the_one_in_force() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    published(&editions, 5);
    editions.publish(draft(1), &walled("site-1.example")).expect("back to the first");
    assert_eq!(editions.prune(2).expect("pruned"), 2);
    assert_eq!(editions.numbers().expect("listed"), vec![5, 4, 1]);
    assert_eq!(editions.prune(2).expect("pruned"), 0);
}

#[test]
fn nothing_half_written_is_left_behind() {
    let data = TempDir::new().expect("a folder");
    published(&Editions::of(data.path()), 2);
    let mut names: Vec<_> = entries(&data.path().join("editions"));
    names.sort();
    assert_eq!(names, ["000001.edition", "000002.edition", "current"]);
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect()
}

#[test]
fn a_default_of_deny_needs_no_rules() {
    let data = TempDir::new().expect("a folder");
    let editions = Editions::of(data.path());
    let closed = Rulebook { default: OrganisationDefault::Deny, ..Rulebook::default() };
    editions.publish(draft(1), &closed).expect("published");
    assert_eq!(editions.read(1).expect("an edition").rulebook, closed);
}
