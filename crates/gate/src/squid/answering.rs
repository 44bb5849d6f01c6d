//! From a line to an answer.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex},
};

use arc_swap::ArcSwapOption;
use base::{Clock, HostRef, Timestamp};
use verdict::{Compiled, Effect, Judge, Question, Verdict, Who};

use super::{
    Key, Options, WithoutEdition,
    line::{Places, Request, channel},
    lines::Line,
    outbox::Outbox,
    token::{Bearer, Token},
    wire::Block,
};

/// What both threads of the helper see.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) edition: ArcSwapOption<InForce>,
    /// Signs tokens; without it answers go on without them.
    pub(super) key: ArcSwapOption<Key>,
    pub(super) outbox: Mutex<Outbox>,
}

/// The edition to answer from.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) number: i64,
    pub(super) book: Arc<Compiled>,
}

/// Answers lines.
pub(super) struct Answering {
    options: Options,
    places: Places,
    clock: Clock,
    shared: Arc<Shared>,
    held: Option<(Arc<InForce>, Judge)>,
    /// Takes what is to be told while the other thread has the outbox.
    spare: Outbox,
}

impl Answering {
    pub(super) fn new(options: Options, clock: Clock, shared: Arc<Shared>) -> Self {
        let places = Places::from(&options.fields);
        Self { options, places, clock, shared, held: None, spare: Outbox::default() }
    }

    /// Lines that were read together are answered from one edition, at one instant.
    pub(super) fn batch(&mut self, answer: impl FnOnce(&mut Batch<'_>)) {
        self.take_edition();
        let key = self.shared.key.load();
        let mut outbox = self.shared.outbox.try_lock().ok();
        if let Some(outbox) = outbox.as_deref_mut() {
            outbox.take_over(&mut self.spare);
        }
        answer(&mut Batch {
            options: &self.options,
            places: &self.places,
            at: self.clock.now(),
            key: key.as_deref(),
            held: self.held.as_ref().map(|(edition, judge)| (edition.number, judge)),
            outbox: outbox.as_deref_mut().unwrap_or(&mut self.spare),
        });
    }

    fn take_edition(&mut self) {
        let now = self.shared.edition.load();
        let Some(now) = &*now else { return };
        if self.held.as_ref().is_none_or(|(held, _)| !Arc::ptr_eq(held, now)) {
            self.held = Some((Arc::clone(now), Judge::new(Arc::clone(&now.book))));
        }
    }
}

/// Everything that the lines of one batch have in common.
pub(super) struct Batch<'a> {
    options: &'a Options,
    places: &'a Places,
    at: Timestamp,
    key: Option<&'a Key>,
    held: Option<(i64, &'a Judge)>,
    outbox: &'a mut Outbox,
}

impl Batch<'_> {
    /// Adds exactly one line to `answers`. Nothing of the request stands in it but the channel.
    pub(super) fn answer(&mut self, line: Line<'_>, answers: &mut Vec<u8>) {
        let rest = if self.options.channels {
            echo_channel(line.bytes, answers)
        } else {
            Some(line.bytes)
        };
        let rest = rest.filter(|_| !line.is_cut);
        match (rest, self.held) {
            (None, _) => self.refuse(if line.is_cut { "too-long" } else { "no-channel" }, answers),
            (Some(_), None) => self.answer_without_edition(answers),
            (Some(rest), Some((edition, judge))) => self.judge(rest, edition, judge, answers),
        }
        answers.push(b'\n');
    }

    /// Denies what cannot be judged, with a word for the log.
    fn refuse(&mut self, word: &str, answers: &mut Vec<u8>) {
        self.outbox.count(Effect::Deny, word);
        answers.extend_from_slice(b"ERR log=");
        answers.extend_from_slice(word.as_bytes());
    }

    fn answer_without_edition(&mut self, answers: &mut Vec<u8>) {
        match self.options.without_edition {
            WithoutEdition::Deny => self.refuse("no-edition", answers),
            WithoutEdition::Allow => {
                self.outbox.count(Effect::Allow, "no-edition");
                answers.extend_from_slice(b"OK log=no-edition");
            }
        }
    }

