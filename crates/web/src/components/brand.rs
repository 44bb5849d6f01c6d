//! The bridge: the mark of the program, the picture of a verdict, the view from the front page.

use maud::{Markup, html};

use super::Tone;

/// The mark: a footbridge with its handrail over water. The favicon draws the same lines.
pub fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 32 32" width="32" height="32" fill="none" stroke="currentColor"
            stroke-width="2" stroke-linecap="round" aria-hidden="true" focusable="false" {
            path d="M2 22Q16 11 30 22" stroke-width="3" {}
            path d="M3 14.5Q16 4 29 14.5M9 11v7M16 9.3v7M23 11v7" {}
            path d="M5 28h6M14 28h4M21 28h6" stroke-opacity=".6" {}
        }
    }
}

/// The bridge as this person finds it: whole, one plank missing, broken off, or locked.
pub(super) fn bridge(tone: Tone) -> Markup {
    const BROKEN: Option<&str> = Some("30 40 30");
    let (deck, rail) = match tone {
        Tone::Deny => (BROKEN, BROKEN),
        Tone::Coach => (BROKEN, None),
        _ => (None, None),
    };
    html! {
        svg.bridge viewBox="0 0 120 64" width="120" height="64" fill="none" stroke="currentColor"
            stroke-width="3" stroke-linecap="round" aria-hidden="true" focusable="false" {
            path d="M4 46Q60 14 116 46" stroke-width="6" pathLength="100" stroke-dasharray=[deck] {}
            path d="M4 28Q60 -4 116 28" pathLength="100" stroke-dasharray=[rail] {}
            path d="M16 22v18M32 16v18M88 16v18M104 22v18" {}
            @match tone {
                Tone::Deny => {}
                Tone::Coach => {
                    path d="M44 31.3Q60 28.7 76 31.3" stroke-width="5" stroke-dasharray=".1 8" {}
                }
                Tone::Seal => {
                    path d="M49 27h22v16H49z" fill="currentColor" stroke-linejoin="round" {}
                    path d="M53 27v-6a7 7 0 0 1 14 0v6" stroke-width="4" {}
                }
                _ => path d="M46 13v18M60 12v18M74 13v18" {},
            }
            path d="M10 58h18M38 58h12M60 58h20M90 58h16" stroke-width="2" stroke-opacity=".45" {}
        }
    }
}

/// A long bridge between two banks, beside the one box on a wide screen.
pub(super) fn view() -> Markup {
    html! {
        svg.view viewBox="0 0 340 120" width="340" height="120" fill="none" stroke="currentColor"
            stroke-width="2" stroke-linecap="round" aria-hidden="true" focusable="false" {
            path d="M0 66Q22 62 34 74T60 88M340 66Q318 62 306 74T280 88" stroke-width="3" {}
            path d="M30 72Q170 18 310 72" stroke-width="5" {}
            path d="M36 50Q170 -4 304 50" {}
            path d="M60 43v20M90 33.5v20M120 27.2v20M150 23.7v20M190 23.7v20M220 27.2v20M250 33.5v20M280 43v20" {}
            path d="M90 56v34M170 46v44M250 56v34" stroke-width="3" stroke-opacity=".55" {}
            path d="M48 98h34M98 98h26M140 98h44M202 98h22M240 98h52M70 110h22M112 110h48M180 110h30M230 110h28" stroke-opacity=".5" {}
        }
    }
}
