//! The frame of a page.

use maud::{Markup, html};

use crate::{
    Visit, assets,
    capability::NavLink,
    components::{Account, NavItem, Notice, Shell},
};

/// The whole page around `main`.
pub(crate) fn page(visit: &Visit, title: &str, main: Markup) -> Markup {
    let stylesheet = assets::href("footbridge.css");
    let icon = assets::href("favicon.svg");
    let htmx = assets::href("htmx.min.js");
    let sign_in = sign_in_href(visit);
    let name = visit.caller().map(crate::Caller::name).unwrap_or_default();
    let shell = Shell {
        title,
        organisation: &visit.app.settings.organisation,
        account: visit.caller().map(|caller| Account {
            name: &name,
            seat: caller.seats.first().copied(),
            href: "/me",
            sign_out: "/sign-out",
            csrf: &visit.csrf,
        }),
        sign_in: &sign_in,
        nav: nav(visit),
        stylesheet: &stylesheet,
        icon: &icon,
        // What renews itself is for people who are signed in.
        scripts: if visit.caller().is_some() { &[&htmx] } else { &[] },
        theme: None,
        footer: html! {
            p { "Times in " (visit.app.settings.zone) " · Version " (env!("CARGO_PKG_VERSION")) }
        },
    };
    shell.page(html! {
        @if let Some(said) = &visit.said { (Notice::done(said)) }
        (main)
    })
}

fn nav(visit: &Visit) -> Vec<NavItem<'static>> {
    let Some(caller) = visit.caller() else { return Vec::new() };
    let mut links: Vec<&NavLink> = visit
        .app
        .capabilities
        .iter()
        .flat_map(|capability| capability.nav)
        .filter(|link| caller.may(link.right))
        .collect();
    links.sort_by_key(|link| link.order);
    links
        .into_iter()
        .map(|link| {
            NavItem::new(link.href, link.label)
                .current(link.leads_to(&visit.path))
                .count(visit.waiting_at(link.href))
        })
        .collect()
}

/// After signing in they come back to where they are.
fn sign_in_href(visit: &Visit) -> String {
    let then = serde_urlencoded::to_string([("then", &visit.path)]).unwrap_or_default();
    format!("/sign-in?{then}")
}
