//! Which cue points a list asks for (reference: search-metadata.md §6.4).

use contract::common::RelatedFilter;
use contract::filter::ListQuery;
use contract::list::ApiFilter;
use contract::{ApiFamily, ApiObject, FilterPager, NullableBoolean, Prop, Time};

use super::model::{AdProtocolType, CuePointStatus, CuePointType, ThumbCuePointSubType};

/// Which cue points to list; ids or entries have to be named.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaCuePointFilter",
    plugin = "cuePoint",
    filter = "KalturaCuePointBaseFilter",
    order("createdAt", "intId", "partnerSortValue", "startTime", "triggeredAt", "updatedAt")
)]
pub struct CuePointFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this id.
    pub id_equal: Prop<String>,
    /// With one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// Of this kind.
    pub cue_point_type_equal: Prop<CuePointType>,
    /// Of one of these kinds, comma-separated.
    #[api(values = "KalturaCuePointType")]
    pub cue_point_type_in: Prop<String>,
    /// With this status.
    pub status_equal: Prop<CuePointStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Of this entry.
    #[api(custom)]
    pub entry_id_equal: Prop<String>,
    /// Of one of these entries, comma-separated.
    #[api(custom)]
    pub entry_id_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Triggered at this time or later.
    pub triggered_at_greater_than_or_equal: Prop<Time>,
    /// Triggered at this time or before.
    pub triggered_at_less_than_or_equal: Prop<Time>,
    /// With these words in the tags.
    pub tags_like: Prop<String>,
    /// With any of these words or phrases in the tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Beginning here or later.
    pub start_time_greater_than_or_equal: Prop<i64>,
    /// Beginning here or before.
    pub start_time_less_than_or_equal: Prop<i64>,
    /// Of this user.
    #[api(custom)]
    pub user_id_equal: Prop<String>,
    /// Of one of these users, comma-separated.
    #[api(custom)]
    pub user_id_in: Prop<String>,
    /// With this sort value.
    pub partner_sort_value_equal: Prop<i64>,
    /// With one of these sort values, comma-separated.
    pub partner_sort_value_in: Prop<String>,
    /// With this sort value or a greater one.
    pub partner_sort_value_greater_than_or_equal: Prop<i64>,
    /// With this sort value or a smaller one.
    pub partner_sort_value_less_than_or_equal: Prop<i64>,
    /// Those at which players stop, or do not.
    pub force_stop_equal: Prop<NullableBoolean>,
    /// With this system name.
    pub system_name_equal: Prop<String>,
    /// With one of these system names, comma-separated.
    pub system_name_in: Prop<String>,
    /// With these words in title, code, tags or text.
    #[api(own, custom)]
    pub free_text: Prop<String>,
    /// 1: the session's user's own.
    #[api(own, custom)]
    pub user_id_equal_current: Prop<NullableBoolean>,
    /// The same.
    #[api(own, custom)]
    pub user_id_current: Prop<NullableBoolean>,
}

/// Which annotations to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAnnotationFilter",
    plugin = "annotation",
    filter = "KalturaAnnotationBaseFilter",
    order(
        "createdAt",
        "duration",
        "endTime",
        "intId",
        "partnerSortValue",
        "startTime",
        "triggeredAt",
        "updatedAt"
    )
)]
pub struct AnnotationFilter {
    /// What filters of cue points have.
    #[api(base)]
    pub base: CuePointFilter,
    /// About this annotation; `0`: about none.
    pub parent_id_equal: Prop<String>,
    /// About one of these annotations, comma-separated.
    pub parent_id_in: Prop<String>,
    /// With these words in the text.
    pub text_like: Prop<String>,
    /// With any of these words or phrases in the text, comma-separated.
    pub text_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the text, comma-separated.
    pub text_multi_like_and: Prop<String>,
    /// Ending here or later.
    pub end_time_greater_than_or_equal: Prop<i64>,
    /// Ending here or before.
    pub end_time_less_than_or_equal: Prop<i64>,
    /// So long or longer.
    pub duration_greater_than_or_equal: Prop<i64>,
    /// So long or shorter.
    pub duration_less_than_or_equal: Prop<i64>,
    /// 1: public ones.
    #[api(custom)]
    pub is_public_equal: Prop<NullableBoolean>,
}

