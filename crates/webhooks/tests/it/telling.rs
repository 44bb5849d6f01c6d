//! What is sent, to whom, how often.

use std::time::Duration;

use webhooks::{ID, SIGNATURE, State, TIMESTAMP, sign};

use super::*;

store::on_both_engines! {
    async fn an_act_that_fits_is_sent_signed_and_without_its_grounds(database: TestDatabase) {
        let (house, _, receiver) = house(database).await;
        happen(&house, "requests.ask").await;
        let made = make(&house, &receiver, &["requests"]).await;
        happen(&house, "requests.decide").await;
        happen(&house, "gate.wall").await;
        work(&house).await;
        let got = receiver.got();
        assert_eq!(got.len(), 1, "only what fits, and nothing from before: {got:?}");
        let (headers, body) = &got[0];
        let text = |name: &axum::http::HeaderName| headers[name].to_str().expect("text").to_owned();
        let seconds: i64 = text(&TIMESTAMP).parse().expect("seconds");
        assert_eq!(text(&SIGNATURE), sign(&made.secret, &text(&ID), seconds, body).expect("a signature"));
        let said: serde_json::Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(said["type"], "requests.decide");
        assert_eq!(said["data"]["object"], "thing/1");
        assert!(!body.contains("secret reason"), "{body}");
        let delivery = &sent(&house, made.webhook.id).await[0];
        assert_eq!((delivery.state, delivery.status, delivery.attempts), (State::Taken, Some(204), 1));
        work(&house).await;
        assert_eq!(receiver.got().len(), 1, "once");
    }

    async fn what_is_not_taken_is_sent_again_later_under_the_same_id(database: TestDatabase) {
        let (house, _, receiver) = house(database).await;
        let made = make(&house, &receiver, &[]).await;
        receiver.answer(503);
        happen(&house, "gate.wall").await;
        work(&house).await;
        work(&house).await;
        assert_eq!(receiver.got().len(), 1, "not at once");
        assert_eq!(sent(&house, made.webhook.id).await[0].state, State::Waiting);
        receiver.answer(200);
        house.clock.advance(Duration::from_secs(6));
        work(&house).await;
        let got = receiver.got();
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].0[&ID], got[1].0[&ID]);
        assert_eq!(sent(&house, made.webhook.id).await[0].state, State::Taken);
        assert_eq!(webhook(&house, made.webhook.id).await.failures, 0);
    }

    async fn a_receiver_that_is_gone_for_a_day_is_switched_off_with_an_entry(database: TestDatabase) {
        let (house, _, receiver) = house(database).await;
        let made = make(&house, &receiver, &["gate"]).await;
        receiver.answer(500);
        happen(&house, "gate.wall").await;
        happen(&house, "gate.end").await;
        for _ in 0..9 {
            work(&house).await;
            house.clock.advance(Duration::from_hours(17));
        }
        let off = webhook(&house, made.webhook.id).await;
        assert!(off.off_because.expect("a reason").contains("Nothing was taken since"));
        let filter = audit::Filter { act: "webhooks.switch".to_owned(), ..audit::Filter::default() };
        let entries = audit::entries(&house.app.store, &filter, None, 9).await.expect("the log");
        assert_eq!(entries.len(), 1);
        let before = receiver.got().len();
        happen(&house, "gate.wall").await;
        work(&house).await;
        assert_eq!(receiver.got().len(), before, "nothing more is sent");
        webhooks::switch(&house.app, &Caller::operator(), made.webhook.id, true).await.expect("on");
        receiver.answer(200);
        happen(&house, "gate.end").await;
        work(&house).await;
        assert_eq!(receiver.got().len(), before + 1, "what happened meanwhile is not sent later");
    }

    async fn two_nodes_that_look_at_once_queue_each_act_once(database: TestDatabase) {
        let (house, _, receiver) = house(database).await;
        let made = make(&house, &receiver, &[]).await;
        for _ in 0..5 {
            happen(&house, "gate.wall").await;
        }
        let (one, other) = tokio::join!(webhooks::look(&house.app), webhooks::look(&house.app));
        one.and(other).expect("both look");
        assert_eq!(sent(&house, made.webhook.id).await.len(), 5);
    }

    async fn a_delivery_is_sent_again_when_somebody_says_so(database: TestDatabase) {
        let (house, cast, receiver) = house(database).await;
        let made = make(&house, &receiver, &["gate"]).await;
        happen(&house, "gate.wall").await;
        work(&house).await;
        let ivo = cast.browser(&house, "ivo").await;
        let page = format!("/webhooks/{}", made.webhook.id);
        let id = sent(&house, made.webhook.id).await[0].id;
        ivo.submit(&page, &format!("{page}/deliveries/{id}"), &[]).await.is(303);
        work(&house).await;
        assert_eq!(receiver.got().len(), 2);
    }
}
