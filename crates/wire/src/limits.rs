//! What a request may cost. The original has few limits; these have codes of our own.

use crate::ApiError;

/// Limits on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body, uploaded files included: `REQUEST_TOO_LARGE`.
    pub body_bytes: u64,
    /// Bytes of a body without its files: `REQUEST_TOO_LARGE`.
    pub parameter_bytes: u64,
    /// Parameters in all, nested ones included: `TOO_MANY_PARAMETERS`.
    pub parameters: usize,
    /// Levels of nesting: `NESTING_TOO_DEEP`.
    pub depth: usize,
    /// Sub-requests of a multirequest: `TOO_MANY_SUB_REQUESTS`.
    pub sub_requests: usize,
}

impl Default for Limits {
    /// 2 GiB with files, 16 MiB without, 10 000 parameters 64 levels deep, 200 sub-requests.
    fn default() -> Self {
        Self {
            body_bytes: 2 << 30,
            parameter_bytes: 16 << 20,
            parameters: 10_000,
            depth: 64,
            sub_requests: 200,
        }
    }
}

impl Limits {
    pub(crate) fn body_error(&self) -> ApiError {
        ApiError::limit("REQUEST_TOO_LARGE", "MAX_BYTES", self.body_bytes, "The request has too many bytes")
    }

    pub(crate) fn parameter_bytes_error(&self) -> ApiError {
        let what = "The request has too many bytes of parameters";
        ApiError::limit("REQUEST_TOO_LARGE", "MAX_BYTES", self.parameter_bytes, what)
    }

    pub(crate) fn parameters_error(&self) -> ApiError {
        let limit = self.parameters as u64;
        ApiError::limit("TOO_MANY_PARAMETERS", "MAX_PARAMETERS", limit, "The request has too many parameters")
    }

    pub(crate) fn depth_error(&self) -> ApiError {
        let limit = self.depth as u64;
        ApiError::limit("NESTING_TOO_DEEP", "MAX_DEPTH", limit, "The parameters are nested too deep")
    }

    pub(crate) fn sub_requests_error(&self) -> ApiError {
        let limit = self.sub_requests as u64;
        ApiError::limit(
            "TOO_MANY_SUB_REQUESTS",
            "MAX_SUB_REQUESTS",
            limit,
            "The request has too many sub-requests",
        )
    }
}

/// Counts parameters while they are read.
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
