//! The unit that the repository ships.

use std::process::Command;

use crate::running::{have, well};

const UNIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging/footbridge.service");
/// In tenths, as `systemd-analyze security` counts: below 2.0 a service is well shut in.
const EXPOSURE_MAX: &str = "15";

#[test]
fn the_service_is_shut_in_as_far_as_systemd_can_tell() {
    if !have(&["systemd-analyze"]) {
        return;
    }
    let mut command = Command::new("systemd-analyze");
    command.args(["security", "--no-pager", "--offline=true", "--threshold", EXPOSURE_MAX, UNIT]);
    let said = well(&command.output().unwrap());
    assert!(said.contains("OK"), "{said}");
}
