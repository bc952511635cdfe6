//! What the API says about cue points (reference: search-metadata.md §6, §7).

use contract::common::StringObject;
use contract::list::Listed;
use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, Class, NullableBoolean, Prop, Time};

/// What every cue point has. Times are milliseconds of the entry's own time.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaCuePoint",
    plugin = "cuePoint",
    abstract,
    needs(insert, update),
    list = "KalturaCuePointListResponse"
)]
pub struct CuePoint {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<String>,
    /// A number that grows from cue point to cue point.
    #[api(read_only)]
    pub int_id: Prop<BigInt>,
    /// What kind it is, as its class says.
    #[api(read_only)]
    pub cue_point_type: Prop<CuePointType>,
    /// How far it is.
    #[api(read_only)]
    pub status: Prop<CuePointStatus>,
    /// The entry; required.
    #[api(insert_only)]
    pub entry_id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// When it happened in the world.
    pub triggered_at: Prop<Time>,
    /// Comma-separated tags, 255 bytes at most.
    pub tags: Prop<String>,
    /// Where it begins.
    pub start_time: Prop<i64>,
    /// Whose it is: the session's user, or somebody else where the session may say so. It does not change.
    #[api(needs(read, insert))]
    pub user_id: Prop<String>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// A number to order by.
    pub partner_sort_value: Prop<i64>,
    /// Whether players stop there.
    pub force_stop: Prop<NullableBoolean>,
    /// Seconds to the picture that stands for it.
    pub thumb_offset: Prop<i64>,
    /// A name for programs, one of a kind within the entry.
    pub system_name: Prop<String>,
    /// Whether it is a point and no stretch of time.
    #[api(read_only)]
    pub is_momentary: Prop<bool>,
    /// The cue point that it is a copy of.
    #[api(read_only)]
    pub copied_from: Prop<String>,
}

/// Something that somebody says about a part of an entry, or about what somebody else said.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAnnotation", plugin = "annotation", needs(insert, update))]
pub struct Annotation {
    /// What every cue point has.
    #[api(base)]
    pub base: CuePoint,
    /// The annotation that it is about; `0`: none.
    #[api(insert_only)]
    pub parent_id: Prop<String>,
    /// What is said, 32,700 bytes at most.
    pub text: Prop<String>,
    /// Where it ends.
    pub end_time: Prop<i64>,
    /// How long it is.
    #[api(read_only)]
    pub duration: Prop<i64>,
    /// How many annotations it stands under.
    #[api(read_only)]
    pub depth: Prop<i64>,
    /// How many annotations stand under it.
    #[api(read_only)]
    pub children_count: Prop<i64>,
    /// How many annotations stand right under it.
    #[api(read_only)]
    pub direct_children_count: Prop<i64>,
    /// Whether everybody who sees the entry may see it; not, if not said.
    pub is_public: Prop<NullableBoolean>,
    /// Whether searches for entries look at it; they do, if not said.
    pub searchable_on_entry: Prop<NullableBoolean>,
    /// When the original of a copy was made.
    pub original_cue_point_create_at: Prop<Time>,
}

/// A place for an advertisement.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAdCuePoint", plugin = "adCuePoint", needs(insert, update))]
pub struct AdCuePoint {
    /// What every cue point has.
    #[api(base)]
    pub base: CuePoint,
    /// The language that the advertiser's server speaks.
    #[api(insert_only, needs(insert, update))]
    pub protocol_type: Prop<AdProtocolType>,
    /// Where the advertisement comes from.
    #[api(needs(insert, update))]
    pub source_url: Prop<String>,
    /// Whether it takes the whole picture.
    #[api(needs(insert, update))]
    pub ad_type: Prop<AdType>,
    /// What it is called.
    #[api(needs(insert, update))]
    pub title: Prop<String>,
    /// Where it ends.
    #[api(needs(insert, update))]
    pub end_time: Prop<i64>,
    /// How long it is; counts where no end is said.
    pub duration: Prop<i64>,
}

/// A sign for programs.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCodeCuePoint", plugin = "codeCuePoint", needs(insert, update))]
pub struct CodeCuePoint {
    /// What every cue point has.
    #[api(base)]
    pub base: CuePoint,
    /// The sign; required.
    pub code: Prop<String>,
    /// What it is for.
    pub description: Prop<String>,
    /// Where it ends.
    #[api(needs(insert, update))]
    pub end_time: Prop<i64>,
    /// How long it is.
    #[api(read_only)]
    pub duration: Prop<i64>,
}

