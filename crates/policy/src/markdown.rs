//! Markdown as safe HTML: a list of what may pass, and nothing else passes.
//!
//! Raw HTML is shown as the text it is. A link leads to `http`, `https`, `mailto`, a page of our own
//! or a section of the same text; of any other link, and of every image, the words remain. Headings
//! start below the page's own, and each can be linked to.

use std::collections::HashMap;

use maud::{Markup, PreEscaped};
use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
    html::push_html,
};
use web::visit::is_own_page;

/// Renders `text`.
pub(crate) fn render(text: &str) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    place_headings(&mut events);
    let mut links = Vec::new();
    let safe = events.into_iter().filter_map(|event| pass(event, &mut links));
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, safe);
    PreEscaped(html)
}

/// What becomes of `event`. `links` says of each link around it whether it passed.
fn pass<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    Some(match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = destination(link_type, dest_url);
            links.push(dest_url.is_some());
            Event::Start(Tag::Link { link_type, dest_url: dest_url?, title, id })
        }
        Event::End(TagEnd::Link) if links.pop() == Some(false) => return None,
        // The words after ``` would become a class of the page's own style sheet.
        Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)),
        // An alignment would become an inline style, which the content security policy forbids.
        Event::Start(Tag::Table(columns)) => {
            Event::Start(Tag::Table(vec![Alignment::None; columns.len()]))
        }
        other => other,
    })
}

/// Where a link may lead; `None` if nowhere.
fn destination(kind: LinkType, url: CowStr<'_>) -> Option<CowStr<'_>> {
    if let Some(section) = url.strip_prefix('#') {
        return Some(format!("#{}", anchor(section)).into());
    }
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let known = matches!(scheme.as_deref(), Some("http" | "https" | "mailto"));
    // The writer puts `mailto:` before the address in `<press@example.com>`.
    (known || kind == LinkType::Email || is_own_page(&url)).then_some(url)
}

/// Moves headings so that the highest in the text is h2, and gives each an anchor.
fn place_headings(events: &mut [Event<'_>]) {
    let highest = events.iter().filter_map(heading_level).min().unwrap_or(1);
    let below = |level: HeadingLevel| {
        HeadingLevel::try_from(level as usize - highest + 2).unwrap_or(HeadingLevel::H6)
    };
    let mut taken = HashMap::new();
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = below(*level);
                let id = unique(anchor(&heading_words(&events[at..])), &mut taken);
                let (classes, attrs) = (Vec::new(), Vec::new());
                let heading = Tag::Heading { level, id: Some(id.into()), classes, attrs };
                events[at] = Event::Start(heading);
            }
            Event::End(TagEnd::Heading(level)) => {
                events[at] = Event::End(TagEnd::Heading(below(*level)));
            }
            _ => {}
        }
    }
}

fn heading_level(event: &Event<'_>) -> Option<usize> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    }
}

/// The words of the heading with which `events` begin.
fn heading_words(events: &[Event<'_>]) -> String {
    events
        .iter()
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect()
}

/// The name of a section, apart from every other id of the page: `section-working-hours`.
fn anchor(words: &str) -> String {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .fold("section".to_owned(), |anchor, word| anchor + "-" + &word.to_lowercase())
}

/// `anchor`, with a number if an earlier section has it.
fn unique(anchor: String, taken: &mut HashMap<String, usize>) -> String {
    let times = taken.entry(anchor.clone()).or_default();
    *times += 1;
    if *times == 1 { anchor } else { format!("{anchor}-{times}") }
}

#[cfg(test)]
mod tests;
