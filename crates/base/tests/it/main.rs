//! The words everybody shares, through their public doors.

extern crate footbridge_base as base;

mod hosts;
mod patterns;
mod schedules;
