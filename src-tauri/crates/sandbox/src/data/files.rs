//! Files that evidence speaks of, so that a hash leads back to them.
//!
//! Invariants: a file's hashes follow from the seed, the name in the catalogue of detections, and a variant; so the
//! same system program has the same hash on every device, and the list of all files is short.

use super::DataSet;
use super::alerts::Alert;
use super::catalogue::Extra;
use super::detections::DETECTIONS;
use super::random::{Dice, Stream};

/// How many different files a name with a random part stands for.
const VARIANTS: u32 = 6;

/// What follows up is a command prompt.
pub(crate) const COMMAND_PROMPT: &str = "cmd.exe";

/// The hashes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hashes {
    pub(crate) sha1: String,
    pub(crate) sha256: String,
    pub(crate) md5: String,
}

/// A file that some detection speaks of.
#[derive(Debug, Clone)]
pub(crate) struct KnownFile {
    /// Name in the catalogue, perhaps with a placeholder.
    pub(crate) template: &'static str,
    pub(crate) hashes: Hashes,
    /// Name of the malware, where every detection of it agrees on one.
    pub(crate) threat: Option<&'static str>,
    pub(crate) size: i64,
    pub(crate) global_prevalence: i64,
}

fn variants(template: &str) -> u32 {
    if template.contains("{hex}") { VARIANTS } else { 1 }
}

fn dice(seed: u64, template: &str, variant: u32) -> Dice {
    let number = template.bytes().fold(u64::from(variant), |sum, byte| {
        sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte)
    });
    Dice::new(seed, Stream::File, number)
}

/// The hashes of the file that an alert calls by this name of the catalogue.
pub(crate) fn hashes(alert: &Alert<'_>, template: &str) -> Hashes {
    of_variant(&mut dice(
        alert.data.seed,
        template,
        alert.index % variants(template),
    ))
}

fn of_variant(dice: &mut Dice) -> Hashes {
    Hashes {
        sha1: dice.hex(40),
        sha256: dice.hex(64),
        md5: dice.hex(32),
    }
}

/// Names of the catalogue in one detection.
fn templates(detection: &super::catalogue::Detection) -> impl Iterator<Item = &'static str> + use<> {
    let extras = detection.extras.iter().filter_map(|extra| match extra {
        Extra::File(name, _) => Some(*name),
        _ => None,
    });
    let extras: Vec<&'static str> = extras.collect();
    std::iter::once(detection.process.file).chain(extras)
}

/// Every file.
pub(crate) fn all(seed: u64) -> Vec<KnownFile> {
    let mut names: Vec<(&'static str, Option<&'static str>)> = vec![(COMMAND_PROMPT, None)];
    for detection in DETECTIONS {
        let threat = detection.threat.map(|(_, name)| name);
        for template in templates(detection) {
            match names.iter_mut().find(|(known, _)| *known == template) {
                Some(entry) if entry.1 != threat => entry.1 = None,
                Some(_) => {}
                None => names.push((template, threat)),
            }
        }
    }
    let mut files = Vec::new();
    for (template, threat) in names {
        for variant in 0..variants(template) {
            let mut dice = dice(seed, template, variant);
            files.push(KnownFile {
                template,
                hashes: of_variant(&mut dice),
                threat,
                size: dice.between(4_096, 9_000_000),
                global_prevalence: if template.contains('{') {
                    dice.between(1, 400)
                } else {
                    dice.between(20_000, 90_000_000)
                },
            });
        }
    }
    files
}

impl KnownFile {
    /// Whether a detection can speak of it.
    pub(crate) fn can_occur(&self, alert: &Alert<'_>) -> bool {
        alert.created_by_hand().is_none()
            && (self.template == COMMAND_PROMPT
                || templates(alert.detection).any(|template| template == self.template))
    }

    /// Whether the hash, in any letter case, is one of its own.
    pub(crate) fn has_hash(&self, hash: &str) -> bool {
        [&self.hashes.sha1, &self.hashes.sha256, &self.hashes.md5]
            .into_iter()
            .any(|own| own.eq_ignore_ascii_case(hash))
    }

    /// Whether it came with the operating system or from a known publisher.
    pub(crate) fn signed(&self) -> bool {
        self.threat.is_none() && !self.template.contains('{')
    }
}

impl DataSet {
    /// Every file that evidence speaks of.
    pub(crate) fn files(&self) -> &[KnownFile] {
        self.files.get_or_init(|| all(self.seed))
    }

    /// The file with this SHA-1, SHA-256 or MD5.
    pub(crate) fn file(&self, hash: &str) -> Option<&KnownFile> {
        self.files().iter().find(|file| file.has_hash(hash))
    }
}