/// A chapter, or a slide with its picture.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaThumbCuePoint", plugin = "thumbCuePoint", needs(insert, update))]
pub struct ThumbCuePoint {
    /// What every cue point has.
    #[api(base)]
    pub base: CuePoint,
    /// Its picture.
    pub asset_id: Prop<String>,
    /// What it is about.
    pub description: Prop<String>,
    /// What it is called; what is beyond 255 bytes is cut.
    pub title: Prop<String>,
    /// Whether it is a slide or a chapter; a slide, if not said.
    pub sub_type: Prop<ThumbCuePointSubType>,
}

/// A possible answer to a question.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaOptionalAnswer", plugin = "quiz")]
pub struct OptionalAnswer {
    /// What answers name it by.
    pub key: Prop<String>,
    /// What it says.
    pub text: Prop<String>,
    /// What it is worth where it is right; 1, if not said.
    pub weight: Prop<f64>,
    /// Whether it is right; -1 for people who only take the quiz.
    pub is_correct: Prop<NullableBoolean>,
}

/// A question of a quiz.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaQuestionCuePoint", plugin = "quiz", needs(insert, update))]
pub struct QuestionCuePoint {
    /// What every cue point has.
    #[api(base)]
    pub base: CuePoint,
    /// The possible answers.
    pub optional_answers: Prop<Vec<OptionalAnswer>>,
    /// A hint.
    pub hint: Prop<String>,
    /// The question.
    pub question: Prop<String>,
    /// Why the right answers are right; not for people who only take the quiz.
    pub explanation: Prop<String>,
    /// What sort of question it is.
    pub question_type: Prop<QuestionType>,
    /// Its place among the questions.
    pub presentation_order: Prop<i64>,
    /// Whether its answers do not count.
    pub exclude_from_score: Prop<NullableBoolean>,
}

/// An answer to a question in an attempt at a quiz.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAnswerCuePoint", plugin = "quiz", needs(insert, update))]
pub struct AnswerCuePoint {
    /// What every cue point has.
    #[api(base)]
    pub base: CuePoint,
    /// The question; required.
    #[api(insert_only)]
    pub parent_id: Prop<String>,
    /// The attempt, a user entry; required.
    #[api(insert_only)]
    pub quiz_user_entry_id: Prop<String>,
    /// The key of the possible answer that is chosen, or of several, comma-separated, where the question takes them.
    pub answer_key: Prop<String>,
    /// The answer to an open question, 1024 bytes at most.
    #[api(max_length = 1024)]
    pub open_answer: Prop<String>,
    /// Whether it is right.
    #[api(read_only)]
    pub is_correct: Prop<NullableBoolean>,
    /// The keys of the right answers.
    #[api(read_only)]
    pub correct_answer_keys: Prop<Vec<StringObject>>,
    /// Why these are right.
    #[api(read_only)]
    pub explanation: Prop<String>,
    /// What an editor of the entry says about it, 1024 bytes at most.
    #[api(max_length = 1024)]
    pub feedback: Prop<String>,
}

/// A cue point in the class of its kind. There are few at a time, and not for long.
#[allow(clippy::large_enum_variant)]
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = CuePoint)]
pub enum AnyCuePoint {
    /// An annotation.
    Annotation(Annotation),
    /// An advertisement.
    Ad(AdCuePoint),
    /// A code.
    Code(CodeCuePoint),
    /// A chapter or a slide.
    Thumb(ThumbCuePoint),
    /// A question.
    Question(QuestionCuePoint),
    /// An answer.
    Answer(AnswerCuePoint),
}

impl AnyCuePoint {
    /// What every cue point has.
    pub fn base(&self) -> &CuePoint {
        match self {
            Self::Annotation(sent) => &sent.base,
            Self::Ad(sent) => &sent.base,
            Self::Code(sent) => &sent.base,
            Self::Thumb(sent) => &sent.base,
            Self::Question(sent) => &sent.base,
            Self::Answer(sent) => &sent.base,
        }
    }

