//! One destination has one spelling.

use base::{Host, HostRef};
use proptest::prelude::*;

fn host(text: &str) -> String {
    Host::parse(text).map_or_else(|problem| problem.to_string(), |host| host.to_string())
}

fn pasted(text: &str) -> String {
    Host::from_pasted(text).map_or_else(|problem| problem.to_string(), |host| host.to_string())
}

#[test]
fn names_fold_to_lower_case_ascii_without_the_last_dot() {
    for (written, canonical) in [
        ("Example.COM.", "example.com"),
        (" bücher.example ", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("example。com", "example.com"),
        ("my_host.example.com:8080", "my_host.example.com"),
        ("intranet", "intranet"),
    ] {
        assert_eq!(host(written), canonical, "{written}");
    }
}

#[test]
fn every_spelling_of_an_address_is_that_address() {
    for (written, canonical) in [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("[2001:DB8::1]:443", "2001:db8::1"),
        ("2001:db8:0::1", "2001:db8::1"),
    ] {
        assert_eq!(host(written), canonical, "{written}");
    }
}

#[test]
fn what_is_no_host_is_refused_with_a_sentence() {
    let long = "a".repeat(64);
    let deep = "a.".repeat(127) + "example";
    for wrong in [
        "",
        ".",
        "..",
        "a..b",
        "exa mple.com",
        "example.com/path",
        "ex%61mple.com",
        "example.com:http",
        "example.com:99999",
        "1.2.3.4.5",
        "256.1.1.1",
        "09.1.1.1",
        "[::1",
        "[example.com]",
        "fe80::1%eth0",
        "xn--\u{0}",
        "a\nb.example",
        &long,
        &deep,
    ] {
        assert!(host(wrong).contains("is not a host"), "{wrong:?} gave {}", host(wrong));
    }
}

#[test]
fn a_pasted_address_of_a_page_gives_its_host() {
    for (written, canonical) in [
        ("https://www.Example.com/path?q=a@b#c", "www.example.com"),
        ("https://user:secret@example.com:8443/", "example.com"),
        ("https://good.example\\@evil.example/", "good.example"),
        ("//cdn.example.com/x", "cdn.example.com"),
        ("example.com/about", "example.com"),
        ("example.com?x=https://other.example", "example.com"),
        ("http://[2001:db8::1]:8080/x", "2001:db8::1"),
        ("https://ex%61mple.com/", "example.com"),
    ] {
        assert_eq!(pasted(written), canonical, "{written}");
    }
    assert!(pasted(&"a".repeat(9_000)).contains("8192 fit"));
    assert!(pasted("mailto:noor@dune.example").contains("dune.example"));
}

#[test]
fn the_registrable_part_is_that_of_the_public_suffix_list() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/gate/psl_test_vectors.txt");
    let Ok(vectors) = std::fs::read_to_string(path) else {
        println!("the vectors of publicsuffix.org are not here: only a few names are checked");
        assert_eq!(registrable("a.b.example.co.uk").as_deref(), Some("example.co.uk"));
        assert_eq!(registrable("co.uk"), None);
        return;
    };
    let mut checked = 0;
    for line in vectors.lines().filter(|line| line.starts_with("checkPublicSuffix('")) {
        let quoted: Vec<_> = line.split('\'').collect();
        // A name with a dot in front is no host at all, which is as good as having no such part.
        let expected = quoted.get(3).map(|name| host(name));
        assert_eq!(registrable(quoted[1]), expected, "{line}");
        checked += 1;
    }
    assert!(checked > 70, "only {checked} vectors were read");
}

fn registrable(name: &str) -> Option<String> {
    Host::parse(name).ok()?.registrable().map(|host| host.to_string())
}

proptest! {
    #[test]
    fn any_text_is_a_host_or_a_sentence_and_a_host_reads_back_as_itself(text in ".{0,40}") {
        if let Ok(host) = Host::from_pasted(&text) {
            let again = Host::parse(&host.to_string()).expect("a canonical host is a host");
            prop_assert_eq!(&again, &host);
        }
    }

    #[test]
    fn the_quick_reading_never_differs_from_the_careful_one(text in "[a-c0-1x.\\-_]{1,12}") {
        if let Some(quick) = HostRef::canonical(&text) {
            let careful = Host::parse(&text).expect("a canonical host is a host");
            prop_assert_eq!(careful.view(), quick);
        }
    }
}
