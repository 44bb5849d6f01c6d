//! The settings for people: an annotated file, and a page of the documentation.

use std::fmt::Write;

use base::{Problem, Result};
use serde_json::Value;

use super::{Configuration, SETTINGS, Scope, Setting};

/// How wide a comment is, in characters.
const WIDTH: usize = 78;

const EXAMPLE_HEAD: &str = "\
# Footbridge. Put this file into the data directory as footbridge.toml, or name it with --config.
# A line like `#zone = \"UTC\"` shows what holds without it, or an example where nothing does; take
# the mark away to choose.
# FOOTBRIDGE_<KEY> in the environment wins over the file, a flag over both.
";

const REFERENCE_HEAD: &str = "\
# Configuration

Made from the declarations in `crates/footbridge/src/configuration.rs` by
`footbridge config example --markdown`; a test compares it.

Settings come from `footbridge.toml` in the data directory, or the file that `--config` or
`FOOTBRIDGE_CONFIG` names; then from the environment; then from the command line. The later wins. A key
that does not exist, or a value that does not fit, is refused with its place.

| command | what it tells |
|---|---|
| `footbridge config example` | an annotated file with everything below |
| `footbridge config show` | every value, and where it came from; secrets are masked |
| `footbridge config check` | whether the configuration can be used |
| `footbridge doctor` | whether what it names is there and works |
";

/// The values of a configuration, by key.
pub(crate) fn values(configuration: &Configuration) -> Result<Value> {
    serde_json::to_value(configuration)
        .map_err(|error| Problem::internal("the configuration could not be written down", error))
}

fn defaults() -> Result<Value> {
    values(&Configuration::default())
}

/// What holds where nothing is said, as the command line shows it.
pub(crate) fn default_of(setting: &Setting) -> Option<String> {
    match &defaults().ok()?[setting.key] {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// A value as the file has it; `None` where there is none.
pub(crate) fn toml(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Array(parts) if parts.is_empty() => Some("[]".to_owned()),
        // What JSON writes for text, numbers, truths and lists of them reads the same in TOML.
        other => Some(other.to_string()),
    }
}

/// The annotated file.
pub(crate) fn example() -> Result<String> {
    let defaults = defaults()?;
    let mut text = EXAMPLE_HEAD.to_owned();
    for setting in SETTINGS {
        text.push('\n');
        for paragraph in setting.paragraphs() {
            comment(&mut text, &paragraph);
        }
        let default = toml(&defaults[setting.key]);
        let example = setting.example.map(|text| quoted(&defaults[setting.key], text));
        if let (Some(_), Some(example)) = (&default, &example) {
            let _ = writeln!(text, "# For example: {} = {example}", setting.key);
        }
        let _ = writeln!(text, "#{} = {}", setting.key, default.or(example).unwrap_or_default());
    }
    Ok(text)
}

/// An example in the form of the value beside it.
fn quoted(like: &Value, example: &str) -> String {
    let text = Value::from(example).to_string();
    if like.is_array() { format!("[{text}]") } else { text }
}

fn comment(text: &mut String, paragraph: &str) {
    let mut line = String::from("#");
    for word in paragraph.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}

/// The page of the documentation.
pub(crate) fn reference() -> Result<String> {
    let defaults = defaults()?;
    let mut text = REFERENCE_HEAD.to_owned();
    for setting in SETTINGS {
        section(&mut text, setting, &defaults[setting.key]);
    }
    Ok(text)
}

fn section(text: &mut String, setting: &Setting, default: &Value) {
    let _ = writeln!(text, "\n## `{}`\n", setting.key);
    let _ = writeln!(text, "{}\n", setting.paragraphs().join("\n\n"));
    let default = toml(default).map_or_else(|| "not set".to_owned(), |value| format!("`{value}`"));
    let on = match setting.scope {
        Scope::Everywhere => "every command",
        Scope::Server => "`serve`, `doctor`, `config`",
    };
    let _ = writeln!(text, "- by default: {default}");
    if let Some(example) = setting.example {
        let _ = writeln!(text, "- for example: `{example}`");
    }
    let _ = writeln!(text, "- in the environment: `{}`", setting.variable());
    let _ = writeln!(text, "- as a flag: `--{}` on {on}", setting.flag());
}
