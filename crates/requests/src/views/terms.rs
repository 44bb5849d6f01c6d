//! The page on which the terms of a request are changed.

use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Choice, Choices, Field, Notice, PageHeading, button_row, error_summary, form,
    },
};

use crate::{case::Case, words::Phrase};

/// Whom, when, from, until, and on which conditions.
pub(crate) fn terms_page(signed: &Signed, sent: &Form, case: &Case, phrase: &Phrase) -> Markup {
    let request = &case.request;
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Change the terms")
            .above(html! { a href=(request.href()) { "Request " (request.id) } })
            .lede(html! { (request.target.name) " for " (phrase.names.person(request.asker)) }))
        @if case.is_reviewed() {
            (Notice::warning("What the seats have said so far becomes void: they are asked anew."))
        }
        div.measure {
            (form(&format!("{}/terms", request.href()), &signed.csrf, html! {
                // What they saw: from the page, not from what stands now.
                input type="hidden" name="revision" value=(sent.text("revision"));
                (whom(sent))
                (hours(sent))
                (dates(sent, &phrase.zone))
                (conditions(sent, phrase))
                (button_row(html! {
                    (Button::primary("Change the terms"))
                    (Button::quiet("Cancel").link(&request.href()))
                }))
            }))
        }
    }
}

fn whom(sent: &Form) -> Markup {
    let choices = [
        Choice::new("named", "The people and groups named below"),
        Choice::new("everyone", "Everybody at work"),
    ];
    html! {
        (Choices::radios("audience", "Who may use it?", choices).chosen([sent.text("audience")]))
        div.if-named {
            (Field::text("people", "People or groups").value(sent.text("people"))
                .error(sent.error("people")).hint("Logins or names, with a comma between. Whoever asks is always part of it."))
        }
    }
}

fn hours(sent: &Form) -> Markup {
    html! {
        div.field-row {
            (Field::text("hours", "Days and hours").value(sent.text("hours")).optional()
                .error(sent.error("hours")).hint("Like mon-fri 09:00-17:00. Empty means always."))
            (Field::text("zone", "Time zone").short().value(sent.text("zone")).error(sent.error("zone")))
        }
    }
}

fn dates(sent: &Form, zone: &str) -> Markup {
    html! {
        div.field-row {
            (Field::moment("starts", "From").value(sent.text("starts")).optional().error(sent.error("starts")))
            (Field::moment("ends", "Until").value(sent.text("ends")).optional().error(sent.error("ends")))
        }
        p.hint { "By the clock of " (zone) ". Without a beginning it holds from the decision on." }
    }
}

fn conditions(sent: &Form, phrase: &Phrase) -> Markup {
    let labels: Vec<(String, String)> = phrase
        .policies()
        .map(|(slug, title)| (slug.to_owned(), format!("Has read {title}")))
        .collect();
    html! {
        @if !labels.is_empty() || sent.error("conditions").is_some() {
            (Choices::checkboxes("conditions", "On condition that everybody of them",
                labels.iter().map(|(slug, label)| Choice::new(slug, label)))
                .chosen(sent.all("conditions")).error(sent.error("conditions")))
        }
    }
}
