//! The stories of people.

mod behind_a_proxy;
mod calling;
mod guessing;
mod importing;
mod looking_after;
mod second_factor;
mod sessions;
mod signing_in;
mod tokens;

use web::Capability;

pub(crate) const CAPABILITIES: &[&Capability] = &[&people::CAPABILITY, &web::log::CAPABILITY];
