//! The gate for programs.

mod blocks;
mod editions;
mod named;
mod overview;
mod rules;
mod verdicts;

pub(crate) use blocks::BlockSheet;
pub(crate) use editions::Publication;
pub(crate) use overview::{DefaultEffect, DefaultSheet, NewDefault, Overview};
pub(crate) use rules::{NewRule, RuleEnd, RuleSheet, TargetName};
pub(crate) use verdicts::{VerdictPolicy, VerdictSheet};

use web::{Access, Api};

use crate::rights;

pub(crate) fn api() -> Api {
    let api = Api::new("Gate", "What is closed, what is open, for whom and until when.");
    verdicts(editions(rules(api)))
}

fn rules(api: Api) -> Api {
    let (making, ending) = (Access::AnyOf(rights::MAKING), Access::AnyOf(rights::ENDING));
    api.get("/gate", "Say how the gate stands", &rights::READ, overview::show)
        .get("/gate/rules", "List walls, refusals and seals", &rights::READ, rules::list)
        .post("/gate/rules", "Make a wall, a refusal or a seal", making, rules::make)
        .get("/gate/rules/{id}", "Read a rule", &rights::READ, rules::show)
        .post("/gate/rules/{id}/end", "End a rule", ending, rules::end)
        .get(
            "/gate/default",
            "Say what holds where no rule says anything",
            &rights::READ,
            overview::default,
        )
        .put(
            "/gate/default",
            "Choose what holds where no rule says anything",
            &rights::SET_DEFAULT,
            overview::set_default,
        )
}

fn editions(api: Api) -> Api {
    api.get("/gate/editions", "List editions", &rights::READ, editions::list)
        .post(
            "/gate/editions",
            "Publish the next edition, if it would say something new",
            &rights::PUBLISH,
            editions::publish,
        )
        .get("/gate/editions/{number}", "Read an edition", &rights::READ, editions::show)
}

fn verdicts(api: Api) -> Api {
    api.get("/gate/verdict", "Try a verdict", &rights::READ, verdicts::try_it)
        .get("/me/verdict", "Say whether you may", &rights::OWN_BLOCKS, verdicts::mine)
        .get(
            "/me/blocks",
            "List what was closed for you in the last hour",
            &rights::OWN_BLOCKS,
            blocks::mine,
        )
}
