//! footbridge
fn main() {}
