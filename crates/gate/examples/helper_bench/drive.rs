//! Starts a helper on one core, hands it lines, and takes the time.

use std::{
    io::{self, Read, Write},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use base::{Problem, Result};

/// The longest measured run.
const TIME_MAX: Duration = Duration::from_secs(5);

/// What was measured of one run.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) lines_a_second: f64,
    /// Half of the round trips took no longer, in microseconds.
    pub(crate) p50: f64,
    /// 99 of 100 round trips took no longer, in microseconds.
    pub(crate) p99: f64,
}

impl Figures {
    /// The one with more lines a second.
    pub(crate) fn better(known: Option<Self>, new: Self) -> Option<Self> {
        known.filter(|known| known.lines_a_second > new.lines_a_second).or(Some(new))
    }
}

/// Hands over `in_flight` lines at a time, waits for all their answers, and goes on.
pub(crate) fn measure(
    command: &mut Command,
    lines: &[String],
    in_flight: usize,
) -> Result<Figures> {
    let trouble =
        |error| Problem::internal(format!("the helper {command:?} did not answer"), error);
    let mut child = on_one_core(command).map_err(trouble)?;
    let result = exchange(&mut child, lines, in_flight).map_err(trouble);
    // It ends with its input; whether it minds does not change what was measured.
    drop(child.stdin.take());
    let _ = child.wait();
    result
}

fn on_one_core(command: &Command) -> io::Result<Child> {
    let mut pinned = Command::new("taskset");
    pinned.args(["-c", "0"]).arg(command.get_program()).args(command.get_args());
    pinned.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

fn exchange(child: &mut Child, lines: &[String], in_flight: usize) -> io::Result<Figures> {
    let (Some(input), Some(output)) = (&mut child.stdin, &mut child.stdout) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let batches: Vec<_> =
        lines.chunks(in_flight).map(|batch| (batch.len(), batch.concat())).collect();
    let (warm_up, measured) = batches.split_at(batches.len() / 10);
    let mut buffer = vec![0; 1 << 20];
    let mut one = |(count, batch): &(usize, String)| -> io::Result<Duration> {
        let start = Instant::now();
        input.write_all(batch.as_bytes())?;
        let mut answers = 0;
        while answers < *count {
            let length = output.read(&mut buffer)?;
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            answers += buffer[..length].split(|byte| *byte == b'\n').count() - 1;
        }
        Ok(start.elapsed())
    };
    let start = Instant::now();
    for batch in warm_up.iter().take_while(|_| start.elapsed() < TIME_MAX / 5) {
        one(batch)?;
    }
    let start = Instant::now();
    let (mut times, mut lines) = (Vec::with_capacity(measured.len()), 0_u32);
    for batch in measured.iter().take_while(|_| start.elapsed() < TIME_MAX) {
        times.push(one(batch)?);
        lines += u32::try_from(batch.0).unwrap_or(0);
    }
    let total = start.elapsed();
    times.sort_unstable();
    let micros = |hundredth: usize| times[times.len() * hundredth / 100].as_secs_f64() * 1e6;
    Ok(Figures {
        lines_a_second: f64::from(lines) / total.as_secs_f64(),
        p50: micros(50),
        p99: micros(99),
    })
}

/// The floor: every line is answered, none is read.
pub(crate) fn answer_without_looking() -> Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut buffer = vec![0; 1 << 20];
    let mut exchange = || -> io::Result<()> {
        loop {
            let length = input.read(&mut buffer)?;
            if length == 0 {
                return Ok(());
            }
            let lines = buffer[..length].split(|byte| *byte == b'\n').count() - 1;
            output.write_all("1 OK\n".repeat(lines).as_bytes())?;
            output.flush()?;
        }
    };
    exchange().map_err(|error| Problem::internal("the lines could not be answered", error))
}