/// Which cue points to list, by what advertisements have.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAdCuePointFilter",
    plugin = "adCuePoint",
    filter = "KalturaAdCuePointBaseFilter",
    order(
        "createdAt",
        "duration",
        "endTime",
        "intId",
        "partnerSortValue",
        "startTime",
        "triggeredAt",
        "updatedAt"
    )
)]
pub struct AdCuePointFilter {
    /// What filters of cue points have.
    #[api(base)]
    pub base: CuePointFilter,
    /// With this protocol.
    pub protocol_type_equal: Prop<AdProtocolType>,
    /// With one of these protocols, comma-separated.
    #[api(values = "KalturaAdProtocolType")]
    pub protocol_type_in: Prop<String>,
    /// With these words in the title.
    pub title_like: Prop<String>,
    /// With any of these words or phrases in the title, comma-separated.
    pub title_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the title, comma-separated.
    pub title_multi_like_and: Prop<String>,
    /// Ending here or later.
    pub end_time_greater_than_or_equal: Prop<i64>,
    /// Ending here or before.
    pub end_time_less_than_or_equal: Prop<i64>,
    /// So long or longer.
    pub duration_greater_than_or_equal: Prop<i64>,
    /// So long or shorter.
    pub duration_less_than_or_equal: Prop<i64>,
}

/// Which cue points to list, by what codes have.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaCodeCuePointFilter",
    plugin = "codeCuePoint",
    filter = "KalturaCodeCuePointBaseFilter",
    order(
        "createdAt",
        "duration",
        "endTime",
        "intId",
        "partnerSortValue",
        "startTime",
        "triggeredAt",
        "updatedAt"
    )
)]
pub struct CodeCuePointFilter {
    /// What filters of cue points have.
    #[api(base)]
    pub base: CuePointFilter,
    /// With these words in the code.
    pub code_like: Prop<String>,
    /// With any of these words or phrases in the code, comma-separated.
    pub code_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the code, comma-separated.
    pub code_multi_like_and: Prop<String>,
    /// With this code.
    pub code_equal: Prop<String>,
    /// With one of these codes, comma-separated.
    pub code_in: Prop<String>,
    /// With these words in the description.
    pub description_like: Prop<String>,
    /// With any of these words or phrases in the description, comma-separated.
    pub description_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the description, comma-separated.
    pub description_multi_like_and: Prop<String>,
    /// Ending here or later.
    pub end_time_greater_than_or_equal: Prop<i64>,
    /// Ending here or before.
    pub end_time_less_than_or_equal: Prop<i64>,
    /// So long or longer.
    pub duration_greater_than_or_equal: Prop<i64>,
    /// So long or shorter.
    pub duration_less_than_or_equal: Prop<i64>,
}

/// Which cue points to list, by what chapters and slides have.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaThumbCuePointFilter",
    plugin = "thumbCuePoint",
    filter = "KalturaThumbCuePointBaseFilter",
    order("createdAt", "intId", "partnerSortValue", "startTime", "triggeredAt", "updatedAt")
)]
pub struct ThumbCuePointFilter {
    /// What filters of cue points have.
    #[api(base)]
    pub base: CuePointFilter,
    /// With these words in the description.
    pub description_like: Prop<String>,
    /// With any of these words or phrases in the description, comma-separated.
    pub description_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the description, comma-separated.
    pub description_multi_like_and: Prop<String>,
    /// With these words in the title.
    pub title_like: Prop<String>,
    /// With any of these words or phrases in the title, comma-separated.
    pub title_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the title, comma-separated.
    pub title_multi_like_and: Prop<String>,
    /// Slides, or chapters.
    pub sub_type_equal: Prop<ThumbCuePointSubType>,
    /// One of these, comma-separated.
    pub sub_type_in: Prop<String>,
}

