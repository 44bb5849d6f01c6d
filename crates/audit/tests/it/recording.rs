//! Writing the log.

use audit::{Entry, Filter};
use base::Actor;
use store::Query;

use crate::{log, record};

store::on_both_engines! {
    async fn an_act_that_is_not_recorded_never_was(database: TestDatabase) {
        let (store, audit, _) = log(&database, 2).await;
        let act = audit.begin(Actor::operator()).await.expect("an act");
        act.execute("UPDATE topic SET version = 99", vec![]).await.expect("a change");
        drop(act);
        let entries = audit::entries(&store, &Filter::default(), None, 10).await.expect("entries");
        assert_eq!(entries.len(), 2);
        let changed: Option<i64> =
            store.value("SELECT COUNT(*) FROM topic WHERE version = 99", vec![]).await.expect("a count");
        assert_eq!(changed, Some(0));
    }

    async fn entries_are_filtered_and_paged_newest_first(database: TestDatabase) {
        let (store, audit, _) = log(&database, 9).await;
        let act = audit.begin(Actor::program("gate")).await.expect("an act");
        act.record(Entry::new("gate.publish", "edition/1")).await.expect("recorded");
        let find = async |act: &str, object: &str, actor: &str, before| {
            let filter = Filter { act: act.into(), object: object.into(), actor: actor.into() };
            let found = audit::entries(&store, &filter, before, 3).await.expect("entries");
            found.iter().map(|entry| entry.seq).collect::<Vec<_>>()
        };
        assert_eq!(find("", "", "", None).await, [9, 8, 7]);
        assert_eq!(find("", "", "", Some(7)).await, [6, 5, 4]);
        assert_eq!(find("test", "", "", Some(3)).await, [2, 1, 0]);
        assert_eq!(find("gate.publish", "", "", None).await, [9]);
        assert_eq!(find("tes", "", "", None).await, [0_u64; 0]);
        assert_eq!(find("", "thing/1", "", None).await, [7, 4, 1]);
        assert_eq!(find("", "", "LINDQ", None).await, [8, 7, 6]);
        assert_eq!(find("", "", "%", None).await, [9, 8, 7]);
        let entry = audit::entry(&store, 4).await.expect("a database").expect("an entry");
        assert_eq!((entry.who.as_str(), entry.grounds.as_deref()), ("Mara Lindqvist", Some("because")));
    }

    async fn a_page_holds_what_looking_at_every_entry_would_find(database: TestDatabase) {
        let (store, audit, _) = log(&database, 0).await;
        let acts = ["test.ask", "test.askew", "tests.ask", "other.ask"];
        for n in 0..60 {
            let name = format!("{} {}", ["Mara", "Ivo", "Zoë"][n % 3], n % 7);
            let actor = Actor::Person { id: 1, login: "x".into(), name, seat: None };
            let act = audit.begin(actor).await.expect("an act");
            act.record(Entry::new(acts[n % 4], format!("thing/{}", n % 5))).await.expect("recorded");
        }
        let all = audit::entries(&store, &Filter::default(), None, 100).await.expect("entries");
        assert_eq!(all.len(), 60);
        for act in ["", "test", "test.ask", "tests", "nothing"] {
            for object in ["", "thing/3", "thing"] {
                for actor in ["", "mara", "ZO\u{eb}", "o 4", "nobody"] {
                    let fits = |entry: &&audit::Recorded| {
                        (act.is_empty() || entry.act == act || entry.act.starts_with(&format!("{act}.")))
                            && (object.is_empty() || entry.object == object)
                            && base::text::fold(&entry.who).contains(&base::text::fold(actor))
                    };
                    let filter = Filter { act: act.into(), object: object.into(), actor: actor.into() };
                    for before in [None, Some(41)] {
                        let found = audit::entries(&store, &filter, before, 7).await.expect("entries");
                        let older = all.iter().filter(|entry| before.is_none_or(|before| entry.seq < before));
                        let wanted: Vec<u64> = older.filter(fits).take(7).map(|entry| entry.seq).collect();
                        let found: Vec<u64> = found.iter().map(|entry| entry.seq).collect();
                        assert_eq!(found, wanted, "{filter:?} before {before:?}");
                    }
                }
            }
        }
    }

    async fn a_part_of_many_names_is_found_too(database: TestDatabase) {
        let (store, audit, _) = log(&database, 0).await;
        for n in 0..120 {
            let actor = Actor::Person { id: n, login: "x".into(), name: format!("Person {n}"), seat: None };
            let act = audit.begin(actor).await.expect("an act");
            act.record(Entry::new("test.count", "thing/1")).await.expect("recorded");
        }
        let filter = Filter { actor: "pers".into(), ..Filter::default() };
        let found = audit::entries(&store, &filter, Some(100), 3).await.expect("entries");
        assert_eq!(found.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [99, 98, 97]);
    }

    async fn acts_at_the_same_time_follow_each_other(database: TestDatabase) {
        let (store, audit, _) = log(&database, 0).await;
        let mut acts = tokio::task::JoinSet::new();
        for writer in 0..8 {
            let audit = audit.clone();
            acts.spawn(async move {
                for n in 0..5 {
                    record(&audit, writer * 5 + n).await;
                }
            });
        }
        while let Some(act) = acts.join_next().await {
            act.expect("no panic");
        }
        let report = audit::verify(&store, &audit.trust(), None).await.expect("checked");
        assert_eq!((report.entries, report.findings), (40, vec![]));
    }

    async fn a_clock_that_is_set_back_does_not_back_date(database: TestDatabase) {
        let (store, audit, _) = log(&database, 3).await;
        let earlier = base::Clock::standing_at("2026-11-22T08:00:00Z".parse().expect("a time"));
        let again = audit::Audit::open(store.clone(), earlier, database.directory.path()).await.expect("a log");
        record(&again, 3).await;
        let report = audit::verify(&store, &audit.trust(), None).await.expect("checked");
        assert_eq!((report.entries, report.findings), (4, vec![]));
    }
}
