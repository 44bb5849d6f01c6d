//! As much of HTTP as the bench speaks.

use std::io;

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// What came back.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Sends a request and reads what comes back.
pub(crate) async fn exchange(
    stream: &mut BufReader<TcpStream>,
    request: &str,
) -> io::Result<Response> {
    stream.write_all(request.as_bytes()).await?;
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or(io::ErrorKind::UnexpectedEof)?;
    let headers = headers(stream).await?;
    let mut response = Response { status, headers, body: String::new() };
    let mut body = vec![0; response.header("content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    response.body = String::from_utf8_lossy(&body).into_owned();
    Ok(response)
}

async fn headers(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { return Ok(headers) };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
}
