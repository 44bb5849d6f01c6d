//! The pages of people: signing in, oneself, everybody, groups and addresses.

mod addresses;
mod admit;
mod confirm;
mod everybody;
mod factors;
mod groups;
mod half;
mod one;
mod oneself;
mod rule;
mod sign_in;
mod tokens;

use web::{Access, Routes};

use crate::rights;

const SIGNING_IN: Access = Access::Open("signing in is how one becomes known");
const HALF: Access = Access::Open("the password was right, and this is the way to the session");
const BY_LINK: Access = Access::Open("the one-time link is the proof");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", SIGNING_IN, sign_in::show)
        .post("/sign-in", SIGNING_IN, sign_in::create)
        .get("/sign-in/passkey/question", SIGNING_IN, sign_in::passkey_question)
        .post("/sign-in/passkey", SIGNING_IN, sign_in::passkey)
        .get("/sign-in/second-factor", HALF, half::show)
        .post("/sign-in/second-factor", HALF, half::finish)
        .get("/sign-in/second-factor/question", HALF, half::question)
        .get("/sign-in/set-up", HALF, half::set_up)
        .post("/sign-in/set-up", HALF, half::add_app)
        .post("/sign-in/set-up/passkey", HALF, half::add_passkey)
        .get("/sign-in/set-up/passkey/question", HALF, half::new_passkey_question)
        .post("/sign-out", Access::Signed, sign_in::remove)
        .get("/set-up", BY_LINK, sign_in::set_up)
        .post("/set-up", BY_LINK, sign_in::choose)
        .get("/me", &rights::OWN, oneself::show)
        .post("/me/password", &rights::OWN, oneself::change_password)
        .post("/me/sign-out-everywhere", &rights::OWN, oneself::sign_out_everywhere)
        .post("/me/sessions/{id}/end", &rights::OWN, oneself::end_session)
        .post("/me/sessions/end-others", &rights::OWN, oneself::end_others)
        .get("/me/confirm", &rights::OWN, confirm::show)
        .post("/me/confirm", &rights::OWN, confirm::create)
        .get("/me/confirm/question", &rights::OWN, confirm::question)
        .get("/me/second-factor", &rights::OWN, factors::show)
        .get("/me/second-factor/app", &rights::OWN, factors::new_app)
        .post("/me/second-factor/app", &rights::OWN, factors::add_app)
        .post("/me/second-factor/app/end", &rights::OWN, factors::end_app)
        .post("/me/second-factor/codes", &rights::OWN, factors::renew_codes)
        .post("/me/second-factor/passkeys", &rights::OWN, factors::add_passkey)
        .get("/me/second-factor/passkeys/new", &rights::OWN, factors::new_passkey)
        .get("/me/second-factor/passkeys/question", &rights::OWN, factors::new_passkey_question)
        .post("/me/second-factor/passkeys/{id}/end", &rights::OWN, factors::end_passkey)
        .get("/me/tokens", &rights::OWN, tokens::list)
        .post("/me/tokens", &rights::OWN, tokens::create)
        .post("/me/tokens/{id}/end", &rights::OWN, tokens::end)
        .get("/second-factor", &rights::READ, rule::show)
        .post("/second-factor", &rights::CHANGE, rule::change)
        .get("/people", &rights::READ, everybody::list)
        .post("/people", &rights::CHANGE, everybody::create)
        .get("/people/new", &rights::CHANGE, everybody::new)
        .get("/people/import", &rights::CHANGE, everybody::import_form)
        .post("/people/import", &rights::CHANGE, everybody::import)
        .get("/people/{login}", &rights::READ, one::show)
        .post("/people/{login}", &rights::CHANGE, one::change)
        .post("/people/{login}/links", &rights::CHANGE, one::invite)
        .post("/people/{login}/switch", &rights::CHANGE, one::switch)
        .post("/people/{login}/second-factor/end", &rights::CHANGE, one::reset_factors)
        .post("/people/{login}/tokens/{id}/end", &rights::CHANGE, one::end_token)
        .get("/groups", &rights::READ, groups::list)
        .post("/groups", &rights::CHANGE, groups::create)
        .get("/groups/{slug}", &rights::READ, groups::show)
        .get("/addresses", &rights::READ, addresses::list)
        .post("/addresses", &rights::CHANGE, addresses::create)
        .post("/addresses/{id}/end", &rights::CHANGE, addresses::end)
}
