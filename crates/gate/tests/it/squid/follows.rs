//! A helper that runs: editions come and go, and so does the server.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::Shutdown,
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use base::Clock;
use gate::squid::{
    serve,
    wire::{self, FromHelper, ToHelper},
};
use tempfile::TempDir;
use verdict::{OrganisationDefault, Rulebook};

use super::rules::{company, data, line, now, options, publish};

/// A generous end for what should take a moment.
const PATIENCE: Duration = Duration::from_secs(20);

/// A helper with Squid's end of its pipe. It ends when this is dropped.
struct Helper {
    squid: BufReader<UnixStream>,
    clock: Clock,
    thread: Option<thread::JoinHandle<()>>,
}

impl Helper {
    fn start(data: &Path) -> Self {
        let (ours, its) = UnixStream::pair().expect("a pair");
        let clock = Clock::standing_at(now());
        let (options, its_clock) = (options(data), clock.clone());
        let thread = thread::spawn(move || {
            serve(options, its_clock, its.try_clone().expect("the same"), its).expect("served");
        });
        Self { squid: BufReader::new(ours), clock, thread: Some(thread) }
    }

    fn ask(&mut self, login: &str, host: &str) -> String {
        let line = line(1, "10.0.0.9", login, host, "-");
        self.squid.get_mut().write_all(line.as_bytes()).expect("written");
        let mut answer = String::new();
        self.squid.read_line(&mut answer).expect("an answer");
        answer
    }

    fn is_through(&mut self, login: &str) -> bool {
        self.ask(login, "plaza.example") == "1 OK\n"
    }

    fn becomes_through(&mut self, login: &str, through: bool) {
        until(|| self.is_through(login) == through);
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.squid.get_ref().shutdown(Shutdown::Write).expect("shut");
        let ended = self.thread.take().map(thread::JoinHandle::join);
        assert!(thread::panicking() || matches!(ended, Some(Ok(()))), "the helper panicked");
    }
}

fn until(mut happens: impl FnMut() -> bool) {
    let start = Instant::now();
    while !happens() {
        assert!(start.elapsed() < PATIENCE, "it did not happen");
        thread::sleep(Duration::from_millis(2));
    }
}

/// The server's end of the socket.
struct Server {
    listener: UnixListener,
}

impl Server {
    fn listen(data: &Path) -> Self {
        let socket = wire::socket(data);
        fs::create_dir_all(socket.parent().expect("a folder")).expect("a folder");
        // What a server that died left behind.
        let _ = fs::remove_file(&socket);
        Self { listener: UnixListener::bind(socket).expect("bound") }
    }

    fn accept(&self) -> Connection {
        let (stream, _) = self.listener.accept().expect("a helper");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        Connection(BufReader::new(stream))
    }
}

struct Connection(BufReader<UnixStream>);

impl Connection {
    fn hear(&mut self) -> FromHelper {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a message");
        serde_json::from_str(&line).expect("a message")
    }

    fn hear_block(&mut self) -> wire::Block {
        loop {
            if let FromHelper::Block(block) = self.hear() {
                return block;
            }
        }
    }

    fn tell(&mut self, message: &ToHelper) {
        let line = serde_json::to_string(message).expect("JSON") + "\n";
        self.0.get_mut().write_all(line.as_bytes()).expect("written");
    }
}

fn open() -> Rulebook {
    Rulebook::default()
}

fn closed() -> Rulebook {
    Rulebook { default: OrganisationDefault::Deny, ..Rulebook::default() }
}

#[test]
fn a_new_edition_is_taken_up_without_any_server() {
    let data = data();
    let mut helper = Helper::start(data.path());
    assert!(!helper.is_through("sam"));
    publish(data.path(), 2, &open());
    helper.becomes_through("sam", true);
    publish(data.path(), 3, &closed());
    helper.becomes_through("noor", false);
    assert!(helper.ask("noor", "any.example").contains("log=default"));
}

#[test]
fn the_first_edition_ends_the_time_without_one() {
    let data = TempDir::new().expect("a folder");
    let mut helper = Helper::start(data.path());
    assert_eq!(helper.ask("noor", "plaza.example"), "1 ERR log=no-edition\n");
    publish(data.path(), 1, &company());
    helper.becomes_through("noor", true);
}

