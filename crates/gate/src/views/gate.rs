//! The gate on one page: what stands, what is open, what holds otherwise, who answers.

use base::Timestamp;
use maud::{Markup, Render, html};
use store::Engine;
use verdict::{OrganisationDefault, Rank};
use web::{
    Signed,
    components::{
        Button, Column, Empty, Figure, Notice, PageHeading, Row, Table, Tag, Tone, button_row,
        code_block, description_list, disclosure, error_summary, figures, form, rank, rows,
        section,
    },
};

use crate::{
    Edition, Names,
    default::{Default, word},
    memory::Helper,
    moment,
    names::{capital, rank_word},
    rights,
};

/// Everything that the page shows.
pub(crate) struct Overview {
    pub(crate) names: Names,
    /// What stands, seals first.
    pub(crate) rules: Vec<crate::Rule>,
    /// Doors and refusals that were decided on requests.
    pub(crate) decisions: Vec<verdict::Rule>,
    pub(crate) over: Vec<crate::Rule>,
    pub(crate) default: Default,
    pub(crate) editions: Vec<Edition>,
    pub(crate) helpers: Vec<Helper>,
    /// Answers since the start: open, one step missing, closed.
    pub(crate) answers: [u64; 3],
    pub(crate) trouble: Option<String>,
}

pub(crate) fn overview(signed: &Signed, all: &Overview) -> Markup {
    html! {
        @if let Some(trouble) = &all.trouble {
            (Notice::problem("The newest changes are not in force: the last good edition stays.")
                .body(html! { p { (trouble) } }))
        }
        (PageHeading::new("Gate")
            .lede(html! { "What is closed, what is open, for whom and until when. Every change is in force at the proxy within a second." })
            .actions(actions(signed)))
        (figures_of(all))
        (section("rules", "Walls, refusals and seals", rules(signed, all)))
        (section("doors", "Doors and refusals by decision", decisions(signed, all)))
        (section("default", "Where no rule says anything", default(signed, &all.default)))
        (section("editions", "Newest editions", html! {
            (super::editions::list(signed, &all.editions))
            p { a href="/gate/editions" { "All editions" } }
        }))
        (section("helpers", "Helpers", html! {
            @if signed.app.store.engine() == Engine::Postgres {
                p { "Helpers and answers are those of the node that shows you this page. Where there are several, each has its own." }
            }
            (helpers(signed, all))
        }))
        @if !all.over.is_empty() {
            (disclosure("Rules that are over", over(signed, all)))
        }
    }
}

fn actions(signed: &Signed) -> Markup {
    html! {
        @if signed.may(&rights::WALL) { (Button::primary("Put up a wall").link("/gate/rules/new?rank=wall")) }
        @else if signed.may(&rights::SEAL) { (Button::primary("Make a seal").link("/gate/rules/new?rank=seal")) }
        (Button::secondary("Try a verdict").link("/gate/try"))
    }
}

fn figures_of(all: &Overview) -> Markup {
    let edition = all.editions.first().map_or("none yet".to_owned(), |e| e.number.to_string());
    let doors = all.decisions.iter().filter(|rule| rule.rank == Rank::Door).count().to_string();
    let rules = all.rules.len().to_string();
    let [open, coach, closed] = all.answers.map(|count| count.to_string());
    let answers = format!("{open} open, {coach} with one step missing, {closed} closed");
    let sum: u64 = all.answers.iter().sum();
    figures([
        Figure::new(&edition, "Edition in force").href("/gate/editions"),
        Figure::new(&rules, "Rules that stand").href("#rules"),
        Figure::new(&doors, "Doors by decision").href("#doors"),
        Figure::new(&sum.to_string(), "Answers since the start").note(&answers),
    ])
}

fn rules(signed: &Signed, all: &Overview) -> Markup {
    if all.rules.is_empty() {
        return Empty::new(
            "Nothing is closed by a rule",
            "A wall closes a category, a service or a host until a decision opens a door in it.",
        )
        .render();
    }
    let columns = [
        Column::text("What"),
        Column::text("Rule"),
        Column::text("Whom"),
        Column::text("When"),
        Column::text("Why"),
        Column::text("Who"),
    ];
    let row = |rule: &crate::Rule| {
        vec![
            html! { a href={ "/gate/rules/" (rule.id) } { (all.names.target(&rule.target)) span.hidden { ", rule " (rule.id) } } },
            html! { (rank(rule.kind.word())) },
            html! { (capital(&all.names.audience(&rule.audience))) },
            html! { (hours(signed, rule.schedule.as_ref(), rule.from, rule.until)) },
            html! { (rule.reason) },
            html! { (rule.made_by) ", " (signed.when().short(rule.made_at)) },
        ]
    };
    Table::new("Walls, refusals and seals", columns)
        .caption_hidden()
        .rows(all.rules.iter().map(row))
        .render()
}

