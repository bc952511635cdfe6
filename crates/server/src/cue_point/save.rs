//! Cue points made and changed, and what is asked of them (reference: search-metadata.md §6.2, §7).

use contract::enums::NullableBoolean;
use contract::errors::{
    ASSET_ID_NOT_FOUND, CANNOT_UPDATE_ENTRY_ID, CUE_POINT_SYSTEM_NAME_EXISTS, INVALID_USER_ID,
    NO_PERMISSION_ON_ENTRY, PROPERTY_VALIDATION_MAX_LENGTH, THUMB_ASSET_IS_NOT_OF_TYPE_TIMED_THUMB,
};
use contract::{ApiEnum, ApiObject, Prop};
use store::Transaction;

use super::access::{self, Found, not_found};
use super::model::{
    Annotation, AnswerCuePoint, AnyCuePoint, CuePoint, CuePointStatus, CuePointType, QuestionCuePoint,
    ThumbCuePointSubType,
};
use super::show::show;
use super::table::{self, CueRow, More};
use super::times::{self, SentTimes};
use super::{answer, question, require_kind, tree};
use crate::asset;
use crate::call::{Call, Scope};
use crate::entry::{self, Known, owner::is_editor};
use crate::error::{Error, Result};
use crate::keys::new_object_id;
use crate::playlist;
use crate::user;
use crate::validate::required_text;

/// Bytes.
const MAX_TAGS: usize = 255;
const MAX_TEXT: usize = 32_700;
const MAX_TITLE: usize = 255;

/// The tag of annotations that lead viewers elsewhere, which only editors of the entry make.
const HOTSPOTS: &str = "hotspots";

/// Makes a cue point.
pub(super) async fn add(call: &Call, mut sent: AnyCuePoint) -> Result<CueRow> {
    require_kind(call, sent.kind())?;
    // What kind it is, its class says.
    sent.base_mut().cue_point_type = Prop::Absent;
    match &mut sent {
        AnyCuePoint::Annotation(sent) => call.check_insert(sent)?,
        AnyCuePoint::Ad(sent) => call.check_insert(sent)?,
        AnyCuePoint::Code(sent) => call.check_insert(sent)?,
        AnyCuePoint::Thumb(sent) => call.check_insert(sent)?,
        AnyCuePoint::Question(sent) => call.check_insert(sent)?,
        AnyCuePoint::Answer(sent) => call.check_insert(sent)?,
    }
    required_text(sent.class_name(), "entryId", &sent.base().entry_id, 0)?;
    let entry_id = sent.base().entry_id.get().cloned().unwrap_or_default();
    let entry = entry::visible(call, &entry_id).await?.ok_or_else(|| entry::not_found(&entry_id))?;
    check_limit(call, &entry_id, true).await?;

    let times = SentTimes::of(&sent);
    times.check_whole()?;
    let mut cue = empty(call, sent.kind(), entry_id)?;
    cue.start = times.start.unwrap_or(0);
    times::check_start(&entry.entry, cue.start)?;
    check_tags(&sent)?;
    check_kind(call, &sent, &entry).await?;
    if let AnyCuePoint::Code(sent) = &sent {
        required_text(super::model::CodeCuePoint::CLASS.name, "code", &sent.code, 0)?;
    }
    if let AnyCuePoint::Annotation(sent) = &sent {
        let parent = tree::parent(call, sent, &cue.entry_id).await?;
        cue.parent_id =
            Some(parent.as_ref().map_or_else(|| tree::NONE.to_owned(), |parent| parent.id.clone()));
        if let Some(parent) = parent {
            cue.start = times.start.unwrap_or(parent.start);
            cue.end = parent.end.filter(|end| *end >= cue.start);
        }
    }
    merge(&sent, &mut cue);
    times::set_end(&entry.entry, &mut cue, times)?;
    if let AnyCuePoint::Answer(sent) = &sent {
        answer::check_new(call, sent, &entry, &mut cue).await?;
    }
    cue.user_id = owner(call, sent.base()).await?;

    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    entry::held(&mut tx, call, &cue.entry_id).await?;
    check_name(&mut tx, scope, &cue).await?;
    tree::place(&mut tx, scope, &mut cue).await?;
    if let AnyCuePoint::Answer(sent) = &sent {
        answer::place(&mut tx, call, sent, &mut cue).await?;
    }
    table::insert(&mut tx, &mut cue).await?;
    tx.commit().await?;
    Ok(cue)
}

