//! A load balancer of the simplest kind: each connection goes to the next node that takes it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Carries connections until it is dropped.
#[derive(Debug)]
pub(crate) struct Balancer {
    pub(crate) port: u16,
    carrying: JoinHandle<()>,
}

impl Balancer {
    /// Stands before these ports.
    pub(crate) async fn before(nodes: Vec<u16>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let (nodes, next) = (Arc::new(nodes), Arc::new(AtomicUsize::new(0)));
        let carrying = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, Arc::clone(&nodes), Arc::clone(&next)));
            }
        });
        Self { port, carrying }
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(mut near: TcpStream, nodes: Arc<Vec<u16>>, next: Arc<AtomicUsize>) {
    for _ in 0..nodes.len() {
        let node = nodes[next.fetch_add(1, Ordering::Relaxed) % nodes.len()];
        if let Ok(mut far) = TcpStream::connect(("127.0.0.1", node)).await {
            // A node that dies in the middle ends the connection; nobody else can answer for it.
            let _ = copy_bidirectional(&mut near, &mut far).await;
            return;
        }
    }
}
