//! Making, seeing and ending webhooks.

use super::*;

store::on_both_engines! {
    async fn the_secret_is_shown_once(database: TestDatabase) {
        let (house, cast, receiver) = house(database).await;
        let ivo = cast.browser(&house, "ivo").await;
        let before = house.audit_entries().await;
        let url = receiver.url();
        let fields = [("name", "Chat"), ("url", url.as_str()), ("acts", "requests.decide, gate")];
        let made = ivo.submit("/webhooks/new", "/webhooks", &fields).await.is(200);
        assert!(made.body.contains("whsec_"), "{}", made.body);
        assert_eq!(house.audit_entries().await, before + 1);
        ivo.get("/webhooks").await.is(200).shows("Chat").shows("gate, requests.decide").hides("whsec_");
        ivo.get("/webhooks/1").await.is(200).shows("Nothing was sent yet").hides("whsec_");
        let entry = audit::entries(&house.app.store, &audit::Filter::default(), None, 1).await;
        assert!(!format!("{entry:?}").contains("whsec_"), "the log holds no secret");
    }

    async fn an_address_inside_is_refused_with_the_reason(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ivo = cast.browser(&house, "ivo").await;
        let before = house.audit_entries().await;
        for (url, sentence) in [
            ("http://169.254.169.254/latest", "is not a public address"),
            ("http://[::ffff:10.0.0.1]/", "is not a public address"),
            ("hooks.example", "write it whole"),
            ("ftp://hooks.example/", "begins with https://"),
        ] {
            let fields = [("name", "Chat"), ("url", url)];
            ivo.submit("/webhooks/new", "/webhooks", &fields).await.is(422).shows(sentence);
        }
        let fields = [("name", "Chat"), ("url", "https://hooks.example/in"), ("acts", "nonsense.act")];
        ivo.submit("/webhooks/new", "/webhooks", &fields).await.is(422).shows("`nonsense.act` is no act");
        assert_eq!(house.audit_entries().await, before);
    }

    async fn a_name_that_stands_for_an_address_inside_is_not_gone_to(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let draft = Draft { name: "Own".into(), url: "http://localhost:9/in".into(), acts: vec![] };
        let made = webhooks::create(&house.app, &Caller::operator(), &draft).await.expect("a webhook");
        happen(&house, "gate.wall").await;
        work(&house).await;
        let said = sent(&house, made.webhook.id).await[0].said.clone().expect("why");
        assert!(said.contains("no public address"), "{said}");
    }

    async fn only_it_and_administrators_see_webhooks(database: TestDatabase) {
        let (house, cast, _) = house(database).await;
        cast.browser(&house, "noor").await.get("/webhooks").await.is(403).shows("Only an administrator or IT may");
        cast.browser(&house, "ada").await.get("/webhooks").await.is(200).shows("No program is told yet");
    }

    async fn an_ended_webhook_is_gone_with_its_deliveries(database: TestDatabase) {
        let (house, cast, receiver) = house(database).await;
        let made = make(&house, &receiver, &[]).await;
        happen(&house, "gate.wall").await;
        work(&house).await;
        let ivo = cast.browser(&house, "ivo").await;
        let page = format!("/webhooks/{}", made.webhook.id);
        ivo.submit(&page, &format!("{page}/state"), &[("to", "off")]).await.is(303);
        ivo.get(&page).await.is(200).shows("Switched off by Ivo Petrov (IT).");
        ivo.submit(&page, &format!("{page}/end"), &[]).await.is(303);
        ivo.get(&page).await.is(404);
        assert!(sent(&house, made.webhook.id).await.is_empty());
    }
}
