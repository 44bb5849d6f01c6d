//! What the organisation chose: from a file, from the environment, from the command line; the
//! later wins.

use std::path::{Path, PathBuf};

use base::{Problem, Result};
use clap::ArgMatches;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use store::Location;
use web::Settings;

/// The keys of the configuration file; each can be given as `FOOTBRIDGE_<KEY>` too.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// The directory of the state: database, keys, editions.
    pub(crate) data: PathBuf,
    /// `postgres://…` for several nodes; without it the embedded database in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<String>,
    /// Where the server listens.
    pub(crate) listen: String,
    /// How people reach it; by default the address where it listens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// The organisation's name, as pages show it.
    pub(crate) organisation: String,
    /// The IANA time zone in which times are shown and schedules are proposed.
    pub(crate) zone: String,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            database: None,
            listen: "127.0.0.1:8080".to_owned(),
            url: None,
            organisation: "Your organisation".to_owned(),
            zone: "UTC".to_owned(),
        }
    }
}

impl Configuration {
    /// Reads everything that was said; a key that does not exist, or a value that does not fit, is
    /// refused with its place.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file(matches)? {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment =
            figment.merge(Env::prefixed("FOOTBRIDGE_").ignore(&["log", "config", "test_postgres"]));
        for key in ["data", "database", "listen", "url", "organisation", "zone"] {
            if let Ok(Some(value)) = matches.try_get_one::<String>(key) {
                figment = figment.merge((key, value));
            }
        }
        figment.extract().map_err(|error| unreadable(&error))
    }

    /// What the capabilities need of it.
    pub(crate) fn settings(&self) -> Result<Settings> {
        let url = self.url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(Problem::invalid(
                "url",
                format!("`{url}` is not an address of a page: begin it with http:// or https://"),
            ));
        }
        Ok(Settings {
            location: Location::new(&self.data, self.database.as_deref())?,
            data: self.data.clone(),
            organisation: self.organisation.clone(),
            zone: self.zone.clone(),
            url: url.trim_end_matches('/').to_owned(),
        })
    }
}

/// The file that was named, which must be there; else `footbridge.toml` in the data directory, if
/// there is one.
fn file(matches: &ArgMatches) -> Result<Option<PathBuf>> {
    let named = matches.get_one::<String>("config").cloned();
    let named = named.or_else(|| std::env::var("FOOTBRIDGE_CONFIG").ok()).map(PathBuf::from);
    if let Some(file) = named {
        return match std::fs::File::open(&file) {
            Ok(_) => Ok(Some(file)),
            Err(error) => Err(Problem::invalid(
                "config",
                format!("the configuration `{}` cannot be read: {error}", file.display()),
            )),
        };
    }
    let data = matches.get_one::<String>("data").cloned();
    let data = data.or_else(|| std::env::var("FOOTBRIDGE_DATA").ok());
    let usual = Path::new(data.as_deref().unwrap_or("data")).join("footbridge.toml");
    Ok(usual.is_file().then_some(usual))
}

fn unreadable(error: &figment::Error) -> Problem {
    let source = error.metadata.as_ref().map(|metadata| {
        let place = metadata.source.as_ref().map(ToString::to_string);
        place.unwrap_or_else(|| metadata.name.to_string())
    });
    let key = error.path.join(".");
    let place = [source.unwrap_or_default(), key]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    Problem::invalid("config", format!("the configuration is not right ({place}): {}", error.kind))
}
