//! Text that is exact to the letter.

use maud::{Markup, html};

/// Characters of a host that fit on one line of the narrowest screen.
const HOST_LINE_CHARS: usize = 24;

/// A host as the proxy saw it. A long one may break after a dot on a narrow screen.
pub fn host(name: &str) -> Markup {
    let long = name.len() > HOST_LINE_CHARS;
    html! {
        span.host translate="no" {
            @for (index, label) in name.split('.').enumerate() {
                @if index > 0 { "." @if long { wbr; } }
                (label)
            }
        }
    }
}

/// A sentence of a [`Problem`](base::Problem): what it quotes in backticks, as code.
pub fn sentence(says: &str) -> Markup {
    html! {
        @for (index, part) in says.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A hash. The whole of it is there to be copied and printed; the screen shows as much as fits.
pub fn hash(hex: &str) -> Markup {
    html! { code.hash translate="no" title=(hex) { (hex) } }
}

/// Lines to copy: a command, a piece of configuration. `label` says what they are.
pub fn code_block(label: &str, lines: &str) -> Markup {
    html! {
        pre.code-block tabindex="0" role="region" aria-label=(label) translate="no" {
            code { (lines) }
        }
    }
}
