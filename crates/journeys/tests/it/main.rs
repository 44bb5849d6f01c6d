//! What people do and see, from the first blocked page to the last closed door.
// Whoever reads a failed story wants to know where it broke.
#![allow(clippy::panic)]

mod asking;
mod nodes;
mod outage;
mod programs;
mod reading;
mod secrecy;
mod signing_in;
mod steps;
