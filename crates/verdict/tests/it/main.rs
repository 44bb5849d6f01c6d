//! The law of the verdict, through its public doors.

extern crate footbridge_verdict as verdict;

mod contradictions;
mod explaining;
mod identities;
mod law;
mod naive;
mod properties;
mod worlds;
