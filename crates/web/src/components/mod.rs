//! What pages are made of.
//!
//! Every component is a function that returns [`Markup`](maud::Markup), or a small value that
//! implements [`Render`](maud::Render) and is put into a page as `(Value::new(..).option(..))`.
//! Maud escapes every text; a parameter of type `Markup` is markup on purpose. The look of all of
//! them is `assets/footbridge.css`, and `gallery` shows each in all its states.
//!
//! # Which one, when
//!
//! | to show | use |
//! |---|---|
//! | the frame of every page | [`Shell`], with [`NavItem`]s; [`skip_link`] and footer come with it |
//! | the one `h1`, a lede, actions | [`PageHeading`]; below it [`section`] |
//! | the front page's field | [`OneBox`] |
//! | something to fill in | [`form`], [`Field`], [`Choices`], [`fieldset`], [`ScheduleFields`] |
//! | something to press | [`Button`]; a link that looks like one is [`Button::link`] |
//! | what is wrong with a form | [`error_summary`] on top and `.error(..)` on each field |
//! | a set of equal things to compare | [`Table`] |
//! | a list to act on: waits, blocks, results | [`rows`] of [`Row`] |
//! | the properties of one thing | [`description_list`] |
//! | a state in one word | [`Tag`]: [`standing`], [`effect`], [`rank`], [`request_state`] |
//! | news about the page itself | [`Notice`] |
//! | a passkey, to sign in or to prove who one is | [`PasskeyForm`] |
//! | may you, why, what to do | [`VerdictCard`] |
//! | where a request stands | [`steps`] of [`Step`], [`ReviewCard`] per seat |
//! | grounds for a decision | [`evidence_panel`] of [`Evidence`] |
//! | who | [`PersonChip`] |
//! | what happened and what was said | [`timeline`] of [`Entry`] |
//! | when | [`When`] |
//! | a number that matters | [`figures`] of [`Figure`] |
//! | nothing yet | [`Empty`] |
//! | more than one page of it | [`Pagination`] |
//! | views of one thing | [`tabs`] |
//! | what changes while one looks, such as my blocks | [`renewing`] |
//! | what few need to see | [`disclosure`] |
//! | hosts, commands, hashes | [`host`], [`code_block`], [`hash`] |
//!
//! # Composition
//!
//! - One [`PageHeading`] first, an [`error_summary`] or a [`Notice`] directly above it.
//! - A page is one column, or `div.columns` with a main part and an `aside`: what people read on the
//!   left, what they do about it on the right. On a phone the aside follows the main part.
//! - A surface with a border is `.panel`. Never a panel inside a panel: separate by space, a
//!   heading or a hairline.
//! - One primary button in a form, at the start of the row. Danger only for what cannot be undone.
//! - Colour says one thing each: green open, amber one step missing, red-brown closed, violet
//!   sealed, blue something to do. It never speaks alone: every tag has its word and its shape.
//!
//! # Words
//!
//! Short, calm, present tense, never blaming. Headings and buttons in sentence case; a button is a
//! verb and its object ("Send request"). Say who and when. An error says what is wrong and what to
//! do, beside the field and again at the top. No "please", no "sorry", no "invalid". Numbers as
//! digits, times with their zone where it could be doubted, hosts exactly as the proxy saw them.

mod brand;
mod button;
mod choice;
mod code;
mod description;
mod disclosure;
mod empty;
mod evidence;
mod field;
mod figure;
mod form;
mod heading;
mod icon;
mod nav;
mod notice;
mod one_box;
mod pagination;
mod passkey;
mod person;
mod renewing;
mod review;
mod row;
mod schedule;
mod shell;
mod sign_in;
mod steps;
mod table;
mod tag;
mod timeline;
mod tone;
mod verdict;
mod when;

pub use brand::mark;
pub use button::{Button, button_row};
pub use choice::{Choice, Choices, fieldset};
pub use code::{code_block, hash, host, sentence};
pub use description::description_list;
pub use disclosure::disclosure;
pub use empty::Empty;
pub use evidence::{Evidence, evidence_panel};
pub use field::{Field, field_id};
pub use figure::{Figure, figures};
pub use form::{CSRF_FIELD, csrf_field, error_summary, form};
pub use heading::{PageHeading, section};
pub use icon::Icon;
pub use nav::{NavItem, tabs};
pub use notice::Notice;
pub use one_box::OneBox;
pub use pagination::Pagination;
pub use passkey::PasskeyForm;
pub use person::PersonChip;
pub use renewing::renewing;
pub use review::{ReviewCard, ReviewState};
pub use row::{Row, rows};
pub use schedule::ScheduleFields;
pub use shell::{Account, Shell, Theme, skip_link};
pub use sign_in::SignIn;
pub use steps::{Step, StepState, steps};
pub use table::{Column, Table};
pub use tag::{Tag, effect, rank, request_state, standing};
pub use timeline::{Entry, timeline};
pub use tone::Tone;
pub use verdict::VerdictCard;
pub use when::When;
