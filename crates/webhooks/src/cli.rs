//! `footbridge webhooks …`

use base::Result;
use clap::Subcommand;
use serde_json::Value;
use web::{Console, Verbs};

use crate::{Delivery, Draft, Made, State, Webhook, api::Switch};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List webhooks
    List,
    /// Make a webhook; its secret is shown once
    Create {
        /// What it is for
        name: String,
        /// Where acts are sent
        url: String,
        /// An act (requests.decide) or a part (gate); several times for several, none for all
        #[arg(long = "act", value_name = "ACT")]
        acts: Vec<String>,
    },
    /// Switch a webhook on or off
    Switch {
        /// Its number
        id: i64,
        /// on or off
        #[arg(value_parser = ["on", "off"])]
        to: String,
    },
    /// End a webhook
    End {
        /// Its number
        id: i64,
    },
    /// List what was sent, newest first, and what became of it
    Deliveries {
        /// The number of the webhook
        id: i64,
    },
    /// Send a delivery again
    Again {
        /// The number of the webhook
        id: i64,
        /// The number of the delivery
        delivery: i64,
    },
}

impl Verbs for Verb {
    async fn run(self, console: &Console) -> Result<()> {
        let api = console.api().await?;
        match self {
            Self::List => {
                let all: Vec<Webhook> = api.all("/webhooks").await?;
                console.answer(&all, &all.iter().map(line).collect::<Vec<_>>().join("\n"))
            }
            Self::Create { name, url, acts } => {
                let made: Made = api.post("/webhooks", &Draft { name, url, acts }).await?;
                let text = format!(
                    "Made webhook {}. Its secret, shown only now:\n{}",
                    made.webhook.id, made.secret
                );
                console.answer(&made, &text)
            }
            Self::Switch { id, to } => {
                let switch = Switch { on: to == "on" };
                let webhook: Webhook = api.put(&format!("/webhooks/{id}/state"), &switch).await?;
                console.answer(&webhook, &line(&webhook))
            }
            Self::End { id } => {
                api.delete(&format!("/webhooks/{id}")).await?;
                console
                    .answer(&serde_json::json!({ "ended": id }), &format!("webhook {id} is ended"))
            }
            Self::Deliveries { id } => {
                let all: Vec<Delivery> = api.all(&format!("/webhooks/{id}/deliveries")).await?;
                console.answer(&all, &all.iter().map(sent).collect::<Vec<_>>().join("\n"))
            }
            Self::Again { id, delivery } => {
                let path = format!("/webhooks/{id}/deliveries/{delivery}");
                let _: Value = api.post(&path, &Value::Null).await?;
                let answer = serde_json::json!({ "again": delivery });
                console.answer(&answer, &format!("delivery {delivery} is sent again"))
            }
        }
    }
}

fn line(webhook: &Webhook) -> String {
    let state = if webhook.is_on() { "on " } else { "off" };
    format!("{:4} {state} {:30} {}", webhook.id, webhook.name, webhook.url)
}

fn sent(delivery: &Delivery) -> String {
    let state = match delivery.state {
        State::Waiting => "waiting",
        State::Taken => "taken",
        State::Failed => "failed",
    };
    let said = delivery.said.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
    format!("{:6} {:24} {state:8} tries: {}  {said}", delivery.id, delivery.act, delivery.attempts)
}
