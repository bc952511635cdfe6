//! Writes the documents that are derived from the declarations: `docs/api/`. A test of the server says when it is
//! time to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use boxoffice::actions::SERVICES;

pub(crate) fn run(root: &Path) -> Result<(), String> {
    let folder = root.join("docs/api");
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let wanted = contract::pages::all(&boxoffice::contract_of(SERVICES));
    let there = read(&folder)?;
    let mut changed = 0;
    for (name, text) in wanted.iter().filter(|(name, text)| there.get(*name) != Some(*text)) {
        changed += 1;
        fs::write(folder.join(name), text).map_err(|error| format!("{name} cannot be written: {error}"))?;
    }
    for name in there.keys().filter(|name| !wanted.contains_key(*name)) {
        changed += 1;
        fs::remove_file(folder.join(name)).map_err(|error| format!("{name} cannot be removed: {error}"))?;
    }
    println!("docs/api: {changed} of {} documents changed", wanted.len());
    Ok(())
}

fn read(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let failed = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut documents = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let text = fs::read_to_string(entry.path()).map_err(failed)?;
        documents.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    Ok(documents)
}
