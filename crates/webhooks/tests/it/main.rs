//! The stories of webhooks: made, told, refused, given up.
#![allow(clippy::unwrap_used, clippy::panic)]

mod keeping;
mod telling;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base::{Actor, Id};
use people::testing::Cast;
use store::testing::TestDatabase;
use web::{Caller, Capability, testing::House};
use webhooks::{Delivery, Draft, Made, Webhook};

/// Capabilities by name alone: something happens in them.
const REQUESTS: Capability = Capability::new("requests");
const GATE: Capability = Capability::new("gate");

const CAPABILITIES: &[&Capability] =
    &[&people::CAPABILITY, &REQUESTS, &GATE, &webhooks::CAPABILITY, &web::log::CAPABILITY];

/// A program that receives, on loopback, and answers with the status that a test chose.
#[derive(Clone)]
struct Receiver {
    address: SocketAddr,
    answers: Arc<Mutex<u16>>,
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
}

impl Receiver {
    async fn listen() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let receiver = Self { address, answers: Arc::new(Mutex::new(204)), got: Arc::default() };
        let own = receiver.clone();
        let take = move |headers: HeaderMap, body: Bytes| {
            let text = String::from_utf8(body.to_vec()).expect("text");
            own.got.lock().expect("no test panicked here").push((headers, text));
            let status = *own.answers.lock().expect("no test panicked here");
            async move { StatusCode::from_u16(status).expect("a status") }
        };
        let routes = Router::new().route("/in", post(take));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        receiver
    }

    fn answer(&self, status: u16) {
        *self.answers.lock().expect("no test panicked here") = status;
    }

    fn url(&self) -> String {
        format!("http://{}/in", self.address)
    }

    fn got(&self) -> Vec<(HeaderMap, String)> {
        self.got.lock().expect("no test panicked here").clone()
    }
}

/// A house that may go to loopback, a receiver, and everybody at work.
async fn house(database: TestDatabase) -> (House, Cast, Receiver) {
    let loopback = "127.0.0.0/8".parse().expect("a network");
    let choose = |settings: &mut web::Settings| settings.reach.private = vec![loopback];
    let house = House::configured(choose, database, CAPABILITIES).await;
    let cast = Cast::arrive(&house.app).await;
    (house, cast, Receiver::listen().await)
}

async fn make(house: &House, receiver: &Receiver, acts: &[&str]) -> Made {
    let draft = Draft {
        name: "Chat".to_owned(),
        url: receiver.url(),
        acts: acts.iter().map(ToString::to_string).collect(),
    };
    webhooks::create(&house.app, &Caller::operator(), &draft).await.expect("a webhook")
}

/// Something happens.
async fn happen(house: &House, what: &'static str) {
    let act = house.app.audit.begin(Actor::operator()).await.expect("an act");
    act.record(audit::Entry::new(what, "thing/1").grounds("A secret reason."))
        .await
        .expect("recorded");
}

/// The server looks at the log, then works off what is due.
async fn work(house: &House) {
    webhooks::look(&house.app).await.expect("the log");
    let kinds = webhooks::CAPABILITY.jobs.iter().collect();
    let worker = jobs::Worker::new(house.app.store.clone(), house.clock.clone(), kinds);
    worker.work_off(&house.app).await.expect("the queue");
}

async fn sent(house: &House, id: Id<Webhook>) -> Vec<Delivery> {
    webhooks::deliveries(&house.app.store, id, i64::MAX, 100).await.expect("a database")
}

async fn webhook(house: &House, id: Id<Webhook>) -> Webhook {
    webhooks::webhook(&house.app.store, id).await.expect("a webhook")
}
