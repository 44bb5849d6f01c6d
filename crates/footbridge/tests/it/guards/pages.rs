//! The pages and their forms.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use people::testing::PASSWORD;
use web::{
    Access, Route,
    testing::{Browser, Page, csrf_in},
};

use super::{
    CAPABILITIES, Walk, documentation, filled, name, same,
    story::{Step, hidden, step},
};

/// A first week at Dune & Daughters: every form is sent once, each leaving one entry.
pub(crate) const STORY: &[Step] = &[
    step(
        "ada",
        "/groups",
        "/groups",
        "/groups",
        &[("name", "Shop"), ("slug", "shop"), ("seat", "")],
    ),
    step(
        "ada",
        "/people",
        "/people",
        "/people/new",
        &[("login", "tom"), ("name", "Tom Reed"), ("groups", "shop")],
    ),
    step(
        "ada",
        "/people/{login}",
        "/people/tom",
        "/people/tom",
        &[("name", "Tom B. Reed"), ("groups", "shop")],
    ),
    step("ada", "/people/{login}/links", "/people/tom/links", "/people/tom", &[]),
    step("ada", "/people/{login}/switch", "/people/tom/switch", "/people/tom", &[("to", "off")]),
    step(
        "ada",
        "/people/import",
        "/people/import",
        "/people/import",
        &[("file", "login,name\nrosa,Rosa Keller\n"), ("apply", "yes")],
    ),
    step("ada", "/addresses", "/addresses", "/addresses", &[("net", "10.1.2.3"), ("who", "noor")]),
    step("ada", "/addresses/{id}/end", "/addresses/1/end", "/addresses", &[]),
    step("ada", "/second-factor", "/second-factor", "/second-factor", &[("holders", "legal")]),
    step("ada", "/second-factor", "/second-factor", "/second-factor", &[]),
    step("noor", "/me/confirm", "/me/confirm", "/me/confirm", &[("password", PASSWORD)]),
    step("noor", "/me/tokens", "/me/tokens", "/me/tokens", TOKEN),
    step(
        "ada",
        "/people/{login}/tokens/{id}/end",
        "/people/noor/tokens/1/end",
        "/people/noor",
        &[],
    ),
    step("noor", "/me/tokens", "/me/tokens", "/me/tokens", TOKEN),
    step("noor", "/me/tokens/{id}/end", "/me/tokens/2/end", "/me/tokens", &[]),
    step(
        "mara",
        "/services",
        "/services",
        "/services/new",
        &[
            ("name", "Chairs"),
            ("domains", "chairs.example"),
            ("category", "social"),
            ("purpose", "Talks."),
        ],
    ),
    step(
        "mara",
        "/services/{slug}",
        "/services/chairs",
        "/services/chairs/edit",
        &[
            ("name", "Deck chairs"),
            ("domains", "chairs.example"),
            ("category", "social"),
            ("purpose", "Talks."),
        ],
    ),
    step(
        "mara",
        "/services/{slug}/standings",
        "/services/linkedin/standings",
        "/services/linkedin",
        &[("standing", "trial"), ("reason", "For applicants.")],
    ),
    step(
        "mara",
        "/services/{slug}/facts",
        "/services/linkedin/facts",
        "/services/linkedin",
        &[("says", "It is blue."), ("source", "Seen"), ("date", "2026-11-20")],
    ),
    step("sam", "/policies", "/policies", "/policies/new", PICTURES),
    step(
        "sam",
        "/policies/{slug}/draft",
        "/policies/pictures/draft",
        "/policies/pictures/edit",
        &[
            ("title", "Pictures"),
            ("text", "## Ask first\n\nAlways."),
            ("audience", ""),
            ("must_be_read", "yes"),
        ],
    ),
    step(
        "sam",
        "/policies/{slug}/versions",
        "/policies/pictures/versions",
        "/policies/pictures/draft",
        &[],
    ),
    step(
        "noor",
        "/policies/{slug}/acknowledgements",
        "/policies/pictures/acknowledgements",
        "/policies/pictures",
        &[],
    ),
    step(
        "sam",
        "/policies/{slug}/draft",
        "/policies/pictures/draft",
        "/policies/pictures/edit",
        &[
            ("title", "Pictures"),
            ("text", "## Ask\n\nAlways and early."),
            ("note", "Shorter."),
            ("audience", ""),
            ("must_be_read", "yes"),
        ],
    ),
    step(
        "sam",
        "/policies/{slug}/draft/end",
        "/policies/pictures/draft/end",
        "/policies/pictures/draft",
        &[],
    ),
    step(
        "sam",
        "/policies/{slug}/end",
        "/policies/pictures/end",
        "/policies/pictures",
        &[("reason", "It is part of another one.")],
    ),
    step(
        "ivo",
        "/gate/rules",
        "/gate/rules",
        "/gate/rules/new?rank=wall",
        &[
            ("rank", "wall"),
            ("target", "category"),
            ("category", "social"),
            ("reason", "The line is for the shops."),
        ],
    ),
    step(
        "ivo",
        "/gate/rules/{id}/end",
        "/gate/rules/1/end",
        "/gate/rules/1",
        &[("reason", "The line is wide now.")],
    ),
    step(
        "ivo",
        "/gate/default",
        "/gate/default",
        "/gate",
        &[("effect", "deny"), ("reason", "Only what we know.")],
    ),
    step("noor", "/requests", "/requests", "/requests/new?service=linkedin", ASKING),
    step("ada", "/requests/{id}/joins", "/requests/1/joins", "/requests/1", &[]),
    step(
        "mara",
        "/requests/{id}/comments",
        "/requests/1/comments",
        "/requests/1",
        &[("words", "What for, in short?")],
    ),
    step("ada", "/requests/{id}/joins/end", "/requests/1/joins/end", "/requests/1", &[]),
    step(
        "noor",
        "/requests/{id}/terms",
        "/requests/1/terms",
        "/requests/1/terms",
        &[
            ("audience", "named"),
            ("people", "noor"),
            ("hours", "mon-fri 09:00-17:00"),
            ("zone", "Europe/Berlin"),
            ("starts", ""),
            ("ends", "2026-12-11T14:00"),
        ],
    ),
    step(
        "sam",
        "/requests/{id}/reviews",
        "/requests/1/reviews",
        "/requests/1",
        &[("answer", "allow")],
    ),
    step(
        "ada",
        "/review-rules",
        "/review-rules",
        "/review-rules",
        &[("category", "social"), ("seats", "legal"), ("seats", "it")],
    ),
    step(
        "ivo",
        "/requests/{id}/decisions",
        "/requests/1/decisions",
        "/requests/1",
        &[("effect", "allow")],
    ),
    step(
        "ivo",
        "/decisions/{id}/end",
        "/decisions/1/end",
        "/decisions/1",
        &[("reason", "No longer needed.")],
    ),
    step("noor", "/requests", "/requests", "/requests/new?service=linkedin", ASKING),
    step("noor", "/requests/{id}/withdrawal", "/requests/2/withdrawal", "/requests/2", &[]),
    step(
        "ivo",
        "/webhooks",
        "/webhooks",
        "/webhooks/new",
        &[("name", "Chat"), ("url", "https://hooks.example/in"), ("acts", "gate")],
    ),
    step("ivo", "/webhooks/{id}/state", "/webhooks/1/state", "/webhooks/1", &[]),
    step("ivo", "/webhooks/{id}/state", "/webhooks/1/state", "/webhooks/1", &[]),
    step(
        "ivo",
        "/webhooks/{id}/deliveries/{number}",
        "/webhooks/1/deliveries/1",
        "/webhooks/1",
        &[],
    ),
    step("ivo", "/webhooks/{id}/end", "/webhooks/1/end", "/webhooks/1", &[]),
    step(
        "noor",
        "/me/password",
        "/me/password",
        "/me",
        &[("old", PASSWORD), ("new", "another quiet morning")],
    ),
    step("mara", "/me/sign-out-everywhere", "/me/sign-out-everywhere", "/me", &[]),
    step("mara", "/sign-in", "/sign-in", "/sign-in", &[("login", "mara"), ("password", PASSWORD)]),
    step("mara", "/sign-out", "/sign-out", "/", &[]),
];

