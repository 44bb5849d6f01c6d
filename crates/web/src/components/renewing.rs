//! A part of a page that stays true while one looks at it.

use maud::{Markup, html};

/// Where scripts run, fetches `href` every so many seconds and puts what differs in its place; what
/// has the keyboard's focus keeps it. `href` answers with the same `renewing` part. Without
/// scripts it is as true as the page.
pub fn renewing(id: &str, href: &str, seconds: u32, body: Markup) -> Markup {
    html! {
        div.stack id=(id) hx-get=(href) hx-trigger={ "every " (seconds) "s" } hx-swap="outerMorph" {
            (body)
        }
    }
}
