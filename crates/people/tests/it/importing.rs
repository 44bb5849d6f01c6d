//! Importing people from a file, good and bad.

use people::{Import, testing::Cast};
use web::{Caller, testing::House};

use crate::CAPABILITIES;

#[track_caller]
fn refused(file: &[u8], sentence: &str) {
    let problem = Import::read(file).expect_err("a wrong file");
    assert!(problem.sentence().contains(sentence), "{}", problem.sentence());
}

#[test]
fn a_wrong_file_is_refused_with_its_line() {
    refused(b"", "line 1: The file is empty");
    refused(b"login,surname\n", "line 1: There is no column `surname`");
    refused(b"login,email\n", "line 1: The column `name` is missing");
    refused(b"login,name,login\n", "named twice");
    refused(
        b"login,name\nnoor,Noor\nmara\n",
        "line 3: This line has 1 cells; the first line has 2",
    );
    refused(b"login,name\nnoor,N\xFFr\n", "This is not UTF-8");
    refused(b"login,name\nnoor,Noor\nDUNE\\NOOR,Noor\n", "line 3: `noor` stands on line 2 already");
    refused(b"login,name\r\nnoor,Noor\r\nnoor,Noor\r\n", "line 3: `noor` stands on line 2 already");
    refused(b"login,name\nno or,Noor\n", "line 2: `no or` is not a login");
    refused(b"login,name\n=cmd|' /C calc'!A0,Noor\n", "line 2:");
    refused(b"login,name,email\nnoor,Noor,nowhere\n", "line 2: `nowhere` is not a mail address");
    refused(b"login,name,groups\nnoor,Noor,News Room\n", "line 2: `news room` is not a short name");
}

#[test]
fn semicolons_tabs_and_a_byte_order_mark_are_understood() {
    for file in ["\u{feff}login;name\nnoor;Noor\n", "login\tname\nnoor\tNoor\n"] {
        Import::read(file.as_bytes()).expect("a good file");
    }
}

store::on_both_engines! {
    async fn what_a_file_has_no_column_for_stays_as_it_is(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let file = Import::read(b"login,name\nnoor,Noor Haddad-Weiss\n").expect("a good file");
        let plan = people::import(&house.app, &Caller::operator(), &file, false).await.expect("a plan");
        assert_eq!(plan.changed, [("noor".to_owned(), "name".to_owned())]);
    }

    async fn a_dry_run_says_what_would_happen_and_changes_nothing(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let file = Import::read(people::testing::PEOPLE.as_bytes()).expect("a good file");
        let before = house.audit_entries().await;
        let plan = people::import(&house.app, &Caller::operator(), &file, false).await.expect("a plan");
        assert_eq!((plan.added.len(), plan.groups.as_slice()), (6, ["newsroom".to_owned()].as_slice()));
        assert!(people::all(&house.app.store).await.expect("a database").is_empty());
        assert_eq!(house.audit_entries().await, before);
    }

    async fn importing_the_same_file_again_changes_nothing(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let before = house.audit_entries().await;
        let file = Import::read(people::testing::PEOPLE.as_bytes()).expect("a good file");
        let plan = people::import(&house.app, &Caller::operator(), &file, true).await.expect("a plan");
        assert!(plan.is_empty(), "{plan:?}");
        assert_eq!(plan.unchanged, 6);
        assert_eq!(house.audit_entries().await, before);
    }

    async fn one_wrong_line_and_nobody_is_imported(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let file = b"login,name,aliases\nrosa,Rosa Keller,\npeer,Peer Holm,N.Haddad@dune\n";
        let file = Import::read(file).expect("readable");
        let problem = people::import(&house.app, &Caller::operator(), &file, true).await.expect_err("taken");
        assert!(problem.sentence().contains("line 3: `n.haddad` is Noor Haddad already"), "{problem}");
        assert!(people::by_login(&house.app.store, "rosa").await.expect("a database").is_none());
    }

    async fn an_administrator_imports_in_the_page_after_seeing_the_plan(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let browser = cast.browser(&house, "ada").await;
        let file = "login,name\nrosa,Rosa Keller\nnoor,Noor Haddad-Lind\n";
        let plan = browser.submit("/people/import", "/people/import", &[("file", file)]).await.is(200);
        let plan = plan.shows("1 new, 1 changed, 0 unchanged; 0 new groups.");
        let fields = [("file", file), ("apply", "yes")];
        browser.post("/people/import", &plan.body, &fields).await.is(303);
        browser.get("/people/rosa").await.is(200).shows("Rosa Keller");
        let noor = cast.browser(&house, "noor").await;
        noor.get("/people/import").await.is(403).shows("Only an administrator may");
    }
}
