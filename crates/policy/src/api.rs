//! Policies for programs.

mod drafts;
mod readers;
mod versions;

pub(crate) use drafts::Written;
pub(crate) use readers::{MyPolicy, Reader, Retirement};
pub(crate) use versions::{Changes, LineChange, Sheet, Summary};

use web::Api;

use crate::rights;

pub(crate) fn api() -> Api {
    let api = Api::new("Policies", "The texts that hold here, and who has acknowledged them.");
    people(drafts(versions(api)))
}

fn versions(api: Api) -> Api {
    api.get("/policies", "List policies", &rights::READ, versions::list)
        .get("/policies/{slug}", "Read a policy", &rights::READ, versions::current)
        .get("/policies/{slug}/versions", "List versions", &rights::READ, versions::history)
        .post("/policies/{slug}/versions", "Publish a text", &rights::WRITE, drafts::publish_text)
        .get("/policies/{slug}/versions/{number}", "Read a version", &rights::READ, versions::one)
        .get(
            "/policies/{slug}/versions/{number}/changes",
            "Say what a version changed",
            &rights::READ,
            versions::changes,
        )
        .post("/policies/{slug}/end", "Retire a policy", &rights::RETIRE, readers::retire)
}

fn drafts(api: Api) -> Api {
    api.get("/policy-drafts", "List drafts", &rights::WRITE, drafts::list)
        .get("/policies/{slug}/draft", "Read a draft", &rights::WRITE, drafts::show)
        .put("/policies/{slug}/draft", "Save a draft", &rights::WRITE, drafts::save)
        .delete("/policies/{slug}/draft", "Discard a draft", &rights::WRITE, drafts::discard)
        .get(
            "/policies/{slug}/draft/changes",
            "Say what a draft would change",
            &rights::WRITE,
            drafts::changes,
        )
        .post(
            "/policies/{slug}/draft/publication",
            "Publish a draft",
            &rights::WRITE,
            drafts::publish,
        )
}

fn people(api: Api) -> Api {
    api.get(
        "/policies/{slug}/acknowledgements",
        "List who has read a policy and who still has to",
        &rights::SEE_READERS,
        readers::list,
    )
    .post(
        "/policies/{slug}/acknowledgements",
        "Say that you have read a policy",
        &rights::ACKNOWLEDGE,
        readers::acknowledge,
    )
    .get("/me/policies", "List policies as they stand with you", &rights::READ, readers::mine)
}
