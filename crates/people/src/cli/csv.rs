//! Importing a file.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use base::{Problem, Result, limits};
use web::{Caller, Console};

use crate::{Import, Plan, api::Sent, import as importing};

pub(super) async fn import(console: &Console, path: &Path, apply: bool) -> Result<()> {
    let plan = plan(console, read(path)?, apply).await?;
    let mut lines = vec![plan.sentence()];
    lines.extend(plan.groups.iter().map(|slug| format!("+ group {slug}")));
    lines.extend(plan.added.iter().map(|login| format!("+ {login}")));
    lines.extend(plan.changed.iter().map(|(login, what)| format!("~ {login}: {what}")));
    if !apply && !plan.is_empty() {
        lines.push("Nothing was changed. Add --apply to do it.".to_owned());
    }
    console.answer(&plan, &lines.join("\n"))
}

/// At another server by its API; here without it, because files may be larger than a call.
async fn plan(console: &Console, bytes: Vec<u8>, apply: bool) -> Result<Plan> {
    if console.server.is_some() {
        let csv = String::from_utf8(bytes)
            .map_err(|_| Problem::invalid("file", "The file is not text in UTF-8."))?;
        return console.api().await?.post("/people/import", &Sent { csv, apply }).await;
    }
    let file = Import::read(&bytes)?;
    importing::import(&console.app().await?, &Caller::operator(), &file, apply).await
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: io::Error| {
        Problem::invalid("file", format!("`{}` cannot be read: {error}", path.display()))
    };
    let limit = limits::CSV_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}