/// Changes a cue point.
pub(super) async fn update(call: &Call, id: &str, mut sent: AnyCuePoint) -> Result<CueRow> {
    let found = access::changeable(call, id).await?;
    require_kind(call, found.cue.kind)?;
    if sent.kind() != found.cue.kind {
        return Err(not_found(id));
    }
    if let AnyCuePoint::Answer(sent) = &mut sent {
        required_text(AnswerCuePoint::CLASS.name, "entryId", &sent.base.entry_id, 0)?;
        answer::leave_what_follows(sent);
    }
    let Found { cue, entry } = found;
    check_limit(call, &cue.entry_id, false).await?;
    check_tags(&sent)?;
    if sent.base().entry_id.get().is_some_and(|entry| *entry != cue.entry_id) {
        return Err(CANNOT_UPDATE_ENTRY_ID.bare().into());
    }
    // It stays what and whose it is, whatever is sent.
    sent.base_mut().cue_point_type = Prop::Absent;
    sent.base_mut().user_id = Prop::Absent;
    match (&mut sent, &show(&cue)?) {
        (AnyCuePoint::Annotation(sent), AnyCuePoint::Annotation(known)) => call.check_update(sent, known)?,
        (AnyCuePoint::Ad(sent), AnyCuePoint::Ad(known)) => call.check_update(sent, known)?,
        (AnyCuePoint::Code(sent), AnyCuePoint::Code(known)) => call.check_update(sent, known)?,
        (AnyCuePoint::Thumb(sent), AnyCuePoint::Thumb(known)) => call.check_update(sent, known)?,
        (AnyCuePoint::Question(sent), AnyCuePoint::Question(known)) => call.check_update(sent, known)?,
        (AnyCuePoint::Answer(sent), AnyCuePoint::Answer(known)) => call.check_update(sent, known)?,
        _ => return Err(not_found(id)),
    }
    let times = SentTimes::of(&sent);
    if let Some(start) = times.start {
        times::check_start(&entry.entry, start)?;
    }
    check_kind(call, &sent, &entry).await?;
    change(call, &cue, &entry, |cue| {
        merge(&sent, cue);
        times
    })
    .await
}

/// Changes when a cue point is.
pub(super) async fn update_times(call: &Call, id: &str, start: i64, end: Option<i64>) -> Result<CueRow> {
    let Found { cue, entry } = access::changeable(call, id).await?;
    require_kind(call, cue.kind)?;
    times::check_start(&entry.entry, start)?;
    let end = end.filter(|end| *end != 0 && cue.kind != CuePointType::Thumb);
    change(call, &cue, &entry, |_| SentTimes { start: Some(start), end, ..SentTimes::default() }).await
}

/// Changes a cue point as it is by then; `what` writes into it, and says when it is to be.
async fn change(
    call: &Call,
    known: &CueRow,
    entry: &Known,
    what: impl FnOnce(&mut CueRow) -> SentTimes,
) -> Result<CueRow> {
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    let held = entry::held(&mut tx, call, &known.entry_id).await?;
    let mut cue = table::hold(&mut tx, scope, &known.id).await?.ok_or_else(|| not_found(&known.id))?;
    answer::check_change(&mut tx, call, &held, &cue).await?;
    let times = what(&mut cue);
    if let Some(start) = times.start {
        // A point stays one where it goes.
        cue.end = if cue.end == Some(cue.start) { Some(start) } else { cue.end };
        cue.start = start;
    }
    times::set_end(&entry.entry, &mut cue, times)?;
    check_name(&mut tx, scope, &cue).await?;
    answer::mark(&mut tx, scope, &mut cue).await?;
    cue.updated_at = call.now();
    table::update(&mut tx, &cue).await?;
    tx.commit().await?;
    Ok(cue)
}

