//! Cue points as the API shows them.

use contract::{ApiEnum, BigInt, NullableBoolean, Time};

use super::model::{
    AdCuePoint, AdProtocolType, AdType, Annotation, AnswerCuePoint, AnyCuePoint, CodeCuePoint, CuePoint,
    CuePointType, QuestionCuePoint, ThumbCuePoint, ThumbCuePointSubType,
};
use super::question::Hidden;
use super::table::CueRow;
use crate::call::Call;
use crate::error::{Error, Result};

fn base(cue: &CueRow) -> CuePoint {
    let more = &cue.more;
    CuePoint {
        id: cue.id.clone().into(),
        int_id: BigInt(cue.row).into(),
        cue_point_type: cue.kind.into(),
        status: cue.status.into(),
        entry_id: cue.entry_id.clone().into(),
        partner_id: cue.partner_id.into(),
        created_at: Time(cue.created_at).into(),
        updated_at: Time(cue.updated_at).into(),
        triggered_at: cue.triggered_at.map(Time).into(),
        tags: more.tags.clone().into(),
        start_time: cue.start.into(),
        user_id: cue.user_id.clone().into(),
        partner_data: more.partner_data.clone().into(),
        partner_sort_value: cue.partner_sort_value.into(),
        force_stop: cue.force_stop.map(truth).into(),
        thumb_offset: more.thumb_offset.into(),
        system_name: more.system_name.clone().into(),
        is_momentary: (cue.duration().unwrap_or(0) == 0).into(),
        copied_from: more.copied_from.clone().into(),
    }
}

fn truth(value: bool) -> NullableBoolean {
    if value { NullableBoolean::True } else { NullableBoolean::False }
}

fn annotation(cue: &CueRow) -> Annotation {
    Annotation {
        base: base(cue),
        parent_id: cue.parent_id.clone().into(),
        text: cue.more.text.clone().into(),
        end_time: cue.end.into(),
        duration: cue.duration().into(),
        depth: cue.depth.into(),
        children_count: cue.children.into(),
        direct_children_count: cue.direct_children.into(),
        is_public: truth(cue.is_public).into(),
        searchable_on_entry: truth(cue.more.searchable_on_entry != Some(false)).into(),
        original_cue_point_create_at: cue.more.original_created_at.map(Time).into(),
    }
}

fn ad(cue: &CueRow) -> AdCuePoint {
    AdCuePoint {
        base: base(cue),
        protocol_type: cue.protocol.as_deref().and_then(AdProtocolType::from_wire_value).into(),
        source_url: cue.more.source_url.clone().into(),
        ad_type: cue.more.ad_type.as_deref().and_then(AdType::from_wire_value).into(),
        title: cue.name.clone().into(),
        end_time: cue.end.into(),
        duration: cue.duration().into(),
    }
}

fn code(cue: &CueRow) -> CodeCuePoint {
    CodeCuePoint {
        base: base(cue),
        code: cue.name.clone().into(),
        description: cue.more.text.clone().into(),
        end_time: cue.end.into(),
        duration: cue.duration().into(),
    }
}

fn thumb(cue: &CueRow) -> ThumbCuePoint {
    ThumbCuePoint {
        base: base(cue),
        asset_id: cue.more.asset_id.clone().into(),
        description: cue.more.text.clone().into(),
        title: cue.name.clone().into(),
        sub_type: cue.sub_type.and_then(ThumbCuePointSubType::from_number).into(),
    }
}

fn question(cue: &CueRow) -> Result<QuestionCuePoint> {
    let own: QuestionCuePoint = cue.more.quiz.clone().unwrap_or_default().show()?;
    Ok(QuestionCuePoint { base: base(cue), question: cue.more.text.clone().into(), ..own })
}

fn answer(cue: &CueRow) -> Result<AnswerCuePoint> {
    let own: AnswerCuePoint = cue.more.quiz.clone().unwrap_or_default().show()?;
    Ok(AnswerCuePoint {
        base: base(cue),
        parent_id: cue.parent_id.clone().into(),
        quiz_user_entry_id: cue.attempt_id.map(|id| id.to_string()).into(),
        ..own
    })
}

/// A cue point as the session of a call may see it.
pub(super) async fn shown(call: &Call, cue: &CueRow) -> Result<AnyCuePoint> {
    let mut all = all_shown(call, std::slice::from_ref(cue)).await?;
    all.pop().ok_or_else(|| Error::internal("one cue point was not shown"))
}

/// Cue points as the session of a call may see them: what is right is hidden from people who only take a quiz.
pub(super) async fn all_shown(call: &Call, cues: &[CueRow]) -> Result<Vec<AnyCuePoint>> {
    let hides = Hidden::of(call, cues).await?;
    let mut shown = Vec::with_capacity(cues.len());
    for cue in cues {
        let mut one = show(cue)?;
        hides.hide(cue, &mut one);
        shown.push(one);
    }
    Ok(shown)
}

/// A cue point with all that is known of it.
pub(super) fn show(cue: &CueRow) -> Result<AnyCuePoint> {
    Ok(match cue.kind {
        CuePointType::Annotation => AnyCuePoint::Annotation(annotation(cue)),
        CuePointType::Ad => AnyCuePoint::Ad(ad(cue)),
        CuePointType::Code => AnyCuePoint::Code(code(cue)),
        CuePointType::Thumb => AnyCuePoint::Thumb(thumb(cue)),
        CuePointType::QuizQuestion => AnyCuePoint::Question(question(cue)?),
        CuePointType::QuizAnswer => AnyCuePoint::Answer(answer(cue)?),
        CuePointType::Event | CuePointType::Session => {
            return Err(Error::internal("a cue point is of a kind that nothing makes"));
        }
    })
}
