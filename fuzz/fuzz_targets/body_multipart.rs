//! Multipart bodies: within the limits, and the same in whatever pieces they arrive.
#![no_main]

use std::io::Read;

use boxoffice_fuzz::{LIMITS, assert_bounded, read};
use libfuzzer_sys::fuzz_target;
use wire::Param;
use wire::body::{Body, BodyError};

fuzz_target!(|data: &[u8]| {
    let Some((piece, body)) = data.split_first() else { return };
    let whole = outcome(body, body.len());
    let pieces = outcome(body, usize::from(*piece) + 1);
    assert_eq!(whole, pieces);
});

/// The parameters and the name, type and content of every file, or the code of the refusal.
type Outcome = Result<(wire::ParamMap, Vec<(String, String, Vec<u8>)>), &'static str>;

fn outcome(body: &[u8], piece: usize) -> Outcome {
    let Body { params, files } =
        read("multipart/form-data; boundary=b", body, piece).map_err(|error| match error {
            BodyError::Limit(error) => error.code,
            other => panic!("nothing else can fail: {other:?}"),
        })?;
    assert_bounded(&params, LIMITS.depth, LIMITS.parameters);
    assert_bounded(&files, LIMITS.depth, LIMITS.parameters);
    let mut uploads = Vec::new();
    files.values().for_each(|value| collect(value, &mut uploads));
    assert!(uploads.len() <= LIMITS.files);
    Ok((params, uploads))
}

fn collect(param: &Param, uploads: &mut Vec<(String, String, Vec<u8>)>) {
    match param {
        Param::File(upload) => {
            assert!(!upload.file_name().contains(['/', '\\']));
            let mut content = Vec::new();
            upload.reader().read_to_end(&mut content).expect("it was written");
            assert_eq!(upload.size(), content.len() as u64);
            let content_type = upload.content_type().unwrap_or_default().to_owned();
            uploads.push((upload.file_name().to_owned(), content_type, content));
        }
        Param::Map(map) => map.values().for_each(|value| collect(value, uploads)),
        _ => {}
    }
}
