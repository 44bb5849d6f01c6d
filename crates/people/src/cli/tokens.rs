//! Access tokens.

use std::time::Duration;

use base::{Clock, Result};
use web::{Console, api::Many};

use super::of;
use crate::api::{Made, NewToken, TokenSheet};

/// Where the tokens of `login` are; without a login, one's own.
fn whose(login: Option<&str>) -> String {
    login.map_or_else(|| "/me/tokens".to_owned(), |login| format!("{}/tokens", of(login)))
}

pub(super) async fn list(console: &Console, login: Option<&str>) -> Result<()> {
    let Many { items: tokens, .. }: Many<TokenSheet> =
        console.api().await?.get(&whose(login)).await?;
    let lines: Vec<String> = tokens.iter().map(line).collect();
    console.answer(&tokens, &lines.join("\n"))
}

fn line(token: &TokenSheet) -> String {
    let used = token.used.map_or_else(|| "never used".to_owned(), |used| format!("used {used}"));
    let scopes = token.scopes.join(",");
    format!("{:<6} {:20} ends {}  {used}  {scopes}", token.id, token.name, token.ends)
}

pub(super) async fn make(
    console: &Console,
    name: String,
    scopes: Vec<String>,
    days: u16,
) -> Result<()> {
    let ends = Clock::system().now().after(Duration::from_hours(24) * u32::from(days));
    let new = NewToken { name, scopes, ends: Some(ends) };
    let made: Made = console.api().await?.post("/me/tokens", &new).await?;
    console.answer(&made, &made.token)
}

pub(super) async fn end(console: &Console, login: Option<&str>, id: i64) -> Result<()> {
    console.api().await?.delete(&format!("{}/{id}", whose(login))).await?;
    console.answer(&serde_json::json!({ "ended": id }), &format!("token {id} is ended"))
}
