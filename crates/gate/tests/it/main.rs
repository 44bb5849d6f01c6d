//! The gate, through its public doors.

mod editions;
mod squid;
