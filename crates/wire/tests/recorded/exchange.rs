//! Recorded exchanges, and what they are compared with.

use bytes::Bytes;
use serde_json::Value as Json;
use wire::{Address, Limits, Param, ParamMap, Request};

/// A recorded request and the reply that its client accepted.
pub(crate) struct Exchange {
    pub(crate) file: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
    pub(crate) reply: String,
}

/// The exchanges of a recording, named by its number; preflights are left out.
pub(crate) fn exchanges(number: u32) -> Vec<Exchange> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures");
    let prefix = format!("{number:02}-");
    let entry = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .find(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .unwrap_or_else(|| panic!("no recording {number}"));
    let text = std::fs::read_to_string(entry.path()).unwrap();
    let file = entry.file_name().to_string_lossy().into_owned();
    text.split("# ---------- request ----------\n")
        .skip(1)
        .map(|text| exchange(&file, text))
        .filter(|exchange| exchange.method != "OPTIONS")
        .collect()
}

fn exchange(file: &str, text: &str) -> Exchange {
    // Replies to beacons were not recorded.
    let (request, reply) = text.split_once("\n# ---------- reply").unwrap_or((text, ""));
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let header = |name: &str| {
        head.lines().skip(1).find_map(|line| {
            let (header, value) = line.split_once(": ")?;
            header.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let content_type = header("content-type");
    let length = header("content-length").and_then(|length| length.parse::<usize>().ok());
    let mut request_line = head.lines().next().unwrap().split(' ');
    let (method, target) = (request_line.next().unwrap().to_owned(), request_line.next().unwrap());
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let body = body_as_sent(body, content_type.as_deref(), length);
    // In the bodies of one client the name of the host was replaced.
    if let Some(length) = length.filter(|_| !file.contains("beacons")) {
        assert_eq!(body.len(), length, "{file} is not what was sent");
    }
    let reply = reply.split_once("\n\n").map(|(_, body)| body.trim_end()).unwrap_or_default();
    Exchange {
        file: file.to_owned(),
        method,
        path: path.to_owned(),
        query,
        content_type,
        body,
        reply: reply.to_owned(),
    }
}

/// Recordings show multipart bodies with plain line ends, and do not show whether there is one at the end.
fn body_as_sent(body: &str, content_type: Option<&str>, length: Option<usize>) -> Vec<u8> {
    let body = body.trim_end_matches('\n');
    if !content_type.is_some_and(|content_type| content_type.starts_with("multipart/")) {
        return body.as_bytes().to_vec();
    }
    // The video of one recording ends with a line end of its own.
    let mut body = body.replace('\n', "\r\n").replace("a video file\r\n", "a video file\n");
    if length == Some(body.len() + 2) {
        body.push_str("\r\n");
    }
    body.into_bytes()
}

/// Decodes what was sent, arriving in small pieces.
pub(crate) fn decode(exchange: &Exchange) -> Request {
    let Exchange { file, method, path, query, content_type, body, .. } = exchange;
    let limits = Limits::default();
    let address =
        Address::read(path, query.as_deref(), &limits).unwrap_or_else(|error| panic!("{file}: {error:?}"));
    let pieces: Vec<_> =
        body.chunks(61).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece))).collect();
    let stream = futures_util::stream::iter(pieces);
    let read = wire::body::read(
        method == "POST",
        content_type.as_deref(),
        stream,
        &limits,
        std::path::Path::new(""),
    );
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let body = runtime.block_on(read).unwrap_or_else(|error| panic!("{file}: {error:?}"));
    address.with_body(body, &limits).unwrap_or_else(|error| panic!("{file}: {error:?}"))
}

/// A tree that was written by hand.
pub(crate) fn tree(json: &Json) -> ParamMap {
    let Json::Object(entries) = json else { panic!("{json} is no object") };
    entries.iter().map(|(name, value)| (name.clone(), param(value))).collect()
}

fn param(json: &Json) -> Param {
    match json {
        Json::Null => Param::Null,
        Json::Bool(value) => Param::Bool(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Param::Float(number.as_f64().unwrap()), Param::Int)
        }
        Json::String(text) => Param::from(text.as_str()),
        Json::Array(items) => Param::List(items.iter().map(param).collect()),
        Json::Object(_) => Param::Map(tree(json)),
    }
}
