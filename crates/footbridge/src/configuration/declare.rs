//! How a setting is declared.

use clap::Arg;
use serde_json::Value;

/// What is known of a setting beside its type and its default.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The key in the file; in the environment `FOOTBRIDGE_<KEY>`.
    pub(crate) key: &'static str,
    /// The lines of its doc comment, as the compiler hands them on: each begins with a blank.
    doc: &'static [&'static str],
    /// What stands for the value in help.
    value: &'static str,
    /// A value for the example, where the default is none or says little.
    pub(crate) example: Option<&'static str>,
    /// Which commands take it as a flag.
    pub(crate) scope: Scope,
    /// Whether its value is masked when it is shown.
    pub(crate) is_secret: bool,
}

/// Which commands take a setting as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of them.
    Everywhere,
    /// Those about the server: `serve`, `doctor`, `config`.
    Server,
}

/// A setting whose value is called `value` in help.
pub(super) const fn value(value: &'static str) -> Setting {
    Setting { key: "", doc: &[], value, example: None, scope: Scope::Everywhere, is_secret: false }
}

impl Setting {
    pub(super) const fn example(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    pub(super) const fn server(self) -> Self {
        Self { scope: Scope::Server, ..self }
    }

    pub(super) const fn secret(self) -> Self {
        Self { is_secret: true, ..self }
    }

    pub(super) const fn declared(self, key: &'static str, doc: &'static [&'static str]) -> Self {
        Self { key, doc, ..self }
    }

    /// The paragraphs of its description.
    pub(crate) fn paragraphs(&self) -> Vec<String> {
        let lines: Vec<&str> = self.doc.iter().map(|line| line.trim()).collect();
        lines.split(|line| line.is_empty()).map(|lines| lines.join(" ")).collect()
    }

    /// Its name in the environment.
    pub(crate) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.to_uppercase())
    }

    /// Its flag, without the dashes in front.
    pub(crate) fn flag(&self) -> String {
        self.key.replace('_', "-")
    }

    /// Its value as it may be shown: of a secret, no more than where it leads.
    pub(crate) fn shown(&self, value: &Value) -> Value {
        match value.as_str() {
            Some(text) if self.is_secret => Value::from(masked(text)),
            _ => value.clone(),
        }
    }

    /// Its flag for the command line; `default` is said in the help.
    pub(crate) fn arg(&self, default: Option<&str>) -> Arg {
        let first = self.paragraphs().into_iter().next().unwrap_or_default();
        let said = first.trim_end_matches('.').to_owned();
        let help = match default {
            Some(default) => format!("{said} [default: {default}]"),
            None => said,
        };
        Arg::new(self.key)
            .long(self.flag())
            .value_name(self.value)
            .global(true)
            .help(help)
            .help_heading("Settings")
    }
}

/// `postgres://footbridge:secret@db/state` as `postgres://footbridge:…@db/state`; anything else that
/// is secret not at all.
fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return "…".to_owned() };
    // What follows `?` may hold a password as well.
    let rest = rest.split('?').next().unwrap_or_default();
    match rest.rsplit_once('@') {
        Some((who, place)) => {
            let login = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{login}:…@{place}")
        }
        None => format!("{scheme}://{rest}"),
    }
}

/// Before the key in the environment.
pub(crate) const PREFIX: &str = "FOOTBRIDGE_";

/// Declares the settings: each a doc comment, `key: Type = default => value("NAME IN HELP")`.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr => $setting:expr;)+) => {
        /// What the organisation chose, key by key.
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct Configuration {
            $($(#[doc = $doc])+ pub(crate) $key: $type,)+
        }

        impl Default for Configuration {
            fn default() -> Self {
                Self { $($key: $default,)+ }
            }
        }

        /// Every setting, in the order in which they are shown.
        pub(crate) const SETTINGS: &[Setting] =
            &[$($setting.declared(stringify!($key), &[$($doc),+]),)+];
    };
}
pub(super) use settings;
