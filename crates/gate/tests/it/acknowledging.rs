//! One step is missing: a policy to read.

use gate::squid::token::Bearer;
use store::on_both_engines;
use web::Subject;

use crate::{
    arriving::{person, token},
    *,
};

async fn policy_in_force(app: &App, text: &str) {
    let draft = policy::Draft {
        slug: "social-media".to_owned(),
        title: "Social media".to_owned(),
        text: text.to_owned(),
        must_be_read: true,
        ..policy::Draft::default()
    };
    policy::publish(app, &Caller::operator(), &draft).await.expect("in force");
}

on_both_engines! {
    async fn reading_the_policy_opens_the_door_and_a_new_version_closes_it(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        policy_in_force(&house.app, "Say who you are.").await;
        decisions::door(&house.app, &["social-media"], "").await;
        published(&house.app).await;
        let noor = cast.browser(&house, "noor").await;
        let bearer = Bearer::Person(person(&house, "noor").await);
        let door = format!("/door?t={}", token(&house, bearer, "www.linkedin.com"));
        let page = noor.get(&door).await.shows("opens when you have read one more thing").shows("Read Social media");
        let (_, rest) = page.body.split_once("href=\"/policies/social-media?then=").expect("a way to the policy");
        let then = rest.split_once('"').expect("its end").0;
        let reading = format!("/policies/social-media?then={then}");

        let fields = hidden_fields(&noor.get(&reading).await.body, "/policies/social-media/acknowledgements");
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let read = noor.submit(&reading, "/policies/social-media/acknowledgements", &fields).await.is(303);
        assert_eq!(read.location.as_deref(), Some(door.as_str()), "back to the door");
        noor.get(&door).await.shows("is open again");

        house.clock.advance(std::time::Duration::from_secs(1));
        policy_in_force(&house.app, "Say who you are, and be kind.").await;
        let edition = published(&house.app).await;
        assert_eq!(edition.cause.expect("an act").act, "policy.publish");
        noor.get(&door).await.shows("opens when you have read one more thing");
    }

    async fn a_door_outside_its_hours_says_when_it_opens_and_what_to_read_until_then(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        policy_in_force(&house.app, "Say who you are.").await;
        decisions::door_in_hours(&house.app, "mon-fri 12:00-13:00", &["social-media"], "").await;
        published(&house.app).await;
        let noor = cast.browser(&house, "noor").await;
        let door = "/door?host=www.linkedin.com";
        noor.get(door).await
            .shows("A door is agreed for you, from 12:00. One step is missing until then:")
            .shows("Read Social media")
            .shows("Once you have acknowledged it, it opens by itself, 12:00.");
        let ivo = cast.browser(&house, "ivo").await;
        ivo.get("/gate/try?person=noor&host=www.linkedin.com").await.shows(", and waiting: the door opens");

        acknowledge(&house, "noor").await;
        published(&house.app).await;
        noor.get(door).await.shows(" is closed until 12:00").hides("One step is missing");
        house.clock.advance(std::time::Duration::from_hours(2));
        noor.get(door).await.shows(" is open until 13:00");
    }

    async fn a_retired_policy_leaves_the_door_to_those_who_had_read_it(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        policy_in_force(&house.app, "Say who you are.").await;
        decisions::door(&house.app, &["social-media"], "").await;
        let noor = cast.browser(&house, "noor").await;
        let door = "/door?host=www.linkedin.com";
        published(&house.app).await;
        acknowledge(&house, "noor").await;
        published(&house.app).await;
        noor.get(door).await.shows(" is open");

        let sam = cast.caller(&house.app, "sam").await;
        policy::retire(&house.app, &sam, "social-media", 1, "Over.").await.expect("retired");
        let edition = published(&house.app).await;
        assert_eq!(edition.cause.expect("an act").words(), "Sam Okafor (Legal) retired policy social-media");
        noor.get(door).await.shows(" is open");
    }

    async fn a_retired_policy_asks_nobody_at_the_door(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        policy_in_force(&house.app, "Say who you are.").await;
        decisions::door(&house.app, &["social-media"], "").await;
        published(&house.app).await;
        let noor = cast.browser(&house, "noor").await;
        noor.get("/door?host=www.linkedin.com").await.shows("Read Social media");
        let (asker, linkedin) = (cast.caller(&house.app, "noor").await, Subject {
            service: Some("linkedin".to_owned()),
            ..Subject::default()
        });
        let already = async || house.app.already(&asker, &linkedin).await.expect("an answer");
        assert!(already().await.expect("a decision").contains("once you have acknowledged"));
        let sam = cast.caller(&house.app, "sam").await;
        policy::retire(&house.app, &sam, "social-media", 1, "Over.").await.expect("retired");
        published(&house.app).await;
        noor.get("/door?host=www.linkedin.com").await
            .shows(" is closed until 17:00")
            .hides("Read Social media")
            .shows("Ask for it");
        assert_eq!(already().await, None, "they may ask anew");
    }
}

/// `login` says that they have read the policy in force.
async fn acknowledge(house: &House, login: &str) {
    let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
    let read = policy::Read { version: version.number, sha256: version.sha256 };
    let caller = caller(&house.app, login).await;
    policy::acknowledge(&house.app, &caller, "social-media", &read).await.expect("noted");
}

/// What the form for `action` sends without being asked.
fn hidden_fields(page: &str, action: &str) -> Vec<(String, String)> {
    let (_, form) = page.split_once(&format!("action=\"{action}\"")).expect("the form");
    let form = form.split_once("</form>").expect("its end").0;
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|field| {
        let (name, rest) = field.split_once("\" value=\"")?;
        let value = rest.split_once('"')?.0.replace("&amp;", "&");
        Some((name.to_owned(), value))
    });
    let mut fields: Vec<_> = fields.filter(|(name, _)| name != "csrf").collect();
    if form.contains("name=\"read\"") {
        fields.push(("read".to_owned(), "yes".to_owned()));
    }
    fields
}