/// Which questions to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaQuestionCuePointFilter",
    plugin = "quiz",
    filter = "KalturaQuestionCuePointBaseFilter",
    order("createdAt", "intId", "partnerSortValue", "startTime", "triggeredAt", "updatedAt")
)]
pub struct QuestionCuePointFilter {
    /// What filters of cue points have.
    #[api(base)]
    pub base: CuePointFilter,
    /// With these words in the question.
    pub question_like: Prop<String>,
    /// With any of these words or phrases in the question, comma-separated.
    pub question_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the question, comma-separated.
    pub question_multi_like_and: Prop<String>,
}

/// Which answers to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAnswerCuePointFilter",
    plugin = "quiz",
    filter = "KalturaAnswerCuePointBaseFilter",
    order("createdAt", "intId", "partnerSortValue", "startTime", "triggeredAt", "updatedAt")
)]
pub struct AnswerCuePointFilter {
    /// What filters of cue points have.
    #[api(base)]
    pub base: CuePointFilter,
    /// To this question.
    pub parent_id_equal: Prop<String>,
    /// To one of these questions, comma-separated.
    pub parent_id_in: Prop<String>,
    /// In this attempt.
    #[api(custom)]
    pub quiz_user_entry_id_equal: Prop<String>,
    /// In one of these attempts, comma-separated.
    #[api(custom)]
    pub quiz_user_entry_id_in: Prop<String>,
}

/// Which cue points to list.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = CuePointFilter)]
pub enum AnyCuePointFilter {
    /// By what all have.
    CuePoint(CuePointFilter),
    /// Annotations only.
    Annotation(AnnotationFilter),
    /// By what advertisements have.
    Ad(AdCuePointFilter),
    /// By what codes have.
    Code(CodeCuePointFilter),
    /// By what chapters and slides have.
    Thumb(ThumbCuePointFilter),
    /// Questions only.
    Question(QuestionCuePointFilter),
    /// Answers only.
    Answer(AnswerCuePointFilter),
}

impl Default for AnyCuePointFilter {
    fn default() -> Self {
        Self::CuePoint(CuePointFilter::default())
    }
}

impl AnyCuePointFilter {
    /// What all filters have.
    pub fn base(&self) -> &CuePointFilter {
        match self {
            Self::CuePoint(filter) => filter,
            Self::Annotation(filter) => &filter.base,
            Self::Ad(filter) => &filter.base,
            Self::Code(filter) => &filter.base,
            Self::Thumb(filter) => &filter.base,
            Self::Question(filter) => &filter.base,
            Self::Answer(filter) => &filter.base,
        }
    }

    /// The name of its class.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::CuePoint(_) => CuePointFilter::CLASS.name,
            Self::Annotation(_) => AnnotationFilter::CLASS.name,
            Self::Ad(_) => AdCuePointFilter::CLASS.name,
            Self::Code(_) => CodeCuePointFilter::CLASS.name,
            Self::Thumb(_) => ThumbCuePointFilter::CLASS.name,
            Self::Question(_) => QuestionCuePointFilter::CLASS.name,
            Self::Answer(_) => AnswerCuePointFilter::CLASS.name,
        }
    }

    /// The kind that its class limits a list to.
    pub fn kind(&self) -> Option<CuePointType> {
        match self {
            Self::Annotation(_) => Some(CuePointType::Annotation),
            Self::Question(_) => Some(CuePointType::QuizQuestion),
            Self::Answer(_) => Some(CuePointType::QuizAnswer),
            Self::CuePoint(_) | Self::Ad(_) | Self::Code(_) | Self::Thumb(_) => None,
        }
    }

    /// Only public ones are asked for.
    pub fn asks_for_public(&self) -> bool {
        matches!(self, Self::Annotation(filter) if filter.is_public_equal.get() == Some(&NullableBoolean::True))
    }

    /// What is asked for, but for what `list` does itself.
    pub fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        match self {
            Self::CuePoint(filter) => filter.query(pager),
            Self::Annotation(filter) => filter.query(pager),
            Self::Ad(filter) => filter.query(pager),
            Self::Code(filter) => filter.query(pager),
            Self::Thumb(filter) => filter.query(pager),
            Self::Question(filter) => filter.query(pager),
            Self::Answer(filter) => filter.query(pager),
        }
    }
}
