//! Passwords that have become known: a file of their digests, which the operator may give. Nobody else is asked.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use contract::errors::COMMON_PASSWORD;
use sha1::{Digest, Sha1};

use crate::error::{Error, Result};

/// Letters of a SHA-1 digest in hexadecimal.
const DIGEST: usize = 40;
/// Bytes of a line: a digest, a colon, how often it was seen, the end.
const LINE: usize = 80;

/// Digests of known passwords: SHA-1 in hexadecimal, one to a line and in their order, each with a colon and a number
/// behind it or with nothing, as the downloads of `haveibeenpwned.com` are.
#[derive(Clone)]
pub struct BreachedPasswords {
    file: Arc<File>,
    bytes: u64,
}

impl BreachedPasswords {
    /// Opens a file. What the file is not is said in one line.
    pub fn open(path: &Path) -> Result<Self, String> {
        let told = |problem: String| format!("breached-passwords: {}: {problem}", path.display());
        let file = File::open(path).map_err(|error| told(error.to_string()))?;
        let bytes = file.metadata().map_err(|error| told(error.to_string()))?.len();
        let opened = Self { file: Arc::new(file), bytes };
        match opened.line_from(0) {
            Ok(Some((0, digest, _))) if digest.iter().all(u8::is_ascii_hexdigit) => Ok(opened),
            Ok(_) => Err(told("it does not begin with a SHA-1 digest in hexadecimal".to_owned())),
            Err(error) => Err(told(error.to_string())),
        }
    }

    /// Refuses a password that is in the file.
    pub(super) async fn check(&self, password: &str) -> Result<()> {
        let (known, password) = (self.clone(), zeroize::Zeroizing::new(password.to_owned()));
        let found = tokio::task::spawn_blocking(move || known.has(&password));
        let found = found.await.map_err(|error| Error::internal(error.to_string()))?;
        match found {
            Ok(false) => Ok(()),
            Ok(true) => Err(COMMON_PASSWORD.bare().into()),
            Err(error) => Err(Error::internal(format!("the breached passwords cannot be read: {error}"))),
        }
    }

    fn has(&self, password: &str) -> io::Result<bool> {
        let wanted = crate::keys::hex(&Sha1::digest(password)).to_ascii_uppercase();
        // The line, if it is there, starts behind `low` and before `high`.
        let (mut low, mut high) = (0, self.bytes);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.line_from(middle)? {
                Some((start, digest, next)) if start < high => match digest.as_slice().cmp(wanted.as_bytes())
                {
                    Ordering::Equal => return Ok(true),
                    Ordering::Less => low = next,
                    Ordering::Greater => high = middle,
                },
                _ => high = middle,
            }
        }
        Ok(false)
    }

    /// The first line that starts here or later: where it starts, its digest, and where it has certainly gone on.
    fn line_from(&self, place: u64) -> io::Result<Option<(u64, Vec<u8>, u64)>> {
        // The byte before says whether a line starts here.
        let before = place.saturating_sub(1);
        let mut bytes = [0; 2 * LINE];
        let mut read = 0;
        while read < bytes.len() {
            match self.file.read_at(&mut bytes[read..], before + read as u64)? {
                0 => break,
                more => read += more,
            }
        }
        let bytes = &bytes[..read];
        let start = match place {
            0 => 0,
            _ => match bytes.iter().position(|byte| *byte == b'\n') {
                Some(end) => end + 1,
                None => return Ok(None),
            },
        };
        let Some(digest) = bytes.get(start..start + DIGEST) else { return Ok(None) };
        let start = before + start as u64;
        Ok(Some((start, digest.to_ascii_uppercase(), start + DIGEST as u64)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Write;

    use super::*;

    fn file_of(lines: &str) -> (tempfile::NamedTempFile, Result<BreachedPasswords, String>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        let opened = BreachedPasswords::open(file.path());
        (file, opened)
    }

    /// SHA-1 of `password` and of `abc`, as everybody knows them.
    const PASSWORD: &str = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";
    const ABC: &str = "A9993E364706816ABA3E25717850C26C9CD0D89D";

    #[test]
    fn what_is_in_the_file_is_found_wherever_it_stands() {
        let others: Vec<String> = (0..1_000).map(|number| format!("word{number}")).collect();
        for end in ["\n", "\r\n", ":7\r\n", ":123456789\n"] {
            let digests =
                others.iter().map(|word| crate::keys::hex(&Sha1::digest(word)).to_ascii_uppercase());
            let digests: BTreeSet<String> = digests.chain([PASSWORD.to_owned(), ABC.to_owned()]).collect();
            let lines: Vec<String> = digests.iter().map(|digest| format!("{digest}{end}")).collect();
            for known in
                [lines.concat(), lines.concat().to_ascii_lowercase(), lines.concat().trim_end().to_owned()]
            {
                let (_kept, opened) = file_of(&known);
                let opened = opened.unwrap();
                for word in others.iter().map(String::as_str).chain(["password", "abc"]) {
                    assert!(opened.has(word).unwrap(), "{word}");
                }
                for word in ["", "Password", "abd", "word1000", "correct horse battery staple"] {
                    assert!(!opened.has(word).unwrap(), "{word}");
                }
            }
        }
        let (_kept, one) = file_of(ABC);
        let one = one.unwrap();
        assert!(one.has("abc").unwrap() && !one.has("password").unwrap());
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        for wrong in ["", "password\n", &ABC[1..], &format!(" {ABC}"), &format!("{}\n", &ABC[2..])] {
            let (file, opened) = file_of(wrong);
            let problem = opened.err().unwrap();
            assert!(problem.contains(file.path().to_str().unwrap()) && !problem.contains('\n'), "{problem}");
        }
        assert!(BreachedPasswords::open(Path::new("/none/at/all")).err().unwrap().contains("/none/at/all"));
    }
}
