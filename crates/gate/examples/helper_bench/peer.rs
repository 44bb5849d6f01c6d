//! The same policy for squidGuard, its lists compiled by itself.

use std::{
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use base::{Problem, Result};

use crate::world::World;

/// Writes and compiles its configuration; returns where it is.
pub(crate) fn prepare(
    folder: &Path,
    squidguard: &Path,
    world: &World,
    doors: bool,
) -> Result<PathBuf> {
    let home = folder.join(if doors { "squidguard-doors" } else { "squidguard" });
    let conf = home.join("squidGuard.conf");
    write(&home, &conf, world, doors).map_err(|error| {
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

fn write(home: &Path, conf: &Path, world: &World, doors: bool) -> io::Result<()> {
    fs::create_dir_all(home)?;
    fs::write(home.join("walled"), world.walled.join("\n") + "\n")?;
    let mut text =
        format!("dbhome {0}\nlogdir {0}\ndest walled {{ domainlist walled }}\n", home.display());
    let mut acls = String::new();
    if doors {
        write_doors(home, world, &mut text, &mut acls)?;
    }
    let default = "default { pass !walled all redirect http://door.example/?u=%u }";
    fs::write(conf, format!("{text}acl {{\n{acls}{default}\n}}\n"))
}

/// Each door is a source with its person and a list with the domains of its service.
fn write_doors(home: &Path, world: &World, text: &mut String, acls: &mut String) -> io::Result<()> {
    for (number, (person, service)) in world.doors.iter().enumerate() {
        if !home.join(format!("s{service}")).exists() || number < world.doors.len() {
            fs::write(home.join(format!("s{service}")), world.service(*service).join("\n") + "\n")?;
        }
        let _ = writeln!(text, "src door{number} {{ user {} }}", world.people[*person]);
        let _ = writeln!(
            acls,
            "door{number} {{ pass s{service} !walled all redirect http://door.example/?u=%u }}"
        );
    }
    let mut services: Vec<_> = world.doors.iter().map(|(_, service)| *service).collect();
    services.sort_unstable();
    services.dedup();
    for service in services {
        let _ = writeln!(text, "dest s{service} {{ domainlist s{service} }}");
    }
    Ok(())
}
