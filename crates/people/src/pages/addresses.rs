//! Addresses that stand for somebody, where nobody signs in at the proxy.

use axum::{extract::Path, http::StatusCode};
use base::{Id, Result};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Column, Empty, Field, PageHeading, Table, button_row, error_summary, form, section,
    },
};

use super::everybody::views;
use crate::{Address, address, rights};

/// `GET /addresses`
pub(super) async fn list(signed: Signed) -> Answered {
    let view = view(&signed, &Form::empty()).await?;
    Ok(signed.page("Addresses", view))
}

async fn view(signed: &Signed, sent: &Form) -> Result<Markup> {
    let addresses = address::addresses(&signed.app.store).await?;
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Addresses").lede(html! {
            "Where nobody signs in at the proxy, an address stands for a person or a group. The narrowest range counts."
        }))
        (views("/addresses"))
        @if addresses.is_empty() {
            (Empty::new("No address stands for anybody", "People who sign in at the proxy need none."))
        } @else { (table(signed, &addresses)) }
        @if signed.may(&rights::CHANGE) {
            (section("add", "Add an address", form("/addresses", &signed.csrf, html! {
                (Field::text("net", "Address or range").value(sent.text("net")).error(sent.error("net")).hint("10.1.2.3 or 10.1.0.0/16"))
                (Field::text("who", "Stands for").value(sent.text("who")).error(sent.error("who")).hint("The login of a person, or the short name of a group."))
                (button_row(html! { (Button::primary("Add address")) }))
            })))
        }
    })
}

fn table(signed: &Signed, addresses: &[Address]) -> Markup {
    let columns = [Column::text("Address"), Column::text("Stands for"), Column::text("")];
    let rows = addresses.iter().map(|address| {
        vec![
            html! { code { (address.net) } },
            html! { (address.stands_for) },
            html! {
                @if signed.may(&rights::CHANGE) {
                    (form(&format!("/addresses/{}/end", address.id), &signed.csrf, html! {
                        (Button::quiet("Remove").about(&address.net).small())
                    }))
                }
            },
        ]
    });
    html! { (Table::new("Addresses", columns).caption_hidden().rows(rows)) }
}

/// `POST /addresses`
pub(super) async fn create(signed: Signed, form: Form) -> Answered {
    let (net, who) = (form.text("net"), form.text("who"));
    match address::map_address(&signed.app, &signed.caller, net, who).await {
        Ok(_) => Ok(signed.go_saying("/addresses", &format!("Added: {net} stands for {who}."))),
        Err(problem) => {
            let view = view(&signed, &form.refused(problem)?).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Addresses", view))
        }
    }
}

/// `POST /addresses/{id}/end`
pub(super) async fn end(signed: Signed, Path(id): Path<i64>) -> Answered {
    address::unmap_address(&signed.app, &signed.caller, Id::<Address>::new(id)).await?;
    Ok(signed.go_saying("/addresses", "Removed."))
}
