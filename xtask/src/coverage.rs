//! How many of the programs known to use the API find every action that they call, and what to build next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How many actions and how many steps are suggested.
const SUGGESTIONS: usize = 10;

/// A program with more missing actions than this is shown with their number only.
const SHOWN_MISSING: usize = 6;

#[derive(Deserialize)]
struct Usage {
    consumers: BTreeMap<String, Consumer>,
}

#[derive(Deserialize)]
struct Consumer {
    actions: Vec<String>,
}

/// What the server declares, written by the server itself.
#[derive(Deserialize)]
struct Declared {
    actions: Vec<String>,
}

pub(crate) fn run(root: &Path) -> Result<(), String> {
    let usage: Usage = read(&root.join("conformance/usage.json"))?;
    let declared: Declared = read(&root.join("docs/api/actions.json"))?;
    print!("{}", report(&Coverage::new(usage, &declared)));
    Ok(())
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} cannot be understood: {error}", path.display()))
}

#[derive(Debug, PartialEq)]
struct Coverage {
    /// Programs whose actions are all there.
    covered: Vec<String>,
    /// The others, with the actions that they miss.
    missing: BTreeMap<String, BTreeSet<String>>,
    /// Programs that call no action at all; they live on other endpoints.
    without_actions: Vec<String>,
}

impl Coverage {
    /// Names of actions are compared without regard to case, as the API does.
    fn new(usage: Usage, declared: &Declared) -> Self {
        let there: BTreeSet<String> = declared.actions.iter().map(|name| name.to_lowercase()).collect();
        let mut coverage =
            Self { covered: Vec::new(), missing: BTreeMap::new(), without_actions: Vec::new() };
        for (program, consumer) in usage.consumers {
            if consumer.actions.is_empty() {
                coverage.without_actions.push(program);
                continue;
            }
            let missing: BTreeSet<String> =
                consumer.actions.into_iter().filter(|name| !there.contains(&name.to_lowercase())).collect();
            if missing.is_empty() {
                coverage.covered.push(program);
            } else {
                coverage.missing.insert(program, missing);
            }
        }
        coverage
    }

    /// The programs that miss something, those that miss least first.
    fn by_distance(&self) -> Vec<(&String, &BTreeSet<String>)> {
        let mut programs: Vec<_> = self.missing.iter().collect();
        programs.sort_by_key(|(program, missing)| (missing.len(), *program));
        programs
    }

    /// The missing actions, those that most programs miss first.
    fn wanted(&self) -> Vec<(&String, usize)> {
        let mut count = BTreeMap::new();
        for action in self.missing.values().flatten() {
            *count.entry(action).or_insert(0) += 1;
        }
        let mut wanted: Vec<_> = count.into_iter().collect();
        wanted.sort_by_key(|&(action, programs)| (usize::MAX - programs, action));
        wanted
    }

    /// What to build, step by step: always what one program misses, and of these sets the one that completes most
    /// programs for each action in it.
    fn steps(&self) -> Vec<Step> {
        let mut left = self.missing.clone();
        let mut steps = Vec::new();
        while let Some(step) = best_step(&left) {
            left.retain(|program, _| !step.completes.contains(program));
            for missing in left.values_mut() {
                missing.retain(|action| !step.actions.contains(action));
            }
            steps.push(step);
        }
        steps
    }
}

#[derive(Debug, PartialEq)]
struct Step {
    actions: BTreeSet<String>,
    completes: Vec<String>,
}

fn best_step(missing: &BTreeMap<String, BTreeSet<String>>) -> Option<Step> {
    let step = |actions: &BTreeSet<String>| Step {
        actions: actions.clone(),
        completes: missing
            .iter()
            .filter(|(_, other)| other.is_subset(actions))
            .map(|(program, _)| program.clone())
            .collect(),
    };
    missing.values().map(step).reduce(|best, other| {
        // Programs for each action, compared without a division; of equal ones the smaller set.
        let value = |step: &Step, cost: &Step| step.completes.len() * cost.actions.len();
        let (ours, theirs) = (value(&best, &other), value(&other, &best));
        let better = theirs > ours || (theirs == ours && other.actions.len() < best.actions.len());
        if better { other } else { best }
    })
}

fn report(coverage: &Coverage) -> String {
    let mut lines = Vec::new();
    let all = coverage.covered.len() + coverage.missing.len() + coverage.without_actions.len();
    lines.push(format!("{} of {all} programs find every action that they call", coverage.covered.len()));
    lines.extend(coverage.covered.iter().map(|program| format!("  {program}")));
    if !coverage.without_actions.is_empty() {
        lines.push(format!("No actions, other endpoints only: {}", coverage.without_actions.join(", ")));
    }
    lines.push("\nMissing actions".to_owned());
    for (program, missing) in coverage.by_distance() {
        let names = if missing.len() > SHOWN_MISSING { String::new() } else { joined(missing) };
        lines.push(format!("{:>4}  {program:<26}{names}", missing.len()).trim_end().to_owned());
    }
    lines.push("\nActions that most programs miss".to_owned());
    for (action, programs) in coverage.wanted().into_iter().take(SUGGESTIONS) {
        lines.push(format!("{programs:>4}  {action}"));
    }
    lines.push("\nWhat to build next, each step on top of those before it".to_owned());
    let mut complete = coverage.covered.len();
    for step in coverage.steps().into_iter().take(SUGGESTIONS) {
        complete += step.completes.len();
        let (actions, programs) = (step.actions.len(), step.completes.join(", "));
        lines.push(format!("{actions:>4}  for {programs} ({complete} of {all}): {}", joined(&step.actions)));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage() -> Coverage {
        let usage = r#"{"consumers": {
            "all-there": {"actions": ["session.start", "baseEntry.get"]},
            "far": {"actions": ["a.one", "a.two", "a.three"]},
            "near": {"actions": ["session.start", "media.get"]},
            "pair-1": {"actions": ["b.one", "b.two"]},
            "pair-2": {"actions": ["b.two"]},
            "pair-3": {"actions": ["b.one"]},
            "elsewhere": {"actions": []}
        }}"#;
        let declared = r#"{"actions": ["session.start", "baseentry.GET"]}"#;
        let usage = serde_json::from_str(usage).expect("usage");
        Coverage::new(usage, &serde_json::from_str(declared).expect("actions"))
    }

    #[test]
    fn programs_are_sorted_by_what_they_miss() {
        let coverage = coverage();
        assert_eq!(coverage.covered, ["all-there"]);
        assert_eq!(coverage.without_actions, ["elsewhere"]);
        let order: Vec<_> = coverage.by_distance().into_iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(order, ["near", "pair-2", "pair-3", "pair-1", "far"]);
    }

    #[test]
    fn an_action_counts_once_for_each_program_that_misses_it() {
        let coverage = coverage();
        let wanted = coverage.wanted();
        assert_eq!(wanted[..2], [(&"b.one".to_owned(), 2), (&"b.two".to_owned(), 2)]);
        assert!(wanted.iter().all(|(action, _)| *action != "session.start"));
    }

    #[test]
    fn the_next_step_completes_most_programs_for_each_action() {
        let steps = coverage().steps();
        assert_eq!(joined(&steps[0].actions), "b.one, b.two");
        assert_eq!(steps[0].completes, ["pair-1", "pair-2", "pair-3"]);
        assert_eq!(steps[1].completes, ["near"]);
        assert_eq!(steps[2].completes, ["far"]);
        assert_eq!(steps.len(), 3);
    }
}
