//! The helper that Squid asks before it lets a request through (`external_acl_type`).
//!
//! One thread reads lines, judges and writes lines; it never waits for anything but Squid. A second
//! one follows the edition in force and carries blocks and counts to the server, if there is one.

mod answering;
pub mod conf;
mod fields;
mod following;
mod key;
mod line;
mod lines;
mod link;
mod outbox;
pub mod token;
pub mod wire;

use std::{
    fs::File,
    io::{Read, Write},
    os::fd::AsFd,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use answering::{Answering, Shared};
use base::{Clock, Problem};
pub use fields::{Field, Fields};
use following::Following;
pub use key::Key;
pub use lines::LINE_BYTES_MAX;

/// What the helper answers while it has no edition at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithoutEdition {
    /// Nobody gets through.
    #[default]
    Deny,
    /// Everybody gets through.
    Allow,
}

/// How the helper was started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data directory of the server.
    pub data: PathBuf,
    /// What stands in a line, in order.
    pub fields: Fields,
    /// Whether each line begins with a channel (`concurrency` over 0 in squid.conf).
    pub channels: bool,
    /// What to answer without any edition.
    pub without_edition: WithoutEdition,
}

/// Answers Squid on standard input and output until the input ends.
pub fn run(options: Options) -> Result<(), Problem> {
    let trouble = |error| Problem::internal("standard input and output could not be opened", error);
    // Not through the buffers of std: one read takes all that is there, one write gives all answers.
    let input = File::from(std::io::stdin().as_fd().try_clone_to_owned().map_err(trouble)?);
    let output = File::from(std::io::stdout().as_fd().try_clone_to_owned().map_err(trouble)?);
    serve(options, Clock::system(), input, output)
}

/// The same with input, output and clock of the caller's choice.
pub fn serve(
    options: Options,
    clock: Clock,
    input: impl Read,
    output: impl Write,
) -> Result<(), Problem> {
    let shared = Arc::new(Shared::default());
    let mut following = Following::new(&options.data, Arc::clone(&shared), clock.clone());
    following.look();
    if shared.edition.load().is_none() {
        say(&format!(
            "there is no edition yet: everything is {}",
            options.without_edition.in_words()
        ));
    }
    let ended = Arc::new(AtomicBool::new(false));
    let background = thread::Builder::new().name("following".to_owned()).spawn({
        let ended = Arc::clone(&ended);
        move || following.run(&ended)
    });
    let background = background
        .map_err(|error| Problem::internal("the second thread could not start", error))?;
    let result = lines::pump(input, output, &mut Answering::new(options, clock, shared));
    ended.store(true, Ordering::Relaxed);
    // It ends by itself within a moment; a panic there was reported when it happened.
    let _ = background.join();
    result.map_err(|error| Problem::internal("the connection with Squid broke", error))
}

impl WithoutEdition {
    fn in_words(self) -> &'static str {
        match self {
            Self::Deny => "denied",
            Self::Allow => "allowed",
        }
    }
}

/// Tells whoever runs Squid; it stands in cache.log.
fn say(sentence: &str) {
    eprintln!("footbridge: {sentence}");
}
