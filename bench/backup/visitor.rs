//! Somebody signed in, on one connection.

use std::collections::BTreeMap;

use journeys::PASSWORD;
use tokio::{io::BufReader, net::TcpStream};

use crate::http::{Response, exchange};

/// Their browser, as far as the bench needs one.
pub(crate) struct Visitor {
    host: String,
    connection: BufReader<TcpStream>,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub(crate) async fn sign_in(host: &str, login: &str) -> Self {
        let stream = TcpStream::connect(host).await.expect("the server listens");
        stream.set_nodelay(true).expect("a connection");
        let connection = BufReader::new(stream);
        let mut visitor = Self { host: host.to_owned(), connection, cookies: BTreeMap::new() };
        let form = visitor.gets("/sign-in").await;
        let password = PASSWORD.replace(' ', "+");
        visitor.submits(&form, "/sign-in", &format!("login={login}&password={password}")).await;
        visitor
    }

    /// Opens a page.
    pub(crate) async fn gets(&mut self, path: &str) -> Response {
        let response = self.sends("GET", path, "").await;
        assert_eq!(response.status, 200, "{path}: {}", response.body);
        response
    }

    /// Opens a request's page and says something about it.
    pub(crate) async fn comments(&mut self, path: &str) {
        let page = self.gets(path).await;
        self.submits(&page, &format!("{path}/comments"), "words=Still+needed.").await;
    }

    async fn submits(&mut self, page: &Response, action: &str, fields: &str) {
        let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").expect("a form");
        let csrf = rest.split('"').next().unwrap_or_default();
        let response = self.sends("POST", action, &format!("csrf={csrf}&{fields}")).await;
        assert_eq!(response.status, 303, "{action}: {}", response.body);
    }

    async fn sends(&mut self, method: &str, path: &str, body: &str) -> Response {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            cookies.join("; "),
            body.len()
        );
        let response = exchange(&mut self.connection, &request).await.expect("the server answers");
        for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }
}
