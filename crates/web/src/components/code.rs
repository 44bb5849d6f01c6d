//! Text that is exact to the letter.

use maud::{Markup, html};

/// A host as the proxy saw it. May break after a dot on a narrow screen.
pub fn host(name: &str) -> Markup {
    html! {
        span.host translate="no" {
            @for (index, label) in name.split('.').enumerate() {
                @if index > 0 { "." wbr; }
                (label)
            }
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
