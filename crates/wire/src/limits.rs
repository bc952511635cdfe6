//! What a request may cost. Where the original has no limit, the error code is one of ours.

use crate::ApiError;

/// Limits on a request. Every one is answered with the code beside it, whose only argument is the limit.
/// Address and body are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of path and query: `REQUEST_TOO_LARGE` (`MAX_BYTES`).
    pub address_bytes: usize,
    /// Bytes of a body, uploaded files included: `REQUEST_TOO_LARGE` (`MAX_BYTES`). The original: 2024 MiB.
    pub body_bytes: u64,
    /// Bytes of one uploaded file: `REQUEST_TOO_LARGE` (`MAX_BYTES`). The original: 2000 MiB.
    pub file_bytes: u64,
    /// Bytes of a body without its files: `REQUEST_TOO_LARGE` (`MAX_BYTES`). Also what parameters that are
    /// copied into sub-requests may come to.
    pub parameter_bytes: u64,
    /// Parameters, nested ones included: `TOO_MANY_PARAMETERS` (`MAX_PARAMETERS`). The original: 10 000.
    pub parameters: usize,
    /// Uploaded files: `TOO_MANY_FILES` (`MAX_FILES`). PHP takes 20 by default.
    pub files: usize,
    /// Levels of nesting: `NESTING_TOO_DEEP` (`MAX_DEPTH`). The original: 512. Values above 512 may exhaust
    /// the stack.
    pub depth: usize,
    /// Sub-requests of a multirequest: `TOO_MANY_SUB_REQUESTS` (`MAX_SUB_REQUESTS`).
    pub sub_requests: usize,
}

impl Default for Limits {
    /// 64 KiB of address; 2 GiB of body, 2000 MiB for one of at most 100 files, 16 MiB for all else;
    /// 10 000 parameters 64 levels deep, 200 sub-requests.
    fn default() -> Self {
        Self {
            address_bytes: 64 << 10,
            body_bytes: 2 << 30,
            file_bytes: 2000 << 20,
            parameter_bytes: 16 << 20,
            parameters: 10_000,
            files: 100,
            depth: 64,
            sub_requests: 200,
        }
    }
}

impl Limits {
    pub(crate) fn address_error(&self) -> ApiError {
        too_large(self.address_bytes as u64, "The address has too many bytes")
    }

    pub(crate) fn body_error(&self) -> ApiError {
        too_large(self.body_bytes, "The request has too many bytes")
    }

    pub(crate) fn file_error(&self) -> ApiError {
        too_large(self.file_bytes, "A file has too many bytes")
    }

    pub(crate) fn parameter_bytes_error(&self) -> ApiError {
        too_large(self.parameter_bytes, "The request has too many bytes of parameters")
    }

    pub(crate) fn parameters_error(&self) -> ApiError {
        let what = "The request has too many parameters";
        ApiError::limit("TOO_MANY_PARAMETERS", "MAX_PARAMETERS", self.parameters as u64, what)
    }

    pub(crate) fn files_error(&self) -> ApiError {
        ApiError::limit("TOO_MANY_FILES", "MAX_FILES", self.files as u64, "The request has too many files")
    }

    pub(crate) fn depth_error(&self) -> ApiError {
        let what = "The parameters are nested too deep";
        ApiError::limit("NESTING_TOO_DEEP", "MAX_DEPTH", self.depth as u64, what)
    }

    pub(crate) fn sub_requests_error(&self) -> ApiError {
        let what = "The request has too many sub-requests";
        ApiError::limit("TOO_MANY_SUB_REQUESTS", "MAX_SUB_REQUESTS", self.sub_requests as u64, what)
    }
}

fn too_large(limit: u64, what: &str) -> ApiError {
    ApiError::limit("REQUEST_TOO_LARGE", "MAX_BYTES", limit, what)
}

/// Counts parameters while they are read: every name, and every map that a name makes on its way.
#[derive(Debug)]
pub(crate) struct Budget<'a> {
    pub(crate) limits: &'a Limits,
    used: usize,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, used: 0 }
    }

    pub(crate) fn take(&mut self) -> Result<(), ApiError> {
        self.used += 1;
        if self.used > self.limits.parameters { Err(self.limits.parameters_error()) } else { Ok(()) }
    }
}
