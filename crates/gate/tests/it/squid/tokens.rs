//! What leads from a block to the door.

use std::{fs, os::unix::fs::PermissionsExt, time::Duration};

use base::{Host, Timestamp};
use gate::squid::{
    Key,
    token::{Bearer, TOKEN_AGE_MAX, TOKEN_CHARS_MAX, Token},
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::rules::{answers_to, data, line, now, options};

fn key() -> Key {
    Key::of(TempDir::new().expect("a folder").path()).expect("a key")
}

fn token(bearer: Bearer, host: &str) -> Token {
    Token { at: now(), edition: 12, bearer, host: Host::parse(host).expect("a host") }
}

fn refused(text: &str, key: &Key, now: Timestamp) -> String {
    Token::read(text, key, now).expect_err("refused").to_string()
}

#[test]
fn a_token_says_to_the_door_what_the_block_was() {
    let key = key();
    let long = format!("{0}.{0}.{0}.example", "a".repeat(63));
    for bearer in [
        Bearer::Unknown,
        Bearer::Person(i64::MAX),
        Bearer::Address("10.0.0.4".parse().expect("an address")),
        Bearer::Address("2001:db8::4".parse().expect("an address")),
    ] {
        for host in ["plaza.example", "192.0.2.1", "2001:db8::66", &long] {
            let token = token(bearer, host);
            let text = token.issue(&key);
            assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)));
            assert!(text.len() <= TOKEN_CHARS_MAX);
            assert_eq!(Token::read(&text, &key, now()).expect("a token"), token);
        }
    }
}

#[test]
fn the_answer_of_the_helper_carries_one() {
    let data = data();
    let output = answers_to(
        options(data.path()),
        line(1, "10.0.0.9", "sam", "www.plaza.example", "-").as_bytes(),
    );
    let text = output.split(' ').find_map(|word| word.strip_prefix("message=")).expect("a token");
    let token = Token::read(text, &Key::of(data.path()).expect("a key"), now()).expect("a token");
    assert_eq!(
        (token.edition, token.bearer, token.host.to_string().as_str()),
        (1, Bearer::Person(3), "www.plaza.example")
    );
    assert_eq!(token.at, now());
}

#[test]
fn a_token_that_is_old_or_from_the_future_is_refused() {
    let key = key();
    let text = token(Bearer::Unknown, "plaza.example").issue(&key);
    assert!(Token::read(&text, &key, now().after(TOKEN_AGE_MAX)).is_ok());
    assert!(
        refused(&text, &key, now().after(TOKEN_AGE_MAX + Duration::from_millis(1)))
            .contains("more than a day old")
    );
    assert!(refused(&text, &key, now().before(Duration::from_mins(6))).contains("not complete"));
}

#[test]
fn a_token_of_another_key_or_none_is_refused() {
    let text = token(Bearer::Person(4), "plaza.example").issue(&key());
    assert!(refused(&text, &key(), now()).contains("not complete"));
    for nothing in ["", "-", "AAAA", "%00", "ü", &"A".repeat(10_000), &text[..text.len() - 1]] {
        assert!(refused(nothing, &key(), now()).contains("not complete"), "{nothing}");
    }
}

#[test]
fn the_key_is_made_once_and_is_for_nobody_else() {
    let data = TempDir::new().expect("a folder");
    let keys: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> =
            (0..8).map(|_| scope.spawn(|| Key::of(data.path()).expect("a key"))).collect();
        started.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let text = token(Bearer::Unknown, "plaza.example").issue(&keys[0]);
    assert!(keys.iter().all(|key| Token::read(&text, key, now()).is_ok()));
    let path = data.path().join("keys/door.key");
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(data.path().join("keys")).expect("a folder").count(), 1);
    fs::write(&path, b"short").expect("written");
    assert!(
        Key::of(data.path()).expect_err("short").to_string().contains("has 5 bytes instead of 32")
    );
}

#[test]
fn a_folder_that_a_group_may_read_makes_a_key_for_that_group() {
    let data = TempDir::new().expect("a folder");
    let keys = data.path().join("keys");
    fs::create_dir(&keys).expect("a folder");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o2750)).expect("set");
    Key::of(data.path()).expect("a key");
    assert_eq!(
        fs::metadata(keys.join("door.key")).expect("a file").permissions().mode() & 0o777,
        0o640
    );
}

proptest! {
    #[test]
    fn one_changed_character_is_enough_to_be_refused(place in 0_usize..60, other in "[A-Za-z0-9_-]") {
        let key = key();
        let text = token(Bearer::Person(4), "plaza.example").issue(&key);
        let place = place % text.len();
        let changed = format!("{}{other}{}", &text[..place], &text[place + 1..]);
        prop_assume!(changed != text);
        prop_assert!(refused(&changed, &key, now()).contains("not complete"));
    }
}
