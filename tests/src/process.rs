//! Programs that end with the journey, with everything they started.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running program. Dropping it ends it and its descendants.
///
/// It stays in the caller's process group, so that a test runner that ends the group on a time-out, or
/// somebody who presses Ctrl-C, ends it as well.
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a program. What it writes to standard error goes to `<folder>/<name>.log`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &str, command: &mut Command, folder: &Path) -> Result<Self> {
        Self::start_with(name, command.stdout(Stdio::null()), folder)
    }

    /// Starts a program and hands back the first line it prints, or `None` when it ends without one.
    ///
    /// # Errors
    /// When it cannot be started or its output cannot be read.
    pub fn start_and_read_line(
        name: &str,
        command: &mut Command,
        folder: &Path,
    ) -> Result<(Self, Option<String>)> {
        let (process, mut lines) = Self::start_and_read(name, command, folder)?;
        let mut line = String::new();
        let length = lines
            .read_line(&mut line)
            .with_context(|| format!("cannot read what {name} prints"))?;
        drain(lines);
        Ok((process, (length > 0).then(|| line.trim().to_owned())))
    }

    /// Starts a program and hands back the first of the lines it prints for which `wanted` has an answer.
    ///
    /// # Errors
    /// As [`Process::start_and_read_line`], and when it ends before such a line.
    pub fn start_and_find<T>(
        name: &str,
        command: &mut Command,
        folder: &Path,
        wanted: impl Fn(&str) -> Option<T>,
    ) -> Result<(Self, T)> {
        let (process, mut lines) = Self::start_and_read(name, command, folder)?;
        let mut line = String::new();
        while lines.read_line(&mut line)? > 0 {
            if let Some(found) = wanted(line.trim()) {
                drain(lines);
                return Ok((process, found));
            }
            line.clear();
        }
        bail!("{name} ended at once: {}", process.log_tail())
    }

    fn start_and_read(
        name: &str,
        command: &mut Command,
        folder: &Path,
    ) -> Result<(Self, BufReader<ChildStdout>)> {
        let mut process = Self::start_with(name, command.stdout(Stdio::piped()), folder)?;
        let stdout = process
            .child
            .stdout
            .take()
            .with_context(|| format!("{name} has no standard output"))?;
        Ok((process, BufReader::new(stdout)))
    }

    fn start_with(name: &str, command: &mut Command, folder: &Path) -> Result<Self> {
        let log = folder.join(format!("{name}.log"));
        let file = File::options().create(true).append(true).open(&log)?;
        if command.get_envs().next().is_none() {
            bail!("{name} would inherit the caller's environment");
        }
        let child = command.stderr(file).spawn().with_context(|| {
            format!(
                "cannot start {}: is it installed? `cargo xtask test` installs it",
                command.get_program().to_string_lossy()
            )
        })?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log,
        })
    }

    /// Hands the program its standard input, and closes it.
    ///
    /// # Errors
    /// When it takes none.
    pub fn feed(&mut self, text: &str) -> Result<()> {
        use std::io::Write;
        let mut input = self
            .child
            .stdin
            .take()
            .with_context(|| format!("{} takes no input", self.name))?;
        input
            .write_all(text.as_bytes())
            .with_context(|| format!("{} does not read its input", self.name))
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)) | Err(_))
    }

    /// The programs it has under it.
    pub fn descendants(&self) -> Vec<u32> {
        descendants(self.child.id())
    }

    /// The last lines it wrote to standard error.
    pub fn log_tail(&self) -> String {
        let text = fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines
            .iter()
            .skip(lines.len().saturating_sub(25))
            .fold(String::new(), |tail, line| tail + *line + "\n")
    }

    /// It and everything below it.
    pub fn family(&self) -> Vec<u32> {
        let mut family = descendants(self.child.id());
        family.push(self.child.id());
        family
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Its descendants are found through it, so they go first. Once it has ended and was waited for, its
        // number may belong to somebody else.
        if !self.has_ended() {
            signal("-KILL", &self.family());
            let _ = self.child.wait();
        }
    }
}

/// Reads on, so that the program never stops because nobody takes what it prints.
fn drain(mut lines: BufReader<ChildStdout>) {
    std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
}

fn signal(name: &str, processes: &[u32]) {
    let _ = Command::new("kill")
        .arg(name)
        .args(processes.iter().map(u32::to_string))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

/// All processes below this one, see `proc_pid_stat(5)`.
fn descendants(ancestor: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(process) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // The program's name comes in parentheses and may hold anything; the parent is the second field after.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1))
            .and_then(|id| id.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![ancestor];
    while let Some(process) = open.pop() {
        for child in children.remove(&process).unwrap_or_default() {
            found.push(child);
            open.push(child);
        }
    }
    found
}
