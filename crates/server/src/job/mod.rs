//! Work that is done after the call that asked for it was answered. A job is a row, written with the change that
//! asks for it, and is done in short steps; after each, what was done and where to go on is in the row. So a job
//! survives the node that was at it, and one that cannot be done ends as failed, with the reason in its row.
//!
//! Its files lie in the database as well, in pieces: nodes share nothing else, and so a backup has them.

mod files;
mod runner;
mod table;

use contract::ApiEnum;

pub use self::files::{Part, content, put};
pub use self::runner::{Claim, run, run_due};
#[cfg(test)]
pub(crate) use self::table::unmapped;
pub use self::table::{Job, NewJob, TOPIC, abort, add, find, find_named, list, tidy};
pub(crate) use self::table::{follow_user, rename_users};

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The users that a filter asks for, as CSV.
    UserExport,
    /// Users from CSV.
    UserUpload,
}

impl Kind {
    fn number(self) -> i64 {
        match self {
            Self::UserExport => 1,
            Self::UserUpload => 2,
        }
    }

    fn of(number: i64) -> Option<Self> {
        [Self::UserExport, Self::UserUpload].into_iter().find(|kind| kind.number() == number)
    }

    /// What it is about, as `KalturaBulkUploadObjectType` says it.
    fn object_type(self) -> &'static str {
        match self {
            Self::UserExport | Self::UserUpload => "3",
        }
    }
}

/// How far a job is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBatchJobStatus")]
pub enum BatchJobStatus {
    /// Not begun.
    Pending = 0,
    /// Taken by a worker.
    Queued = 1,
    /// At work.
    Processing = 2,
    /// Worked through.
    Processed = 3,
    /// Its files are being moved.
    Movefile = 4,
    /// Done.
    Finished = 5,
    /// Failed.
    Failed = 6,
    /// Called off.
    Aborted = 7,
    /// Done but for its children.
    AlmostDone = 8,
    /// To be tried again.
    Retry = 9,
    /// Failed for good.
    Fatal = 10,
    /// Not to be done.
    DontProcess = 11,
    /// Done in part.
    FinishedPartially = 12,
    /// Held back.
    Suspend = 13,
    /// Done but for its children, which are held back.
    SuspendAlmostDone = 14,
}
