//! A real Squid with our helper.

use std::{fs, path::Path, process::Command, time::Duration};

use crate::{
    Program, free_port, listens,
    site::{DOOR, OPEN, WALLED, certificate},
    user::{give_to_us, run_as_us},
};

/// Complaints of Squid with which no story may end.
const COMPLAINTS: [&str; 5] = ["FATAL", "ERROR", "crashing", "assertion failed", "TOO BUSY"];

/// By which port somebody comes to the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// Their address says who they are; TLS passes unseen.
    Plain,
    /// Their address says who they are; the greeting of TLS is looked at.
    Peeking,
    /// They log in.
    Login,
}

/// A running Squid.
#[derive(Debug)]
pub struct Squid {
    program: Program,
    folder: std::path::PathBuf,
    plain: u16,
    peeking: u16,
    login: u16,
}

impl Squid {
    /// Starts it with its files in `folder`. `fragment` is what `footbridge gate squid-conf` prints,
    /// `logins` is in the form of `htpasswd`.
    pub async fn start(folder: &Path, fragment: &str, logins: &str) -> Self {
        fs::create_dir_all(folder).expect("a folder");
        give_to_us(folder);
        fs::write(folder.join("logins"), logins).expect("a file of logins");
        fs::write(folder.join("hosts"), format!("127.0.0.1 {WALLED} {OPEN} {DOOR}\n"))
            .expect("a file of hosts");
        certificate(folder, "bump");
        give_to_us(&folder.join("bump.key"));
        let [plain, peeking, login] = [free_port(), free_port(), free_port()];
        let file = folder.join("squid.conf");
        let conf = conf(folder, [plain, peeking, login], fragment);
        fs::write(&file, conf).expect("a configuration");
        let mut command = Command::new("squid");
        // Its memory is shared under this name: each Squid of the machine needs its own.
        command.args(["-N", "-n", &format!("journey{plain}"), "-f"]).arg(&file);
        run_as_us(&mut command);
        let program = Program::start("squid", &mut command, &folder.join("squid.log"));
        let squid = Self { program, folder: folder.to_owned(), plain, peeking, login };
        for port in [plain, peeking, login] {
            let ready = listens(port, Duration::from_secs(20)).await;
            assert!(ready, "Squid did not start: {}\n{}", squid.program.said(), squid.said());
        }
        squid
    }

    /// The port of an entrance.
    pub fn port(&self, entrance: Entrance) -> u16 {
        match entrance {
            Entrance::Plain => self.plain,
            Entrance::Peeking => self.peeking,
            Entrance::Login => self.login,
        }
    }

    /// What it and the helper said so far (`cache.log`).
    pub fn said(&self) -> String {
        fs::read_to_string(self.folder.join("cache.log")).unwrap_or_default()
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.program.pid()
    }

    /// It must have nothing to complain of.
    pub(crate) fn is_content(&self) {
        let said = self.said();
        let complaint = said.lines().find(|line| COMPLAINTS.iter().any(|bad| line.contains(bad)));
        assert!(complaint.is_none(), "Squid complains: {complaint:?}\n{said}");
    }
}

fn conf(folder: &Path, [plain, peeking, login]: [u16; 3], fragment: &str) -> String {
    let folder = folder.display();
    format!(
        "http_port 127.0.0.1:{plain}
http_port 127.0.0.1:{peeking} ssl-bump tls-cert={folder}/bump.pem tls-key={folder}/bump.key generate-host-certificates=off
http_port 127.0.0.1:{login} name=login
visible_hostname proxy.dune.example
hosts_file {folder}/hosts
pid_filename {folder}/squid.pid
cache_log {folder}/cache.log
access_log stdio:{folder}/access.log
coredump_dir {folder}
netdb_filename none
pinger_enable off
shutdown_lifetime 0 seconds
connect_timeout 5 seconds
auth_param basic program /usr/lib/squid/basic_ncsa_auth {folder}/logins
auth_param basic realm journeys
acl at_login myportname login
acl logged_in proxy_auth REQUIRED
http_access deny at_login !logged_in

{fragment}

cache deny all
acl desks src 127.0.0.0/8
http_access allow desks
http_access deny all
"
    )
}
