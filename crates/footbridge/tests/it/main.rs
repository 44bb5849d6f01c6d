//! What must hold of the whole house.
#![allow(clippy::unwrap_used, clippy::panic)]

mod architecture;
mod greeting;
mod guards;
mod keeping;
mod openapi;
mod refusing;
mod roles;
mod running;
mod shutting_in;
