//! What a session may do with an entry now: one pure decision (reference: content-access.md §10, §11, §15).
//!
//! Nothing here reads a clock, a table or a file: whoever asks brings the [`Facts`]. The reasons are collected only if
//! somebody wants them (see [`reasons`]); without, a decision allocates next to nothing.

mod address;
mod compile;
mod condition;
mod doors;
mod evaluate;
mod facts;
mod matching;
mod obstacles;
pub mod reasons;
mod rules;
mod site;

pub use self::compile::{Invalid, Limits, compile};
pub use self::doors::{Access, Door, Refusal, decide};
pub use self::evaluate::{Flags, Outcome, evaluate};
pub use self::facts::{
    Circumstances, Context, Contexts, EntryFacts, Facts, Lookups, MetadataField, NoLookups, RequestFacts,
    SessionFacts,
};
pub use self::obstacles::{Obstacle, obstacles};
pub use self::rules::{Action, Limit, Restriction, Rules};