    /// The same for change.
    pub fn base_mut(&mut self) -> &mut CuePoint {
        match self {
            Self::Annotation(sent) => &mut sent.base,
            Self::Ad(sent) => &mut sent.base,
            Self::Code(sent) => &mut sent.base,
            Self::Thumb(sent) => &mut sent.base,
            Self::Question(sent) => &mut sent.base,
            Self::Answer(sent) => &mut sent.base,
        }
    }

    /// What kind it is.
    pub fn kind(&self) -> CuePointType {
        match self {
            Self::Annotation(_) => CuePointType::Annotation,
            Self::Ad(_) => CuePointType::Ad,
            Self::Code(_) => CuePointType::Code,
            Self::Thumb(_) => CuePointType::Thumb,
            Self::Question(_) => CuePointType::QuizQuestion,
            Self::Answer(_) => CuePointType::QuizAnswer,
        }
    }

    /// The name of its class.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::Annotation(_) => Annotation::CLASS.name,
            Self::Ad(_) => AdCuePoint::CLASS.name,
            Self::Code(_) => CodeCuePoint::CLASS.name,
            Self::Thumb(_) => ThumbCuePoint::CLASS.name,
            Self::Question(_) => QuestionCuePoint::CLASS.name,
            Self::Answer(_) => AnswerCuePoint::CLASS.name,
        }
    }
}

impl Listed for AnyCuePoint {
    const LIST_CLASS: &'static Class = <CuePoint as Listed>::LIST_CLASS;
}

/// Kinds of cue points. Events and sessions are known by name only.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCuePointType", plugin = "cuePoint", dynamic)]
pub enum CuePointType {
    /// An advertisement.
    #[api(value = "adCuePoint.Ad")]
    Ad,
    /// An annotation.
    #[api(value = "annotation.Annotation")]
    Annotation,
    /// A code.
    #[api(value = "codeCuePoint.Code")]
    Code,
    /// Something that happens in a broadcast.
    #[api(value = "eventCuePoint.Event")]
    Event,
    /// An answer in a quiz.
    #[api(value = "quiz.QUIZ_ANSWER")]
    QuizAnswer,
    /// A question of a quiz.
    #[api(value = "quiz.QUIZ_QUESTION")]
    QuizQuestion,
    /// A session of a broadcast.
    #[api(value = "sessionCuePoint.Session")]
    Session,
    /// A chapter or a slide.
    #[api(value = "thumbCuePoint.Thumb")]
    Thumb,
}

/// How far a cue point is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCuePointStatus", plugin = "cuePoint")]
pub enum CuePointStatus {
    /// It is there.
    Ready = 1,
    /// It was deleted.
    Deleted = 2,
    /// Somebody has dealt with it.
    Handled = 3,
    /// It waits for its picture.
    Pending = 4,
}

/// Whether a cue point is a slide or a chapter.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaThumbCuePointSubType", plugin = "cuePoint")]
pub enum ThumbCuePointSubType {
    /// A slide.
    Slide = 1,
    /// A chapter.
    Chapter = 2,
}

/// Sorts of questions.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaQuestionType", plugin = "cuePoint")]
pub enum QuestionType {
    /// One of its answers is chosen.
    MultipleChoiceAnswer = 1,
    /// It is true or false.
    TrueFalse = 2,
    /// There is nothing to answer.
    ReflectionPoint = 3,
    /// Some of its answers are chosen.
    MultipleAnswerQuestion = 4,
    /// Words are filled in.
    FillInBlank = 5,
    /// A place in the picture is chosen.
    HotSpot = 6,
    /// Its answers lead elsewhere.
    GoTo = 7,
    /// The answer is a text.
    OpenQuestion = 8,
}

/// Languages of advertisers' servers.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAdProtocolType", plugin = "adCuePoint", dynamic)]
pub enum AdProtocolType {
    /// One of the account's own.
    #[api(value = "0")]
    Custom,
    /// VAST.
    #[api(value = "1")]
    Vast,
    /// VAST 2.0.
    #[api(value = "2", constant = "VAST_2_0")]
    Vast20,
    /// VPAID.
    #[api(value = "3")]
    Vpaid,
}

/// How much of the picture an advertisement takes.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAdType", plugin = "adCuePoint", dynamic)]
pub enum AdType {
    /// All of it.
    #[api(value = "1")]
    Video,
    /// A part of it.
    #[api(value = "2")]
    Overlay,
}