    fn judge(&mut self, line: &[u8], edition: i64, judge: &Judge, answers: &mut Vec<u8>) {
        let Some(request) = Request::read(line, self.places) else {
            return self.refuse("unreadable", answers);
        };
        let (Some(destination), Ok(greeting)) = (request.destination(), request.greeting()) else {
            return self.refuse("no-host", answers);
        };
        let caller = Caller::of(&request, judge);
        let ask = |host| judge.judge(&Question { who: caller.who, host, at: self.at });
        let outer = (ask(destination.view()), destination.view());
        let inner = greeting.as_ref().map(|greeting| (ask(greeting.view()), greeting.view()));
        let (verdict, host) = match inner {
            Some(inner) if inner.0.is_stricter_than(&outer.0) => inner,
            _ => outer,
        };
        self.count(&verdict);
        if verdict.effect == Effect::Allow {
            return answers.extend_from_slice(b"OK");
        }
        let block = self.block(&request, &caller, &verdict, host, edition);
        deny(&verdict, block.token.as_deref(), answers);
        self.outbox.put(block);
    }

    fn count(&mut self, verdict: &Verdict<'_>) {
        if verdict.rules.is_empty() {
            self.outbox.count(verdict.effect, BY_DEFAULT);
        }
        for rule in &verdict.rules {
            self.outbox.count(verdict.effect, &rule.id);
        }
    }

    fn block(
        &self,
        request: &Request<'_>,
        caller: &Caller,
        verdict: &Verdict<'_>,
        host: HostRef<'_>,
        edition: i64,
    ) -> Block {
        let host = host.to_host();
        let address = caller.address.or_else(|| request.address());
        let bearer = caller
            .person
            .map(Bearer::Person)
            .or(address.map(Bearer::Address))
            .unwrap_or(Bearer::Unknown);
        let token = Token { at: self.at, edition, bearer, host: host.clone() };
        Block {
            at: self.at,
            edition,
            person: caller.person,
            login: request.login().map(|login| base::text::fold_login(&login)),
            address,
            port: request.port(),
            method: request.method(),
            effect: verdict.effect.word().to_owned(),
            rules: verdict.rules.iter().map(|rule| rule.id.clone()).collect(),
            token: self.key.map(|key| token.issue(key)),
            host,
        }
    }
}

/// Channel 0 stands for the one that Squid did not write.
fn echo_channel<'l>(line: &'l [u8], answers: &mut Vec<u8>) -> Option<&'l [u8]> {
    let found = channel(line);
    answers.extend_from_slice(found.map_or(b"0", |(channel, _)| channel));
    answers.push(b' ');
    found.map(|(_, rest)| rest)
}

/// The word in logs and counts where no rule decided but the organisation's default.
const BY_DEFAULT: &str = "default";

/// Every value is of `[A-Za-z0-9_-/.]`: tokens are base 64, and a rulebook has no other ids.
fn deny(verdict: &Verdict<'_>, token: Option<&str>, answers: &mut Vec<u8>) {
    answers.extend_from_slice(b"ERR");
    if let Some(token) = token {
        answers.extend_from_slice(b" message=");
        answers.extend_from_slice(token.as_bytes());
    }
    answers.extend_from_slice(b" log=");
    answers.extend_from_slice(verdict.rules.first().map_or(BY_DEFAULT, |rule| &rule.id).as_bytes());
    answers.extend_from_slice(b" tag=");
    answers.extend_from_slice(verdict.effect.word().as_bytes());
}

/// Who asks.
struct Caller {
    who: Who,
    /// Their number, if they are a person whom the rulebook knows.
    person: Option<i64>,
    /// Only looked at where the login says nothing.
    address: Option<IpAddr>,
}

impl Caller {
    fn of(request: &Request<'_>, judge: &Judge) -> Self {
        let book = judge.book();
        let by_login =
            request.login().map_or(Who::Unknown, |login| book.identify(Some(&login), None));
        let address = if by_login == Who::Unknown { request.address() } else { None };
        let who = if by_login == Who::Unknown { book.identify(None, address) } else { by_login };
        let person = match who {
            Who::Person(place) => {
                book.rulebook().people.get(place as usize).map(|person| person.id)
            }
            Who::Group(_) | Who::Unknown => None,
        };
        Self { who, person, address }
    }
}
