//! Somebody at the pages without a browser: forms, cookies, and a new connection for each request.

use std::{collections::BTreeMap, io, sync::Mutex, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{PASSWORD, within};

/// How long somebody goes on reloading a page that does not come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long one request may take.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(15);

/// Somebody with a browser that forgets every connection at once, so that each request may meet
/// another node.
#[derive(Debug)]
pub struct Visitor {
    host: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Where it leads, if it does.
    pub location: String,
    /// The text.
    pub body: String,
}

impl Visitor {
    /// Somebody who is not signed in at `host`, given with its port.
    pub fn nobody(host: &str) -> Self {
        Self { host: host.to_owned(), cookies: Mutex::default() }
    }

    /// Signs `login` in.
    pub async fn signs_in(host: &str, login: &str) -> Self {
        let visitor = Self::nobody(host);
        let fields = [("login", login), ("password", PASSWORD)];
        let signed_in = within(PATIENCE, || async {
            let form = visitor.opens("/sign-in").await;
            visitor.sends(&form, "/sign-in", &fields).await.ok().filter(|page| page.status == 303)
        });
        assert!(signed_in.await.is_some(), "{login} could not sign in");
        visitor
    }

    /// Opens a page, as often as it takes until one comes.
    pub async fn opens(&self, path: &str) -> Page {
        let look = || async { self.exchanges("GET", path, "").await.ok() };
        within(PATIENCE, look).await.unwrap_or_else(|| panic!("{path} never came"))
    }

    /// Sends a form of `page`. What fails on the way may have been done or not, as for anybody.
    pub async fn sends(
        &self,
        page: &Page,
        action: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Page> {
        let token = page.field("csrf").unwrap_or_default();
        let pairs = [("csrf", token)].into_iter().chain(fields.iter().copied());
        let body = pairs.map(|(name, value)| format!("{name}={}", escaped(value)));
        self.exchanges("POST", action, &body.collect::<Vec<_>>().join("&")).await
    }

    async fn exchanges(&self, method: &str, path: &str, body: &str) -> io::Result<Page> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            self.cookies(),
            body.len()
        );
        let answer = tokio::time::timeout(REQUEST_TIME_MAX, async {
            let mut stream = TcpStream::connect(&self.host).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            io::Result::Ok(String::from_utf8_lossy(&answer).into_owned())
        });
        self.read(&answer.await??)
    }

    fn cookies(&self) -> String {
        let cookies = self.cookies.lock().expect("nobody panicked");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// An answer that is not whole is none.
    fn read(&self, answer: &str) -> io::Result<Page> {
        let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let headers: Vec<_> = head.lines().filter_map(|line| line.split_once(": ")).collect();
        let named = |name: &'static str| {
            let own = headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name));
            own.map(|(_, value)| *value)
        };
        let length = named("content-length").next().and_then(|length| length.parse().ok());
        if length.is_some_and(|length: usize| length != body.len()) {
            return Err(broken());
        }
        for cookie in named("set-cookie") {
            let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.ok_or_else(broken)?;
            let mut cookies = self.cookies.lock().expect("nobody panicked");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        let location = named("location").next().unwrap_or_default().to_owned();
        Ok(Page { status: status.ok_or_else(broken)?, location, body: body.to_owned() })
    }
}

impl Page {
    /// The value of the last hidden field of this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.rsplit_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next()
    }
}

/// As a form sends it.
fn escaped(value: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._".contains(byte);
    let escape = |byte: u8| {
        if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    value.bytes().map(escape).collect()
}
