//! What a rule on a name covers.

use base::{Host, Pattern};
use proptest::prelude::*;

fn covers(pattern: &str, host: &str) -> bool {
    let pattern: Pattern = pattern.parse().expect("a pattern");
    pattern.covers(&Host::parse(host).expect("a host"))
}

#[test]
fn a_name_covers_itself_and_all_below_it_and_nothing_beside_it() {
    assert!(covers("example.com", "example.com"));
    assert!(covers("Example.com", "WWW.example.com."));
    assert!(covers("example.com", "a.b.example.com"));
    assert!(!covers("example.com", "notexample.com"));
    assert!(!covers("www.example.com", "example.com"));
    assert!(covers("bücher.example", "www.xn--bcher-kva.example"));
}

#[test]
fn an_equals_sign_covers_that_host_alone() {
    assert!(covers("=example.com", "example.com"));
    assert!(!covers("=example.com", "www.example.com"));
    assert!(covers("=intranet", "intranet"));
}

#[test]
fn an_address_covers_itself() {
    assert!(covers("192.0.2.1", "::ffff:192.0.2.1"));
    assert!(!covers("192.0.2.1", "192.0.2.10"));
    assert!(covers("2001:db8::1", "[2001:DB8:0::1]:443"));
}

#[test]
fn a_rule_on_strangers_is_refused_with_a_sentence() {
    for (wrong, sentence) in [
        ("com", "public suffix"),
        ("co.uk", "public suffix"),
        ("=co.uk", "public suffix"),
        ("xn--55qx5d.cn", "public suffix"),
        ("公司.cn", "public suffix"),
        ("anything.ck", "public suffix"),
        ("intranet", "write `=intranet`"),
        ("*.example.com", "Write `example.com`"),
        (".example.com", "Write `example.com`"),
        ("example.com:443", "names a port"),
        ("[2001:db8::1]:443", "names a port"),
        ("https://example.com", "is not a host"),
        ("", "is not a host"),
    ] {
        let problem = wrong.parse::<Pattern>().expect_err(wrong).to_string();
        assert!(problem.contains(sentence), "{wrong}: {problem}");
    }
}

#[test]
fn a_service_on_whose_domain_people_register_may_be_named() {
    assert!(covers("blogspot.com", "dune.blogspot.com"));
    assert!(covers("github.io", "dune.github.io"));
}

proptest! {
    #[test]
    fn a_pattern_reads_back_as_itself(text in "=?[a-c.]{1,8}") {
        if let Ok(pattern) = text.parse::<Pattern>() {
            let json = serde_json::to_string(&pattern).expect("text");
            prop_assert_eq!(&serde_json::from_str::<Pattern>(&json).expect("the same"), &pattern);
        }
    }

    #[test]
    fn covering_is_equality_of_the_last_labels(pattern in "[ab]{1,2}(\\.[ab]{1,2}){1,2}", host in "[ab]{1,2}(\\.[ab]{1,2}){1,3}") {
        let (p, h): (Vec<_>, Vec<_>) = (pattern.split('.').collect(), host.split('.').collect());
        prop_assume!(pattern.parse::<Pattern>().is_ok());
        prop_assert_eq!(covers(&pattern, &host), h.ends_with(&p));
    }
}
