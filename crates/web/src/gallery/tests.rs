//! What must be true of every page, read off the samples, and of the style sheet's colours.

use std::collections::{HashMap, HashSet};

use super::{door_page, front_page, gallery, request_page};

const STYLES: &str = include_str!("../../assets/footbridge.css");

fn pages() -> [(&'static str, String); 4] {
    [
        ("gallery", gallery()),
        ("front", front_page()),
        ("door", door_page()),
        ("request", request_page()),
    ]
    .map(|(name, page)| (name, page.into_string()))
}

/// The values of all attributes called `name`.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!(" {name}=\"");
    page.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_has_one_heading_of_the_first_rank_and_its_landmarks() {
    for (name, page) in pages() {
        // The gallery shows the sign-in form, which is a page of its own.
        let headings = if name == "gallery" { 2 } else { 1 };
        assert_eq!(page.matches("<h1").count(), headings, "{name}");
        for landmark in ["<header", "<nav", "<main", "<footer"] {
            assert!(page.contains(landmark), "{name} has no {landmark}>");
        }
    }
}

#[test]
fn every_id_is_there_once_and_every_reference_finds_one() {
    for (page_name, page) in pages() {
        let all = attributes(&page, "id");
        let ids: HashSet<_> = all.iter().copied().collect();
        assert_eq!(ids.len(), all.len(), "an id is there twice on {page_name}");
        for name in ["for", "aria-labelledby", "aria-describedby", "popovertarget"] {
            for id in attributes(&page, name).into_iter().flat_map(str::split_whitespace) {
                assert!(ids.contains(id), "{page_name}: {name} names {id}, which is not there");
            }
        }
    }
}

#[test]
fn no_page_needs_inline_style_or_script() {
    for (name, page) in pages() {
        for forbidden in ["<script>", "<style", " style=", " onclick=", "javascript:"] {
            assert!(!page.contains(forbidden), "{name} holds {forbidden}");
        }
    }
}

#[test]
fn no_element_says_its_class_twice() {
    for (name, page) in pages() {
        for tag in page.split('<') {
            assert!(tag.matches(" class=\"").count() <= 1, "{name}: <{tag}");
        }
    }
}

#[test]
fn every_class_has_a_look() {
    for (page_name, page) in pages() {
        for class in attributes(&page, "class").into_iter().flat_map(str::split_whitespace) {
            let known = STYLES.contains(&format!(".{class}"));
            assert!(known, "{page_name}: .{class} is not in the style sheet");
        }
    }
}

/// WCAG 2.2: 4.5 for text, 3 for what is drawn.
#[test]
fn every_pair_of_colours_in_use_has_enough_contrast() {
    let colours = colours();
    let tones = ["accent", "allow", "coach", "deny", "seal"];
    let mut pairs = vec![
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
        ("on-bar", "bar", 4.5),
        ("on-bar-quiet", "bar", 4.5),
        ("ink-quiet", "quiet-soft", 4.5),
        ("accent-strong", "accent-soft", 4.5),
        ("line-field", "surface", 3.0),
        ("line-field", "paper", 3.0),
    ];
    for ground in ["paper", "surface", "sunken"] {
        pairs.extend(
            ["ink", "ink-quiet", "accent", "accent-strong", "deny"].map(|c| (c, ground, 4.5)),
        );
    }
    let softs = tones.map(|tone| format!("{tone}-soft"));
    for (tone, soft) in tones.iter().zip(&softs) {
        pairs.extend([*tone, "ink", "ink-quiet", "accent"].map(|ink| (ink, soft.as_str(), 4.5)));
        pairs.extend(["paper", "surface"].map(|ground| (*tone, ground, 4.5)));
    }
    for (ink, ground, least) in pairs {
        for (theme, at) in [("light", 0), ("dark", 1)] {
            let found = contrast(colours[ink][at], colours[ground][at]);
            assert!(found >= least, "{ink} on {ground}, {theme}: {found:.2} is under {least}");
        }
    }
}

/// The colours of the style sheet by name, for light and for dark.
fn colours() -> HashMap<&'static str, [u32; 2]> {
    let hex = |text: &str| u32::from_str_radix(text.trim().trim_start_matches('#'), 16).ok();
    let colour = |line: &'static str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
        let value = value.strip_suffix(';')?;
        let pair = value.strip_prefix("light-dark(").and_then(|pair| pair.strip_suffix(')'));
        let (light, dark) = pair.and_then(|pair| pair.split_once(',')).unwrap_or((value, value));
        Some((name, [hex(light)?, hex(dark)?]))
    };
    STYLES.lines().filter_map(colour).collect()
}

fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: u32) -> f64 {
    let part = |shift: u32| {
        let part = f64::from((colour >> shift) & 0xff) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

#[test]
fn the_vendored_script_is_the_one_that_was_looked_at() {
    use sha2::{Digest, Sha256};
    let readme = include_str!("../../assets/README.md");
    let hash = Sha256::digest(include_bytes!("../../assets/htmx.min.js"));
    assert!(readme.contains(&format!("{hash:x}")), "assets/README.md does not name {hash:x}");
}
