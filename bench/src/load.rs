//! Load: a fixed number of connections, each sending the next request when it has its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 64;

/// Requests that were answered in a second.
pub(crate) fn rate(address: &str, request: &str, time: Duration) -> Result<f64, Box<dyn std::error::Error>> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let answered = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let mut connections = Vec::new();
        let start = Instant::now();
        for _ in 0..CONNECTIONS {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let (request, answered, stop) = (request.to_owned(), Arc::clone(&answered), Arc::clone(&stop));
            connections.push(tokio::spawn(send(stream, request, answered, stop)));
        }
        tokio::time::sleep(time).await;
        stop.store(true, Ordering::Relaxed);
        for connection in connections {
            connection.await??;
        }
        let elapsed = start.elapsed().as_secs_f64();
        Ok(f64::from(u32::try_from(answered.load(Ordering::Relaxed))?) / elapsed)
    })
}

/// How long each answer took, sorted: `connections` that each send the next request when they have their answer.
pub(crate) fn times(
    address: &str,
    request: &str,
    connections: usize,
    time: Duration,
) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let threads: Vec<_> = (0..connections)
        .map(|_| {
            let (address, request) = (address.to_owned(), request.to_owned());
            std::thread::spawn(move || -> std::io::Result<Vec<Duration>> {
                let mut line = Line::at(&address)?;
                let (mut times, start) = (Vec::new(), Instant::now());
                while start.elapsed() < time {
                    let sent = Instant::now();
                    line.exchange(&request)?;
                    times.push(sent.elapsed());
                }
                Ok(times)
            })
        })
        .collect();
    let mut all = Vec::new();
    for thread in threads {
        all.extend(thread.join().map_err(|_| "a connection broke off")??);
    }
    all.sort();
    Ok(all)
}

async fn send(
    mut stream: TcpStream,
    request: String,
    answered: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    while !stop.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes()).await?;
        let mut filled = 0;
        loop {
            let read = stream.read(&mut buffer[filled..]).await?;
            if read == 0 {
                return Err(std::io::Error::other("the server closed the connection"));
            }
            filled += read;
            if let Some(whole) = whole_answer(&buffer[..filled])
                && filled >= whole
            {
                break;
            }
        }
        answered.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// The length of an answer, once its head is there.
pub(crate) fn whole_answer(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?.to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    Some(head + length.trim().parse::<usize>().ok()?)
}

/// An answer that has not come by then never will.
const PATIENCE: Duration = Duration::from_mins(1);

/// A connection that is kept, so that a question costs little beside what is measured.
pub(crate) struct Line {
    stream: std::net::TcpStream,
    address: String,
}

impl Line {
    /// To a server.
    pub(crate) fn to(server: &crate::process::Server) -> std::io::Result<Self> {
        Self::at(&server.address)
    }

    fn at(address: &str) -> std::io::Result<Self> {
        let stream = std::net::TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, address: address.to_owned() })
    }

    /// Calls an action and gives its answer.
    pub(crate) fn call(
        &mut self,
        path: &str,
        params: &serde_json::Value,
    ) -> Result<String, Box<dyn std::error::Error>> {
        let request = crate::process::request(&self.address, path, params);
        let text = String::from_utf8(self.exchange(&request)?)?;
        Ok(text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    /// Sends a request and gives the whole answer.
    fn exchange(&mut self, request: &str) -> std::io::Result<Vec<u8>> {
        use std::io::{Read, Write};
        self.stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        let mut piece = [0; 16 * 1024];
        loop {
            let read = self.stream.read(&mut piece)?;
            if read == 0 {
                return Err(std::io::Error::other("the server closed the connection"));
            }
            bytes.extend_from_slice(&piece[..read]);
            if whole_answer(&bytes).is_some_and(|length| bytes.len() >= length) {
                return Ok(bytes);
            }
        }
    }
}
