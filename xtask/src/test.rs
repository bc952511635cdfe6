//! All tests: those of the crates on SQLite and PostgreSQL, the parsers under random bytes, and the official
//! clients against a real server, and the examples of the guides.

use std::path::Path;
use std::process::Command;

use clap::Args;

#[derive(Args)]
pub(crate) struct Options {
    /// Leave out the official clients and the guides, which need Node, Python, Chromium, PHP, Java and Go
    #[arg(long)]
    no_clients: bool,
    /// Seconds for each fuzz target
    #[arg(long, default_value_t = 5, value_name = "SECONDS")]
    fuzz: u32,
}

pub(crate) fn run(options: &Options, root: &Path) -> Result<(), String> {
    install_postgres()?;
    if options.fuzz > 0 && !is_on_path("c++") {
        // The fuzzer's own library is C++.
        install("g++")?;
    }
    step("Tests of the crates, on SQLite and PostgreSQL");
    let postgres = store::testing::PrivateServer::start();
    let url = postgres.url().to_owned();
    let with_postgres = |command: &mut Command| {
        command.env("BOXOFFICE_TEST_POSTGRES", &url);
    };
    cargo(root, &["test", "--workspace", "--locked"], with_postgres)?;
    if options.fuzz > 0 && root.join("fuzz/run").exists() {
        step("The parsers under random bytes");
        call(Command::new(root.join("fuzz/run")).arg(options.fuzz.to_string()).current_dir(root))?;
    }
    if options.no_clients {
        return Ok(());
    }
    step("The official clients against a real server");
    call(&mut Command::new(root.join("conformance/install")))?;
    cargo(root, &["build", "--locked", "--package", "boxoffice"], |_| {})?;
    let run = |more: &[&str]| call(Command::new(root.join("conformance/run")).args(more));
    run(&[])?;
    step("The same on PostgreSQL");
    run(&["--database-url", &format!("{url}/{}", new_database(&url)?)])?;
    step("The examples of the guides");
    call(&mut Command::new(root.join("conformance/guides")))
}

fn step(what: &str) {
    println!("\n── {what} ──");
}

fn cargo(root: &Path, arguments: &[&str], prepare: impl FnOnce(&mut Command)) -> Result<(), String> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root);
    prepare(&mut command);
    call(&mut command)
}

fn call(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{command:?} cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}

/// PostgreSQL from Debian, where none is there.
fn install_postgres() -> Result<(), String> {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|mut versions| versions.next().is_some());
    if installed || is_on_path("postgres") { Ok(()) } else { install("postgresql") }
}

fn is_on_path(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// A package from Debian.
fn install(package: &str) -> Result<(), String> {
    step(&format!("Installing {package}"));
    call(as_root("apt-get").args(["update", "-qq"]))?;
    call(as_root("apt-get").args(["install", "-y", "-qq", "--no-install-recommends", package]))
}

fn as_root(program: &str) -> Command {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"));
    let mut command = Command::new(if is_root { program } else { "sudo" });
    if !is_root {
        command.arg(program);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn new_database(url: &str) -> Result<&'static str, String> {
    const NAME: &str = "conformance";
    call(Command::new("psql").args([&format!("{url}/postgres"), "-qc", &format!("CREATE DATABASE {NAME}")]))?;
    Ok(NAME)
}
