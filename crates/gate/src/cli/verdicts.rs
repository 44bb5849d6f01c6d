//! Verdicts that a server gives, and one's own blocks.

use base::Result;
use clap::Args;
use web::Console;

use crate::{
    api::{BlockSheet, VerdictPolicy, VerdictSheet},
    moment,
};

/// Who would go where, when.
#[derive(Debug, Args)]
pub(crate) struct TryArgs {
    /// A login, or the address of whoever does not log in at the proxy
    person: String,
    /// A host, or the address of a page
    host: String,
    /// At another time than now, such as "2026-11-20 09:30"
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

pub(super) async fn try_it(console: &Console, args: &TryArgs) -> Result<()> {
    let zone = &console.settings.zone;
    let at = args.at.as_deref().map(|text| moment::read(text, zone)).transpose()?;
    let at = at.map(|at| at.to_string());
    let mut query = vec![("person", args.person.as_str()), ("host", &args.host)];
    query.extend(at.as_deref().map(|at| ("at", at)));
    let path = format!("/gate/verdict?{}", web::query(&query));
    let verdict: VerdictSheet = console.api().await?.get(&path).await?;
    console.answer(&verdict, &in_words(&verdict, &args.person, zone))
}

fn in_words(verdict: &VerdictSheet, person: &str, zone: &str) -> String {
    let mut lines = vec![format!(
        "{}: {} for {person}, {} {zone}, edition {}",
        verdict.effect.word(),
        verdict.host,
        moment::say(verdict.at, zone),
        verdict.edition
    )];
    for rule in &verdict.rules {
        lines.push(format!("because: {}, {}", rule.id, rule.says));
        lines.push(format!("         {}", rule.reason));
        lines.push(format!("         decided by {}", rule.decided_by.join(" and ")));
    }
    lines.extend(ways(verdict, zone));
    lines.join("\n")
}

/// What would open it.
fn ways(verdict: &VerdictSheet, zone: &str) -> Vec<String> {
    let slugs = |policies: &[VerdictPolicy]| {
        policies.iter().map(|policy| policy.slug.clone()).collect::<Vec<_>>().join(" and ")
    };
    let mut ways = Vec::new();
    if !verdict.to_read.is_empty() {
        ways.push(format!("once the policy {} is acknowledged", slugs(&verdict.to_read)));
    }
    ways.extend(verdict.later.as_ref().map(|door| {
        let at = moment::say(door.opens_at, zone);
        format!("{at}, once the policy {} is acknowledged", slugs(&door.to_read))
    }));
    ways.extend(verdict.opens_at.map(|at| format!("by itself, {}", moment::say(at, zone))));
    if verdict.can_ask {
        ways.push("if a request for it is agreed".to_owned());
    }
    ways.into_iter().map(|way| format!("opens: {way}")).collect()
}

pub(super) async fn blocks(console: &Console) -> Result<()> {
    let blocks: Vec<BlockSheet> = console.api().await?.all("/me/blocks").await?;
    let line = |block: &BlockSheet| {
        let (host, at, times) = (&block.host, block.at, block.times);
        let effect = block.verdict.effect.word();
        format!("{at}  {host}, {times} times, now {effect}\n    {}", block.door)
    };
    let text = blocks.iter().map(line).collect::<Vec<_>>().join("\n");
    console.answer(&blocks, if text.is_empty() { "nothing in the last hour" } else { &text })
}
