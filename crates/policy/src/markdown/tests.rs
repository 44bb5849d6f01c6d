//! Hostile texts.

use proptest::prelude::*;

use super::*;

fn html(text: &str) -> String {
    render(text).into_string()
}

#[test]
fn raw_html_is_shown_as_text() {
    assert_eq!(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
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
    for destination in
        ["https://example.com/?a=b", "http://example.com", "mailto:press@dune.example", "/services"]
    {
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
