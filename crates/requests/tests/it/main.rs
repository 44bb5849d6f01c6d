//! The stories of requests: asked, reviewed, decided together, ended.
#![allow(clippy::unwrap_used, clippy::panic)]

mod asking;
mod changing;
mod commanding;
mod deciding;
mod ending;
mod joining;
mod leaving;
mod looking;
mod programs;
mod proving;
mod rules;
mod seeing;

use people::testing::Cast;
use requests::{Draft, Effect, Opinion, Request, Ruling, Wanted};
use store::testing::TestDatabase;
use web::{
    Caller, Capability,
    testing::{Browser, House, Page},
};

const CAPABILITIES: &[&Capability] = &[
    &people::CAPABILITY,
    &catalog::CAPABILITY,
    &policy::CAPABILITY,
    &requests::CAPABILITY,
    &web::log::CAPABILITY,
];

/// A day on which everybody is at work, and nothing was asked yet.
struct Day {
    house: House,
    cast: Cast,
}

impl Day {
    async fn begin(database: TestDatabase) -> Self {
        Self::begin_at(web::testing::URL, database).await
    }

    /// The same where people reach the pages at `url`.
    async fn begin_at(url: &str, database: TestDatabase) -> Self {
        let house = House::reached_at(url, &[], database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        catalog::sync(&house.app).await.expect("the catalogue");
        let text = policy::Draft {
            slug: "social-media".to_owned(),
            title: "Social media policy".to_owned(),
            text: "## Be kind\n\nSay who you are.".to_owned(),
            ..policy::Draft::default()
        };
        policy::publish(&house.app, &Caller::operator(), &text).await.expect("a policy");
        Self { house, cast }
    }

    async fn browser(&self, login: &str) -> Browser {
        self.cast.browser(&self.house, login).await
    }

    async fn caller(&self, login: &str) -> Caller {
        self.cast.caller(&self.house.app, login).await
    }

    /// Noor asks for LinkedIn; the page of the request.
    async fn noor_asks(&self) -> String {
        let noor = self.browser("noor").await;
        let sent = noor.submit("/requests/new?service=linkedin", "/requests", LINKEDIN).await;
        sent.is(303).location.expect("the page of the request")
    }

    /// `login` says what their seat thinks.
    async fn says(&self, login: &str, request: &str, answer: &str, note: &str) -> Page {
        let browser = self.browser(login).await;
        let page = browser.get(request).await.is(200);
        let (seat, revision) = (hidden(&page.body, "seat"), hidden(&page.body, "revision"));
        let fields =
            [("seat", seat.as_str()), ("revision", &revision), ("answer", answer), ("note", note)];
        browser.post(&format!("{request}/reviews"), &page.body, &fields).await
    }

    /// `login` decides with what the page offers.
    async fn decides(&self, login: &str, request: &str, more: &[(&str, &str)]) -> Page {
        let browser = self.browser(login).await;
        let page = browser.get(request).await.is(200);
        let fields = deciding(&page.body);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(more.iter().copied())
            .collect();
        browser.post(&format!("{request}/decisions"), &page.body, &fields).await
    }

    /// Noor asks, Mara reviews, Ivo decides.
    async fn open_door(&self) -> String {
        let request = self.noor_asks().await;
        self.says("mara", &request, "allow", "").await.is(303);
        self.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        request
    }
}

/// What Noor fills in.
const LINKEDIN: &[(&str, &str)] = &[
    ("service", "linkedin"),
    ("purpose", "Posting the spring films and answering applicants."),
    ("audience", "me"),
    ("until", "day"),
    ("until_day", "2026-12-18"),
];

fn number(request: &str) -> base::Id<Request> {
    request.rsplit('/').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// The value of the hidden field `name` on a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
    rest.split_once('"').expect("its end").0.to_owned()
}

/// The hidden fields of the form that decides; what is missing is empty.
fn deciding(page: &str) -> [(&'static str, String); 3] {
    let form = page.split_once("/decisions\"").map_or("", |(_, form)| form);
    ["seat", "revision", "evidence"].map(|name| {
        let found = form.contains(&format!("name=\"{name}\" value=\""));
        (name, if found { hidden(form, name) } else { String::new() })
    })
}

/// The draft by which a verb asks for LinkedIn.
fn draft() -> Draft {
    Draft {
        wanted: Wanted { service: "linkedin".to_owned(), ..Wanted::default() },
        purpose: "Posting the spring films.".to_owned(),
        until: "week".to_owned(),
        ..Draft::default()
    }
}

fn opinion(seat: base::Seat, answer: Effect) -> Opinion {
    Opinion { seat, revision: 1, answer, note: "Seen.".to_owned() }
}

async fn ruling(house: &House, id: base::Id<Request>, effect: Effect) -> Ruling {
    let case = requests::case(&house.app.store, id).await.expect("a database").expect("a request");
    let seen = requests::seen(&house.app, &case.request).await.expect("evidence");
    Ruling {
        seat: None,
        revision: case.request.revision,
        effect,
        reason: "Agreed.".to_owned(),
        alternative: String::new(),
        evidence_hash: seen.hash,
    }
}
