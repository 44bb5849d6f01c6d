//! The sample company: Dune & Daughters, who make deck chairs. Everything is done by the same verbs
//! that people use, so the audit log tells how it came about.

use std::time::Duration;

use base::{Id, Problem, Result, Seat};
use catalog::Standing;
use clap::{Arg, ArgMatches, Command};
use requests::{AudienceDraft, Effect, Opinion, Request, Ruling, TermsDraft, Wanted};
use verdict::Target;
use web::{App, Caller, Console};

/// Who works there.
const PEOPLE: &str = include_str!("../sample/people.csv");
/// Groups beside those that hold seats.
const GROUPS: [(&str, &str); 2] = [("newsroom", "Newsroom"), ("workshop", "Workshop")];
/// How long Rosa's door stays open.
const SEASON: Duration = Duration::from_hours(24 * 120);
/// What everybody there has to read.
const POLICY: &str = include_str!("../sample/social-media.md");

const STANDINGS: &[(&str, Standing, &str)] = &[
    ("canva", Standing::Approved, "The design team pays for it; single sign-on is set up."),
    (
        "linkedin",
        Standing::Conditional,
        "For those who post for us, once they have read the rules.",
    ),
    ("buffer", Standing::Trial, "Communications tries it until the end of the quarter."),
    ("wetransfer", Standing::Tolerated, "Printers insist on it; look for another way."),
];

pub(crate) fn command() -> Command {
    Command::new("sample")
        .about("Fill an empty state with the sample company Dune & Daughters")
        .arg(
            Arg::new("password")
                .long("password")
                .value_name("TEXT")
                .required(true)
                .help("Everybody's password"),
        )
}

/// Fills the state, or says that somebody is here already.
pub(crate) async fn run(console: &Console, matches: &ArgMatches) -> Result<()> {
    let app = console.app().await?;
    if !people::all(&app.store).await?.is_empty() {
        return Err(Problem::conflict(
            "Somebody is here already. The sample company moves only into an empty state.",
        ));
    }
    let password = matches.get_one::<String>("password").map_or("", String::as_str);
    arrive(&app, password).await?;
    agree_on_rules(&app).await?;
    let decided = open_a_door(&app).await?;
    let waiting = leave_one_waiting(&app).await?;
    gate::publish(&app).await?;
    let answer = serde_json::json!({ "decided": decided, "waiting": waiting });
    console.answer(&answer, "Dune & Daughters has moved in.")
}

async fn arrive(app: &App, password: &str) -> Result<()> {
    let operator = Caller::operator();
    for (slug, name) in GROUPS {
        people::add_group(app, &operator, slug, name, None).await?;
    }
    let file = people::Import::read(PEOPLE.as_bytes())?;
    let plan = people::import(app, &operator, &file, true).await?;
    for login in &plan.added {
        people::set_password(app, &operator, login, password).await?;
    }
    Ok(())
}

/// As somebody of the company.
async fn person(app: &App, login: &str) -> Result<Caller> {
    let found = people::by_login(&app.store, login).await?;
    let missing = || Problem::not_found(format!("`{login}` is not in the sample company"));
    app.identify(found.ok_or_else(missing)?.id.get()).await?.ok_or_else(missing)
}

async fn agree_on_rules(app: &App) -> Result<()> {
    let (mara, ivo, lena, sam) = (
        person(app, "mara").await?,
        person(app, "ivo").await?,
        person(app, "lena").await?,
        person(app, "sam").await?,
    );
    for (slug, standing, reason) in STANDINGS {
        catalog::set_standing(app, &mara, slug, *standing, reason).await?;
    }
    let policy = policy::Draft {
        slug: "social-media".to_owned(),
        title: "Speaking about us in public".to_owned(),
        text: POLICY.to_owned(),
        must_be_read: true,
        ..policy::Draft::default()
    };
    policy::publish(app, &sam, &policy).await?;
    let wall = |category: &str, reason: &str| {
        gate::Draft::new(Target::Category(category.to_owned()), reason)
    };
    let social = wall(
        "social",
        "Social networks are closed at work unless somebody needs them for it. Asking takes a minute.",
    );
    gate::make(app, &ivo, gate::Kind::Wall, social).await?;
    let ai = wall(
        "ai",
        "What is typed there leaves the company. Ask, and say what you want to give it.",
    );
    gate::make(app, &ivo, gate::Kind::Wall, ai).await?;
    let phishing = gate::Draft::new(
        Target::Host("linkedin-verify.example".parse()?),
        "This page imitates LinkedIn to take passwords.",
    );
    gate::make(app, &lena, gate::Kind::Seal, phishing).await?;
    Ok(())
}

/// Rosa posts on Mastodon, once she has read the rules.
async fn open_a_door(app: &App) -> Result<i64> {
    let rosa = person(app, "rosa").await?;
    let purpose = "We announce the spring collection where our customers talk about gardens.";
    let id = ask(app, &rosa, "mastodon", purpose, "week").await?;
    let mara = person(app, "mara").await?;
    let terms = TermsDraft {
        revision: 1,
        audience: AudienceDraft::Typed {
            choice: "group:newsroom".to_owned(),
            names: String::new(),
        },
        hours: String::new(),
        zone: app.settings.zone.clone(),
        starts: String::new(),
        ends: app.now().after(SEASON).to_jiff().strftime("%Y-%m-%d").to_string(),
        conditions: vec!["social-media".to_owned()],
    };
    requests::change_terms(app, &mara, id, &terms).await?;
    agree(
        app,
        &mara,
        id,
        Seat::Communications,
        2,
        "Good for the launch; the newsroom shares the account.",
    )
    .await?;
    let ivo = person(app, "ivo").await?;
    let ruling = Ruling {
        seat: Some(Seat::It),
        revision: 2,
        effect: Effect::Allow,
        reason: "Read the rules first, and it is yours.".to_owned(),
        alternative: String::new(),
        evidence_hash: evidence_hash(app, id).await?,
    };
    Ok(requests::decide(app, &ivo, id, &ruling).await?.get())
}

/// Noor has asked for Instagram; communications said yes, IT has not answered yet.
async fn leave_one_waiting(app: &App) -> Result<i64> {
    let noor = person(app, "noor").await?;
    let purpose = "Customers send us pictures of their chairs there, and nobody answers them.";
    let id = ask(app, &noor, "instagram", purpose, "quarter").await?;
    let mara = person(app, "mara").await?;
    agree(app, &mara, id, Seat::Communications, 1, "We should have answered there long ago.")
        .await?;
    Ok(id.get())
}

async fn ask(
    app: &App,
    who: &Caller,
    service: &str,
    purpose: &str,
    until: &str,
) -> Result<Id<Request>> {
    let draft = requests::Draft {
        wanted: Wanted { service: service.to_owned(), ..Wanted::default() },
        purpose: purpose.to_owned(),
        audience: AudienceDraft::Asker,
        until: until.to_owned(),
        ..requests::Draft::default()
    };
    requests::ask(app, who, &draft).await
}

async fn agree(
    app: &App,
    who: &Caller,
    id: Id<Request>,
    seat: Seat,
    revision: i64,
    note: &str,
) -> Result<()> {
    let opinion = Opinion { seat, revision, answer: Effect::Allow, note: note.to_owned() };
    requests::review(app, who, id, &opinion).await
}

async fn evidence_hash(app: &App, id: Id<Request>) -> Result<String> {
    let case = requests::case(&app.store, id).await?;
    let case = case.ok_or_else(|| Problem::not_found(format!("There is no request {id}.")))?;
    Ok(requests::seen(app, &case.request).await?.hash)
}
