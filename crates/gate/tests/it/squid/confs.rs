//! The lines for squid.conf.

use std::path::{Path, PathBuf};

use gate::squid::{
    Fields, WithoutEdition,
    conf::{Setting, check},
};

fn setting() -> Setting {
    Setting {
        program: PathBuf::from("/bin/cat"),
        data: PathBuf::from("/var/lib/footbridge"),
        door: "https://footbridge.dune.example/".to_owned(),
        fields: Fields::default(),
        splice: false,
        login: false,
        without_edition: WithoutEdition::Deny,
    }
}

#[test]
fn the_plain_fragment_asks_every_time_and_denies_what_is_not_answered() {
    assert_eq!(setting().fragment().expect("a fragment"), "\
# Footbridge. Include this file before the first http_access line of squid.conf.

# Every request asks: a decision holds from the next request on.
external_acl_type footbridge ttl=0 negative_ttl=0 cache=0 children-max=1 children-startup=1 children-idle=1 \
concurrency=1000 queue-size=10000 %SRC %un %DST %PORT %METHOD %>ha{User-Agent} %note{group} %URI \
/bin/cat gate squid --data /var/lib/footbridge --fields src,un,dst,port,method,agent,group,uri --without-edition deny
acl footbridge external footbridge

# Whoever does not get through lands on the door, which is itself never closed.
acl footbridge_door dstdomain -n footbridge.dune.example
deny_info 302:https://footbridge.dune.example/door?t=%o footbridge
http_access deny !footbridge_door !footbridge
");
}

#[test]
fn the_door_is_named_by_its_host_however_its_address_is_written() {
    for (door, host) in [
        ("http://127.0.0.1:8080", "127.0.0.1"),
        ("http://[::1]:8080/", "[::1]"),
        ("https://it.dune.example/footbridge", "it.dune.example"),
    ] {
        let fragment =
            Setting { door: door.to_owned(), ..setting() }.fragment().expect("a fragment");
        assert!(fragment.contains(&format!("dstdomain -n {host}\n")), "{fragment}");
    }
}

#[test]
fn login_and_splice_add_their_lines() {
    let fragment =
        Setting { login: true, splice: true, ..setting() }.fragment().expect("a fragment");
    let place = |text: &str| fragment.find(text).expect(text);
    assert!(
        place("http_access deny !footbridge_login") < place("http_access deny !footbridge_door ")
    );
    assert!(
        fragment.contains("%METHOD %ssl::>sni %>ha{User-Agent}")
            && fragment.contains("method,sni,agent")
    );
    assert!(place("ssl_bump peek footbridge_greeting") < place("ssl_bump splice all"));
}

#[test]
fn what_cannot_stand_in_squid_conf_is_refused_with_a_sentence() {
    for data in ["relative/path", "/with blank", "/with\"quote", "/with\nline", "/ü", "/with$x"] {
        let problem = Setting { data: PathBuf::from(data), ..setting() }
            .fragment()
            .expect_err(data)
            .to_string();
        assert!(problem.contains("cannot stand in squid.conf"), "{problem}");
    }
    for door in [
        "footbridge.example",
        "ftp://a.example",
        "https://",
        "https://a b",
        "https://a.example/%o",
        "http://a.example?x",
    ] {
        let problem =
            Setting { door: door.to_owned(), ..setting() }.fragment().expect_err(door).to_string();
        assert!(problem.contains("is not where a browser finds the server"), "{problem}");
    }
}

fn squid() -> Option<&'static Path> {
    let squid = Path::new("/usr/sbin/squid");
    if !squid.exists() {
        println!("Squid is not installed here: its own reading is not checked");
        return None;
    }
    Some(squid)
}

#[test]
fn squid_itself_accepts_every_fragment() {
    let Some(squid) = squid() else { return };
    let auth = "auth_param basic program /bin/cat\n";
    let doors =
        ["http://127.0.0.1:8080", "http://[::1]:8080", "https://door.dune.example", "http://door"];
    let settings = [(false, false), (true, false), (false, true), (true, true)];
    for ((login, splice), door) in settings.into_iter().zip(doors) {
        let door = door.to_owned();
        let setting = Setting { login, splice, door, ..setting() };
        let fragment = setting.fragment().expect("a fragment");
        let warnings = check(&format!("{auth}{fragment}"), squid).expect("accepted");
        assert_eq!(warnings, Vec::<String>::new());
    }
}

#[test]
fn what_squid_does_not_accept_is_said_with_its_line() {
    let Some(squid) = squid() else { return };
    let problem = |conf: &str| check(conf, squid).expect_err(conf).to_string();
    let without_acl = problem("http_port 3128\nhttp_access deny !footbridge\n");
    assert!(
        without_acl.contains("ACL not found: footbridge") && without_acl.contains("line 2"),
        "{without_acl}"
    );
    let misspelt = problem("http_port 3128\nhtpt_access deny all\n");
    assert!(misspelt.contains("line (2): unrecognized: 'htpt_access'"), "{misspelt}");
    let missing = check("", Path::new("/nowhere/squid")).expect_err("missing").to_string();
    assert!(missing.contains("`/nowhere/squid` could not be started"), "{missing}");
}