/// What takes a phone, a passkey or a second browser, so that no step alone can tell it: the stories
/// of `people` do (`second_factor.rs`, `sessions.rs`), and count the entries.
const WITH_A_DEVICE: &[&str] = &[
    "/me/second-factor/app",
    "/me/second-factor/app/end",
    "/me/second-factor/codes",
    "/me/second-factor/passkeys",
    "/me/second-factor/passkeys/{id}/end",
    "/me/sessions/{id}/end",
    "/me/sessions/end-others",
    "/people/{login}/second-factor/end",
    "/sign-in/passkey",
    "/sign-in/second-factor",
    "/sign-in/set-up",
    "/sign-in/set-up/passkey",
];

const TOKEN: &[(&str, &str)] =
    &[("name", "Reports"), ("scopes", "people.own"), ("ends", "2027-01-31")];

/// Forms that no step can send, and where they are tried. This list may only shrink.
const ELSEWHERE: &[(&str, &str)] =
    &[("/set-up", "its token is shown once, in a link: people, signing_in.rs")];

const PICTURES: &[(&str, &str)] = &[
    ("slug", "pictures"),
    ("title", "Pictures"),
    ("text", "## Ask first\n\nIn writing."),
    ("audience", ""),
    ("must_be_read", "yes"),
];

