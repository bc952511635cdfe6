//! An account in memory: entries, categories and members, the same in every run. It is what the databases are filled
//! with, and what their answers are compared with.

use std::collections::BTreeSet;

/// The context of categories without one, and of sessions without one.
pub(super) const DEFAULT_CONTEXT: i64 = 1;
/// Contexts 1 to 5 share the categories; 6 is of one category with the oldest entries.
pub(super) const OLD_CONTEXT: i64 = 6;
const CONTEXTS: usize = 5;
const OLD_ENTRIES: usize = 200;
/// Where the two that follow are members.
pub(super) const THEIR_CONTEXT: i64 = 3;
/// A member of ten categories, all for members only, half of them by the group; and one of every tenth category.
pub(super) const MEMBER_OF_FEW: usize = 77;
pub(super) const MEMBER_OF_MANY: usize = 78;
/// A group that both of them are in.
pub(super) const GROUP: usize = 0;
const VOCABULARY: usize = 50_000;

/// Privacy of a category (reference: content-access.md §17.1).
pub(super) const ALL: i64 = 1;
pub(super) const AUTHENTICATED_USERS: i64 = 2;
pub(super) const MEMBERS_ONLY: i64 = 3;

pub(super) struct Account {
    pub(super) entries: Vec<Entry>,
    pub(super) categories: Vec<Category>,
}

pub(super) struct Entry {
    pub(super) id: i64,
    /// Users and groups are numbers here; group 0 is beyond the last user.
    pub(super) owner: usize,
    /// In any of the three lists of entitled users.
    pub(super) entitled: Vec<usize>,
    /// Places in the account's categories.
    pub(super) categories: BTreeSet<usize>,
    pub(super) status: i64,
    pub(super) moderation: i64,
    pub(super) display: i64,
    pub(super) media_type: i64,
    pub(super) created_at: i64,
    pub(super) name: [usize; 3],
    pub(super) tags: [usize; 3],
    pub(super) description: [usize; 8],
}

pub(super) struct Category {
    pub(super) contexts: Vec<i64>,
    pub(super) privacy: i64,
    /// Users and groups that are active members and may view.
    pub(super) members: BTreeSet<usize>,
}

impl Entry {
    pub(super) fn public_id(&self) -> String {
        public_id(self.id)
    }

    pub(super) fn name(&self) -> String {
        format!("Name {}", written(&self.name, " "))
    }

    pub(super) fn tags(&self) -> String {
        written(&self.tags, ",")
    }

    pub(super) fn description(&self) -> String {
        written(&self.description, " ")
    }

    pub(super) fn has_word(&self, word: usize) -> bool {
        self.name.contains(&word) || self.tags.contains(&word) || self.description.contains(&word)
    }
}

/// Numbers in no order, as ids are.
pub(super) fn public_id(id: i64) -> String {
    format!("0_{:08x}", id.wrapping_mul(2_654_435_761) & 0xffff_ffff)
}

fn written(words: &[usize], between: &str) -> String {
    words.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(between)
}

impl Account {
    /// So many entries, and a hundredth as many categories and users.
    pub(super) fn of(size: usize) -> Self {
        let mut dice = Dice(1);
        let users = size / 100;
        let mut account = Self { entries: Vec::with_capacity(size), categories: categories(size, &mut dice) };
        let ordinary = account.categories.len() - 1;
        for number in 0..size {
            let mut categories = BTreeSet::new();
            for _ in 0..assignments(&mut dice) {
                // Half of the entries go where many are.
                let category =
                    if dice.below(2) == 0 { dice.below(ordinary) } else { dice.rank(ordinary) - 1 };
                categories.insert(category);
            }
            if number < OLD_ENTRIES {
                categories.insert(ordinary);
            }
            let mut entitled = Vec::new();
            if dice.below(10) == 0 {
                // One in a hundred of these is for the group.
                entitled.push(if dice.below(100) == 0 { users + GROUP } else { dice.rank(users) - 1 });
            }
            // Three are made in each second, so that order is not by time alone.
            let created_at = 1_600_000_000 + i64::try_from(number / 3).unwrap_or(i64::MAX);
            account.entries.push(Entry {
                id: i64::try_from(number + 1).unwrap_or(i64::MAX),
                owner: dice.rank(users) - 1,
                entitled,
                categories,
                status: if dice.below(20) == 0 { 7 } else { 2 },
                moderation: if dice.below(50) == 0 { 1 } else { 6 },
                display: if dice.below(100) == 0 { -1 } else { 1 },
                media_type: [1, 1, 1, 2, 5][dice.below(5)],
                created_at,
                name: std::array::from_fn(|_| dice.rank(VOCABULARY)),
                tags: std::array::from_fn(|_| dice.rank(VOCABULARY)),
                description: std::array::from_fn(|_| dice.rank(VOCABULARY)),
            });
        }
        account
    }

    pub(super) fn users(&self) -> usize {
        self.entries.len() / 100
    }

    /// The number of a group, which no user has.
    pub(super) fn group(&self) -> usize {
        self.users() + GROUP
    }
}

fn categories(entries: usize, dice: &mut Dice) -> Vec<Category> {
    let count = entries / 100;
    let users = entries / 100;
    let mut categories: Vec<Category> = (0..count)
        .map(|number| {
            let context = |number: usize| i64::try_from(number % CONTEXTS).unwrap_or(0) + DEFAULT_CONTEXT;
            let mut contexts = vec![context(number)];
            if number % 10 == 0 {
                contexts.push(context(number + 1)); // its parent's
            }
            // Half are open to all, a fifth to whoever has logged in, the rest to their members.
            let privacy = match number / CONTEXTS % 10 {
                0..5 => ALL,
                5..7 => AUTHENTICATED_USERS,
                _ => MEMBERS_ONLY,
            };
            let mut members: BTreeSet<usize> = (0..10).map(|_| dice.below(users)).collect();
            if number % 10 == 7 {
                members.insert(MEMBER_OF_MANY);
            } else {
                members.remove(&MEMBER_OF_MANY);
            }
            members.remove(&MEMBER_OF_FEW);
            if number % (count / 10) == 37 {
                let by_group = (number / (count / 10)).is_multiple_of(2);
                members.insert(if by_group { users + GROUP } else { MEMBER_OF_FEW });
            }
            Category { contexts, privacy, members }
        })
        .collect();
    categories.push(Category { contexts: vec![OLD_CONTEXT], privacy: ALL, members: BTreeSet::new() });
    categories
}

/// Three in ten entries are in no category, half in one, the rest in two or three.
fn assignments(dice: &mut Dice) -> usize {
    match dice.below(100) {
        0..30 => 0,
        30..80 => 1,
        80..95 => 2,
        _ => 3,
    }
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    /// 1 to the bound; 1 as often as 2 and 3 together, or as 4 to 7: few words are common, as in every language.
    fn rank(&mut self, bound: usize) -> usize {
        // Below 2^31, which a fraction holds.
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let rank = (bound as f64).powf(self.below(1 << 30) as f64 / f64::from(1 << 30)) as usize;
        rank.clamp(1, bound)
    }
}
