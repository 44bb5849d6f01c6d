//! Who reads, and what they still have to read.

use base::Result;
use serde::Serialize;
use web::Console;

use super::at;
use crate::{
    Read, State,
    api::{MyPolicy, Reader, Retirement, Sheet, Summary},
};

#[derive(Serialize)]
struct Acknowledged<'a> {
    policy: &'a Summary,
    people: &'a [Reader],
}

pub(super) async fn acknowledged(console: &Console, slug: &str) -> Result<()> {
    let api = console.api().await?;
    let policy = api.get::<Sheet>(&at(slug)).await?.version;
    let mut readers: Vec<Reader> = api.all(&format!("{}/acknowledgements", at(slug))).await?;
    readers.sort_by_key(|reader| reader.state == State::Acknowledged);
    let asked = readers.iter().filter(|reader| reader.asked);
    let done = asked.clone().filter(|reader| reader.state == State::Acknowledged).count();
    let (title, number, asked) = (&policy.title, policy.number, asked.count());
    let mut lines = vec![format!("{title}, version {number}: {done} of {asked} have read it")];
    lines.extend(readers.iter().map(|reader| format!("{:20} {}", reader.login, words(reader))));
    console.answer(&Acknowledged { policy: &policy, people: &readers }, &lines.join("\n"))
}

fn words(reader: &Reader) -> String {
    let read = reader.version.zip(reader.at).map(|(number, at)| format!("version {number}, {at}"));
    match (reader.state, read) {
        (State::Acknowledged, Some(read)) => format!("read ({read})"),
        (State::Stale, Some(read)) => format!("must read again (read {read})"),
        _ => "has not read it".to_owned(),
    }
}

pub(super) async fn to_read(console: &Console) -> Result<()> {
    let waiting: Vec<MyPolicy> = console.api().await?.all("/me/policies?waiting=true").await?;
    let line = |policy: &MyPolicy| {
        let (slug, title, at) = (&policy.slug, &policy.title, policy.asked_at);
        format!("{slug:24} {title}, since {at}")
    };
    let text = waiting.iter().map(line).collect::<Vec<_>>().join("\n");
    console.answer(&waiting, if text.is_empty() { "nothing waits for you" } else { &text })
}

pub(super) async fn acknowledge(console: &Console, slug: &str, sha256: String) -> Result<()> {
    let api = console.api().await?;
    let version = api.get::<Sheet>(&at(slug)).await?.version;
    let read = Read { version: version.number, sha256 };
    let _: serde_json::Value = api.post(&format!("{}/acknowledgements", at(slug)), &read).await?;
    console.answer(&read, &format!("noted: you have read {}", version.title))
}

pub(super) async fn retire(console: &Console, slug: &str, reason: String) -> Result<()> {
    let api = console.api().await?;
    let version = api.get::<Sheet>(&at(slug)).await?.version.number;
    let end = Retirement { version, reason };
    let ended: Sheet = api.post(&format!("{}/end", at(slug)), &end).await?;
    console.answer(&ended.version, &format!("{} is retired", ended.version.title))
}
