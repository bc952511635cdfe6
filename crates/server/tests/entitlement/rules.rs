//! What the reference says about who sees which entries, as plain functions over a whole account (content-access.md
//! §16.2, §16.4). Of an entry under another the rules ask about that one; its own owner sees it in any case, which
//! docs/deviations.md tells.

use crate::random::Random;
use crate::world::{CONTEXTS, Category, Entry, USERS, World};

/// Somebody who asks, with entitlement enforced or not.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) user: Option<String>,
    pub(crate) is_admin: bool,
    pub(crate) is_enforced: bool,
    pub(crate) context: Option<&'static str>,
    pub(crate) lists_all: bool,
    pub(crate) exempt: Vec<String>,
}

impl Session {
    pub(crate) fn random(world: &World, random: &mut Random) -> Self {
        let user = (!random.one_in(5)).then(|| (*random.pick(&USERS)).to_owned());
        let exempt = if random.one_in(4) && !world.entries.is_empty() {
            (0..=random.below(2)).map(|_| random.pick(&world.entries).id.clone()).collect()
        } else {
            Vec::new()
        };
        Self {
            is_admin: user.is_some() && random.one_in(3),
            user,
            is_enforced: !random.one_in(8),
            context: random.one_in(2).then(|| *random.pick(&CONTEXTS[1..])),
            lists_all: random.one_in(2),
            exempt,
        }
    }

    pub(crate) fn kind(&self) -> i64 {
        if self.is_admin { 2 } else { 0 }
    }

    pub(crate) fn privileges(&self) -> String {
        let mut parts =
            vec![if self.is_enforced { "enableentitlement" } else { "disableentitlement" }.to_owned()];
        parts.extend(self.context.map(|context| format!("privacycontext:{context}")));
        if self.lists_all {
            parts.push("list:*".to_owned());
        }
        if !self.exempt.is_empty() {
            parts.push(format!("disableentitlementforentry:{}", self.exempt.join("/")));
        }
        parts.join(",")
    }

    /// The user and its groups.
    fn names<'a>(&'a self, world: &'a World) -> Vec<&'a str> {
        let Some(user) = &self.user else { return Vec::new() };
        let groups =
            world.groups.iter().filter(|(member, _)| member == user).map(|(_, group)| group.as_str());
        std::iter::once(user.as_str()).chain(groups).collect()
    }

    fn owns(&self, entry: &Entry) -> bool {
        self.user.as_ref().is_some_and(|user| *user == entry.owner)
    }
}

/// The topmost entry that this one stands under, or itself; none if that one is deleted.
fn protector<'a>(world: &'a World, entry: &'a Entry) -> Option<&'a Entry> {
    let mut entry = entry;
    while let Some(parent) = &entry.parent {
        entry = world.entries.iter().find(|other| other.id == *parent)?;
    }
    Some(entry)
}

fn is_in_context(session: &Session, category: &Category) -> bool {
    match session.context {
        Some(context) => category.contexts.iter().any(|known| known == context),
        None => category.contexts.is_empty(),
    }
}

fn is_member(world: &World, session: &Session, category: &Category) -> bool {
    let names = session.names(world);
    world.members.iter().any(|member| {
        member.category == category.members_of
            && member.is_active
            && member.may_view
            && names.contains(&member.user.as_str())
    })
}

fn sees_into(world: &World, session: &Session, category: &Category) -> bool {
    is_in_context(session, category)
        && match category.privacy {
            1 => true,
            2 => session.user.is_some(),
            _ => is_member(world, session, category),
        }
}

fn categories<'a>(
    world: &'a World,
    entry: &'a Entry,
    pending_too: bool,
) -> impl Iterator<Item = &'a Category> {
    world
        .placed
        .iter()
        .filter(move |place| place.entry == entry.id && (pending_too || place.is_active))
        .filter_map(|place| world.categories.iter().find(|category| category.id == place.category))
}

fn is_entitled(world: &World, session: &Session, entry: &Entry) -> bool {
    let names = session.names(world);
    entry.entitled.iter().any(|user| names.contains(&user.as_str()))
}

/// Whether `get` answers it (§16.2).
pub(crate) fn may_get(world: &World, session: &Session, entry: &Entry) -> bool {
    if !session.is_enforced || session.exempt.contains(&entry.id) || session.owns(entry) {
        return true;
    }
    let Some(entry) = protector(world, entry) else { return false };
    session.exempt.contains(&entry.id)
        || session.owns(entry)
        || is_entitled(world, session, entry)
        || categories(world, entry, false).next().is_none()
        || categories(world, entry, true).any(|category| sees_into(world, session, category))
}

/// Whether a list without a filter has it (§6, §16.4).
pub(crate) fn is_listed(world: &World, session: &Session, entry: &Entry) -> bool {
    is_shown(world, session, entry, session.is_admin || session.lists_all)
}

/// The same for lists that are about everything or about the own entries alone. Searches are about everything
/// (search-metadata.md §1.7).
pub(crate) fn is_shown(world: &World, session: &Session, entry: &Entry, lists_all: bool) -> bool {
    if !session.is_enforced {
        return lists_all || session.owns(entry);
    }
    if session.owns(entry) || session.exempt.contains(&entry.id) {
        return true;
    }
    if !lists_all {
        return false;
    }
    let Some(entry) = protector(world, entry) else { return false };
    session.owns(entry)
        || is_entitled(world, session, entry)
        || categories(world, entry, false).any(|category| sees_into(world, session, category))
        || (categories(world, entry, false).next().is_none() && session.context.is_none())
}
