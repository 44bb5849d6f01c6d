//! The words everybody shares, through their public doors.

mod hosts;
mod patterns;
mod schedules;
