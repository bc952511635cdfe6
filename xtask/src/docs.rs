//! The documents that are derived from the declarations: `docs/api/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use boxoffice::actions::SERVICES;
use clap::Args;

#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing; fail where a document is not what the declarations say
    #[arg(long)]
    pub(crate) check: bool,
}

pub(crate) fn run(options: &Options, root: &Path) -> Result<(), String> {
    let folder = root.join("docs/api");
    let wanted = contract::pages::all(&boxoffice::contract_of(SERVICES));
    let there = read(&folder)?;
    let stale: Vec<&str> = wanted
        .iter()
        .filter(|(name, text)| there.get(*name) != Some(text))
        .map(|(name, _)| name.as_str())
        .chain(there.keys().filter(|name| !wanted.contains_key(*name)).map(String::as_str))
        .collect();
    if options.check {
        return match stale.as_slice() {
            [] => Ok(()),
            stale => Err(format!("docs/api: run `cargo xtask docs` and commit {}", stale.join(", "))),
        };
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    for name in &stale {
        let path = folder.join(name);
        let outcome = match wanted.get(*name) {
            Some(text) => fs::write(&path, text),
            None => fs::remove_file(&path),
        };
        outcome.map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    }
    println!("docs/api: {} of {} documents written", stale.len(), wanted.len());
    Ok(())
}

fn read(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    if !folder.exists() {
        return Ok(BTreeMap::new());
    }
    let failed = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut documents = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let text = fs::read_to_string(entry.path()).map_err(failed)?;
        documents.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    Ok(documents)
}
