//! People for programs: tokens at the door of the API.

use axum::{
    body::Body,
    http::{Request, header},
};
use people::{
    testing::Cast,
    token::{self, Draft},
};
use web::testing::{House, Page};

use crate::CAPABILITIES;

async fn token_of(house: &House, cast: &Cast, login: &str, scopes: &[&str]) -> String {
    let draft = Draft {
        name: "a program".to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ends: house.app.now().after(token::AGE_DEFAULT),
    };
    let caller = cast.caller(&house.app, login).await;
    token::create(&house.app, &caller, &draft).await.expect("it is made").text
}

async fn call(house: &House, token: &str, method: &str, path: &str, body: &str) -> Page {
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()));
    house.browser().send(request.expect("a request")).await
}

store::on_both_engines! {
    async fn a_program_knows_whom_it_speaks_for(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let token = token_of(&house, &cast, "mara", &["people.own"]).await;
        let me = call(&house, &token, "GET", "/me", "").await.is(200);
        let me: serde_json::Value = serde_json::from_str(&me.body).expect("JSON");
        assert_eq!(me["login"], "mara");
        assert_eq!(me["scopes"], serde_json::json!(["people.own"]));
        call(&house, &token, "GET", "/people", "").await.is(403).shows("people.read");
    }

    async fn a_token_is_answered_once_and_never_repeated(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let token = token_of(&house, &cast, "noor", &["all"]).await;
        let body = r#"{"name":"Reports","scopes":["people.own"]}"#;
        let made = call(&house, &token, "POST", "/me/tokens", body).await.is(201);
        let made: serde_json::Value = serde_json::from_str(&made.body).expect("JSON");
        let text = made["token"].as_str().expect("the token");
        call(&house, text, "GET", "/me", "").await.is(200);
        let list = call(&house, &token, "GET", "/me/tokens", "").await.is(200);
        assert!(!list.body.contains(text));
        let more = r#"{"name":"More","scopes":["all"]}"#;
        let refused = call(&house, text, "POST", "/me/tokens", more).await.is(422);
        assert!(refused.body.contains("#/scopes"), "{}", refused.body);
        call(&house, &token, "DELETE", &format!("/me/tokens/{}", made["id"]), "").await.is(204);
        call(&house, text, "GET", "/me", "").await.is(401);
    }

    async fn people_are_added_changed_and_switched_off(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let token = token_of(&house, &cast, "ada", &["people"]).await;
        let body = r#"{"login":"DUNE\\Tom","name":"Tom Reed","groups":["it"]}"#;
        call(&house, &token, "POST", "/people", body).await.is(201);
        let again = call(&house, &token, "POST", "/people", body).await.is(422);
        assert!(again.body.contains("#/login"), "{}", again.body);
        call(&house, &token, "PUT", "/people/tom", r#"{"name":"Tom B. Reed"}"#).await.is(200);
        let off = call(&house, &token, "PUT", "/people/tom/active", r#"{"active":false}"#).await.is(200);
        let tom: serde_json::Value = serde_json::from_str(&off.body).expect("JSON");
        assert_eq!(tom["active"], false);
        assert_eq!(tom["groups"], serde_json::json!([]));
        let found = call(&house, &token, "GET", "/people?text=tom", "").await.is(200);
        assert!(found.body.contains("Tom B. Reed"), "{}", found.body);
        let plan = r#"{"csv":"login,name\nrosa,Rosa Keller\n"}"#;
        let plan = call(&house, &token, "POST", "/people/import", plan).await.is(200);
        assert!(plan.body.contains("rosa"), "{}", plan.body);
        call(&house, &token, "GET", "/people/rosa", "").await.is(404);
    }

    async fn a_page_of_people_leads_to_the_next(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let token = token_of(&house, &cast, "mara", &["people.read"]).await;
        let (mut logins, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/people?limit=4&after={after}");
            let page = call(&house, &token, "GET", &path, "").await.is(200);
            let page: serde_json::Value = serde_json::from_str(&page.body).expect("JSON");
            let items = page["items"].as_array().expect("a list");
            logins.extend(items.iter().map(|person| person["login"].as_str().expect("a login").to_owned()));
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => break,
            }
        }
        assert_eq!(logins, ["ada", "ivo", "lena", "mara", "noor", "sam"]);
    }
}
