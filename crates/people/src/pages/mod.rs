//! The pages of people: signing in, oneself, everybody, groups and addresses.

mod addresses;
mod everybody;
mod groups;
mod one;
mod oneself;
mod sign_in;

use web::{Access, Routes};

use crate::rights;

const SIGNING_IN: Access = Access::Open("signing in is how one becomes known");
const BY_LINK: Access = Access::Open("the one-time link is the proof");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", SIGNING_IN, sign_in::show)
        .post("/sign-in", SIGNING_IN, sign_in::create)
        .post("/sign-out", Access::Signed, sign_in::remove)
        .get("/set-up", BY_LINK, sign_in::set_up)
        .post("/set-up", BY_LINK, sign_in::choose)
        .get("/me", &rights::OWN, oneself::show)
        .post("/me/password", &rights::OWN, oneself::change_password)
        .post("/me/sign-out-everywhere", &rights::OWN, oneself::sign_out_everywhere)
        .get("/people", &rights::READ, everybody::list)
        .post("/people", &rights::CHANGE, everybody::create)
        .get("/people/new", &rights::CHANGE, everybody::new)
        .get("/people/import", &rights::CHANGE, everybody::import_form)
        .post("/people/import", &rights::CHANGE, everybody::import)
        .get("/people/{login}", &rights::READ, one::show)
        .post("/people/{login}", &rights::CHANGE, one::change)
        .post("/people/{login}/links", &rights::CHANGE, one::invite)
        .post("/people/{login}/switch", &rights::CHANGE, one::switch)
        .get("/groups", &rights::READ, groups::list)
        .post("/groups", &rights::CHANGE, groups::create)
        .get("/groups/{slug}", &rights::READ, groups::show)
        .get("/addresses", &rights::READ, addresses::list)
        .post("/addresses", &rights::CHANGE, addresses::create)
        .post("/addresses/{id}/end", &rights::CHANGE, addresses::end)
}
