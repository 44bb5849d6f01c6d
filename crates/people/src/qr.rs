//! A text as a picture that phones scan.

use std::fmt::Write;

use base::{Problem, Result};
use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the picture, as the standard asks.
const QUIET_ZONE: usize = 4;
/// Pixels of a module where the page says no more.
const SCALE: usize = 5;

/// `text` as an SVG, which is called `label` where it is read aloud. Always dark on light: many
/// scanners see nothing else.
pub(crate) fn svg(text: &str, label: &str) -> Result<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| Problem::internal("a QR code could not be drawn", error.to_string()))?;
    let side = code.width() + 2 * QUIET_ZONE;
    let path = dark_modules(&code);
    Ok(html! {
        svg role="img" aria-label=(label) width=(side * SCALE) height=(side * SCALE)
            viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

/// Every run of dark modules as a bar.
fn dark_modules(code: &QrCode) -> String {
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let (left, top) = (x + QUIET_ZONE, y + QUIET_ZONE);
                // Writing to a string does not fail.
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_nothing_else() {
        let code =
            QrCode::with_error_correction_level("otpauth://totp/x", EcLevel::M).expect("it fits");
        let drawn: usize = dark_modules(&code)
            .split('h')
            .skip(1)
            .filter_map(|part| part.split('v').next()?.parse::<usize>().ok())
            .sum();
        let dark = code.to_colors().into_iter().filter(|color| *color == Color::Dark).count();
        assert_eq!(drawn, dark);
    }
}