/// A cue point without anything yet.
fn empty(call: &Call, kind: CuePointType, entry_id: String) -> Result<CueRow> {
    Ok(CueRow {
        row: 0,
        id: new_object_id(),
        partner_id: call.partner()?.id,
        entry_id,
        kind,
        status: CuePointStatus::Ready,
        user_id: None,
        // Annotations say so themselves.
        is_public: matches!(
            kind,
            CuePointType::Ad | CuePointType::Code | CuePointType::Thumb | CuePointType::QuizQuestion
        ),
        parent_id: None,
        attempt_id: None,
        depth: 0,
        children: 0,
        direct_children: 0,
        start: 0,
        end: None,
        triggered_at: None,
        partner_sort_value: None,
        force_stop: None,
        name: None,
        protocol: None,
        sub_type: None,
        created_at: call.now(),
        updated_at: call.now(),
        more: More::default(),
    })
}

/// Whose a new cue point is: the user's who is named, where the session may say so, or the session's.
async fn owner(call: &Call, sent: &CuePoint) -> Result<Option<String>> {
    let session = call.known_session()?;
    let own = (!session.token.is_anonymous()).then(|| call.user_id().to_owned());
    let owner = sent.user_id.get().filter(|id| !id.is_empty()).cloned().or(own);
    if let Some(id) = &owner {
        user::ensure_exists(call.app(), call.partner()?.id, id, call.now()).await?;
    }
    Ok(owner)
}

/// A session that is limited to an entry writes there only. New cue points may be on the entries of a playlist, too.
async fn check_limit(call: &Call, entry_id: &str, with_playlists: bool) -> Result<()> {
    let Some(limit) = call.privileges().and_then(|privileges| privileges.first("limitentry")) else {
        return Ok(());
    };
    let is_named = limit == entry_id
        || (with_playlists && playlist::named_by(call.app(), call.scope()?, limit).await?.contains(entry_id));
    if is_named { Ok(()) } else { Err(NO_PERMISSION_ON_ENTRY.with([entry_id]).into()) }
}

fn at_most(class: &str, property: &str, sent: &Prop<String>, most: usize) -> Result<()> {
    if sent.get().is_some_and(|text| text.len() > most) {
        let place = format!("{class}::{property}");
        return Err(PROPERTY_VALIDATION_MAX_LENGTH.with([place, most.to_string()]).into());
    }
    Ok(())
}

fn check_tags(sent: &AnyCuePoint) -> Result<()> {
    at_most(sent.class_name(), "tags", &sent.base().tags, MAX_TAGS)
}

/// What only some kinds ask for.
async fn check_kind(call: &Call, sent: &AnyCuePoint, entry: &Known) -> Result<()> {
    match sent {
        AnyCuePoint::Annotation(sent) => {
            at_most(Annotation::CLASS.name, "text", &sent.text, MAX_TEXT)?;
            let leads = |tags: &String| tags.split(',').any(|tag| tag.trim() == HOTSPOTS);
            if sent.base.tags.get().is_some_and(leads) && !is_editor(call, entry).await? {
                return Err(INVALID_USER_ID.bare().into());
            }
            Ok(())
        }
        AnyCuePoint::Thumb(sent) => {
            let Some(id) = sent.asset_id.get().filter(|id| !id.is_empty()) else { return Ok(()) };
            let files = asset::of_entry(call.app(), call.scope()?, &entry.entry.id).await?;
            // No file is a picture of a moment yet.
            Err(if files.iter().any(|file| file.id == *id) {
                THUMB_ASSET_IS_NOT_OF_TYPE_TIMED_THUMB.with([id]).into()
            } else {
                ASSET_ID_NOT_FOUND.with([id]).into()
            })
        }
        AnyCuePoint::Question(_) => question::check(call, entry).await,
        AnyCuePoint::Answer(sent) => answer::check_feedback(call, sent, entry).await,
        AnyCuePoint::Ad(_) | AnyCuePoint::Code(_) => Ok(()),
    }
}