const ASKING: &[(&str, &str)] = &[
    ("service", "linkedin"),
    ("purpose", "Posting the spring films."),
    ("audience", "me"),
    ("until", "day"),
    ("until_day", "2026-12-18"),
];

fn routes() -> Vec<Route> {
    web::routes(CAPABILITIES)
}

/// Sends what the step says, as a browser does: finds the form on the opened page, types, sends.
async fn send(browser: &Browser, step: &Step, page: Page) -> Page {
    assert!(
        page.body.contains(&format!("action=\"{}\"", step.path)),
        "{} ({}) has no form for {}:\n{}",
        step.from,
        page.status,
        step.path,
        said(&page)
    );
    let held = hidden(&page.body, step.path);
    let typed: BTreeSet<&str> = step.fields.iter().map(|(name, _)| *name).collect();
    let held = held.iter().filter(|(name, _)| name != "csrf" && !typed.contains(name.as_str()));
    let held = held.map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = step.fields.iter().copied().chain(held).collect();
    browser.post(step.path, &page.body, &fields).await
}

/// What the page says is wrong.
fn said(page: &Page) -> &str {
    let from = page.body.find("error-summary").or_else(|| page.body.find("<h1")).unwrap_or(0);
    page.body.get(from..).map_or("", |rest| rest.get(..800).unwrap_or(rest))
}

/// Lives through the story; everybody keeps their browser.
pub(crate) async fn live_through(walk: &Walk) {
    let mut browsers = std::collections::HashMap::new();
    for step in STORY {
        if !browsers.contains_key(step.who) {
            browsers.insert(step.who, walk.cast.browser(&walk.house, step.who).await);
        }
        super::operations::happens_meanwhile(walk, step.path).await;
        // Opening a page may publish an edition; what counts is what sending leaves.
        let opened = browsers[step.who].get(step.from).await;
        let before = walk.house.audit_entries().await;
        let page = send(&browsers[step.who], step, opened).await;
        let left = walk.house.audit_entries().await - before;
        assert!(
            page.status.is_success() || page.status.is_redirection(),
            "{} sends {}: {}\n{}",
            step.who,
            step.path,
            page.status,
            said(&page)
        );
        assert_eq!(left, 1, "{} sends {}: entries in the audit log", step.who, step.path);
    }
}

