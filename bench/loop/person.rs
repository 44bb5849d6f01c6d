//! Somebody signed in at the pages, who presses buttons as fast as they can.

use std::{collections::BTreeMap, time::SystemTime};

use journeys::{Office, PASSWORD};
use tokio::{io::BufReader, net::TcpStream, sync::Mutex};

use crate::http::{Response, exchange};

/// Their browser: one connection, and cookies.
pub(crate) struct Person {
    host: String,
    connection: Mutex<BufReader<TcpStream>>,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A button that is about to be pressed.
pub(crate) struct Button<'p> {
    person: &'p Person,
    action: String,
    body: String,
}

impl Button<'_> {
    /// Presses it, and waits until the page says that it is done, or why it is not.
    pub(crate) async fn press(self) -> Result<(), String> {
        let response = self.person.sends("POST", &self.action, &self.body).await;
        if response.status == 303 { Ok(()) } else { Err(response.body) }
    }

    /// The same where nothing can be in the way.
    async fn send(self) {
        self.press().await.unwrap_or_else(|page| panic!("not taken:\n{page}"));
    }
}

impl Person {
    pub(crate) async fn sign_in(office: &Office, login: &str) -> Self {
        let host = office.address().to_owned();
        let stream = TcpStream::connect(&host).await.expect("the server listens");
        stream.set_nodelay(true).expect("a connection");
        let person = Self {
            host,
            connection: Mutex::new(BufReader::new(stream)),
            cookies: Mutex::default(),
        };
        let fields = [("login", login), ("password", PASSWORD)];
        person.button("/sign-in", "/sign-in", &fields).await.send().await;
        person
    }

    /// Asks for a service for a week; gives the page of the request.
    pub(crate) async fn asks(&self, service: &str) -> String {
        let fields = [
            ("service", service),
            ("purpose", "To measure."),
            ("audience", "me"),
            ("until", "week"),
            ("anyway", "yes"),
        ];
        let form = format!("/requests/new?service={service}");
        let button = self.button(&form, "/requests", &fields).await;
        let sent = self.posts(&button.action, &button.body).await;
        let number = number_after(sent.header("location"), "/requests/");
        format!("/requests/{number}")
    }

    pub(crate) async fn changes_the_end(&self, page: &str, ends: SystemTime) {
        let ends = jiff::Timestamp::try_from(ends).expect("a time of this century").to_string();
        let fields = [
            ("revision", "1"),
            ("audience", "named"),
            ("people", "noor"),
            ("zone", "Europe/Berlin"),
            ("ends", ends.as_str()),
        ];
        let action = format!("{page}/terms");
        self.button(&action, &action, &fields).await.send().await;
    }

    pub(crate) async fn agrees(&self, page: &str, revision: &str) {
        let fields = [("seat", "communications"), ("revision", revision), ("answer", "allow")];
        self.button(page, &format!("{page}/reviews"), &fields).await.send().await;
    }

    /// Looks at the page and its evidence; only the button is left to press.
    pub(crate) async fn prepares_to_decide(&self, page: &str) -> Button<'_> {
        let shown = self.gets(page).await;
        // The forms below the first carry the revision that is decided.
        let (evidence, revision) = (field(&shown.body, "evidence"), field(&shown.body, "revision"));
        let fields =
            [("seat", "it"), ("revision", revision), ("effect", "allow"), ("evidence", evidence)];
        self.filled(&shown, &format!("{page}/decisions"), &fields)
    }

    /// Looks at the decision on a request; only the button is left to press.
    pub(crate) async fn prepares_to_end(&self, page: &str) -> Button<'_> {
        let shown = self.gets(page).await;
        let decision = format!("/decisions/{}", number_after(&shown.body, "\"/decisions/"));
        let fields = [("reason", "To measure.")];
        self.button(&decision, &format!("{decision}/end"), &fields).await
    }

    async fn button(&self, form: &str, action: &str, fields: &[(&str, &str)]) -> Button<'_> {
        let shown = self.gets(form).await;
        self.filled(&shown, action, fields)
    }

    fn filled(&self, shown: &Response, action: &str, fields: &[(&str, &str)]) -> Button<'_> {
        let csrf = ("csrf", field(&shown.body, "csrf"));
        let pairs = [csrf].into_iter().chain(fields.iter().copied());
        let body = pairs.map(|(name, value)| format!("{name}={}", escaped(value)));
        let body = body.collect::<Vec<_>>().join("&");
        Button { person: self, action: action.to_owned(), body }
    }

    async fn gets(&self, path: &str) -> Response {
        let response = self.sends("GET", path, "").await;
        assert_eq!(response.status, 200, "{path}: {}", response.body);
        response
    }

    async fn posts(&self, path: &str, body: &str) -> Response {
        let response = self.sends("POST", path, body).await;
        assert_eq!(response.status, 303, "{path}: {}", response.body);
        response
    }

    async fn sends(&self, method: &str, path: &str, body: &str) -> Response {
        let mut cookies = self.cookies.lock().await;
        let cookie: Vec<_> =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            cookie.join("; "),
            body.len()
        );
        let mut connection = self.connection.lock().await;
        let response = exchange(&mut connection, &request).await.expect("the server answers");
        for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }
}

/// The value of the last field of this name.
fn field<'b>(body: &'b str, name: &str) -> &'b str {
    let (_, rest) = body
        .rsplit_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no field {name} in:\n{body}"));
    rest.split('"').next().unwrap_or_default()
}

fn number_after<'b>(text: &'b str, mark: &str) -> &'b str {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("no {mark} in:\n{text}"));
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
}

/// As a form sends it.
fn escaped(value: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._".contains(byte);
    value
        .bytes()
        .map(
            |byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") },
        )
        .collect()
}
