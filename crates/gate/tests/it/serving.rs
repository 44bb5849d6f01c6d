//! Beside the server: the publisher and the socket of the helpers.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use gate::squid::wire::{self, FromHelper, Hello, ToHelper};
use store::on_both_engines;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::UnixStream,
};

use crate::*;

/// No test should wait so long; one that does has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs what runs beside the server.
fn running(house: &House) -> tokio::task::JoinHandle<()> {
    let run = gate::CAPABILITY.run.expect("it runs beside the server");
    tokio::spawn(run(house.app.clone()))
}

async fn connect(house: &House) -> UnixStream {
    connect_to(&wire::socket(&house.app.settings.data)).await
}

async fn connect_to(socket: &Path) -> UnixStream {
    let started = Instant::now();
    loop {
        match UnixStream::connect(socket).await {
            Ok(stream) => return stream,
            Err(error) => assert!(started.elapsed() < PATIENCE, "no socket: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn line(message: &FromHelper) -> Vec<u8> {
    let mut line = serde_json::to_vec(message).expect("JSON");
    line.push(b'\n');
    line
}

/// Tells the server as a helper does, until what it brings about shows.
pub(crate) async fn tell(house: &House, messages: &[FromHelper], shows: impl AsyncFn() -> bool) {
    let server = running(house);
    let mut stream = connect(house).await;
    for message in messages {
        stream.write_all(&line(message)).await.expect("told");
    }
    let started = Instant::now();
    while !shows().await {
        assert!(started.elapsed() < PATIENCE, "it never shows");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.abort();
}

on_both_engines! {
    async fn a_change_is_published_and_helpers_are_told_at_once(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let server = running(&house);
        let (read, mut write) = connect(&house).await.into_split();
        let mut heard = BufReader::new(read).lines();
        let mut next = async || {
            let line = tokio::time::timeout(PATIENCE, heard.next_line()).await;
            let line = line.expect("in time").expect("open").expect("a line");
            let ToHelper::Edition(number) = serde_json::from_str(&line).expect("JSON");
            number
        };
        assert_eq!(next().await, 1);
        let hello = Hello { pid: 4711, version: "0.1.0".to_owned(), edition: Some(1) };
        write.write_all(&line(&FromHelper::Hello(hello))).await.expect("told");
        wall(&house.app).await;
        assert_eq!(next().await, 2);
        let ivo = cast.browser(&house, "ivo").await;
        ivo.get("/gate").await.shows("Process 4711").shows("edition 1, not the newest");
        server.abort();
    }

    async fn what_is_no_message_ends_that_connection_alone(database: TestDatabase) {
        let (house, _) = house(database).await;
        let server = running(&house);
        for nonsense in [&b"\n"[..], b"{}\n", b"\xff\xfe\n", b"[[[[\n"] {
            let mut stream = connect(&house).await;
            stream.write_all(nonsense).await.expect("sent");
            let mut rest = Vec::new();
            let closed = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest);
            tokio::time::timeout(PATIENCE, closed).await.expect("it is closed").ok();
        }
        connect(&house).await;
        server.abort();
    }

    async fn a_long_path_to_the_data_is_no_hindrance(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let mut settings = house.app.settings.clone();
        let short = settings.data.join("run");
        let long = settings.data.join("a-rather-long-name-of-a-folder/".repeat(6));
        std::fs::create_dir_all(&long).expect("a folder");
        settings.data = long.clone();
        let app = App::open(settings, base::Clock::system(), CAPABILITIES).await.expect("it opens");
        let run = gate::CAPABILITY.run.expect("it runs beside the server");
        let server = tokio::spawn(run(app));
        // A link with a short name leads to the same folder.
        std::os::unix::fs::symlink(long.join("run"), &short).expect("a link");
        connect_to(&short.join("gate.sock")).await;
        server.abort();
    }
}
