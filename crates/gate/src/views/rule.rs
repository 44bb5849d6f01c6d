//! One rule, and the form for a new one.

use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Choice, Choices, Field, PageHeading, ScheduleFields, button_row, description_list,
        error_summary, form, rank, section,
    },
    log::object_href,
};

use crate::{Kind, Names, Rule};

/// What the form offers to choose from: short names and names.
pub(crate) struct Offered {
    pub(crate) categories: Vec<(String, String)>,
    pub(crate) groups: Vec<(String, String)>,
}

/// The form for a new rule, as far as it is filled in.
pub(crate) fn new_rule(signed: &Signed, typed: &Form, offered: &Offered) -> Markup {
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| signed.may(kind.making())).collect();
    html! {
        (error_summary(typed.errors()))
        (PageHeading::new("New rule").above(html! { a href="/gate" { "Gate" } }).lede(html! {
            "It is in force within a second of saving. It cannot be changed later, only ended."
        }))
        (form("/gate/rules", &signed.csrf, html! {
            (Choices::radios("rank", "What does it do?", kinds.iter().map(|kind| choice(*kind)))
                .chosen([typed.text("rank")]).error(typed.error("rank")))
            (what(typed, offered))
            (whom(typed, offered))
            (times(signed, typed))
            (Field::area("reason", "Why?", 3).value(typed.text("reason")).error(typed.error("reason"))
                .hint("One or two sentences. Everybody who meets the rule reads them."))
            (Field::text("alternative", "What can they use instead?").optional()
                .value(typed.text("alternative")).error(typed.error("alternative")))
            (button_row(html! {
                (Button::primary("Save rule"))
                (Button::quiet("Cancel").link("/gate"))
            }))
        }))
    }
}

fn choice(kind: Kind) -> Choice<'static> {
    match kind {
        Kind::Wall => Choice::new("wall", "Wall").hint("Closed, unless a decision opens a door."),
        Kind::Refusal => Choice::new("refusal", "Refusal")
            .hint("Closed for these people, whatever doors there are."),
        Kind::Seal => Choice::new("seal", "Seal")
            .hint("Closed for everybody it names until security or legal lift it."),
    }
}

fn what(typed: &Form, offered: &Offered) -> Markup {
    const KINDS: [Choice<'static>; 4] = [
        Choice::new("category", "A category")
            .hint("Every service in it, also those that come later."),
        Choice::new("service", "A service").hint("All its domains."),
        Choice::new("host", "A host").hint("That name and all below it."),
        Choice::new("everything", "Everything"),
    ];
    let none = [Choice::new("", "Choose a category")];
    let target = match (typed.text("target"), typed.text("rank")) {
        ("", "seal") => "host",
        ("", _) => "category",
        (target, _) => target,
    };
    let categories = offered.categories.iter().map(|(slug, name)| Choice::new(slug, name));
    html! {
        (Choices::radios("target", "What is it about?", KINDS)
            .chosen([target]).error(typed.error("target")))
        div.if-category {
            (Field::select("category", "Category", none.into_iter().chain(categories))
                .value(typed.text("category")).error(typed.error("category")))
        }
        div.if-service {
            (Field::text("service", "Service").value(typed.text("service"))
                .error(typed.error("service")).hint("Its name or short name, for example linkedin."))
        }
        div.if-host {
            (Field::text("host", "Host").value(typed.text("host")).error(typed.error("host"))
                .hint("For example example.com. Write =example.com for that name alone."))
        }
    }
}

fn whom(typed: &Form, offered: &Offered) -> Markup {
    let groups = offered.groups.iter().map(|(slug, name)| Choice::new(slug, name));
    html! {
        (Choices::checkboxes("groups", "Which groups?", groups).chosen(typed.all("groups"))
            .hint("Choose none and name nobody, and it is about everyone.").error(typed.error("groups")))
        (Field::text("people", "Which people?").optional().value(typed.text("people"))
            .error(typed.error("people")).hint("Their logins, with commas between."))
    }
}

fn times(signed: &Signed, typed: &Form) -> Markup {
    let zone = match typed.text("zone") {
        "" => signed.app.settings.zone.as_str(),
        zone => zone,
    };
    let error = ["days", "from", "to", "zone"]
        .into_iter()
        .find_map(|field| typed.error(field).map(|sentence| (field, sentence)));
    html! {
        (ScheduleFields {
            legend: "In which hours? Choose no day, and it holds always.",
            days: typed.all("days"),
            from: typed.text("from"),
            to: typed.text("to"),
            zone,
            error,
        })
        div.field-row {
            (Field::moment("starts", "Begins").optional().value(typed.text("starts")).error(typed.error("starts")))
            (Field::moment("ends", "Ends by itself").optional().value(typed.text("ends")).error(typed.error("ends")))
        }
    }
}

/// A rule with its whole record, and the form that ends it.
pub(crate) fn show_rule(
    signed: &Signed,
    rule: &Rule,
    names: &Names,
    met: u64,
    typed: &Form,
) -> Markup {
    let when = signed.when();
    let title = format!("{} {}", rule.kind, rule.id);
    html! {
        (error_summary(typed.errors()))
        (PageHeading::new(&title).above(html! { a href="/gate" { "Gate" } })
            .lede(html! { (rank(rule.kind.word())) " " (names.target(&rule.target)) " for " (names.audience(&rule.audience)) }))
        (description_list([
            ("Why", html! { (rule.reason) }),
            ("When", super::gate::hours(signed, rule.schedule.as_ref(), rule.from, rule.until)),
            ("Instead", html! { (rule.alternative.as_deref().unwrap_or("Nothing named")) }),
            ("Made by", html! { (rule.made_by) ", " (when.at(rule.made_at)) }),
            ("Met", html! {
                @match met {
                    0 => "Never since the server started",
                    1 => "Once since the server started",
                    met => { (met) " times since the server started" }
                }
            }),
            ("History", html! { a href=(object_href(&rule.key())) { "In the audit log" } }),
        ]))
        @match &rule.ended {
            Some(ended) => (section("ended", "Ended", html! {
                p { (ended.by) ", " (when.at(ended.at)) ": " (ended.reason) }
            })),
            None if rule.is_over(signed.now) => p { "It ended by its date." },
            None if signed.may(rule.kind.ending()) => (end_form(signed, rule, typed)),
            None => p { "Only " (rule.kind.ending().who()) " may " (rule.kind.ending().may) "." },
        }
    }
}

fn end_form(signed: &Signed, rule: &Rule, typed: &Form) -> Markup {
    let (title, label) = match rule.kind {
        Kind::Seal => ("Lift this seal", "Lift seal"),
        Kind::Wall | Kind::Refusal => ("End this rule", "End rule"),
    };
    let action = format!("/gate/rules/{}/end", rule.id);
    section(
        "end",
        title,
        form(
            &action,
            &signed.csrf,
            html! {
                (Field::area("reason", "Why?", 2).value(typed.text("reason")).error(typed.error("reason")))
                (button_row(html! { (Button::danger(label)) }))
            },
        ),
    )
}
