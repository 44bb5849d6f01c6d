//! What the pages show.

use base::limits;
use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Column, Empty, Field, Notice, PageHeading, Pagination, Table, Tag, Tone,
        button_row, code_block, description_list, error_summary, form, section,
    },
};

use crate::{Delivery, Made, State, Webhook, rights};

pub(crate) fn list(signed: &Signed, webhooks: &[Webhook]) -> Markup {
    let columns = ["Name", "Sends to", "Acts", "State"].map(Column::text);
    let rows = webhooks.iter().map(|webhook| {
        vec![
            html! { a href=(webhook.href()) { (webhook.name) } },
            html! { (webhook.url) },
            html! { (acts(webhook)) },
            state(signed, webhook),
        ]
    });
    html! {
        (PageHeading::new("Webhooks")
            .lede(html! { "Other programs that are told what happened, soon after it was recorded." })
            .actions(html! {
                @if signed.may(&rights::KEEP) { (Button::primary("New webhook").link("/webhooks/new")) }
            }))
        @if webhooks.is_empty() {
            (Empty::new("No program is told yet", "A webhook tells a chat room that a request waits, or a ticket system that a wall was put up."))
        } @else { (Table::new("Webhooks", columns).caption_hidden().rows(rows)) }
    }
}

fn acts(webhook: &Webhook) -> String {
    if webhook.acts.is_empty() { "everything".to_owned() } else { webhook.acts.join(", ") }
}

fn state(signed: &Signed, webhook: &Webhook) -> Markup {
    let when = signed.when();
    html! {
        @if let Some(off) = webhook.off_at { (Tag::new(Tone::Quiet, "Off")) " since " (when.short(off)) }
        @else if let Some(since) = webhook.failing_since {
            (Tag::new(Tone::Coach, "Not taken")) " since " (when.short(since))
        } @else { "On" }
    }
}

pub(crate) fn new(signed: &Signed, sent: &Form) -> Markup {
    let field = |field: Field<'_>, name: &str| {
        html! { (field.value(sent.text(name)).error(sent.error(name))) }
    };
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("New webhook").above(html! { a href="/webhooks" { "Webhooks" } }))
        (form("/webhooks", &signed.csrf, html! {
            (field(Field::text("name", "Name").hint("What it is for."), "name"))
            (field(Field::text("url", "Address")
                .hint("Where each act is sent, by POST. It must be public, or in a network that whoever runs Footbridge allows."), "url"))
            (field(Field::area("acts", "Acts", 3).optional()
                .hint("As the audit log shows them: requests.decide, or a whole part such as gate. Leave it empty for everything."), "acts"))
            (button_row(html! { (Button::primary("Make webhook")) (Button::quiet("Cancel").link("/webhooks")) }))
        }))
    }
}

pub(crate) fn made(made: &Made) -> Markup {
    html! {
        (PageHeading::new("Webhook made").above(html! { a href="/webhooks" { "Webhooks" } }))
        (Notice::done("Here is its secret. It is shown only now: give it to the program that receives."))
        (code_block("Secret", &made.secret))
        p { "By it the receiver checks the header " code { "webhook-signature" } ", as “Standard Webhooks” says." }
        p { (Button::primary("See the webhook").link(&made.webhook.href())) }
    }
}

pub(crate) fn one(signed: &Signed, webhook: &Webhook, sent: &[Delivery], older: bool) -> Markup {
    let more = sent.len() > limits::PAGE_ROWS;
    let shown = &sent[..sent.len().min(limits::PAGE_ROWS)];
    let next =
        shown.last().filter(|_| more).map(|last| format!("{}?before={}", webhook.href(), last.id));
    let newest = older.then(|| webhook.href());
    let when = signed.when();
    html! {
        (PageHeading::new(&webhook.name).above(html! { a href="/webhooks" { "Webhooks" } }))
        @if let Some(because) = &webhook.off_because { (Notice::note(because)) }
        (description_list([
            ("Sends to", html! { (webhook.url) }),
            ("Acts", html! { (acts(webhook)) }),
            ("State", state(signed, webhook)),
            ("Made", html! { (webhook.created_by) ", " (when.short(webhook.created_at)) }),
        ]))
        @if signed.may(&rights::KEEP) { (keeping(signed, webhook)) }
        (section("deliveries", "What was sent", html! {
            @if shown.is_empty() {
                (Empty::new("Nothing was sent yet", "The next act that fits is sent within seconds."))
            } @else { (deliveries(signed, webhook, shown)) }
            (Pagination { newer: newest.as_deref(), older: next.as_deref() })
        }))
    }
}

fn keeping(signed: &Signed, webhook: &Webhook) -> Markup {
    let (to, label) = if webhook.is_on() { ("off", "Switch off") } else { ("on", "Switch on") };
    html! {
        div.button-row {
            (form(&format!("{}/state", webhook.href()), &signed.csrf, html! {
                input type="hidden" name="to" value=(to);
                (Button::secondary(label))
            }))
            (form(&format!("{}/end", webhook.href()), &signed.csrf, html! { (Button::danger("End webhook")) }))
        }
    }
}

fn deliveries(signed: &Signed, webhook: &Webhook, sent: &[Delivery]) -> Markup {
    let when = signed.when();
    let columns = [
        Column::text("Act"),
        Column::text("Queued"),
        Column::number("Tries"),
        Column::text("Answer"),
        Column::text(""),
    ];
    let rows = sent.iter().map(|delivery| {
        let again = format!("{}/deliveries/{}", webhook.href(), delivery.id);
        vec![
            html! { a href={ "/audit/" (delivery.seq) } { (delivery.act) } },
            when.short(delivery.queued_at),
            html! { (delivery.attempts) },
            answer(delivery),
            html! {
                @if webhook.is_on() && signed.may(&rights::KEEP) {
                    (form(&again, &signed.csrf, html! { (Button::quiet("Send again").about(&delivery.act).small()) }))
                }
            },
        ]
    });
    html! { (Table::new("What was sent", columns).caption_hidden().rows(rows)) }
}

fn answer(delivery: &Delivery) -> Markup {
    let said: String = delivery.said.as_deref().unwrap_or_default().chars().take(120).collect();
    html! {
        @match delivery.state {
            State::Taken => { (Tag::new(Tone::Allow, "Taken")) }
            State::Failed => { (Tag::new(Tone::Deny, "Given up")) }
            State::Waiting => { (Tag::new(Tone::Coach, "Waits")) }
        }
        @if let Some(status) = delivery.status { " " (status) }
        @if !said.is_empty() { " " span.quiet { (said) } }
    }
}
