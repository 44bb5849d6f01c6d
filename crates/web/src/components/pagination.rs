//! The way to more of a list.

use maud::{Markup, Render, html};

use super::Icon;

/// Links to what is newer and older. Without either, nothing.
#[must_use]
#[derive(Clone, Copy, Debug, Default)]
pub struct Pagination<'a> {
    /// The address of the entries before these.
    pub newer: Option<&'a str>,
    /// The address of the entries after these.
    pub older: Option<&'a str>,
}

impl Render for Pagination<'_> {
    fn render(&self) -> Markup {
        html! {
            @if self.newer.is_some() || self.older.is_some() {
                nav.pagination aria-label="Pages" {
                    @if let Some(href) = self.newer { a href=(href) rel="prev" { (Icon::Left) "Newer" } }
                    @if let Some(href) = self.older {
                        a.pagination-older href=(href) rel="next" { "Older" (Icon::Right) }
                    }
                }
            }
        }
    }
}