/// A form of any kind, sent with the token of the browser's own session.
async fn post(browser: &Browser, path: &str, body: &str) -> Page {
    let page = browser.get("/sign-in").await;
    let page = if page.location.is_some() { browser.get("/").await } else { page };
    let token = csrf_in(&page.body).unwrap_or_default();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={token}&{body}")));
    browser.send(request.expect("a request")).await
}

async fn take(browser: &Browser, route: &Route) -> Page {
    let path = filled(route.path);
    if route.method == Method::GET {
        browser.get(&path).await
    } else {
        post(browser, &path, "").await
    }
}

store::on_both_engines! {
    async fn every_form_is_sent_once_and_leaves_one_entry(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        live_through(&walk).await;
        let forms = routes().into_iter().filter(|route| route.method == Method::POST);
        let declared = forms.map(|route| name(&route.method, route.path)).collect();
        let elsewhere = ELSEWHERE.iter().map(|(path, _)| *path).chain(WITH_A_DEVICE.iter().copied());
        let tried = STORY.iter().map(|step| step.route).chain(elsewhere);
        let tried = tried.map(|route| name(&Method::POST, route)).collect();
        same(declared, tried, "guards/pages.rs: STORY");
    }

    async fn a_stranger_is_sent_to_sign_in_and_leaves_nothing(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        live_through(&walk).await;
        let before = walk.house.audit_entries().await;
        let stranger = walk.house.browser();
        for route in routes().iter().filter(|route| !matches!(route.access, Access::Open(_))) {
            let page = take(&stranger, route).await;
            let to = page.location.unwrap_or_default();
            assert!(to.starts_with("/sign-in"), "{} {}: {} {to}", route.method, route.path, page.status);
        }
        assert_eq!(walk.house.audit_entries().await, before);
    }

    async fn the_wrong_role_is_refused_and_leaves_nothing(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        live_through(&walk).await;
        let mut browsers = std::collections::HashMap::new();
        for (login, _) in &walk.callers {
            let password = if *login == "noor" { "another quiet morning" } else { PASSWORD };
            let browser = walk.house.browser();
            let fields = [("login", *login), ("password", password)];
            browser.submit("/sign-in", "/sign-in", &fields).await.is(303);
            browsers.insert(*login, browser);
        }
        let before = walk.house.audit_entries().await;
        for route in routes() {
            let (may, may_not) = walk.roles(route.access);
            if let Some(login) = may_not {
                let page = take(&browsers[login], &route).await;
                assert_eq!(page.status, 403, "{login}: {} {}", route.method, route.path);
            }
            if route.method == Method::GET && let Some(login) = may {
                let page = take(&browsers[login], &route).await;
                let opens = page.status.is_success() || page.status.is_redirection() || matches!(page.status.as_u16(), 404 | 409);
                assert!(opens, "{login}: {} {}\n{}", route.path, page.status, said(&page));
            }
        }
        assert_eq!(walk.house.audit_entries().await, before, "looking changes nothing");
    }

    async fn no_form_is_larger_than_the_limit(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        let body = format!("x={}", "a".repeat(base::limits::BODY_BYTES_MAX));
        let ada = walk.cast.browser(&walk.house, "ada").await;
        for route in routes().iter().filter(|route| route.method == Method::POST) {
            let page = post(&ada, &filled(route.path), &body).await;
            assert_eq!(page.status, 413, "{}", route.path);
        }
    }
}

#[test]
fn every_page_is_in_the_documentation() {
    let known = documentation();
    // The part before the first parameter is what people know a page by.
    let start = |path: &'static str| path.split("/{").next().unwrap_or(path);
    let pages =
        routes().into_iter().filter(|route| route.method == Method::GET && route.path != "/");
    let missing: BTreeSet<&str> = pages
        .map(|route| start(route.path))
        .filter(|path| !known.contains(&format!("`{path}")))
        .collect();
    assert!(missing.is_empty(), "say in docs/ what these pages are for: {missing:#?}");
}
