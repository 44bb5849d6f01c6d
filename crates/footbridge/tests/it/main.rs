//! What must hold of the whole house.
#![allow(clippy::unwrap_used, clippy::panic)]

mod architecture;
mod completing;
mod configuring;
mod doctoring;
mod greeting;
mod guards;
mod keeping;
mod logging;
mod openapi;
mod proving;
mod refusing;
mod roles;
mod running;
mod shutting_in;
