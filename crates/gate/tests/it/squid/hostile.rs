//! Whatever comes in: one answer for each line, to the same channel, and nothing else.

use gate::squid::LINE_BYTES_MAX;
use proptest::prelude::*;

use super::rules::{answers_to, data, line, options};

/// `ID OK` or `ERR` with keys of ours and values of `[A-Za-z0-9_-/.]`.
fn is_an_answer(line: &str) -> bool {
    let mut words = line.split(' ');
    let channel = words
        .next()
        .is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    let result = words.next().is_some_and(|word| word == "OK" || word == "ERR");
    let plain =
        |value: &str| value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-/.".contains(&b));
    let pair = |word: &str| {
        word.split_once('=')
            .is_some_and(|(key, value)| ["message", "log", "tag"].contains(&key) && plain(value))
    };
    channel && result && words.all(pair)
}

/// Pieces of lines, so that random ones come near to real ones.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => proptest::sample::select(vec![
            " ", " ", " ", "-", "1", "42", "noor", "sam", "plaza.example", "evil.example", "192.0.2.1", "%5B::1%5D",
            "443", "CONNECT", "%0a", "%0D%0A", "%20", "%", "%zz", "OK", "ERR", "user=root", "message=\"x\"", "\"", "\\",
            "\r", "\t", "99999999999999999999999", "xn--a", "..",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>().prop_filter("no line feed", |b| *b != b'\n'), 0..12),
    ]
}

fn any_line() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// The channel that an answer must have.
fn channel_of(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
    let ends = line.get(digits).is_none_or(|b| *b == b' ');
    if (1..=20).contains(&digits) && ends {
        String::from_utf8_lossy(&line[..digits]).into_owned()
    } else {
        "0".to_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn n_lines_in_are_n_lines_out_to_the_same_channels(lines in proptest::collection::vec(any_line(), 1..60)) {
        let data = data();
        let mut input = lines.join(&b'\n');
        input.push(b'\n');
        let output = answers_to(options(data.path()), &input);
        prop_assert!(output.ends_with('\n'));
        let answers: Vec<_> = output.lines().collect();
        prop_assert_eq!(answers.len(), lines.len());
        for (line, answer) in lines.iter().zip(answers) {
            prop_assert!(is_an_answer(answer), "{:?} gave {:?}", line, answer);
            prop_assert_eq!(answer.split(' ').next().expect("a word"), channel_of(line));
        }
    }
}

#[test]
fn nothing_of_a_request_can_become_a_key_or_another_answer() {
    let data = data();
    for evil in ["sam%0A2%20OK", "sam%20user=root", "\"sam\"", "sam\\", "sam\tOK", "sam%00"] {
        let output =
            answers_to(options(data.path()), line(1, "-", evil, "plaza.example", "-").as_bytes());
        assert_eq!(output.lines().count(), 1, "{evil}");
        assert!(is_an_answer(output.trim_end()) && output.starts_with("1 ERR"), "{evil}: {output}");
    }
}

#[test]
fn a_line_that_is_too_long_is_answered_and_the_next_one_judged() {
    let data = data();
    for length in [LINE_BYTES_MAX + 1, 2 * LINE_BYTES_MAX, 5 * LINE_BYTES_MAX + 7] {
        let long = format!("17 - noor plaza.example {}\n", "x".repeat(length));
        let input = long + &line(18, "-", "noor", "plaza.example", "-");
        let output = answers_to(options(data.path()), input.as_bytes());
        assert_eq!(output, "17 ERR log=too-long\n18 OK\n", "{length}");
    }
}

#[test]
fn an_address_of_a_page_as_long_as_squid_lets_through_is_judged() {
    let data = data();
    let page = "%41".repeat(64 * 1024);
    let input = format!("17 - noor plaza.example 80 GET - {page} - {} -\n", &page[..4_000]);
    assert_eq!(answers_to(options(data.path()), input.as_bytes()), "17 OK\n");
}

#[test]
fn lines_that_come_in_pieces_are_whole_lines() {
    struct Pieces<'a>(&'a [u8], usize);
    impl std::io::Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
    let data = data();
    let input: String =
        (0..50).map(|channel| line(channel, "-", "noor", "plaza.example", "-")).collect();
    let expected = (0..50).map(|channel| format!("{channel} OK\n")).collect::<Vec<_>>().concat();
    for size in [1, 2, 3, 7, 64, 1_000] {
        let mut output = Vec::new();
        let clock = base::Clock::system();
        gate::squid::serve(
            options(data.path()),
            clock,
            Pieces(input.as_bytes(), size),
            &mut output,
        )
        .expect("served");
        assert_eq!(String::from_utf8(output).expect("ASCII"), expected, "in pieces of {size}");
    }
}
