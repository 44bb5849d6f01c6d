//! What a token may do: never more than its person.

use std::collections::BTreeSet;

use base::{Problem, Result};
use web::{App, Caller, Right, rights::Scopes};

/// Everything that the person may do, now and later.
pub const ALL: &str = "all";
/// Names in one token.
const SCOPES_MAX: usize = 100;

/// The rights that `caller` holds, in the order of the capabilities.
pub fn grantable<'a>(
    app: &'a App,
    caller: &'a Caller,
) -> impl Iterator<Item = &'static Right> + 'a {
    let rights = app.capabilities.iter().flat_map(|capability| capability.rights);
    rights.copied().filter(|right| caller.may(right))
}

/// The capability that a right belongs to.
pub fn capability(right: &Right) -> &'static str {
    right.name.split('.').next().unwrap_or_default()
}

/// The scopes as they are stored: known, sorted, each once, and none that `caller` lacks.
pub(super) fn checked(app: &App, caller: &Caller, names: &[String]) -> Result<Vec<String>> {
    let names: BTreeSet<&str> = names.iter().map(|name| name.trim()).collect();
    if names.is_empty() {
        return Err(wrong("Choose what the token may do."));
    }
    if names.len() > SCOPES_MAX {
        return Err(wrong(&format!("A token takes at most {SCOPES_MAX} scopes.")));
    }
    for name in &names {
        check(app, caller, name)?;
    }
    if names.contains(ALL) {
        return Ok(vec![ALL.to_owned()]);
    }
    Ok(names.into_iter().map(str::to_owned).collect())
}

/// A token cannot hand on what it lacks itself: neither more rights, nor rights still to come.
fn check(app: &App, caller: &Caller, name: &str) -> Result<()> {
    let is_whole = name == ALL || !name.contains('.');
    let brings_it = match &caller.scopes {
        Scopes::All => true,
        Scopes::Named(own) => !is_whole || own.iter().any(|scope| scope == name),
    };
    let holds_it = name == ALL
        || grantable(app, caller).any(|right| right.name == name || capability(right) == name);
    if brings_it && holds_it {
        return Ok(());
    }
    Err(wrong(&format!(
        "`{name}` is no scope that you can give: use the name of a right that you hold, the name of a capability, or `all`."
    )))
}

fn wrong(sentence: &str) -> Problem {
    Problem::invalid("scopes", sentence)
}

/// How the stored scopes limit a caller.
pub(super) fn read(stored: &str) -> Scopes {
    let names = names(stored);
    if names.iter().any(|name| name == ALL) { Scopes::All } else { Scopes::Named(names.into()) }
}

/// The names in a stored list; what cannot be read gives nothing.
pub(super) fn names(stored: &str) -> Vec<String> {
    serde_json::from_str(stored).unwrap_or_default()
}
