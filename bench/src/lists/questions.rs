//! What is asked, said twice: as a filter, and plainly.

use contract::filter::{Condition, ListQuery, Operand, Operator, Order, Page};

use super::account::{
    Account, DEFAULT_CONTEXT, Entry, MEMBER_OF_FEW, MEMBER_OF_MANY, OLD_CONTEXT, THEIR_CONTEXT, public_id,
};
use super::viewer::{Entitled, Viewer, is_listed, key};

/// A question: who asks for what.
pub(super) struct Question {
    pub(super) name: &'static str,
    pub(super) viewer: Viewer,
    pub(super) query: ListQuery,
    /// The filter in plain words, on top of what every list asks for.
    matches: Box<dyn Fn(&Entry) -> bool>,
    by_name: bool,
}

impl Question {
    fn new(name: &'static str, viewer: Viewer) -> Self {
        let query = ListQuery { conditions: defaults(), ..ListQuery::default() };
        Self { name, viewer, query, matches: Box::new(|_| true), by_name: false }
    }

    fn with(
        mut self,
        property: &'static [&'static str],
        operator: Operator,
        operand: Operand,
        matches: impl Fn(&Entry) -> bool + 'static,
    ) -> Self {
        self.query.conditions.push(Condition { properties: property, operator, operand });
        self.matches = Box::new(matches);
        self
    }

    fn page(mut self, index: u32) -> Self {
        self.query.page.index = index;
        self
    }

    fn by_name(mut self) -> Self {
        self.query.order = vec![Order { property: "name", descending: false }];
        self.by_name = true;
        self
    }

    /// The ids of the page and the total, from the account in memory: every entry is looked at.
    pub(super) fn answer(&self, account: &Account) -> (Vec<i64>, u64) {
        let mut found: Vec<&Entry> = account
            .entries
            .iter()
            .filter(|entry| entry.status == 2 && entry.moderation != 1 && entry.display != -1)
            .filter(|entry| (self.matches)(entry) && is_listed(account, &self.viewer, entry))
            .collect();
        if self.by_name {
            found.sort_by_cached_key(|entry| (entry.name().to_lowercase(), entry.id));
        } else {
            found.sort_by_key(|entry| std::cmp::Reverse((entry.created_at, entry.id)));
        }
        let Page { size, .. } = self.query.page;
        let offset = usize::try_from(self.query.page.offset()).unwrap_or(usize::MAX);
        let page = found.iter().skip(offset).take(usize::try_from(size).unwrap_or(usize::MAX));
        (page.map(|entry| entry.id).collect(), found.len() as u64)
    }
}

/// What lists add by themselves (reference: content-access.md §6).
fn defaults() -> Vec<Condition> {
    let condition = |property, operator, operand| Condition { properties: property, operator, operand };
    vec![
        condition(&["status"], Operator::Equal, Operand::Int(2)),
        condition(&["moderationStatus"], Operator::NotIn, text("1,3")),
        condition(&["displayInSearch"], Operator::NotIn, text("-2,-1")),
    ]
}

fn text(text: &str) -> Operand {
    Operand::Text(text.to_owned())
}

/// Has all of these words.
fn words(words: &'static [usize]) -> (Operand, impl Fn(&Entry) -> bool) {
    let list: Vec<String> = words.iter().map(|word| format!("w{word}")).collect();
    (text(&list.join(",")), move |entry: &Entry| words.iter().all(|word| entry.has_word(*word)))
}

pub(super) fn questions(account: &Account) -> Vec<Question> {
    let group = account.group();
    let viewer = |context, keys: &[usize]| Entitled { context, keys: keys.to_vec(), named: Vec::new() };
    let anonymous = || Viewer::Entitled(viewer(DEFAULT_CONTEXT, &[]));
    let few = || Viewer::Entitled(viewer(THEIR_CONTEXT, &[MEMBER_OF_FEW, group]));
    let many = || Viewer::Entitled(viewer(THEIR_CONTEXT, &[MEMBER_OF_MANY, group]));
    let old = || Viewer::Entitled(viewer(OLD_CONTEXT, &[MEMBER_OF_FEW, group]));
    let named =
        |context, keys: &[usize]| Entitled { named: vec![5, 50, 500, 5_000], ..viewer(context, keys) };
    let ids = [1, 10, 100, 1_000, 10_000];
    let by_ids = |name, viewer| {
        let list = ids.map(public_id).join(",");
        Question::new(name, viewer)
            .with(&["id"], Operator::In, text(&list), move |entry| ids.contains(&entry.id))
    };
    let search = |name, viewer, wanted| {
        let (operand, matches) = words(wanted);
        Question::new(name, viewer).with(&["searchText"], Operator::MatchAnd, operand, matches)
    };
    let middle = account.entries[account.entries.len() / 2].created_at;
    vec![
        Question::new("whole account", Viewer::Everything),
        Question::new("whole account, page 300", Viewer::Everything).page(300),
        by_ids("whole account, five ids", Viewer::Everything),
        Question::new("whole account, older than half", Viewer::Everything).with(
            &["createdAt"],
            Operator::LessThan,
            Operand::Int(middle),
            move |entry| entry.created_at < middle,
        ),
        search("whole account, a word of every 10th", Viewer::Everything, &[10]),
        search("whole account, a word of every 1000th", Viewer::Everything, &[1_000]),
        Question::new("own only, one who owns much", Viewer::OwnOnly(viewer(DEFAULT_CONTEXT, &[0]))),
        Question::new("own only, and four named", Viewer::OwnOnly(named(2, &[MEMBER_OF_FEW]))),
        Question::new("anonymous, default context", anonymous()),
        Question::new("anonymous, four named", Viewer::Entitled(named(2, &[]))),
        Question::new("member of few", few()),
        Question::new("member of few, page 300", few()).page(300),
        by_ids("member of few, five ids", few()),
        Question::new("member of few, by name", few()).by_name(),
        Question::new("member of few, one media type", few()).with(
            &["mediaType"],
            Operator::In,
            text("5"),
            |entry| entry.media_type == 5,
        ),
        Question::new("member of few, one owner", few()).with(
            &["userId"],
            Operator::Equal,
            text(&key(5)),
            |entry| entry.owner == 5,
        ),
        Question::new("member of few, a tag", few()).with(
            &["tags"],
            Operator::MultiLikeOr,
            text("w77"),
            |entry| entry.tags.contains(&77),
        ),
        search("member of few, a word of every 10th", few(), &[10]),
        search("member of few, a word of every 1000th", few(), &[1_000]),
        search("member of few, a rare word", few(), &[20_000]),
        search("member of few, a common and a seldom word", few(), &[2, 300]),
        Question::new("member of few, old context", old()),
        Question::new("member of many", many()),
        Question::new("member of many, page 300", many()).page(300),
        search("member of many, a word of every 10th", many(), &[10]),
        search("member of many, a word of every 1000th", many(), &[1_000]),
    ]
}
