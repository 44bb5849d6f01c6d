//! Connections: taking them, greeting by TLS, and the limits of each.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::places::{CONNECTIONS_MAX, Place, Places};

/// The head of a request, in bytes. Of a browser's, cookies and the address are the most.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Lines in the head of a request.
const HEAD_LINES_MAX: usize = 64;
/// Without a file or a thread for the next connection, so long is waited.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(200);
/// What is under way at the end gets so long.
const END_TIME_MAX: Duration = Duration::from_secs(30);

/// How long a slow client is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// The greeting of TLS.
    pub(super) greeting: Duration,
    /// The head of a request; a connection without one is closed after as long.
    pub(super) head: Duration,
    /// What was sent and is not taken.
    pub(super) unread: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            greeting: Duration::from_secs(10),
            head: Duration::from_secs(20),
            unread: Duration::from_secs(30),
        }
    }
}

/// What every connection is served with.
#[derive(Clone)]
pub(super) struct Connections {
    pub(super) routes: Router,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) places: Arc<Places>,
    pub(super) patience: Patience,
}

/// What a connection holds while it lasts.
type Held = (OwnedSemaphorePermit, Place);

impl Connections {
    /// Serves whoever comes, until `stop`; then what is under way is brought to its end.
    pub(super) async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let ending = GracefulShutdown::new();
        tokio::select! {
            () = self.take_all(&listener, &ending) => {}
            () = stop => {}
        }
        drop(listener);
        if timeout(END_TIME_MAX, ending.shutdown()).await.is_err() {
            tracing::warn!("some requests did not end in time and were broken off");
        }
    }

    async fn take_all(&self, listener: &TcpListener, ending: &GracefulShutdown) {
        let all = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        loop {
            let Ok(permit) = Arc::clone(&all).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    if let Some(place) = self.places.take(peer.ip()) {
                        self.begin(stream, peer, (permit, place), ending.watcher());
                    } else {
                        tracing::debug!("too many connections from one address");
                    }
                }
                Err(error) => pause(&error).await,
            }
        }
    }

    fn begin(&self, stream: TcpStream, peer: SocketAddr, held: Held, ending: Watcher) {
        let own = self.clone();
        tokio::spawn(async move {
            let _held = held;
            if let Err(error) = own.greet(stream, peer, ending).await {
                tracing::debug!(error, "a connection ended early");
            }
        });
    }

    async fn greet(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        ending: Watcher,
    ) -> Result<(), Early> {
        set_up(&stream, self.patience)?;
        match &self.tls {
            Some(tls) => {
                let stream = timeout(self.patience.greeting, tls.accept(stream)).await??;
                self.converse(stream, peer, ending).await
            }
            None => self.converse(stream, peer, ending).await,
        }
    }

    async fn converse(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        peer: SocketAddr,
        ending: Watcher,
    ) -> Result<(), Early> {
        let routes = self.routes;
        let answer = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            routes.clone().oneshot(request)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(self.patience.head)
            .max_buf_size(HEAD_BYTES_MAX)
            .max_headers(HEAD_LINES_MAX);
        Ok(ending.watch(http.serve_connection(TokioIo::new(stream), answer)).await?)
    }
}

/// Why a connection ended before its time: of interest to whoever looks for it.
type Early = Box<dyn std::error::Error + Send + Sync>;

fn set_up(stream: &TcpStream, patience: Patience) -> io::Result<()> {
    stream.set_nodelay(true)?;
    SockRef::from(stream).set_tcp_user_timeout(Some(patience.unread))
}

/// The other end went away, or there are no files left: neither is a reason to stop.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!("no connection can be taken for the moment: {error}");
        sleep(ACCEPT_AGAIN_AFTER).await;
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::{Notify, oneshot},
    };

    use super::*;

    const SHORT: Duration = Duration::from_millis(100);

    /// A server of one page, and what stops it when it is dropped.
    async fn open(patience: Patience) -> (SocketAddr, oneshot::Sender<()>) {
        serve(Router::new().route("/", get(async || "here")), patience).await
    }

    async fn serve(routes: Router, patience: Patience) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let connections = Connections { routes, tls: None, places: Places::new(vec![]), patience };
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(connections.serve(listener, async {
            let _ = stopped.await;
        }));
        (address, stop)
    }

    /// Says `text`, and hears everything until the other side ends.
    async fn answer(address: SocketAddr, text: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(text.as_bytes()).await.expect("it is heard");
        let mut said = String::new();
        stream.read_to_string(&mut said).await.expect("an end");
        said
    }

    #[tokio::test]
    async fn whoever_does_not_finish_a_request_is_left() {
        let patience = Patience { head: SHORT, ..Patience::default() };
        let (address, _stop) = open(patience).await;
        assert!(!answer(address, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await.contains("here"));
        assert!(!answer(address, "").await.contains("here"));
    }

    #[tokio::test]
    async fn an_idle_connection_is_closed_after_its_answer() {
        let patience = Patience { head: SHORT, ..Patience::default() };
        let (address, _stop) = open(patience).await;
        assert!(answer(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.ends_with("here"));
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_is_refused() {
        let (address, _stop) = open(Patience::default()).await;
        let long = format!("GET / HTTP/1.1\r\nX-Long: {}\r\n\r\n", "a".repeat(2 * HEAD_BYTES_MAX));
        assert!(answer(address, &long).await.starts_with("HTTP/1.1 431"));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X-Many: a\r\n".repeat(HEAD_LINES_MAX + 1));
        assert!(answer(address, &many).await.starts_with("HTTP/1.1 431"));
    }

    #[tokio::test]
    async fn what_is_under_way_is_answered_before_the_end() {
        let (begun, ended) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (begins, ends) = (Arc::clone(&begun), Arc::clone(&ended));
        let slow = get(async move || {
            begins.notify_one();
            ends.notified().await;
            "at last"
        });
        let (address, stop) = serve(Router::new().route("/", slow), Patience::default()).await;
        let under_way = tokio::spawn(answer(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        begun.notified().await;
        drop(stop);
        ended.notify_one();
        assert!(under_way.await.expect("no panic").ends_with("at last"));
    }
}
