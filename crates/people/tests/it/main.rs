//! The stories of people.

mod importing;
mod looking_after;
mod signing_in;

use web::Capability;

pub(crate) const CAPABILITIES: &[&Capability] = &[&people::CAPABILITY, &web::log::CAPABILITY];
