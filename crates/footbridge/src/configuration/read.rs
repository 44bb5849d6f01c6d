//! From a file, from the environment, from the command line; the later wins, and each value knows
//! where it came from.

use std::{
    env,
    path::{Path, PathBuf},
};

use base::{Problem, Result};
use clap::ArgMatches;
use figment::{
    Figment, Metadata, Profile, Provider,
    error::Kind,
    providers::{Format, Serialized, Toml},
    value::{Dict, Map, Value},
};

use super::{Configuration, SETTINGS, declare::PREFIX};

/// Variables of ours that are no settings: which file to read, and what the tests are told.
const OTHER_VARIABLES: &[&str] = &["CONFIG", "TEST_POSTGRES", "SERVER", "TOKEN"];
/// The file that is read if it is there and none is named.
const USUAL_FILE: &str = "footbridge.toml";
/// Keys are this like each other at least where one may be meant for the other.
const ALIKE: f64 = 0.75;

/// A configuration, with the place where each value was given.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// What was chosen.
    pub(crate) configuration: Configuration,
    /// The file that was read, if one was.
    pub(crate) file: Option<PathBuf>,
    /// Variables that look like settings and are none.
    pub(crate) unknown: Vec<String>,
    figment: Figment,
}

impl Given {
    /// Reads everything that was said; a key that does not exist, or a value that does not fit, is
    /// refused with its place.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Self> {
        let file = file(matches)?;
        let mut figment = Figment::from(Serialized::defaults(Configuration::default()));
        if let Some(file) = &file {
            figment = figment.merge(Toml::file_exact(file));
        }
        for setting in SETTINGS {
            if let Ok(text) = env::var(setting.variable()) {
                figment = figment.merge(Said { place: setting.variable(), key: setting.key, text });
            }
            if let Ok(Some(text)) = matches.try_get_one::<String>(setting.key) {
                let place = format!("--{}", setting.flag());
                figment = figment.merge(Said { place, key: setting.key, text: text.clone() });
            }
        }
        // The environment and the command line have only text, whatever a key holds.
        let configuration = figment.extract_lossy().map_err(|error| unreadable(&error))?;
        Ok(Self { configuration, file, unknown: unknown_variables(), figment })
    }

    /// Where the value of `key` was given: `default`, a file, a variable or a flag.
    pub(crate) fn place(&self, key: &str) -> String {
        self.figment.find_metadata(key).map_or_else(|| "default".to_owned(), place)
    }
}

/// One value of the environment or the command line.
struct Said {
    place: String,
    key: &'static str,
    text: String,
}

impl Provider for Said {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.place.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let value = Value::from(self.text.clone());
        Ok(Map::from([(Profile::Default, Dict::from([(self.key.to_owned(), value)]))]))
    }
}

fn place(metadata: &Metadata) -> String {
    match metadata.source.as_ref().and_then(|source| source.file_path()) {
        Some(file) => file.display().to_string(),
        None if metadata.name.starts_with(['-', 'F']) => metadata.name.to_string(),
        None => "default".to_owned(),
    }
}

/// The file that was named, which must be there; else `footbridge.toml` in the data directory, if
/// there is one.
fn file(matches: &ArgMatches) -> Result<Option<PathBuf>> {
    let said = |key: &str| {
        let flag = matches.try_get_one::<String>(key).ok().flatten().cloned();
        flag.or_else(|| env::var(format!("{PREFIX}{}", key.to_uppercase())).ok())
    };
    if let Some(file) = said("config").map(PathBuf::from) {
        return match std::fs::File::open(&file) {
            Ok(_) => Ok(Some(file)),
            Err(error) => Err(Problem::invalid(
                "config",
                format!("the configuration `{}` cannot be read: {error}", file.display()),
            )),
        };
    }
    let usual = Path::new(said("data").as_deref().unwrap_or("data")).join(USUAL_FILE);
    Ok(usual.is_file().then_some(usual))
}

/// A mistyped variable would go unseen otherwise. It is no reason to stop: where a service is called
/// `footbridge`, Kubernetes sets `FOOTBRIDGE_PORT` by itself.
fn unknown_variables() -> Vec<String> {
    let is_known = |name: &str| {
        SETTINGS.iter().any(|setting| setting.variable() == name)
            || OTHER_VARIABLES.iter().any(|other| name.strip_prefix(PREFIX) == Some(other))
    };
    let ours = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    ours.filter(|name| name.starts_with(PREFIX) && !is_known(name)).collect()
}

fn unreadable(error: &figment::Error) -> Problem {
    let source = error.metadata.as_ref().map(place).unwrap_or_default();
    let key = error.path.join(".");
    let place: Vec<&str> =
        [source.as_str(), key.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let said = match &error.kind {
        Kind::UnknownField(key, _) => no_such_key(key),
        other => other.to_string(),
    };
    Problem::invalid(
        "config",
        format!("the configuration is not right ({}): {said}", place.join(", ")),
    )
}

fn no_such_key(key: &str) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(key, known);
    let nearest = SETTINGS
        .iter()
        .map(|setting| setting.key)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|known| likeness(known) >= ALIKE) {
        Some(known) => format!("there is no key `{key}`; did you mean `{known}`?"),
        None => format!("there is no key `{key}`; `footbridge config example` shows them all"),
    }
}