#[test]
fn a_bad_or_missing_edition_leaves_the_last_good_one() {
    let data = data();
    let mut helper = Helper::start(data.path());
    assert!(helper.is_through("noor"));
    let current = data.path().join("editions/current");
    for bad in ["7\n", "seven", ""] {
        fs::write(&current, bad).expect("written");
        thread::sleep(Duration::from_millis(120));
        assert!(helper.is_through("noor") && !helper.is_through("sam"));
    }
    fs::write(data.path().join("editions/000008.edition"), "garbage\n").expect("written");
    fs::write(&current, "8\n").expect("written");
    thread::sleep(Duration::from_millis(120));
    assert!(helper.is_through("noor") && !helper.is_through("sam"));
    fs::remove_dir_all(data.path().join("editions")).expect("removed");
    thread::sleep(Duration::from_millis(120));
    assert!(helper.is_through("noor") && !helper.is_through("sam"));
    publish(data.path(), 9, &open());
    helper.becomes_through("sam", true);
}

#[test]
fn a_door_ends_by_the_helpers_own_clock() {
    let data = TempDir::new().expect("a folder");
    let mut book = company();
    book.rules[1].until = Some(now().after(Duration::from_mins(1)));
    publish(data.path(), 1, &book);
    let mut helper = Helper::start(data.path());
    helper.clock.advance(Duration::from_millis(59_999));
    assert!(helper.is_through("noor"));
    helper.clock.advance(Duration::from_millis(1));
    assert!(!helper.is_through("noor"));
}

#[test]
fn the_server_hears_hello_blocks_and_counts() {
    let data = data();
    let server = Server::listen(data.path());
    let mut helper = Helper::start(data.path());
    let mut connection = server.accept();
    let FromHelper::Hello(hello) = connection.hear() else { unreachable!("hello comes first") };
    assert_eq!(hello.edition, Some(1));
    assert!(helper.is_through("noor"));
    assert!(!helper.is_through("DUNE%5CSam"));
    let block = connection.hear_block();
    assert_eq!(
        (block.person, block.login.as_deref(), block.effect.as_str()),
        (Some(3), Some("sam"), "deny")
    );
    assert_eq!(
        (block.host.to_string().as_str(), block.port, block.method.as_deref()),
        ("plaza.example", Some(443), Some("CONNECT"))
    );
    assert_eq!((block.rules, block.at, block.edition), (vec!["rule/1".to_owned()], now(), 1));
    assert_eq!(block.address.map(|address| address.to_string()).as_deref(), Some("10.0.0.9"));
    let mut seen = Vec::new();
    while seen.len() < 2 {
        if let FromHelper::Counts(counts) = connection.hear() {
            seen.extend(
                counts.counts.into_iter().map(|count| (count.rule, count.effect, count.times)),
            );
        }
    }
    seen.sort();
    assert_eq!(
        seen,
        [("decision/2".into(), "allow".into(), 1), ("rule/1".into(), "deny".into(), 1)]
    );
}

#[test]
fn a_notice_of_the_server_brings_the_helper_to_the_new_edition() {
    let data = data();
    let server = Server::listen(data.path());
    let mut helper = Helper::start(data.path());
    let mut connection = server.accept();
    publish(data.path(), 2, &open());
    connection.tell(&ToHelper::Edition(2));
    until(|| matches!(connection.hear(), FromHelper::Hello(hello) if hello.edition == Some(2)));
    assert!(helper.is_through("sam"));
}

#[test]
fn blocks_wait_while_the_server_is_gone_and_are_told_when_it_is_back() {
    let data = data();
    let mut helper = Helper::start(data.path());
    assert!(!helper.is_through("sam"));
    let first = Server::listen(data.path());
    let mut connection = first.accept();
    assert_eq!(connection.hear_block().person, Some(3));
    drop((connection, first));
    thread::sleep(Duration::from_millis(120));
    assert!(!helper.is_through("mara"));
    let second = Server::listen(data.path());
    assert_eq!(second.accept().hear_block().person, Some(1));
}

#[test]
fn a_server_that_takes_nothing_makes_no_answer_wait() {
    let data = data();
    let server = Server::listen(data.path());
    let mut helper = Helper::start(data.path());
    let _takes_nothing = server.accept();
    for _ in 0..20_000 {
        assert!(!helper.is_through("sam"));
    }
}

#[test]
fn what_a_strange_server_says_harms_nothing() {
    let data = data();
    let server = Server::listen(data.path());
    let mut helper = Helper::start(data.path());
    for nonsense in [&b"\x00\xff\n"[..], b"{\"edition\":\"x\"}\n", &[b'a'; 5_000]] {
        let mut connection = server.accept();
        // It may hang up in the middle.
        let _ = connection.0.get_mut().write_all(nonsense);
        assert!(helper.is_through("noor") && !helper.is_through("sam"));
    }
}
