//! The page of a request: the grounds on the left, what to do about it on the right.

use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Notice, PageHeading, PersonChip, Step, StepState, button_row, description_list,
        disclosure, error_summary, form, host, request_state, section, steps,
    },
    log::object_href,
};

use super::{asking::join_form, discussion::discussion, evidence, reviews, typed};
use crate::{
    audience::listed, decision::Decision, effect::Effect, request::Request, whole::Whole, words,
    words::Phrase,
};

/// Everything that the page shows.
pub(crate) struct Page<'a> {
    pub(crate) signed: &'a Signed,
    /// The form that could not be taken, if one was sent.
    pub(crate) sent: &'a Form,
    pub(crate) phrase: Phrase,
    pub(crate) whole: Whole,
}

impl Page<'_> {
    pub(crate) fn request(&self) -> &Request {
        &self.whole.case.request
    }

    /// `LinkedIn for Noor Haddad`.
    pub(crate) fn title(&self) -> String {
        format!("{} for {}", self.request().target.name, self.name(self.request().asker))
    }

    pub(crate) fn name(&self, person: i64) -> &str {
        self.phrase.names.person(person)
    }

    fn state(&self) -> &'static str {
        match &self.whole.decision {
            Some(decision) if decision.is_ended() || decision.is_over(self.signed.now) => "ended",
            Some(_) => "decided",
            None if self.request().is_withdrawn() => "ended",
            None if self.whole.case.is_agreed() => "agreed",
            None => "open",
        }
    }
}

/// The whole of it.
pub(crate) fn whole_page(page: &Page<'_>) -> Markup {
    html! {
        (error_summary(page.sent.errors()))
        (heading(page))
        (progress(page))
        div.columns {
            div {
                (section("asked", "What is asked", asked(page)))
                @if let Some(seen) = &page.whole.evidence {
                    (section("evidence", "What is known", evidence(&seen.panels)))
                }
                (section("discussion", "Discussion", discussion(page)))
            }
            aside {
                @if let Some(decision) = &page.whole.decision {
                    (section("decided", "Decision", decided(page, decision)))
                }
                (section("reviews", "Reviews", reviews::reviews(page)))
                @if page.whole.evidence.is_some() {
                    (section("decide", "Decide", reviews::decide(page)))
                }
                (going(page))
            }
        }
    }
}

fn heading(page: &Page<'_>) -> Markup {
    let (request, when) = (page.request(), page.signed.when());
    let joined: Vec<String> = page
        .whole
        .case
        .joiners
        .iter()
        .map(|joiner| page.name(joiner.person_id).to_owned())
        .collect();
    let lede = html! {
        div.cluster {
            (request_state(page.state()))
            span {
                (page.name(request.asker)) " asked " (when.ago(request.asked_at)) "."
                @if !joined.is_empty() { " " (listed(&joined)) " joined." }
            }
        }
    };
    let title = page.title();
    html! {
        (PageHeading::new(&title)
            .above(html! { a href="/requests" { "Requests" } " · " (request.id) })
            .lede(lede)
            .actions(html! {
                @if page.whole.evidence.is_some() { a.narrow-only href="#reviews" { "Review and decide" } }
                @if page.signed.may(&web::log::READ) {
                    (Button::quiet("In the audit log").link(&object_href(&request.object())).small())
                }
            }))
    }
}

fn progress(page: &Page<'_>) -> Markup {
    let (request, when) = (page.request(), page.signed.when());
    let asked = Step::new("Asked", StepState::Done).note(when.short(request.asked_at));
    if let Some(at) = request.withdrawn_at {
        let withdrawn = Step::new("Withdrawn", StepState::Stopped).note(when.short(at));
        return steps("Where this request stands", [asked, withdrawn]);
    }
    let reviewed = page.whole.case.required.len() - page.whole.case.silent().len();
    let count = html! { (reviewed) " of " (page.whole.case.required.len()) " seats" };
    let all = match &page.whole.decision {
        None if page.whole.case.is_agreed() => vec![
            asked,
            Step::new("Reviews", StepState::Done).note(count),
            Step::new("Decision", StepState::Current).note(html! { "All seats agree" }),
            Step::new("In force", StepState::Ahead),
        ],
        None => vec![
            asked,
            Step::new("Reviews", StepState::Current).note(count),
            Step::new("Decision", StepState::Ahead),
            Step::new("In force", StepState::Ahead),
        ],
        Some(decision) => after_the_decision(page, asked, decision),
    };
    steps("Where this request stands", all)
}

fn after_the_decision<'a>(page: &Page<'_>, asked: Step<'a>, decision: &Decision) -> Vec<Step<'a>> {
    let (when, now) = (page.signed.when(), page.signed.now);
    let reviews = Step::new("Reviews", StepState::Done);
    if !decision.is_allow() {
        let refused =
            Step::new("Refused", StepState::Stopped).note(when.short(decision.decided_at));
        return vec![asked, reviews, refused];
    }
    let decided = Step::new("Decision", StepState::Done).note(when.short(decision.decided_at));
    let ended = decision.ending.as_ref().map(|ending| ending.at);
    let ended = ended.or(decision.terms.ends.filter(|ends| *ends <= now));
    match (ended, decision.terms.ends) {
        (Some(at), _) => vec![
            asked,
            reviews,
            decided,
            Step::new("In force", StepState::Done),
            Step::new("Ended", StepState::Done).note(when.short(at)),
        ],
        (None, ends) => {
            let state = if decision.is_ahead(now) { StepState::Ahead } else { StepState::Current };
            let ends = ends.map_or(html! { "No end" }, |at| when.short(at));
            vec![
                asked,
                reviews,
                decided,
                Step::new("In force", state),
                Step::new("Ends", StepState::Ahead).note(ends),
            ]
        }
    }
}

