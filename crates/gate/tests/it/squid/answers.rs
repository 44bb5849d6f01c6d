//! Lines in, lines out.

use gate::squid::{Options, WithoutEdition};
use tempfile::TempDir;

use super::rules::{answers_to, company, data, line, options, publish};

/// The one answer to one line, without its token.
fn answer(line: &str) -> String {
    let data = data();
    without_token(&answers_to(options(data.path()), line.as_bytes()))
}

fn without_token(answer: &str) -> String {
    let words = answer.split(' ').filter(|word| !word.starts_with("message="));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn those_whom_a_door_names_get_through_and_the_others_do_not() {
    assert_eq!(answer(&line(7, "192.0.2.1", "DUNE%5CNoor", "www.plaza.example", "-")), "7 OK\n");
    assert_eq!(
        answer(&line(8, "192.0.2.1", "sam", "www.plaza.example", "-")),
        "8 ERR log=rule/1 tag=deny\n"
    );
    assert_eq!(
        answer(&line(9, "192.0.2.1", "mara@DUNE", "plaza.example", "-")),
        "9 ERR log=rule/1 tag=coach\n"
    );
    assert_eq!(answer(&line(0, "192.0.2.1", "-", "other.example", "-")), "0 OK\n");
}

#[test]
fn an_address_stands_for_whom_nobody_logged_in_as() {
    assert_eq!(answer(&line(1, "10.0.0.4", "-", "plaza.example", "-")), "1 OK\n");
    assert_eq!(answer(&line(1, "10.0.0.4", "visitor", "plaza.example", "-")), "1 OK\n");
    assert_eq!(
        answer(&line(1, "10.0.0.5", "-", "plaza.example", "-")),
        "1 ERR log=rule/1 tag=deny\n"
    );
}

#[test]
fn a_login_may_come_in_latin_1_from_an_old_browser() {
    for login in ["j%C3%BCrgen", "J%DCRGEN", "dune%5Cj%FCrgen"] {
        assert_eq!(answer(&line(1, "-", login, "plaza.example", "-")), "1 OK\n", "{login}");
    }
}

#[test]
fn the_stricter_of_destination_and_greeting_decides() {
    let through = |host: &str, sni: &str| answer(&line(1, "-", "noor", host, sni));
    assert_eq!(through("other.example", "other.example"), "1 OK\n");
    assert_eq!(through("other.example", "evil.example"), "1 ERR log=rule/9 tag=deny\n");
    assert_eq!(through("evil.example", "other.example"), "1 ERR log=rule/9 tag=deny\n");
    assert_eq!(through("192.0.2.7", "www.EVIL.example."), "1 ERR log=rule/9 tag=deny\n");
    assert_eq!(through("other.example", "a%20b"), "1 ERR log=no-host\n");
}

#[test]
fn every_spelling_of_a_host_is_that_host() {
    for host in [
        "evil.example",
        "EVIL.Example",
        "evil.example.",
        "www.evil.example:443",
        "%5B2001:db8::66%5D",
        "2001:DB8:0::66",
    ] {
        let answer = answer(&line(1, "-", "noor", host, "-"));
        assert!(answer.starts_with("1 ERR log=rule/"), "{host}: {answer}");
    }
}

#[test]
fn each_line_has_its_answer_in_order_whatever_its_end() {
    let data = data();
    let input = "5 - noor plaza.example 80 GET - - - - -\r\n\n9 - sam other.example 80 GET - - - - -\r\n3 - - - - - - - - - -\n4 -";
    let answers = answers_to(options(data.path()), input.as_bytes());
    assert_eq!(
        answers,
        "5 OK\n0 ERR log=no-channel\n9 OK\n3 ERR log=no-host\n4 ERR log=unreadable\n"
    );
}

#[test]
fn without_channels_a_line_is_answered_alone() {
    let data = data();
    let options = Options { channels: false, ..options(data.path()) };
    let answers = answers_to(options, b"- noor plaza.example 80 GET - - - - -\n\n");
    assert_eq!(answers, "OK\nERR log=unreadable\n");
}

#[test]
fn the_fields_may_come_in_another_order() {
    let data = data();
    let fields = "dst,un".parse().expect("fields");
    let answers = answers_to(
        Options { fields, ..options(data.path()) },
        b"1 plaza.example sam -\n2 plaza.example noor\n",
    );
    assert_eq!(without_token(&answers), "1 ERR log=rule/1 tag=deny\n2 OK\n");
    for (wrong, sentence) in [
        ("un,src", "Name `dst`"),
        ("dst,dst", "Name `dst` once"),
        ("dst,door", "`door` is not a field"),
    ] {
        assert!(
            wrong.parse::<gate::squid::Fields>().expect_err(wrong).to_string().contains(sentence)
        );
    }
}

#[test]
fn without_an_edition_it_answers_as_the_organisation_chose() {
    let data = TempDir::new().expect("a folder");
    let ask = |without_edition| {
        answers_to(
            Options { without_edition, ..options(data.path()) },
            line(1, "-", "noor", "a.example", "-").as_bytes(),
        )
    };
    assert_eq!(ask(WithoutEdition::Deny), "1 ERR log=no-edition\n");
    assert_eq!(ask(WithoutEdition::Allow), "1 OK log=no-edition\n");
}

#[test]
fn without_its_key_it_still_denies() {
    let data = TempDir::new().expect("a folder");
    publish(data.path(), 1, &company());
    std::fs::create_dir(data.path().join("keys")).expect("a folder");
    std::fs::write(data.path().join("keys/door.key"), "short").expect("written");
    let answers =
        answers_to(options(data.path()), line(1, "-", "sam", "plaza.example", "-").as_bytes());
    assert_eq!(answers, "1 ERR log=rule/1 tag=deny\n");
}
