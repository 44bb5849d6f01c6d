//! Who must have a second factor.

use base::{Result, Seat};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Choice, Choices, PageHeading, button_row, form},
};

use super::everybody::views;
use crate::{
    factor::{self, Holders},
    rights,
};

const PAGE: &str = "/second-factor";
const ADMINISTRATORS: &str = "administrators";

/// `GET /second-factor`
pub(super) async fn show(signed: Signed) -> Answered {
    let holders = factor::required(&signed.app.store).await?;
    Ok(signed.page("Second factor", view(&signed, &holders)))
}

fn view(signed: &Signed, holders: &Holders) -> Markup {
    html! {
        (PageHeading::new("Second factor").lede(html! {
            "Anybody can have a second factor. Some must: who has none sets one up when they next sign in, before anything else."
        }))
        (views(PAGE))
        @if signed.may(&rights::CHANGE) { (change_form(signed, holders)) }
        @else { p { (sentence(holders)) } }
    }
}

fn sentence(holders: &Holders) -> String {
    let administrators = holders.administrators.then_some("administrators");
    let names: Vec<&str> =
        administrators.into_iter().chain(holders.seats.iter().map(|seat| seat.title())).collect();
    if names.is_empty() {
        "Nobody must.".to_owned()
    } else {
        format!("These must: {}.", names.join(", "))
    }
}

fn change_form(signed: &Signed, holders: &Holders) -> Markup {
    let choices = std::iter::once(Choice::new(ADMINISTRATORS, "Administrators"))
        .chain(Seat::ALL.into_iter().map(|seat| Choice::new(seat.word(), seat.title())));
    let administrators = holders.administrators.then_some(ADMINISTRATORS);
    let chosen = administrators.into_iter().chain(holders.seats.iter().map(|seat| seat.word()));
    form(
        PAGE,
        &signed.csrf,
        html! {
            (Choices::checkboxes("holders", "Who must have one", choices).chosen(chosen))
            (button_row(html! { (Button::primary("Save")) }))
        },
    )
}

/// `POST /second-factor`
pub(super) async fn change(signed: Signed, form: Form) -> Answered {
    factor::require(&signed.app, &signed.caller, &holders(&form)?).await?;
    Ok(signed.go_saying(PAGE, "Saved."))
}

fn holders(form: &Form) -> Result<Holders> {
    let mut holders = Holders::default();
    for word in form.all("holders") {
        match word {
            ADMINISTRATORS => holders.administrators = true,
            seat => holders
                .seats
                .push(seat.parse().map_err(|problem: base::Problem| problem.at("holders"))?),
        }
    }
    Ok(holders)
}
