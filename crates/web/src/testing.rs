//! The test client: the real router over a real database, and browsers in which people sign in.

use std::{collections::HashMap, net::SocketAddr, sync::Mutex};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header},
};
use base::{Clock, Timestamp};
use http_body_util::BodyExt;
use store::testing::TestDatabase;
use tower::ServiceExt;

use crate::{App, Capability, Edge, Operation, Reach, Settings, components::CSRF_FIELD};

/// When stories begin: a Monday, 10:00 in Berlin.
pub const MONDAY_TEN: &str = "2026-11-23T09:00:00Z";

/// How people reach the house.
pub const URL: &str = "http://door.test";

/// A running program without a network: the app, its routes and a clock that the test moves.
pub struct House {
    /// What handlers work with.
    pub app: App,
    /// Stands at [`MONDAY_TEN`] until the test moves it.
    pub clock: Clock,
    router: Router,
    /// Kept so that its files live as long as the house.
    pub database: TestDatabase,
}

impl House {
    /// Opens the program with these capabilities on `database`.
    pub async fn open(
        database: TestDatabase,
        capabilities: &'static [&'static Capability],
    ) -> Self {
        Self::reached_at(URL, &[], database, capabilities).await
    }

    /// The same, reached at another address and through these proxies.
    pub async fn reached_at(
        url: &str,
        proxies: &[&str],
        database: TestDatabase,
        capabilities: &'static [&'static Capability],
    ) -> Self {
        let proxies: Vec<String> = proxies.iter().map(ToString::to_string).collect();
        let choose = |settings: &mut Settings| {
            url.clone_into(&mut settings.url);
            settings.edge = Edge::new(url, "192.0.2.1:80", &[], &proxies).expect("an edge");
        };
        Self::configured(choose, database, capabilities).await
    }

    /// The same, where `choose` changes what the organisation chose.
    pub async fn configured(
        choose: impl FnOnce(&mut Settings),
        database: TestDatabase,
        capabilities: &'static [&'static Capability],
    ) -> Self {
        let start: Timestamp = MONDAY_TEN.parse().expect("a time");
        let clock = Clock::standing_at(start);
        let mut settings = Settings {
            data: database.directory.path().to_owned(),
            location: database.location.clone(),
            organisation: "Dune & Daughters".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            url: URL.to_owned(),
            operation: Operation::default(),
            reach: Reach::default(),
            edge: Edge::new(URL, "192.0.2.1:80", &[], &[]).expect("an edge"),
        };
        choose(&mut settings);
        let app = App::open(settings, clock.clone(), capabilities).await.expect("the house opens");
        let router = crate::router(app.clone());
        Self { app, clock, router, database }
    }

    /// A browser with no cookies.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: Mutex::default(), way: None }
    }

    /// How many entries the audit log has.
    pub async fn audit_entries(&self) -> usize {
        let all = audit::entries(&self.app.store, &audit::Filter::default(), None, 1_000_000).await;
        all.expect("the log can be read").len()
    }
}

/// A browser: follows nothing by itself, keeps cookies.
pub struct Browser {
    router: Router,
    cookies: Mutex<HashMap<String, String>>,
    way: Option<Way>,
}

/// How requests arrive: from which address, and with what added on the way.
struct Way {
    peer: SocketAddr,
    headers: HeaderMap,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, if it does.
    pub location: Option<String>,
    /// The text.
    pub body: String,
    /// What else the answer says.
    pub headers: HeaderMap,
}

/// What no page may have: the policy of contents would leave it out, so it would not work.
const INLINE: [&str; 6] =
    [" style=\"", "<style", "<script>", "=\"javascript:", " onclick=\"", " onsubmit=\""];

impl Page {
    /// Each page that any story opens: nothing inline, and each form that changes something proves
    /// by its token that a page of ours made it.
    #[track_caller]
    fn keeps_the_rules_of_every_page(&self) {
        if !self.header(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
            return;
        }
        for inline in INLINE {
            assert!(!self.body.contains(inline), "the page has {inline:?}:\n{}", self.body);
        }
        for form in self.body.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let changes = form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\""));
            assert!(!changes || csrf_in(form).is_some(), "a form without its token: {form}");
        }
    }
}

#[expect(clippy::return_self_not_must_use, reason = "a check may be the last of a story")]
impl Page {
    /// The text of a header, if the answer has it.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The page, which must have this text.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        let escaped = maud::html! { (text) }.into_string();
        let said = crate::components::sentence(text).into_string();
        assert!(
            self.body.contains(&escaped) || self.body.contains(&said),
            "the page does not show {text:?}:\n{}",
            self.body
        );
        self
    }

    /// The page, which must not have this text.
    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        let escaped = maud::html! { (text) }.into_string();
        assert!(!self.body.contains(&escaped), "the page shows {text:?}:\n{}", self.body);
        self
    }

    /// The page, which must have this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "leads to {:?}:\n{}", self.location, self.body);
        self
    }
}

impl Browser {
    /// A browser with no cookies that reaches this program alone.
    pub fn of(app: &App) -> Self {
        Self { router: crate::router(app.clone()), cookies: Mutex::default(), way: None }
    }

    /// The same browser at another node: it takes its cookies along.
    #[must_use]
    pub fn reaching(&self, app: &App) -> Self {
        let cookies = self.cookies.lock().expect("no test panicked here").clone();
        Self { cookies: Mutex::new(cookies), ..Self::of(app) }
    }

    /// The same browser, whose requests arrive from `peer` with these headers added.
    #[must_use]
    pub fn arriving(mut self, peer: &str, headers: &[(&'static str, &'static str)]) -> Self {
        let named = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        let peer = SocketAddr::new(peer.parse().expect("an address"), 4711);
        self.way = Some(Way { peer, headers: headers.iter().map(named).collect() });
        self
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Opens the page `from` and sends its form for `action` with these fields, CSRF token
    /// included, as a browser does.
    pub async fn submit(&self, from: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(from).await;
        assert!(
            page.body.contains(&format!("action=\"{action}\"")),
            "{from} ({}) has no form for {action}:\n{}",
            page.status,
            page.body
        );
        self.post(action, &page.body, fields).await
    }

    /// Sends a form with the token found in `page`.
    pub async fn post(&self, action: &str, page: &str, fields: &[(&str, &str)]) -> Page {
        let token = csrf_in(page).unwrap_or_default();
        let mut all = vec![(CSRF_FIELD, token.as_str())];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(all).expect("a form");
        let request = Request::post(action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Sends any request with the browser's cookies.
    pub async fn send(&self, mut request: Request<Body>) -> Page {
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.parse().expect("cookies"));
        }
        if !request.headers().contains_key(header::HOST) {
            request.headers_mut().insert(header::HOST, HeaderValue::from_static("door.test"));
        }
        if let Some(way) = &self.way {
            request.extensions_mut().insert(ConnectInfo(way.peer));
            request.headers_mut().extend(way.headers.clone());
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("text"));
        }
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|value| value.to_str().expect("text").to_owned());
        let headers = response.headers().clone();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let page =
            Page { status, location, body: String::from_utf8_lossy(&body).into_owned(), headers };
        page.keeps_the_rules_of_every_page();
        page
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.keep(&format!("{name}={value}"));
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().expect("no test panicked here");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        let mut cookies = self.cookies.lock().expect("no test panicked here");
        if cookie.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// The CSRF token of the first form on a page.
pub fn csrf_in(page: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{CSRF_FIELD}\" value=\""))?;
    rest.split_once('"').map(|(token, _)| token.to_owned())
}
