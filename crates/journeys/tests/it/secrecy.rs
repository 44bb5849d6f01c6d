//! HTTPS, where no page can be shown and names hide inside TLS.

use journeys::{Entrance, OPEN, Office, WALLED};
use store::on_both_engines;

use crate::steps::A_SECOND;

on_both_engines! {
    async fn a_block_that_a_browser_cannot_show_is_on_the_front_page_with_the_way_to_ask(database: TestDatabase) {
        let office = Office::open(database).await;
        let noor = office.desk("noor");
        let (at_noors, at_sams) = (noor.browser().await, office.desk("sam").browser().await);
        at_noors.signs_in().await;
        at_sams.signs_in().await;
        at_noors.does_not_see(WALLED).await;

        let said = at_noors.fails_to_open(&office.site().secure_page(WALLED)).await;
        assert!(said.contains("ERR_TUNNEL_CONNECTION_FAILED"), "{said}");
        tokio::time::sleep(A_SECOND).await;

        at_noors.opens("/").await;
        at_noors.shows(WALLED).await;
        at_noors.presses(&format!("Ask {WALLED}")).await;
        at_noors.sees("Ask for LinkedIn").await;
        // Nobody sees another person's.
        at_sams.opens("/").await;
        at_sams.does_not_see(WALLED).await;

        drop((at_noors, at_sams));
        office.closes();
    }

    async fn a_walled_name_is_judged_wherever_it_stands_in_a_tunnel(database: TestDatabase) {
        let office = Office::open(database).await;
        let noor = office.desk("noor");
        let (walled, open) = (office.site().secure_page(WALLED), office.site().secure_page(OPEN));
        let port = office.site().https;

        // Spliced unopened: what comes is the site's own certificate and page.
        let honest = noor.asks_by(Entrance::Peeking, &[&open]).await;
        assert_eq!((honest.connect_status, honest.status), (200, 200), "{honest:?}");

        // The walled name in CONNECT is refused at once on a port that looks at nothing.
        let plain = noor.asks(&walled).await;
        assert_eq!((plain.connect_status, plain.status), (302, 0), "{plain:?}");

        // On a port that looks, the first request inside is led to the door: the page is not the site's.
        let peeked = noor.asks_by(Entrance::Peeking, &[&walled]).await;
        assert!(peeked.is_the_door(), "{peeked:?}");

        // An open name in CONNECT with the walled one in the greeting, and the other way round: the
        // stricter holds.
        for (outside, inside) in [(OPEN, WALLED), (WALLED, OPEN)] {
            let detour = format!("{inside}:{port}:{outside}:{port}");
            let page = office.site().secure_page(inside);
            let fronted = noor.asks_by(Entrance::Peeking, &["--connect-to", &detour, &page]).await;
            assert!(!fronted.body.contains("You are through"), "{outside} hides {inside}: {fronted:?}");
        }

        office.closes();
    }
}
