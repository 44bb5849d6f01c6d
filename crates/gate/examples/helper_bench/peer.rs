//! The same policy for squidGuard, its lists compiled by itself.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use base::{Problem, Result};

use crate::world::{self, Doors, World};

/// Writes and compiles its configuration; returns where it is.
pub(crate) fn prepare(folder: &Path, squidguard: &Path, world: &World) -> Result<PathBuf> {
    let home = folder.join("squidguard");
    let conf = home.join("squidGuard.conf");
    write(&home, &conf, world).map_err(|error| {
        Problem::internal(format!("`{}` could not be written", home.display()), error)
    })?;
    let compiled = Command::new(squidguard).arg("-c").arg(&conf).args(["-C", "all"]).output();
    match compiled {
        Ok(output) if output.status.success() => Ok(conf),
        Ok(output) => Err(Problem::conflict(format!(
            "squidGuard did not compile its lists: {}",
            String::from_utf8_lossy(&output.stderr)
        ))),
        Err(error) => Err(Problem::internal(
            format!("`{}` could not be started", squidguard.display()),
            error,
        )),
    }
}

/// As Squid would start it.
pub(crate) fn start(squidguard: &Path, conf: &Path) -> Command {
    let mut command = Command::new(squidguard);
    command.arg("-c").arg(conf);
    command
}

/// Sources and lists, then who passes where.
#[derive(Default)]
struct Conf {
    lists: Vec<String>,
    acls: Vec<String>,
}

fn write(home: &Path, conf: &Path, world: &World) -> io::Result<()> {
    fs::create_dir_all(home)?;
    let mut parts = Conf::default();
    parts.list(home, "walled", world.walled.iter())?;
    match world.doors {
        Doors::Everybody => parts.doors_for_everybody(home, world)?,
        Doors::OnePerson => parts.doors_for_one_person(home, world)?,
    }
    let (lists, acls) = (parts.lists.join("\n"), parts.acls.join("\n"));
    fs::write(
        conf,
        format!("dbhome {0}\nlogdir {0}\n{lists}\nacl {{\n{acls}\n}}\n", home.display()),
    )
}

impl Conf {
    fn list<'a>(
        &mut self,
        home: &Path,
        name: &str,
        domains: impl Iterator<Item = &'a String>,
    ) -> io::Result<()> {
        let text: String = domains.flat_map(|domain| [domain, "\n"]).collect();
        self.lists.push(format!("dest {name} {{ domainlist {name} }}"));
        fs::write(home.join(name), text)
    }

    fn acl(&mut self, source: &str, pass: &str) {
        let redirect = "redirect http://door.example/?u=%u";
        self.acls.push(format!("{source} {{ pass {pass} !walled all {redirect} }}"));
    }

    fn doors_for_everybody(&mut self, home: &Path, world: &World) -> io::Result<()> {
        self.list(home, "doors", world.open_domains())?;
        self.acl("default", "doors");
        Ok(())
    }

    /// Each person with a door is a source, each service with a door a list.
    fn doors_for_one_person(&mut self, home: &Path, world: &World) -> io::Result<()> {
        let services: BTreeSet<usize> =
            World::personal_doors().map(|(_, service)| service).collect();
        for service in services {
            self.list(home, &world::slug(service), world.service(service).iter())?;
        }
        for (number, (person, service)) in World::personal_doors().enumerate() {
            self.lists.push(format!("src door{number} {{ user {} }}", world.people[person]));
            self.acl(&format!("door{number}"), &world::slug(service));
        }
        self.acl("default", "");
        Ok(())
    }
}
