//! People for programs.

mod addresses;
mod factors;
mod groups;
mod oneself;
mod people;

use web::Api;

use crate::rights::{CHANGE, OWN, READ};

pub(crate) use self::{
    addresses::{Mapped, Mapping},
    factors::Has,
    groups::{GroupDraft, GroupSheet},
    oneself::{Made, NewToken, TokenSheet},
    people::{Invitation, PersonDraft, PersonSheet, Sent, Switch},
};

pub(crate) fn api() -> Api {
    let api = Api::new("People", "Who works here, in which groups, and how they sign in.");
    sign_in(everybody(api))
}

fn everybody(api: Api) -> Api {
    api.get("/people", "List people", &READ, people::list)
        .post("/people", "Add a person", &CHANGE, people::create)
        .post("/people/import", "Import people from a CSV file", &CHANGE, people::import)
        .get("/people/{login}", "Read a person", &READ, people::show)
        .put("/people/{login}", "Describe a person anew", &CHANGE, people::replace)
        .put("/people/{login}/active", "Switch a person on or off", &CHANGE, people::switch)
        .post("/people/{login}/links", "Make a link to choose a password", &CHANGE, people::invite)
        .get("/people/{login}/tokens", "List somebody's tokens", &CHANGE, people::tokens)
        .delete("/people/{login}/tokens/{id}", "End somebody's token", &CHANGE, people::end_token)
        .get(
            "/people/{login}/second-factor",
            "Read what factors somebody has",
            &CHANGE,
            factors::of,
        )
        .delete(
            "/people/{login}/second-factor",
            "Take away somebody's factors",
            &CHANGE,
            factors::reset,
        )
        .get("/groups", "List groups", &READ, groups::list)
        .post("/groups", "Add a group", &CHANGE, groups::create)
        .get("/groups/{slug}", "Read a group and its members", &READ, groups::show)
        .get("/addresses", "List addresses that stand for somebody", &READ, addresses::list)
        .post("/addresses", "Say who is behind an address", &CHANGE, addresses::create)
        .delete("/addresses/{id}", "Forget who is behind an address", &CHANGE, addresses::end)
        .get("/second-factor", "Read who must have a second factor", &READ, factors::rule)
        .put("/second-factor", "Set who must have a second factor", &CHANGE, factors::set_rule)
}

fn sign_in(api: Api) -> Api {
    api.get("/me", "Read who you are", &OWN, oneself::show)
        .put("/me/password", "Change your password", &OWN, oneself::change_password)
        .get("/me/sessions", "List where you are signed in", &OWN, oneself::list_sessions)
        .delete("/me/sessions", "Sign out everywhere", &OWN, oneself::end_sessions)
        .delete("/me/sessions/{id}", "End one session", &OWN, oneself::end_session)
        .get("/me/second-factor", "Read what factors you have", &OWN, factors::own)
        .get("/me/tokens", "List your tokens", &OWN, oneself::tokens)
        .post("/me/tokens", "Make a token", &OWN, oneself::make_token)
        .delete("/me/tokens/{id}", "End a token", &OWN, oneself::end_token)
}
