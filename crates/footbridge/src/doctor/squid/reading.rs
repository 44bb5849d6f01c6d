//! Whether the user that Squid runs its helpers as may read what they answer from.

use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt,
    path::Path,
};

use super::{
    super::{finding::Finding, premises::Premises},
    conf::Conf,
};

/// A user of this machine.
struct User {
    uid: u32,
    groups: Vec<u32>,
}

/// Nothing where there is no edition yet, or where the user is not one of `/etc/passwd`.
pub(super) fn look(on: &Premises, conf: &Conf) -> Option<Finding> {
    let user = User::named(conf.user())?;
    let data = fs::canonicalize(on.data()).ok()?;
    let editions = data.join("editions");
    if !editions.join("current").exists() {
        return None;
    }
    let folders = editions.ancestors().collect::<Vec<_>>();
    let closed = folders.iter().find(|folder| !user.may(folder, ENTER));
    let closed = closed.map(|folder| folder.to_path_buf());
    let closed =
        closed.or_else(|| Some(editions.join("current")).filter(|file| !user.may(file, READ)));
    Some(match closed {
        None => Finding::fine(format!(
            "{}, as whom Squid runs its helpers, may read the editions.",
            conf.user()
        )),
        Some(closed) => Finding::wrong(
            format!(
                "{}, as whom Squid runs its helpers, may not read {}.",
                conf.user(),
                closed.display()
            ),
            "Run the server as that user, or give both a group that may read the data directory.",
        ),
    })
}

const READ: u32 = 0o4;
const ENTER: u32 = 0o1;

impl User {
    fn named(name: &str) -> Option<Self> {
        let entry = |file: &str| -> Option<Vec<Vec<String>>> {
            let text = fs::read_to_string(file).ok()?;
            Some(text.lines().map(|line| line.split(':').map(str::to_owned).collect()).collect())
        };
        let users = entry("/etc/passwd")?;
        let user = users.iter().find(|user| user.first().is_some_and(|own| own == name))?;
        let (uid, gid) = (user.get(2)?.parse().ok()?, user.get(3)?.parse().ok()?);
        let more = entry("/etc/group")?.into_iter().filter_map(|group| {
            let is_member = group.get(3)?.split(',').any(|member| member == name);
            is_member.then(|| group.get(2)?.parse().ok())?
        });
        Some(Self { uid, groups: more.chain([gid]).collect() })
    }

    /// By the bits of the mode alone; more than these no file of ours has.
    fn may(&self, path: &Path, bit: u32) -> bool {
        fs::metadata(path).is_ok_and(|about| self.uid == 0 || self.bits(&about) & bit != 0)
    }

    fn bits(&self, about: &Metadata) -> u32 {
        match (about.uid() == self.uid, self.groups.contains(&about.gid())) {
            (true, _) => about.mode() >> 6,
            (false, true) => about.mode() >> 3,
            (false, false) => about.mode(),
        }
    }
}
