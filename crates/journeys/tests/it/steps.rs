//! What several stories have in common.

use std::time::{Duration, Instant, SystemTime};

use journeys::{Answer, Browser, Desk, typed, within};

/// What the product promises: the answer at the proxy follows the decision within this time.
pub(crate) const A_SECOND: Duration = Duration::from_secs(1);

/// What Mara changes in what Noor asked for.
#[derive(Default)]
pub(crate) struct Terms {
    pub(crate) ends: Option<SystemTime>,
    pub(crate) policy: Option<&'static str>,
}

/// Noor stands at the door of `LinkedIn` and asks for it.
pub(crate) async fn asks_at_the_door(noor: &Browser) {
    noor.presses("Ask for it").await;
    noor.signs_in().await;
    noor.sees("Ask for LinkedIn").await;
    noor.fills("purpose", "We are looking for two upholsterers, and they are there.").await;
    noor.chooses("until", "week").await;
    noor.presses("Send request").await;
    noor.sees("Sent. You see here what is said and decided.").await;
}

/// Mara changes the terms and agrees, Ivo agrees and opens the door. Both are signed in.
pub(crate) async fn decide_together(mara: &Browser, ivo: &Browser, terms: &Terms) {
    mara.opens("/review").await;
    mara.presses("LinkedIn for Noor Haddad").await;
    mara.presses("Change the terms").await;
    if let Some(ends) = terms.ends {
        mara.fills("ends", &typed(ends)).await;
    }
    if let Some(policy) = terms.policy {
        mara.chooses("conditions", policy).await;
    }
    mara.presses("Change the terms").await;
    mara.sees("The terms are changed.").await;
    mara.presses("Agree").await;
    mara.sees("Your review is recorded.").await;

    ivo.opens("/review").await;
    ivo.presses("LinkedIn for Noor Haddad").await;
    ivo.presses("Open the door").await;
    ivo.sees("Decided. It is in force within a second.").await;
}

/// Waits until an answer at the proxy is as `wanted`; panics with the last one if that takes longer
/// than the product promises.
pub(crate) async fn within_a_second(
    desk: &Desk<'_>,
    address: &str,
    wanted: impl Fn(&Answer) -> bool,
) -> Answer {
    let begun = Instant::now();
    let found = within(A_SECOND, || async {
        let answer = desk.asks(address).await;
        wanted(&answer).then_some(answer)
    });
    match found.await {
        Some(answer) => answer,
        None => panic!("after {:?} still: {:?}", begun.elapsed(), desk.asks(address).await),
    }
}

pub(crate) fn is_through(answer: &Answer) -> bool {
    answer.status == 200
}
