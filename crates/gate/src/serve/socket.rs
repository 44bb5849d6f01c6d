//! The socket in the data directory on which helpers are heard.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path, sync::Arc, time::Duration};

use tokio::{
    net::UnixListener,
    sync::{Semaphore, mpsc},
};
use web::App;

use super::connection::Connection;
use crate::squid::wire;

/// Helpers that are heard at once: each worker of a Squid has one.
const HELPERS_MAX: usize = 256;
/// How long after a failure the socket is opened again.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Hears helpers until dropped. Without the socket they go on answering: they look at the edition
/// file by themselves, and only blocks and counts are missing.
pub(super) async fn serve(app: &App, blocks: mpsc::Sender<wire::Block>) {
    let path = wire::socket(&app.settings.data);
    loop {
        let served = match open(&path) {
            Ok(listener) => hear(app, &listener, &blocks).await,
            Err(error) => Err(error),
        };
        if let Err(error) = served {
            let path = path.display();
            tracing::error!(%error, %path, "helpers cannot be heard; trying again");
        }
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

/// One server runs on a data directory, so a socket that is there is left from an earlier one.
fn open(path: &Path) -> io::Result<UnixListener> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let (reachable, _folder) = wire::reach(path)?;
    let listener = UnixListener::bind(reachable)?;
    // Whoever may use the socket may tell of blocks: the owner and the group of the data.
    fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

async fn hear(
    app: &App,
    listener: &UnixListener,
    blocks: &mpsc::Sender<wire::Block>,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(HELPERS_MAX));
    let mut number = 0;
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return Ok(()) };
        let (stream, _) = listener.accept().await?;
        number += 1;
        let connection = Connection::new(app.clone(), number, blocks.clone());
        tokio::spawn(async move {
            connection.serve(stream).await;
            drop(place);
        });
    }
}