fn asked(page: &Page<'_>) -> Markup {
    let (request, phrase) = (page.request(), &page.phrase);
    let terms = &request.terms;
    let mut lines = vec![
        ("For", typed(&request.purpose)),
        ("What", what(request)),
        (
            "Who",
            html! {
                @if terms.audience.people == [request.asker] && terms.audience.groups.is_empty() {
                    (PersonChip::new(page.name(request.asker)))
                } @else { (phrase.names.audience(&terms.audience)) }
            },
        ),
        (
            "When",
            html! {
                @match &terms.schedule { Some(schedule) => (schedule), None => "At any time" }
            },
        ),
    ];
    if let Some(starts) = terms.starts {
        lines.push(("From", html! { (words::moment(starts, &phrase.zone)) }));
    }
    lines.push((
        "Until",
        html! {
            @match terms.ends { Some(ends) => (words::until(ends, &phrase.zone)), None => "No end" }
        },
    ));
    lines.push((
        "Condition",
        html! {
            @if terms.conditions.is_empty() { "None" }
            @else { "Has read " (phrase.conditions(terms)) }
        },
    ));
    if let Some(old) = request.replaces {
        lines.push(("In place of", html! { a href={ "/decisions/" (old) } { "Decision " (old) } }));
    }
    if let Some(told) = &request.told {
        lines.push(("They were told", html! { (told) }));
    }
    html! {
        @if let Some(notice) = changed(page) { (notice) }
        (description_list(lines))
        (uncovered(page))
        @if page.whole.case.may_change(&page.signed.caller) {
            p { (Button::secondary("Change the terms").link(&format!("{}/terms", request.href())).small()) }
        }
    }
}

fn what(request: &Request) -> Markup {
    let target = &request.target;
    html! {
        @if let Some(href) = target.href() { a href=(href) { (target.name) } }
        @else { (host(&target.key)) }
        @if let Some(at) = request.host.as_deref().filter(|at| *at != target.key) {
            ", closed at " (host(at))
        }
    }
}

/// That the terms were changed, by whom and when, and what it did to earlier reviews.
fn changed(page: &Page<'_>) -> Option<Markup> {
    let change = page.whole.changes.last().filter(|_| page.request().is_open())?;
    let void =
        page.whole.case.reviews.iter().any(|review| review.revision < page.request().revision);
    let says = format!("{} changed the terms.", page.name(change.changed_by));
    let when = page.signed.when();
    Some(html! {
        (Notice::note(&says).body(html! {
            p {
                (when.at(change.changed_at)) "."
                @if void { " Earlier reviews are void: every seat is asked anew." }
            }
        }))
    })
}

/// Who joined, wants to use it and is not part of the terms.
fn uncovered(page: &Page<'_>) -> Markup {
    let covered = &page.request().terms.audience;
    let outside = page.whole.case.joiners.iter().filter(|joiner| {
        joiner.is_included() && !covered.everyone && !covered.people.contains(&joiner.person_id)
    });
    let names: Vec<String> = outside.map(|joiner| page.name(joiner.person_id).to_owned()).collect();
    if names.is_empty() || !page.request().is_open() {
        return html! {};
    }
    let says = format!(
        "{} joined after the first review and is not part of these terms yet.",
        listed(&names)
    );
    html! { (Notice::warning(&says).body(html! { p { "A seat can take them in by changing the terms." } })) }
}

fn decided(page: &Page<'_>, decision: &Decision) -> Markup {
    let says = page.phrase.sentence(decision.effect, &decision.target.name, &decision.terms);
    html! {
        div.panel.stack {
            p { (says) }
            p.quiet { (decision.reason) }
            @if let Some(ending) = &decision.ending {
                p { "Ended by " (ending.by) " " (page.signed.when().ago(ending.at)) ": " (ending.reason) }
            }
            @if decision.is_open_to(&page.signed.caller) {
                p { (Button::secondary("See the record").link(&decision.href()).small()) }
            }
        }
    }
}

/// What whoever asked or joined can do when they need it no more.
fn going(page: &Page<'_>) -> Markup {
    let (case, caller) = (&page.whole.case, &page.signed.caller);
    html! {
        @if case.may_withdraw(caller) {
            (no_more(page, "Withdraw the request", "withdrawal", "Withdraw",
                "Nobody looks at it any more. If you need it later, you can ask again."))
        }
        @if case.may_leave(caller) {
            (no_more(page, "Leave the request", "joins/end", "Leave",
                "You are no longer asked or told about it. You can join again while it is open."))
        }
    }
}

fn no_more(page: &Page<'_>, title: &str, to: &str, verb: &str, says: &str) -> Markup {
    let action = format!("{}/{to}", page.request().href());
    let body = html! { p { (says) } (button_row(html! { (Button::secondary(verb)) })) };
    disclosure(title, form(&action, &page.signed.csrf, body))
}

/// What everybody else sees of an open request.
pub(crate) fn who_may_join(signed: &Signed, request: &Request, title: &str, sent: &Form) -> Markup {
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new(title).above(html! { a href="/requests" { "Requests" } }).lede(html! {
            "Somebody asked " (signed.when().ago(request.asked_at))
            ". Join the request if you need it too; what you say together weighs more."
        }))
        (join_form(signed, request))
    }
}

/// The sentence of what would be decided.
pub(crate) fn proposal(page: &Page<'_>, effect: Effect) -> String {
    let request = page.request();
    let mut terms = request.terms.clone();
    if effect == Effect::Refuse {
        (terms.schedule, terms.starts) = (None, None);
        terms.conditions.clear();
    }
    page.phrase.sentence(effect, &request.target.name, &terms)
}
