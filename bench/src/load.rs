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
