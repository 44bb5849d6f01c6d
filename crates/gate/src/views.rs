//! The HTML.

mod blocks;
mod door;
mod editions;
mod gate;
mod rule;
mod try_it;

pub(crate) use blocks::{own_blocks, own_blocks_list};
pub(crate) use door::{Arrival, card, door, no_door};
pub(crate) use editions::{edition, editions};
pub(crate) use gate::{Overview, default_refused, overview};
pub(crate) use rule::{Offered, new_rule, show_rule};
pub(crate) use try_it::try_it;

use base::Timestamp;
use jiff::tz::TimeZone;
use web::{App, components::When};

/// Who reads: how times are told to them, and whether they are signed in.
pub(crate) struct Reader {
    now: Timestamp,
    zone: String,
    is_signed_in: bool,
}

impl Reader {
    pub(crate) fn new(app: &App, is_signed_in: bool) -> Self {
        Self { now: app.now(), zone: app.settings.zone.clone(), is_signed_in }
    }

    fn when(&self) -> When {
        When::new(self.now, TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC))
    }
}