/// Refuses the system name of another cue point of the entry, which the caller holds.
pub(super) async fn check_name(tx: &mut Transaction, scope: Scope, cue: &CueRow) -> Result<()> {
    match table::named(tx, scope, cue).await? {
        Some(other) => {
            let name = cue.more.system_name.clone().unwrap_or_default();
            Err(Error::from(CUE_POINT_SYSTEM_NAME_EXISTS.with([name, other])))
        }
        None => Ok(()),
    }
}

fn truth(sent: &Prop<NullableBoolean>) -> Prop<bool> {
    match sent {
        Prop::Absent => Prop::Absent,
        Prop::Null | Prop::Set(NullableBoolean::Null) => Prop::Null,
        Prop::Set(value) => Prop::Set(*value == NullableBoolean::True),
    }
}

/// Writes what was sent, but for times and owner.
fn merge(sent: &AnyCuePoint, cue: &mut CueRow) {
    let (base, more) = (sent.base(), &mut cue.more);
    if !base.triggered_at.is_absent() {
        cue.triggered_at = base.triggered_at.get().map(|time| time.0);
    }
    base.tags.clone().merge_into(&mut more.tags);
    base.partner_data.clone().merge_into(&mut more.partner_data);
    base.partner_sort_value.clone().merge_into(&mut cue.partner_sort_value);
    truth(&base.force_stop).merge_into(&mut cue.force_stop);
    base.thumb_offset.clone().merge_into(&mut more.thumb_offset);
    base.system_name.clone().merge_into(&mut more.system_name);
    match sent {
        AnyCuePoint::Annotation(sent) => {
            sent.text.clone().merge_into(&mut more.text);
            match truth(&sent.is_public) {
                Prop::Absent => {}
                said => cue.is_public = said.into_option().unwrap_or(false),
            }
            truth(&sent.searchable_on_entry).merge_into(&mut more.searchable_on_entry);
            if !sent.original_cue_point_create_at.is_absent() {
                more.original_created_at = sent.original_cue_point_create_at.get().map(|time| time.0);
            }
        }
        AnyCuePoint::Ad(sent) => {
            if let Some(protocol) = sent.protocol_type.get() {
                cue.protocol = Some(protocol.wire_value().to_owned());
            }
            sent.source_url.clone().merge_into(&mut more.source_url);
            if !sent.ad_type.is_absent() {
                more.ad_type = sent.ad_type.get().map(|kind| kind.wire_value().to_owned());
            }
            sent.title.clone().merge_into(&mut cue.name);
        }
        AnyCuePoint::Code(sent) => {
            // A code is never without its sign.
            if let Some(code) = sent.code.get() {
                cue.name = Some(code.clone());
            }
            sent.description.clone().merge_into(&mut more.text);
        }
        AnyCuePoint::Question(sent) => {
            sent.question.clone().merge_into(&mut more.text);
            let own = QuestionCuePoint { base: CuePoint::default(), question: Prop::Absent, ..sent.clone() };
            more.quiz.get_or_insert_default().merge(&own);
        }
        AnyCuePoint::Answer(sent) => {
            let own = AnswerCuePoint {
                answer_key: sent.answer_key.clone(),
                open_answer: sent.open_answer.clone(),
                feedback: sent.feedback.clone(),
                ..AnswerCuePoint::default()
            };
            more.quiz.get_or_insert_default().merge(&own);
        }
        AnyCuePoint::Thumb(sent) => {
            sent.description.clone().merge_into(&mut more.text);
            sent.title.clone().merge_into(&mut cue.name);
            if let Some(title) = &mut cue.name {
                title.truncate(title.floor_char_boundary(MAX_TITLE));
            }
            let kind = sent.sub_type.get().copied();
            let kind = kind.or(cue.sub_type.and_then(ThumbCuePointSubType::from_number));
            let kind = kind.unwrap_or(ThumbCuePointSubType::Slide);
            if cue.row == 0 {
                cue.status = first_status(kind);
            }
            cue.sub_type = Some(kind.number());
        }
    }
}

/// A slide waits for its picture.
fn first_status(kind: ThumbCuePointSubType) -> CuePointStatus {
    match kind {
        ThumbCuePointSubType::Slide => CuePointStatus::Pending,
        ThumbCuePointSubType::Chapter => CuePointStatus::Ready,
    }
}
