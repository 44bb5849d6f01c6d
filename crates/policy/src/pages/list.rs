//! All policies, from where one person stands.

use maud::{Markup, html};
use web::{
    Answered, Signed,
    components::{Button, Empty, PageHeading, Row, Tag, Tone, When, disclosure, rows, section},
};

use crate::{
    Version,
    mine::{Mine, mine},
    rights,
    version::{drafts, retired},
};

/// `GET /policies`
pub(super) async fn show(signed: Signed) -> Answered {
    let writes = signed.may(&rights::WRITE);
    let all = mine(&signed.app.store, signed.caller.require_person()?).await?;
    let drafts = if writes { drafts(&signed.app.store).await? } else { Vec::new() };
    let retired = retired(&signed.app.store).await?;
    let when = signed.when();
    let mut heading = PageHeading::new("Policies")
        .lede(html! { "What holds here, in the words of those who answer for it." });
    if writes {
        heading =
            heading.actions(html! { (Button::primary("Write a policy").link("/policies/new")) });
    }
    let main = html! {
        (heading)
        @if all.is_empty() {
            (Empty::new("No policy is published yet", "Legal, communications and IT write them here. You will see at once which ones you are asked to read."))
        }
        (group("to-read", "For you to read", &all, &when, Mine::is_waiting))
        (group("read", "Read by you", &all, &when, Mine::is_read))
        (group("others", "For other people", &all, &when, |policy| !policy.is_asked() && !policy.is_read()))
        @if !drafts.is_empty() { (section("drafts", "Drafts", rows(drafts.iter().map(|draft| draft_row(draft, &when))))) }
        @if !retired.is_empty() {
            (disclosure("Retired", rows(retired.iter().map(|version| retired_row(version, &when)))))
        }
    };
    Ok(signed.page("Policies", main))
}

fn group(id: &str, title: &str, all: &[Mine], when: &When, belongs: fn(&Mine) -> bool) -> Markup {
    let policies: Vec<&Mine> = all.iter().filter(|policy| belongs(policy)).collect();
    html! {
        @if !policies.is_empty() {
            (section(id, title, rows(policies.into_iter().map(|policy| row(policy, when)))))
        }
    }
}

fn row<'a>(policy: &'a Mine, when: &When) -> Row<'a> {
    let title = html! { a href=(policy.href()) { (policy.title) } };
    let row = Row::new(title).meta(html! {
        "Version " (policy.number)
        @match policy.read_at.filter(|_| policy.is_read()) {
            Some(at) => { " · read " (when.ago(at)) }
            None => { " · since " (when.day(policy.asked_at)) }
        }
        @if let Some(news) = policy.news().filter(|_| policy.is_waiting()) { " · " (news) }
    });
    if policy.is_waiting() {
        row.state(Tag::new(Tone::Coach, "To read"))
    } else if policy.is_read() {
        row.state(Tag::new(Tone::Allow, "Read"))
    } else {
        row
    }
}

fn draft_row<'a>(draft: &'a Version, when: &When) -> Row<'a> {
    Row::new(html! { a href={ "/policies/" (draft.slug) "/draft" } { (draft.title) } }).meta(html! {
        "Version " (draft.number) " · saved by " (draft.saved_by) ", " (when.ago(draft.saved_at))
    })
}

fn retired_row<'a>(version: &'a Version, when: &When) -> Row<'a> {
    Row::new(html! { a href={ "/policies/" (version.slug) } { (version.title) } }).meta(html! {
        @if let Some(retired) = version.retired() {
            "Retired by " (retired.by) ", " (when.ago(retired.at)) ": " (retired.reason)
        }
    })
}
