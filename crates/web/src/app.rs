//! What handlers, jobs and commands work with.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    ops::Deref,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use audit::{Act, Audit};
use base::{Clock, Problem, Result, Timestamp, secret};
use store::{Location, Migrations, Store};

use crate::{
    Caller, Capability, Edge, Reach,
    capability::{Evidence, Subject},
    operation::Operation,
    rights::Right,
};

/// What the organisation chose.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Editions, the SQLite file, what belongs to this node alone.
    pub data: PathBuf,
    /// Where the state is.
    pub location: Location,
    /// The organisation's name, as pages show it.
    pub organisation: String,
    /// The zone in which times are shown and schedules are proposed.
    pub zone: String,
    /// How people reach the pages: `http://door.example`, without a slash at the end.
    pub url: String,
    /// Under which names they are served, and which proxies are before them.
    pub edge: Edge,
    /// What whoever runs the program chose about looking at it.
    pub operation: Operation,
    /// Which addresses the program goes to when people name them.
    pub reach: Reach,
}

impl Settings {
    /// Whether people reach the pages by TLS.
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }
}

/// Everything that is shared, cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    /// The state.
    pub store: Store,
    /// The log in which every change is recorded.
    pub audit: Audit,
    /// The time.
    pub clock: Clock,
    /// What the organisation chose.
    pub settings: Settings,
    /// Every capability of the program, in the order of its floors.
    pub capabilities: &'static [&'static Capability],
    pub(crate) form_key: Vec<u8>,
    memory: Memory,
}

#[derive(Default)]
struct Memory(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Opens the state, brings its tables up to date, and is ready.
    pub async fn open(
        settings: Settings,
        clock: Clock,
        capabilities: &'static [&'static Capability],
    ) -> Result<Self> {
        check_zone(&settings.zone)?;
        let store = Store::open(&settings.location).await?;
        store.migrate(&migrations(capabilities)).await?;
        let audit = Audit::open(store.clone(), clock.clone(), &settings.data).await?;
        let make = || secret::random::<32>().map(Vec::from);
        let form_key = store::key(&store, &settings.data, "form", make).await?;
        Ok(Self(Arc::new(Shared {
            store,
            audit,
            clock,
            settings,
            capabilities,
            form_key,
            memory: Memory::default(),
        })))
    }

    /// Brings in what the program ships: once, before anybody works with the state.
    pub async fn stock(&self) -> Result<()> {
        for stock in self.capabilities.iter().filter_map(|capability| capability.stock) {
            stock(self).await?;
        }
        Ok(())
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What a slice keeps in memory beside the state: its one `T`, made when first asked for. It is
    /// gone when the process ends, so nothing may be lost with it.
    pub fn memory<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut memory = self.memory.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = memory.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default()));
        Arc::clone(kept).downcast().expect("what is kept by its type has that type")
    }

    /// `caller` begins an act that needs `right`.
    pub async fn begin(&self, caller: &Caller, right: &Right) -> Result<Act> {
        caller.require(right)?;
        let act = self.audit.begin(caller.acting_by(right)).await?;
        caller.conditions.check(&act).await?;
        Ok(act)
    }

    /// Who the person with this number is; `None` if they are gone or switched off.
    pub async fn identify(&self, person: i64) -> Result<Option<Caller>> {
        match self.capabilities.iter().find_map(|capability| capability.identify) {
            Some(identify) => identify(self, person).await,
            None => Ok(None),
        }
    }

    /// Why `caller` has no need to ask for `subject`, if some capability says so.
    pub async fn already(&self, caller: &Caller, subject: &Subject) -> Result<Option<String>> {
        for already in self.capabilities.iter().filter_map(|capability| capability.already) {
            if let Some(sentence) = already(self, caller, subject).await? {
                return Ok(Some(sentence));
            }
        }
        Ok(None)
    }

    /// What every capability knows about `subject`.
    pub async fn evidence(&self, subject: &Subject) -> Result<Vec<Evidence>> {
        let mut found = Vec::new();
        for evidence in self.capabilities.iter().filter_map(|capability| capability.evidence) {
            found.extend(evidence(self, subject).await?);
        }
        Ok(found)
    }
}

/// The tables of the ground and of these capabilities, in the order in which they are made.
pub fn migrations(capabilities: &[&Capability]) -> Vec<Migrations> {
    let own = [audit::MIGRATIONS, jobs::MIGRATIONS, crate::MIGRATIONS];
    own.into_iter().chain(capabilities.iter().filter_map(|own| own.migrations)).collect()
}

fn check_zone(zone: &str) -> Result<()> {
    match jiff::tz::TimeZone::get(zone) {
        Ok(_) => Ok(()),
        Err(_) => Err(Problem::invalid(
            "zone",
            format!(
                "`{zone}` is not a time zone; write one of the IANA names, for example Europe/Berlin"
            ),
        )),
    }
}
