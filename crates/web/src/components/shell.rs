//! The frame of every page: top bar, navigation, main part, footer.

use base::Seat;
use maud::{DOCTYPE, Markup, html};

use super::{Icon, NavItem, csrf_field, mark, person::initials_of};

/// Light or dark against the wish of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark letters on light paper.
    Light,
    /// Light letters on dark paper.
    Dark,
}

impl Theme {
    /// The word in `data-theme`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Who is signed in, and the way out.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// Their name.
    pub name: &'a str,
    /// The seat that they hold, if one.
    pub seat: Option<Seat>,
    /// Their own page.
    pub href: &'a str,
    /// Where the sign-out form is sent.
    pub sign_out: &'a str,
    /// The token of that form.
    pub csrf: &'a str,
}

/// What stands around the main part of a page.
#[must_use]
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// The title of the page, without the program's name.
    pub title: &'a str,
    /// The organisation, as its people call it.
    pub organisation: &'a str,
    /// Who is signed in; without it a link to `sign_in`.
    pub account: Option<Account<'a>>,
    /// The sign-in page.
    pub sign_in: &'a str,
    /// The ways to everything this person may see.
    pub nav: Vec<NavItem<'a>>,
    /// The style sheet; every page needs it.
    pub stylesheet: &'a str,
    /// The icon of the tab.
    pub icon: &'a str,
    /// Scripts that make pages quicker. Nothing depends on them.
    pub scripts: &'a [&'a str],
    /// Light or dark, if the person chose.
    pub theme: Option<Theme>,
    /// The last line: version, edition in force, and the like.
    pub footer: Markup,
}

impl Shell<'_> {
    /// The whole document around `main`.
    pub fn page(&self, main: Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" data-theme=[self.theme.map(Theme::word)] {
                (self.head())
                body {
                    (skip_link())
                    (self.print_header())
                    (self.top_bar())
                    main id="main" tabindex="-1" { (main) }
                    (self.foot())
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="htmx-config" content=r#"{"includeIndicatorCSS":false}"#;
                title { (self.title) " · Footbridge" }
                link rel="stylesheet" href=(self.stylesheet);
                link rel="icon" type="image/svg+xml" href=(self.icon);
                @for script in self.scripts { script src=(script) defer {} }
            }
        }
    }

    /// The menu is a popover on a narrow screen and a row on a wide one: the same list, no script.
    fn top_bar(&self) -> Markup {
        let waiting: usize = self.nav.iter().map(|item| item.count).sum();
        html! {
            header.top-bar {
                div.top-bar-inner {
                    a.brand href="/" {
                        (mark())
                        span.brand-words {
                            span.brand-name { "Footbridge" }
                            span.brand-organisation { (self.organisation) }
                        }
                    }
                    button.menu-button type="button" popovertarget="menu" {
                        (Icon::Menu) "Menu"
                        @if waiting > 0 {
                            " " span.count { (waiting) span.hidden { " waiting" } }
                        }
                    }
                    div.menu id="menu" popover {
                        nav aria-label="Main" {
                            ul role="list" { @for item in &self.nav { (item) } }
                        }
                        (self.account())
                    }
                }
            }
        }
    }

    fn account(&self) -> Markup {
        html! {
            div.account {
                @if let Some(account) = &self.account {
                    a href=(account.href) {
                        (initials_of(account.name))
                        span {
                            (account.name)
                            @if let Some(seat) = account.seat { span.account-seat { (seat.title()) } }
                        }
                    }
                    form method="post" action=(account.sign_out) {
                        (csrf_field(account.csrf))
                        button.sign-out type="submit" { "Sign out" }
                    }
                } @else {
                    a href=(self.sign_in) { "Sign in" }
                }
            }
        }
    }

    /// What paper needs to know and the screen shows elsewhere.
    fn print_header(&self) -> Markup {
        html! {
            div.print-header {
                (mark())
                p { strong { "Footbridge" } " · " (self.organisation) }
                @if let Some(account) = &self.account { p { "Printed by " (account.name) } }
            }
        }
    }

    fn foot(&self) -> Markup {
        html! {
            footer.foot {
                div.foot-inner {
                    p {
                        "Footbridge"
                        @if !self.organisation.is_empty() { " at " (self.organisation) }
                    }
                    (self.footer)
                }
            }
        }
    }
}

/// The first thing that a keyboard finds: over the navigation to the main part.
pub fn skip_link() -> Markup {
    html! { a.skip-link href="#main" { "Skip to the main part" } }
}
