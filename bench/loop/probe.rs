//! One request after the other through Squid, on one connection, until the answer changes.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

use journeys::{Entrance, Office};
use tokio::{
    io::BufReader,
    net::{TcpSocket, TcpStream},
};

use crate::http::exchange;

/// The product promises a second; longer than this nothing is expected any more.
const PATIENCE: Duration = Duration::from_secs(10);

/// Noor, opening one site again and again.
pub(crate) struct Probe {
    desk: Ipv4Addr,
    squid: u16,
    request: String,
    connection: Option<BufReader<TcpStream>>,
}

impl Probe {
    pub(crate) async fn at(office: &Office, host: &str) -> Self {
        let page = office.site().page(host);
        let request = format!("GET {page} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let squid = office.squid().port(Entrance::Plain);
        let desk = office.desk("noor").address();
        let mut probe = Self { desk, squid, request, connection: None };
        assert!(!probe.opens().await, "it is closed to begin with");
        probe
    }

    /// Asks until the answer is `open`; gives when that answer was there.
    pub(crate) async fn until(&mut self, open: bool) -> Instant {
        let end = Instant::now() + PATIENCE;
        while self.opens().await != open {
            assert!(Instant::now() < end, "nothing changed in {PATIENCE:?}");
        }
        Instant::now()
    }

    async fn opens(&mut self) -> bool {
        loop {
            let mut connection = match self.connection.take() {
                Some(connection) => connection,
                None => self.connect().await,
            };
            // Squid may hang up between two requests.
            let Ok(response) = exchange(&mut connection, &self.request).await else { continue };
            if response.header("connection") != "close" {
                self.connection = Some(connection);
            }
            return response.status == 200;
        }
    }

    async fn connect(&self) -> BufReader<TcpStream> {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::from((self.desk, 0))).expect("the address of the desk");
        let squid = SocketAddr::from((Ipv4Addr::LOCALHOST, self.squid));
        let stream = socket.connect(squid).await.expect("Squid listens");
        stream.set_nodelay(true).expect("a connection");
        BufReader::new(stream)
    }
}
