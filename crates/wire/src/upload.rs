//! Files that came with a request.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;

/// A file that came with a request. Copies are cheap and share the bytes, which are gone with the last copy.
#[derive(Clone, Debug)]
pub struct Upload(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    file_name: String,
    content_type: Option<String>,
    size: u64,
    content: UploadContent,
}

/// Where the bytes of an upload are.
#[derive(Debug)]
pub enum UploadContent {
    /// In memory.
    Memory(Bytes),
    /// In a file without a name, which the system removes once it is closed, even after a crash.
    File(File),
}

impl Upload {
    /// An upload of `size` bytes; of the name that the client gave, only the last part counts (reference:
    /// protocol.md §15).
    pub fn new(file_name: &str, content_type: Option<String>, size: u64, content: UploadContent) -> Self {
        let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Self(Arc::new(Parts { file_name: base, content_type, size, content }))
    }

    /// The name without any folder.
    pub fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// The type that the client claims.
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// The bytes, where they are in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0.content {
            UploadContent::Memory(bytes) => Some(bytes),
            UploadContent::File(_) => None,
        }
    }

    /// Reads the bytes from the start. Readers do not disturb each other. Reading may wait for a disk.
    pub fn reader(&self) -> UploadReader {
        UploadReader { upload: self.clone(), at: 0 }
    }
}

impl PartialEq for Upload {
    /// True for copies of one upload.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Reads an upload from its start to its end.
#[derive(Debug)]
pub struct UploadReader {
    upload: Upload,
    at: u64,
}

impl Read for UploadReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &self.upload.0.content {
            UploadContent::Memory(bytes) => {
                let rest = usize::try_from(self.at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let length = rest.len().min(buffer.len());
                buffer[..length].copy_from_slice(&rest[..length]);
                length
            }
            UploadContent::File(file) => read_at(file, buffer, self.at)?,
        };
        self.at += read as u64;
        Ok(read)
    }
}

/// Copies of an upload share the file and with it the position, so every reader keeps its own.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn an_upload_keeps_the_last_part_of_its_name() {
        let upload = |name| Upload::new(name, None, 0, UploadContent::Memory(Bytes::new()));
        assert_eq!(upload("media/clip.bin").file_name(), "clip.bin");
        assert_eq!(upload("C:\\media\\clip.bin").file_name(), "clip.bin");
        assert_eq!(upload("../../etc/passwd").file_name(), "passwd");
        assert_eq!(upload("..").file_name(), "..");
    }

    #[test]
    fn readers_do_not_disturb_each_other() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"spooled").unwrap();
        for content in [UploadContent::Memory(Bytes::from_static(b"spooled")), UploadContent::File(file)] {
            let upload = Upload::new("a", None, 7, content);
            let mut first = upload.reader();
            let mut start = [0; 3];
            first.read_exact(&mut start).unwrap();
            let (mut whole, mut rest) = (String::new(), String::new());
            upload.clone().reader().read_to_string(&mut whole).unwrap();
            first.read_to_string(&mut rest).unwrap();
            assert_eq!((&start, rest.as_str(), whole.as_str()), (b"spo", "oled", "spooled"));
        }
    }
}
