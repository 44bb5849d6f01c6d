//! The law of the verdict, through its public doors.

mod contradictions;
mod explaining;
mod identities;
mod law;
mod naive;
mod properties;
mod worlds;