/// Always, or in which hours and between which instants.
pub(super) fn hours(
    signed: &Signed,
    schedule: Option<&base::Schedule>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Markup {
    let when = signed.when();
    html! {
        @if let Some(schedule) = schedule { (schedule) } @else { "Always" }
        @if let Some(from) = from.filter(|from| *from > signed.now) { ", from " (when.short(from)) }
        @if let Some(until) = until { ", until " (moment::say_end(until, &signed.app.settings.zone)) }
    }
}

fn decisions(signed: &Signed, all: &Overview) -> Markup {
    if all.decisions.is_empty() {
        return Empty::new(
            "No decision is in force",
            "When somebody asks and the seats agree, the door that they open stands here.",
        )
        .render();
    }
    let columns = [
        Column::text("Decision"),
        Column::text("What"),
        Column::text("Whom"),
        Column::text("When"),
        Column::text("Who"),
    ];
    let row = |rule: &verdict::Rule| {
        let because = &rule.because;
        vec![
            html! {
                (rank(rank_word(rule.rank))) " "
                @if let Some(request) = because.request {
                    a href={ "/requests/" (request) } { "Request " (request) }
                } @else { (rule.id) }
            },
            html! { (all.names.target(&rule.target)) },
            html! { (capital(&all.names.audience(&rule.audience))) },
            hours(signed, rule.schedule.as_ref(), rule.from, rule.until),
            html! { (because.decided_by.join(" and ")) ", " (signed.when().short(because.decided_at)) },
        ]
    };
    Table::new("Decisions in force", columns)
        .caption_hidden()
        .rows(all.decisions.iter().map(row))
        .render()
}

fn default(signed: &Signed, now: &Default) -> Markup {
    let (tone, says) = match now.effect {
        OrganisationDefault::Allow => (Tone::Allow, "Open"),
        OrganisationDefault::Deny => (Tone::Deny, "Closed"),
    };
    html! {
        p {
            (Tag::new(tone, says)) " "
            @match &now.chosen {
                Some(chosen) => { (chosen.reason) " " (chosen.chosen_by) ", " (signed.when().at(chosen.chosen_at)) "." }
                None => "This is how Footbridge begins. Nobody has chosen yet.",
            }
        }
        @if signed.may(&rights::SET_DEFAULT) {
            (disclosure("Change it", set_default(signed, now)))
        }
    }
}

fn set_default(signed: &Signed, now: &Default) -> Markup {
    let (other, label, means) = match now.effect {
        OrganisationDefault::Allow => (
            OrganisationDefault::Deny,
            "Close",
            "Every site is closed unless a decision opens it. This is a wall around everything.",
        ),
        OrganisationDefault::Deny => {
            (OrganisationDefault::Allow, "Open", "Every site is open unless a rule closes it.")
        }
    };
    let label = format!("{label} by default");
    form(
        "/gate/default",
        &signed.csrf,
        html! {
            p { (means) }
            input type="hidden" name="effect" value=(word(other));
            (web::components::Field::area("reason", "Why?", 2))
            (button_row(html! { (Button::secondary(&label)) }))
        },
    )
}

fn helpers(signed: &Signed, all: &Overview) -> Markup {
    let newest = all.editions.first().map(|edition| edition.number);
    if all.helpers.is_empty() {
        return html! {
            (Empty::new(
                "No helper is connected",
                "Once Squid runs with the lines that the command below prints, its helper shows up here.",
            )
            .action(code_block("The command that prints lines for Squid", "footbridge gate squid-conf")))
        };
    }
    rows(all.helpers.iter().map(|helper| {
        let title = format!("Process {}, version {}", helper.pid, helper.version);
        let state = match helper.edition {
            Some(edition) if Some(edition) == newest => {
                Tag::new(Tone::Allow, format!("edition {edition}"))
            }
            Some(edition) => Tag::new(Tone::Coach, format!("edition {edition}, not the newest")),
            None => Tag::new(Tone::Deny, "no edition yet"),
        };
        Row::new(title).meta(html! { "Connected " (signed.when().ago(helper.since)) }).state(state)
    }))
}

fn over(signed: &Signed, all: &Overview) -> Markup {
    rows(all.over.iter().map(|rule| {
        let words = all.names.rule(&rule.clone().in_rulebook());
        let title = html! { a href={ "/gate/rules/" (rule.id) } { (capital(&words)) } };
        Row::new(title).meta(html! {
            @match &rule.ended {
                Some(ended) => { "Ended by " (ended.by) ", " (signed.when().short(ended.at)) ": " (ended.reason) }
                None => "Ended by its date",
            }
        })
    }))
}

/// The form of the default, given back with what is wrong with it.
pub(crate) fn default_refused(signed: &Signed, typed: &web::Form, now: &Default) -> Markup {
    html! {
        (error_summary(typed.errors()))
        (PageHeading::new("Where no rule says anything"))
        (description_list([("Now", html! { (word(now.effect)) })]))
        (set_default(signed, now))
    }
}
