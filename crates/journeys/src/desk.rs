//! Where somebody sits: an address of their own, from which they reach the proxy.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

use crate::{Answer, Browser, Entrance, Office, PASSWORD, curl::curl};

/// Whose desk has which address.
pub(crate) const DESKS: [(&str, Ipv4Addr); 6] = [
    ("noor", Ipv4Addr::new(127, 0, 0, 11)),
    ("sam", Ipv4Addr::new(127, 0, 0, 12)),
    ("mara", Ipv4Addr::new(127, 0, 0, 13)),
    ("ivo", Ipv4Addr::new(127, 0, 0, 14)),
    ("lena", Ipv4Addr::new(127, 0, 0, 15)),
    ("ada", Ipv4Addr::new(127, 0, 0, 16)),
];

/// Somebody's desk.
#[derive(Debug)]
pub struct Desk<'o> {
    office: &'o Office,
    login: &'static str,
    address: Ipv4Addr,
}

impl<'o> Desk<'o> {
    /// The desk of `login`.
    pub(crate) fn of(office: &'o Office, login: &str) -> Self {
        let found = DESKS.iter().find(|(name, _)| *name == login);
        let &(login, address) = found.unwrap_or_else(|| panic!("{login} has no desk here"));
        Self { office, login, address }
    }

    /// Its address.
    pub fn address(&self) -> Ipv4Addr {
        self.address
    }

    /// One request from here.
    pub async fn asks(&self, url: &str) -> Answer {
        self.asks_by(Entrance::Plain, &[url]).await
    }

    /// One request from here by an entrance, with whatever else `curl` is to be told.
    pub async fn asks_by(&self, entrance: Entrance, arguments: &[&str]) -> Answer {
        let proxy = format!("http://127.0.0.1:{}", self.office.squid().port(entrance));
        let address = self.address.to_string();
        let login = format!("{}:{PASSWORD}", self.login);
        // Who logs in may sit anywhere.
        let who = match entrance {
            Entrance::Login => ["--proxy-user", &login],
            Entrance::Plain | Entrance::Peeking => ["--interface", &address],
        };
        curl(&[&["--proxy", &proxy], &who, arguments].concat()).await
    }

    /// A browser here that uses the proxy for everything.
    pub async fn browser(&self) -> Browser {
        let squid = self.office.squid().port(Entrance::Plain);
        let wire = Wire::lay(self.address, squid).await;
        Browser::open(self.office.driver().await, wire, self.office.url(), self.login).await
    }
}

/// Carries bytes to the proxy from the address of a desk: browsers do not choose where they come from.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) port: u16,
    carrying: JoinHandle<()>,
}

impl Wire {
    async fn lay(from: Ipv4Addr, to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let carrying = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, from, to));
            }
        });
        Self { port, carrying }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(mut near: TcpStream, from: Ipv4Addr, to: u16) {
    let far = async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(IpAddr::V4(from), 0))?;
        socket.connect(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), to)).await
    };
    if let Ok(mut far) = far.await {
        // Either end may hang up whenever it likes.
        let _ = copy_bidirectional(&mut near, &mut far).await;
    }
}
