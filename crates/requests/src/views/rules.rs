//! The page of the organisation's rule.

use base::Seat;
use catalog::Category;
use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Choice, Choices, Column, Field, PageHeading, Table, button_row, error_summary,
        form, section,
    },
};

use super::{lists::views, reviews::seat_choices};
use crate::{
    audience::listed,
    rights,
    rule::{ALL, Rules},
    target::UNKNOWN,
};

/// The rules, and the form that sets one.
pub(crate) fn rules_page(
    signed: &Signed,
    sent: &Form,
    rules: &Rules,
    categories: &[Category],
) -> Markup {
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Who must agree").lede(html! {
            "Which seats must say the same before something of a category is decided. Two different people decide, never the one who asked."
        }))
        (views(signed, "Who must agree"))
        (table(rules, categories))
        @if signed.may(&rights::SET_RULE) {
            (section("set", "Set a rule", set_form(signed, sent, categories)))
        }
    }
}

fn named<'a>(categories: &'a [Category], slug: &'a str) -> &'a str {
    match slug {
        UNKNOWN => "Sites that no service covers",
        _ => categories.iter().find(|known| known.slug == slug).map_or(slug, |known| &known.name),
    }
}

fn table(rules: &Rules, categories: &[Category]) -> Markup {
    let row = |name: &str, seats: &[Seat]| {
        let seats = listed(&seats.iter().map(ToString::to_string).collect::<Vec<_>>());
        vec![html! { (name) }, html! { (seats) }]
    };
    let own = rules.own().iter().map(|(slug, seats)| row(named(categories, slug), seats));
    let others = if rules.own().is_empty() { "Every category" } else { "Every other category" };
    let table = Table::new("Rules", [Column::text("Category"), Column::text("Seats")]);
    html! {
        (table.caption_hidden().rows(own).row(row(others, rules.default_seats())))
    }
}

fn set_form(signed: &Signed, sent: &Form, categories: &[Category]) -> Markup {
    let choices = [
        Choice::new(ALL, "Every category without a rule of its own"),
        Choice::new(UNKNOWN, "Sites that no service covers"),
    ];
    let choices = choices
        .into_iter()
        .chain(categories.iter().map(|category| Choice::new(&category.slug, &category.name)));
    form(
        "/review-rules",
        &signed.csrf,
        html! {
            (Field::select("category", "Category", choices).value(sent.text("category")).error(sent.error("category")))
            (Choices::checkboxes("seats", "Seats that must agree", seat_choices()).inline()
                .chosen(sent.all("seats")).error(sent.error("seats"))
                .hint("At least two. None takes the category's own rule away."))
            (button_row(html! { (Button::primary("Set the rule")) }))
        },
    )
}
