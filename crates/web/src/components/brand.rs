//! The bridge: the mark of the program and the picture of a verdict.

use maud::{Markup, html};

use super::Tone;

/// The mark: a footbridge with its handrail over water. The favicon draws the same lines.
pub fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 32 32" width="32" height="32" fill="none" stroke="currentColor"
            stroke-width="2" stroke-linecap="round" aria-hidden="true" focusable="false" {
            path d="M2 22.5Q16 10.5 30 22.5" stroke-width="3";
            path d="M3 15Q16 3 29 15";
            path d="M9 10.8v6.7M16 9v7M23 10.8v6.7";
            path d="M5 28h6M14 28h4M21 28h6" stroke-opacity=".6";
        }
    }
}

/// The bridge as this person finds it: whole, one plank missing, broken in the middle, or barred.
pub(super) fn bridge(tone: Tone) -> Markup {
    let span = match tone {
        Tone::Deny | Tone::Coach => Some("34 32 34"),
        _ => None,
    };
    html! {
        svg.bridge viewBox="0 0 120 64" width="120" height="64" fill="none" stroke="currentColor"
            stroke-width="3" stroke-linecap="round" aria-hidden="true" focusable="false" {
            path d="M4 46Q60 14 116 46" stroke-width="6" pathLength="100" stroke-dasharray=[span];
            path d="M4 28Q60 -4 116 28" pathLength="100" stroke-dasharray=[span];
            path d="M16 22v18M32 15.5v18M88 15.5v18M104 22v18";
            @match tone {
                Tone::Coach => { path d="M47 30.5q13-3 26 0" stroke-width="6" stroke-dasharray="0.5 9"; }
                Tone::Deny => {}
                Tone::Seal => {
                    path d="M60 12v18" stroke-width="3";
                    path d="M50 25h20v17H50z" fill="currentColor" stroke-linejoin="round";
                    path d="M54 25v-5a6 6 0 0 1 12 0v5";
                }
                _ => { path d="M48 12.3v18M60 12v18M72 12.3v18"; }
            }
            path d="M10 58h18M38 58h12M60 58h20M90 58h16" stroke-width="2" stroke-opacity=".45";
        }
    }
}
