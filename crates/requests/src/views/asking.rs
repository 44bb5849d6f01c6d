//! The page on which people ask.

use maud::{Markup, html};
use people::Group;
use web::{
    Form, Signed,
    components::{
        Button, Choice, Choices, Field, Notice, PageHeading, button_row, disclosure, error_summary,
        form, host,
    },
};

use super::paragraph;
use crate::{request::Request, target::Found};

/// What stands already about what somebody wants.
pub(crate) struct Asking {
    pub(crate) found: Option<Found>,
    pub(crate) already: Option<String>,
    pub(crate) open: Vec<Request>,
}

impl Asking {
    fn is_needless(&self) -> bool {
        self.already.is_some() || !self.open.is_empty()
    }

    pub(crate) fn title(&self) -> String {
        match &self.found {
            Some(found) => format!("Ask for {}", found.target.name),
            None => "Ask for something".to_owned(),
        }
    }
}

/// Three questions, after what can be said already.
pub(crate) fn ask_page(signed: &Signed, sent: &Form, asking: &Asking, own: &[Group]) -> Markup {
    let title = asking.title();
    // Whoever has chosen to ask all the same sees the form and what is wrong with it.
    let offers_less = asking.is_needless() && !sent.ticked("anyway");
    html! {
        @if !offers_less { (error_summary(sent.errors())) }
        @if let Some(sentence) = &asking.already {
            (Notice::done(sentence).body(html! {
                p { "Ask all the same if you need it at other times, for others, or for longer." }
            }))
        } @else if let Some(open) = asking.open.first() { (Notice::note(&asked_already(signed, open))) }
        (PageHeading::new(&title).lede(html! {
            "Communications and IT look at it together. You see what is said and decided, and it opens within a second."
        }))
        div.measure.stack {
            @if offers_less {
                (instead(signed, asking))
                (disclosure("Ask all the same", questions(signed, sent, asking, own)))
            } @else { (questions(signed, sent, asking, own)) }
        }
    }
}

fn asked_already(signed: &Signed, open: &Request) -> String {
    if Some(open.asker) == signed.caller.person() {
        format!("You have asked this already: it is request {}.", open.id)
    } else {
        format!("This is asked already: it is request {}.", open.id)
    }
}

/// What to do about a request that is open, rather than asking again.
fn instead(signed: &Signed, asking: &Asking) -> Markup {
    let Some(open) = asking.open.first().filter(|_| asking.already.is_none()) else {
        return html! {};
    };
    html! {
        @if Some(open.asker) == signed.caller.person() {
            p { (Button::primary("Look at your request").link(&open.href())) }
        } @else {
            p { "Somebody asked " (signed.when().ago(open.asked_at)) ". Join them: what you say together weighs more." }
            (join_form(signed, open))
        }
    }
}

/// Joining, with the choice to follow only.
pub(crate) fn join_form(signed: &Signed, open: &Request) -> Markup {
    form(
        &format!("{}/joins", open.href()),
        &signed.csrf,
        html! {
            (Choices::checkbox("only_follow", Choice::new("yes", "I only want to follow it")))
            (button_row(html! { (Button::primary("Join it")) }))
        },
    )
}

fn questions(signed: &Signed, sent: &Form, asking: &Asking, own: &[Group]) -> Markup {
    form(
        "/requests",
        &signed.csrf,
        html! {
            (what(sent, asking))
            @for name in ["door", "told", "replaces"] {
                @if !sent.text(name).is_empty() { input type="hidden" name=(name) value=(sent.text(name)); }
            }
            @if asking.is_needless() { input type="hidden" name="anyway" value="yes"; }
            (paragraph("purpose", "What do you need it for?", 3).value(sent.text("purpose"))
                .error(sent.error("purpose"))
                .hint("One or two sentences. Whoever decides reads this first."))
            (with_whom(sent, own))
            (until_when(sent))
            (button_row(html! { (Button::primary("Send request")) (Button::quiet("Cancel").link("/")) }))
        },
    )
}

/// What is known from the door is told and not asked again.
fn what(sent: &Form, asking: &Asking) -> Markup {
    let wrong = sent.error("host").or(sent.error("name"));
    if let Some(found) = asking.found.as_ref().filter(|_| wrong.is_none()) {
        return known(sent, found);
    }
    let typed = ["name", "host", "service"].map(|name| sent.text(name));
    let typed = typed.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    html! {
        (Field::text("name", "What do you want to use?").value(typed).error(wrong)
            .hint("Its name, or its address like app.example.com. A pasted link is fine."))
    }
}

fn known(sent: &Form, found: &Found) -> Markup {
    html! {
        p {
            strong { (found.target.name) }
            @if let Some(at) = found.host.as_deref().filter(|at| *at != found.target.name) {
                ", at " (host(at))
            }
            " " a.small href="/requests/new" { "Something else" }
            @if !sent.text("told").is_empty() { br; span.small.quiet { (sent.text("told")) } }
        }
        @if found.target.is_service() {
            input type="hidden" name="service" value=(found.target.key);
        }
        @if let Some(at) = &found.host { input type="hidden" name="host" value=(at); }
    }
}

fn with_whom(sent: &Form, own: &[Group]) -> Markup {
    let groups: Vec<(String, String)> = own
        .iter()
        .map(|group| (format!("group:{}", group.slug), format!("Everybody in {}", group.name)))
        .collect();
    let choices = [Choice::new("me", "Only me")]
        .into_iter()
        .chain(groups.iter().map(|(value, label)| Choice::new(value, label)))
        .chain([
            Choice::new("named", "Me and the people or groups named below"),
            Choice::new("everyone", "Everybody at work"),
        ]);
    let chosen = Some(sent.text("audience")).filter(|choice| !choice.is_empty()).unwrap_or("me");
    html! {
        (Choices::radios("audience", "Who with?", choices).chosen([chosen]))
        div.if-named {
            (Field::text("people", "People or groups").value(sent.text("people"))
                .error(sent.error("people")).hint("Names or logins, with a comma between."))
        }
    }
}

fn until_when(sent: &Form) -> Markup {
    let choices = [
        Choice::new("today", "Today").hint("Until 18:00; asked later, until midnight."),
        Choice::new("week", "For a week"),
        Choice::new("quarter", "For a quarter"),
        Choice::new("day", "Until the end of the day below"),
        Choice::new("open", "With no end in sight").hint("A year is proposed. It can be renewed."),
    ];
    let chosen = Some(sent.text("until")).filter(|choice| !choice.is_empty()).unwrap_or("quarter");
    html! {
        (Choices::radios("until", "Until when?", choices).chosen([chosen]).error(sent.error("until")))
        div.if-day {
            (Field::date("until_day", "Day").value(sent.text("until_day"))
                .error(sent.error("until_day")))
        }
    }
}
