#![doc = include_str!("../README.md")]

mod answer;
mod api;
mod ask;
mod audience;
mod case;
mod change;
mod cli;
mod comment;
mod decide;
mod decision;
mod effect;
mod end;
mod evidence;
mod join;
mod leave;
mod look;
mod pages;
mod possible;
mod prove;
mod request;
mod review;
pub mod rights;
mod rule;
mod sql;
mod target;
mod terms;
mod time_to_yes;
mod today;
mod until;
mod views;
mod whole;
mod withdraw;
mod words;

pub use ask::{Draft, ask};
pub use audience::{Audience, AudienceDraft, NAMES_MAX};
pub use case::{Case, Joiner, case};
pub use change::{TermsDraft, change_terms};
pub use comment::{Comment, comment, comments};
pub use decide::{Ruling, decide};
pub use decision::{Decider, Decision, Ending, decision, decisions_on, in_force};
pub use effect::Effect;
pub use end::end;
pub use evidence::{Seen, seen};
pub use join::join;
pub use leave::leave;
pub use prove::prove;
pub use request::{Request, State};
pub use review::{Opinion, Review, review};
pub use rule::{ALL, Rules, set_rule};
pub use target::{Target, Wanted};
pub use terms::Terms;
pub use time_to_yes::time_to_yes;
pub use withdraw::withdraw;

use web::{Capability, Command, NavLink};

/// Touched when a decision is made or ended.
pub const TOPIC: store::Topic = store::Topic("requests");

/// Asking, reviewing and deciding together, as a part of the program.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("requests": "0001_request", "0002_look")),
    rights: rights::ALL,
    routes: Some(pages::routes),
    api: Some(api::api),
    nav: &[
        NavLink::new("/requests", "Requests", &rights::ASK, 10)
            .under(&["/decisions", "/review-rules"]),
        NavLink::new("/review", "Review", &rights::REVIEW, 15)
            .count(|app, caller| Box::pin(today::count(app, caller))),
    ],
    command: Some(Command::of::<cli::Verb>("What was asked, and what was decided")),
    today: Some(|app, caller| Box::pin(today::today(app, caller))),
    evidence: Some(|app, subject| Box::pin(evidence::known(app, subject))),
    answer: Some(|app, caller, question| Box::pin(answer::answer(app, caller, question))),
    already: Some(|app, caller, subject| Box::pin(ask::already(app, caller, subject))),
    ..Capability::new("requests")
};
