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
pub fn render(text: &str) -> Markup {
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn html(text: &str) -> String {
        render(text).into_string()
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        assert_eq!(
            html("<script>alert(1)</script>"),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        );
        assert_eq!(
            html("a <img src=x onerror=alert(1)> b"),
            "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n"
        );
    }

    #[test]
    fn of_a_link_that_leads_nowhere_good_the_words_remain() {
        for destination in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "<java\tscript:alert(1)>",
            "data:text/html;base64,PHNjcmlwdD4=",
            "vbscript:x",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "page-beside-this-one",
        ] {
            assert_eq!(html(&format!("[words]({destination})")), "<p>words</p>\n", "{destination}");
        }
        assert_eq!(html("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>\n");
        assert_eq!(html("[a][x]\n\n[x]: javascript:alert(1)"), "<p>a</p>\n");
    }

    #[test]
    fn good_links_stay() {
        for destination in [
            "https://example.com/?a=b",
            "http://example.com",
            "mailto:press@dune.example",
            "/services",
        ] {
            let expected = format!("<p><a href=\"{destination}\">words</a></p>\n");
            assert_eq!(html(&format!("[words]({destination})")), expected);
        }
        assert_eq!(
            html("<p@dune.example>"),
            "<p><a href=\"mailto:p@dune.example\">p@dune.example</a></p>\n"
        );
    }

    #[test]
    fn links_nested_in_images_nested_in_links_keep_their_balance() {
        assert_eq!(
            html("[![a [b](javascript:x) c](https://i.example/i.png) d](https://example.com)"),
            "<p>[a b c d](https://example.com)</p>\n"
        );
        assert_eq!(
            html("[![logo](x.png)](https://a.example)"),
            "<p><a href=\"https://a.example\">logo</a></p>\n"
        );
    }

    #[test]
    fn an_attribute_cannot_be_left() {
        assert_eq!(
            html("[a](https://example.com/\"onclick=x 't\"u')"),
            "<p><a href=\"https://example.com/%22onclick=x\" title=\"t&quot;u\">a</a></p>\n"
        );
        assert_eq!(html("```x\" onclick=\"y\nz\n```"), "<pre><code>z\n</code></pre>\n");
    }

    #[test]
    fn headings_start_below_the_pages_own_and_can_be_linked_to() {
        assert_eq!(
            html("## Working hours\n### In *Berlin*\n## Working hours\n[up](#Working-Hours)"),
            "<h2 id=\"section-working-hours\">Working hours</h2>\n\
             <h3 id=\"section-in-berlin\">In <em>Berlin</em></h3>\n\
             <h2 id=\"section-working-hours-2\">Working hours</h2>\n\
             <p><a href=\"#section-working-hours\">up</a></p>\n"
        );
    }

    #[test]
    fn tables_come_without_inline_styles() {
        let table = html("| a | b |\n|:-:|--:|\n| 1 | 2 |");
        assert!(table.contains("<table>") && !table.contains("style"), "{table}");
    }

    /// Every tag that a rendered text may hold, with the attributes that it may have.
    const ALLOWED: &[(&str, &[&str])] = &[
        ("p", &[]),
        ("br", &[]),
        ("hr", &[]),
        ("em", &[]),
        ("strong", &[]),
        ("del", &[]),
        ("code", &[]),
        ("pre", &[]),
        ("blockquote", &[]),
        ("ul", &[]),
        ("ol", &["start"]),
        ("li", &[]),
        ("table", &[]),
        ("thead", &[]),
        ("tbody", &[]),
        ("tr", &[]),
        ("th", &[]),
        ("td", &[]),
        ("a", &["href", "title"]),
        ("h2", &["id"]),
        ("h3", &["id"]),
        ("h4", &["id"]),
        ("h5", &["id"]),
        ("h6", &["id"]),
    ];

    /// The tags of `html`: name, and attributes with their values. All that stands between `<` and
    /// `>` must be of this form, because text can hold neither.
    fn tags(html: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
        html.split('<')
            .skip(1)
            .map(|rest| {
                let (tag, _) = rest.split_once('>').expect("every tag ends");
                let tag = tag.trim_start_matches('/').trim_end_matches('/').trim_end();
                let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
                let mut attributes = Vec::new();
                while let Some((attribute, value)) = rest.split_once("=\"") {
                    let (value, after) = value.split_once('"').expect("every value ends");
                    attributes.push((attribute.trim(), value));
                    rest = after;
                }
                assert_eq!(rest.trim(), "", "what stands in <{tag}>");
                (name, attributes)
            })
            .collect()
    }

    fn is_safe(html: &str) -> Result<(), TestCaseError> {
        for (name, attributes) in tags(html) {
            let allowed = ALLOWED.iter().find(|(tag, _)| *tag == name);
            let Some((_, allowed)) = allowed else {
                return Err(TestCaseError::fail(name.to_owned()));
            };
            for (attribute, value) in attributes {
                prop_assert!(allowed.contains(&attribute), "{name} {attribute}");
                if attribute == "href" {
                    let lower = value.to_ascii_lowercase();
                    let good = ["http:", "https:", "mailto:", "#section", "/"];
                    prop_assert!(good.iter().any(|start| lower.starts_with(start)), "{value}");
                    prop_assert!(!lower.starts_with("//"), "{value}");
                }
            }
        }
        Ok(())
    }

    /// Pieces from which hostile texts are made.
    fn piece() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:x\">",
            "<!--",
            "-->",
            "<![CDATA[",
            "<?x",
            "[",
            "]",
            "](",
            ")",
            "![",
            "](javascript:alert(1))",
            "](data:text/html,x)",
            "](https://a.example \"",
            "](/x)",
            "<javascript:x>",
            "[x]:",
            "&lt;",
            "&#x3c;",
            "&quot;",
            "\"",
            "'",
            "<",
            ">",
            "`",
            "```",
            "|",
            "|-|-|\n",
            "# ",
            "## ",
            "> ",
            "- ",
            "1. ",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "\\",
            "*",
            "_",
            "~~",
            "onclick=",
        ]);
        prop_oneof![8 => known.prop_map(str::to_owned), 2 => "\\PC{0,6}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn no_text_makes_a_tag_that_is_not_allowed(pieces in prop::collection::vec(piece(), 0..40)) {
            is_safe(&html(&pieces.concat()))?;
        }
    }

    #[test]
    fn deep_nesting_is_only_text_in_boxes() {
        for piece in ["> ", "- ", "[", "![", "**", "<b>"] {
            let html = html(&piece.repeat(20_000));
            is_safe(&html).expect("nothing but allowed tags");
        }
    }
}
