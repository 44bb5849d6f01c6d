//! The stories of the shell that every capability shares.

mod api_calls;
mod asking_the_box;
mod at_the_edge;
mod looking_after;
mod standing_around;

use web::{
    Access, Answer, Capability, Figure, Holder, NavLink, Ready, Right, Routes, Signed, Waiting,
};

const READ: Right = Right { name: "test.read", may: "read notes", holders: &[Holder::Everyone] };

/// A capability as small as one can be, and one person for whom everything is.
pub(crate) const NOTES: Capability = Capability {
    rights: &[&READ],
    routes: Some(routes),
    api: Some(api_calls::api),
    authenticate: Some(|_, token| Box::pin(api_calls::authenticate(token))),
    nav: &[NavLink::new("/notes", "Notes", &READ, 10)],
    today: Some(|app, _| {
        Box::pin(async move {
            Ok(vec![Waiting {
                title: "Read the <first> note".to_owned(),
                href: "/notes".to_owned(),
                since: app.now(),
                note: None,
            }])
        })
    }),
    answer: Some(|_, _, question| {
        Box::pin(async move { Ok((question == "note").then(|| Answer::Page("/notes".to_owned()))) })
    }),
    identify: Some(|_, id| {
        Box::pin(async move {
            let actor = base::Actor::Person {
                id,
                login: "noor".to_owned(),
                name: "Noor Haddad".to_owned(),
                seat: None,
            };
            Ok(Some(web::Caller::known(actor, vec![], vec![], false)))
        })
    }),
    ready: Some(Ready { part: "notebook", ask: |_| Box::pin(async { Ok(None) }) }),
    figures: Some(|_| {
        Box::pin(async { Ok(vec![Figure::new("footbridge_notes", "Notes that were taken.", 3.0)]) })
    }),
    ..Capability::new("notes")
};

pub(crate) const CAPABILITIES: &[&Capability] = &[&NOTES, &web::log::CAPABILITY];

fn routes() -> Routes {
    Routes::new()
        .get("/notes", &READ, async |signed: Signed| {
            signed.page("Notes", maud::html! { h1 { "Notes" } })
        })
        .get("/broken", Access::Open("to see what happens"), broken)
}

async fn broken() -> Result<(), web::Failure> {
    Err(base::Problem::internal("the note is gone", "disk on fire").into())
}

/// A browser in which Noor is signed in.
pub(crate) async fn noor(house: &web::testing::House) -> web::testing::Browser {
    let browser = house.browser();
    let act = house.app.audit.begin(base::Actor::operator()).await.expect("an act");
    let token = web::session::begin(&act, 1, "127.0.0.1", "a test").await.expect("a session");
    act.record(audit::Entry::new("test.sign-in", "person/noor")).await.expect("recorded");
    browser.set_cookie("footbridge", &token);
    browser
}
