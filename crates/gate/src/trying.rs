//! A verdict that is tried before it matters. Nothing is recorded.

use std::net::IpAddr;

use base::{Host, Problem, Result, Timestamp};
use verdict::Who;
use web::App;

use crate::{memory::InForce, published, told::Told};

/// What the edition in force answers at `at`. `person` is a login, an address in the network, or
/// empty for somebody unknown; `host` is a host or the address of a page.
pub(crate) async fn judge(app: &App, person: &str, host: &str, at: Timestamp) -> Result<Told> {
    let in_force = published::in_force(app).await?;
    let who = who(&in_force, person)?;
    let host = Host::from_pasted(host)?;
    Told::of(&in_force, who, &host, at).with_default(&app.store).await
}

fn who(in_force: &InForce, person: &str) -> Result<Who> {
    if person.is_empty() {
        return Ok(Who::Unknown);
    }
    if let Ok(address) = person.parse::<IpAddr>() {
        return Ok(in_force.book.identify(None, Some(address)));
    }
    match in_force.book.identify(Some(person), None) {
        Who::Unknown => Err(Problem::invalid(
            "person",
            "Nobody who works here has this login. Leave it empty for somebody unknown.",
        )),
        who => Ok(who),
    }
}
