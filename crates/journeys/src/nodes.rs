//! Several servers on one PostgreSQL behind a load balancer, each with a data directory of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use futures::future::join_all;
use store::{Location, testing::TestDatabase};
use tempfile::TempDir;

use crate::{
    Answer, Entrance, PASSWORD, Program, Site, Squid, Visitor,
    balancer::Balancer,
    curl::curl,
    desk::DESKS,
    free_port,
    office::{Teller, complaint_in, logins, reachable, start_server},
    site::DOOR,
    user::give_to_us,
};

/// One server.
#[derive(Debug)]
pub struct Node {
    directory: TempDir,
    port: u16,
    server: Option<Program>,
}

/// The servers of one company.
#[derive(Debug)]
pub struct Nodes {
    places: Vec<Node>,
    balancer: Balancer,
    program: PathBuf,
    site: Site,
    database: TestDatabase,
}

impl Nodes {
    /// The sample company with places for `places` nodes, of which the first `running` are started:
    /// at once, as after a power cut.
    pub async fn open(database: TestDatabase, places: usize, running: usize) -> Self {
        let mut company = Self::empty(database, places).await;
        company.footbridge(0, &["sample", "--password", PASSWORD]);
        for (login, address) in DESKS {
            company.footbridge(0, &["people", "map-address", &address.to_string(), login]);
        }
        company.start(running).await;
        company
    }

    /// An empty database, and places for nodes that nobody has started yet.
    pub async fn empty(database: TestDatabase, places: usize) -> Self {
        let folder = database.directory.path().to_owned();
        give_to_us(&folder);
        let program = reachable(&folder);
        let site = Site::open(&folder).await;
        let places: Vec<Node> = (0..places).map(|_| Node::prepared()).collect();
        let balancer = Balancer::before(places.iter().map(|node| node.port).collect()).await;
        Self { places, balancer, program, site, database }
    }

    /// Starts so many nodes at once.
    pub async fn start(&mut self, running: usize) {
        let starts = (0..running).map(|place| self.starts(place));
        let started = join_all(starts).await;
        for (node, server) in self.places.iter_mut().zip(started) {
            node.server = Some(server);
        }
    }

    /// Where their state is.
    pub fn location(&self) -> &Location {
        &self.database.location
    }

    /// One request from somebody's desk through a Squid.
    pub async fn asks(&self, squid: &Squid, login: &str, host: &str) -> Answer {
        let desk = DESKS.iter().find(|(name, _)| *name == login).expect("they have a desk");
        let proxy = format!("http://127.0.0.1:{}", squid.port(Entrance::Plain));
        let address = desk.1.to_string();
        curl(&["--proxy", &proxy, "--interface", &address, &self.site.page(host)]).await
    }

    /// Where the pages are: at the balancer.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.balancer.port)
    }

    /// Somebody who signs in.
    pub async fn visitor(&self, login: &str) -> Visitor {
        Visitor::signs_in(&self.host(), login).await
    }

    /// Somebody who signs in and reaches one node alone.
    pub async fn visitor_at(&self, place: usize, login: &str) -> Visitor {
        Visitor::signs_in(&format!("127.0.0.1:{}", self.places[place].port), login).await
    }

    /// The data directory of a node.
    pub fn data(&self, place: usize) -> &Path {
        self.places[place].directory.path()
    }

    /// The number of the edition in force at a node.
    pub fn edition(&self, place: usize) -> Option<i64> {
        let current = fs::read_to_string(self.data(place).join("editions/current")).ok()?;
        current.trim().parse().ok()
    }

    /// The file of an edition at a node.
    pub fn edition_file(&self, place: usize, number: i64) -> Vec<u8> {
        let file = self.data(place).join(format!("editions/{number:06}.edition"));
        fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// A Squid with the helper of a node.
    pub async fn squid(&self, place: usize) -> Squid {
        let door = format!("http://{DOOR}:{}", self.balancer.port);
        let fragment = self.footbridge(place, &["gate", "squid-conf", "--splice", "--door", &door]);
        Squid::start(&self.data(place).join("squid"), &fragment, &logins()).await
    }

    /// The node fails as a machine does, with no word to anybody.
    pub fn is_killed(&mut self, place: usize) {
        self.places[place].server.take().expect("it was running").kill();
    }

    /// The node's server, which is running.
    pub fn server(&self, place: usize) -> &Program {
        self.places[place].server.as_ref().expect("it is running")
    }

    /// Starts a node in its place; for the first time, with an empty directory.
    pub async fn joins(&mut self, place: usize) {
        self.places[place].server = Some(self.starts(place).await);
    }

    /// Runs `footbridge` with the data directory of a node, which must go well; gives what it answers.
    pub fn footbridge(&self, place: usize, arguments: &[&str]) -> String {
        self.teller(place).tell(arguments)
    }

    /// The story is told: the audit log verifies from every directory, and every server that is still
    /// running ends when it is asked to with nothing to complain of but `expected`.
    pub fn close(mut self, expected: &[&str]) {
        for place in 0..self.places.len() {
            self.footbridge(place, &["audit", "verify"]);
        }
        for mut server in self.places.iter_mut().filter_map(|node| node.server.take()) {
            let status = server.end();
            let said = server.said();
            assert!(status.success(), "a server ended with {status}:\n{said}");
            let complaint = complaint_in(&said, expected);
            assert!(complaint.is_none(), "a server complains: {complaint:?}\n{said}");
        }
    }

    async fn starts(&self, place: usize) -> Program {
        let node = &self.places[place];
        let (listen, url) = (format!("127.0.0.1:{}", node.port), format!("http://{}", self.host()));
        let log = node.directory.path().join("server.log");
        start_server(&self.teller(place), &listen, &url, &log).await
    }

    fn teller(&self, place: usize) -> Teller<'_> {
        Teller { program: &self.program, data: self.data(place), location: &self.database.location }
    }
}

impl Node {
    fn prepared() -> Self {
        let directory = TempDir::new().expect("a directory");
        give_to_us(directory.path());
        Self { directory, port: free_port(), server: None }
    }
}

/// How long it may take until all nodes have the edition that one of them published.
pub const AGREEMENT: Duration = Duration::from_secs(1);
