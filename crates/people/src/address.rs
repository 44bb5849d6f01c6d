//! Addresses that stand for somebody.

use std::net::IpAddr;

use audit::Entry;
use base::{Id, Problem, Result};
use ipnet::IpNet;
use store::{Query, values};
use web::{App, Caller};

use crate::{TOPIC, group, person, rights, sql};

store::row! {
    /// An address or range, and who it stands for.
    #[derive(Clone, Debug)]
    pub struct Address {
        /// Its number.
        pub id: Id<Address>,
        /// For example `10.1.0.0/16`.
        pub net: String,
        /// The person.
        pub person_id: Option<i64>,
        /// Or the group.
        pub group_id: Option<i64>,
        /// The name of either.
        pub stands_for: String,
    }
}

/// Every address that stands for somebody.
pub async fn addresses(on: &impl Query) -> Result<Vec<Address>> {
    on.all(sql::ADDRESSES, vec![]).await
}

/// From now on `net` (an address or a range) stands for the person or group called `who`.
pub async fn map_address(app: &App, caller: &Caller, net: &str, who: &str) -> Result<Id<Address>> {
    let net = parse(net)?;
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let person = person::by_login(&act, who).await?.map(|person| person.id);
    let group = group::group(&act, who).await?.map(|group| group.id);
    let (person, group) = match (person, group) {
        (None, None) => {
            return Err(Problem::invalid(
                "who",
                format!("`{who}` is neither a person nor a group here."),
            ));
        }
        // A login wins over a group of the same name: it is the narrower meaning.
        (Some(person), _) => (Some(person), None),
        (None, group) => (None, group),
    };
    let taken = addresses(&act).await?.into_iter().find(|address| address.net == net);
    if let Some(taken) = taken {
        return Err(Problem::invalid(
            "net",
            format!("`{net}` stands for {} already.", taken.stands_for),
        ));
    }
    let id: Id<Address> =
        act.insert(sql::ADD_ADDRESS, values![net.as_str(), person, group]).await?;
    act.touch(TOPIC);
    let after = serde_json::json!({ "net": net, "who": who });
    act.record(Entry::new("people.map-address", format!("address/{id}")).after(after)).await?;
    Ok(id)
}

/// The address stands for nobody any more.
pub async fn unmap_address(app: &App, caller: &Caller, id: Id<Address>) -> Result<()> {
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let found = addresses(&act).await?.into_iter().find(|address| address.id == id);
    let address =
        found.ok_or_else(|| Problem::not_found("This address stands for nobody already."))?;
    act.execute(sql::REMOVE_ADDRESS, values![id]).await?;
    act.touch(TOPIC);
    let before = serde_json::json!({ "net": address.net, "who": address.stands_for });
    act.record(Entry::new("people.unmap-address", format!("address/{id}")).before(before)).await?;
    Ok(())
}

/// An address or a range in canonical form: host bits cleared, a single address as a full prefix.
fn parse(text: &str) -> Result<String> {
    let text = text.trim();
    let net = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    net.map(|net| net.trunc().to_string()).map_err(|_| {
        Problem::invalid(
            "net",
            format!("`{text}` is not an address or range: write 10.1.2.3 or 10.1.0.0/16"),
        )
    })
}
