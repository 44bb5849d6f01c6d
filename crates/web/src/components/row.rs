//! Things to act on, one under the other.

use maud::{Markup, Render, html};

/// One thing of a list: what it is, what is known of it, and at the far side its state and action.
#[must_use]
#[derive(Clone, Debug)]
pub struct Row<'a> {
    title: Markup,
    href: Option<&'a str>,
    meta: Option<Markup>,
    state: Option<Markup>,
    action: Option<Markup>,
}

impl<'a> Row<'a> {
    /// A thing called `title`.
    pub fn new(title: impl Render) -> Self {
        let title = html! { (title) };
        Self { title, href: None, meta: None, state: None, action: None }
    }

    /// Its page.
    pub fn href(self, href: &'a str) -> Self {
        Self { href: Some(href), ..self }
    }

    /// What is known of it, in small letters: who, when, why.
    pub fn meta(self, meta: Markup) -> Self {
        Self { meta: Some(meta), ..self }
    }

    /// Its state, usually a [`Tag`](super::Tag).
    pub fn state(self, state: impl Render) -> Self {
        Self { state: Some(html! { (state) }), ..self }
    }

    /// What to do with it: a small [`Button`](super::Button), or a form around one.
    pub fn action(self, action: impl Render) -> Self {
        Self { action: Some(html! { (action) }), ..self }
    }
}

impl Render for Row<'_> {
    fn render(&self) -> Markup {
        html! {
            li.row {
                div.row-main {
                    div.row-title {
                        @if let Some(href) = self.href { a href=(href) { (self.title) } }
                        @else { (self.title) }
                    }
                    @if let Some(meta) = &self.meta { div.row-meta { (meta) } }
                }
                @if let Some(state) = &self.state { div.row-state { (state) } }
                @if let Some(action) = &self.action { div.row-action { (action) } }
            }
        }
    }
}

/// The list of them.
pub fn rows<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> Markup {
    html! { ul.rows role="list" { @for row in rows { (row) } } }
}
