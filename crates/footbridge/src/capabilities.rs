//! The one list. A capability is a folder in `crates/`, a dependency of this crate, and a line here.

use web::Capability;

/// In the order of the floors: what stands above may read what stands below.
pub const CAPABILITIES: &[&Capability] = &[
    &people::CAPABILITY,
    &catalog::CAPABILITY,
    &policy::CAPABILITY,
    &requests::CAPABILITY,
    &gate::CAPABILITY,
    &webhooks::CAPABILITY,
    &web::log::CAPABILITY,
];
