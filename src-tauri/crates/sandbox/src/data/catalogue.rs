//! Kinds of detection: what the tenant's alerts are about.
//!
//! The texts are the sandbox's own. Technique numbers are those of MITRE ATT&CK.

use super::detections::DETECTIONS;
use super::machines::Platform;
use super::random::Dice;

/// One kind of detection.
#[derive(Debug)]
pub(crate) struct Detection {
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) category: &'static str,
    /// 0 Informational to 3 High.
    pub(crate) severity: usize,
    pub(crate) techniques: &'static [&'static str],
    pub(crate) source: &'static str,
    /// Family and name of the malware, where there is one.
    pub(crate) threat: Option<(&'static str, &'static str)>,
    pub(crate) platforms: &'static [Platform],
    /// Relative frequency.
    pub(crate) weight: u64,
    pub(crate) process: Process,
    pub(crate) extras: &'static [Extra],
}

/// The process at the centre of a detection. `{user}`, `{hex}`, `{ip}` and `{domain}` are filled in.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) file: &'static str,
    pub(crate) folder: &'static str,
    pub(crate) command: &'static str,
    pub(crate) parent: &'static str,
    pub(crate) parent_folder: &'static str,
}

/// Further evidence of a detection.
#[derive(Debug)]
pub(crate) enum Extra {
    /// A file, by name and folder.
    File(&'static str, &'static str),
    /// A remote address.
    Ip,
    /// An address on the web.
    Url(&'static str),
    /// Hive, key, value type, value.
    Registry(&'static str, &'static str, &'static str, &'static str),
}

const PLATFORMS: [Platform; 5] = [
    Platform::Workstation,
    Platform::Server,
    Platform::MacOs,
    Platform::Linux,
    Platform::Mobile,
];

/// Detections that can occur on each platform.
pub(crate) struct ByPlatform(Vec<(Platform, u64, Vec<&'static Detection>)>);

impl ByPlatform {
    /// Sorts the catalogue once.
    pub(crate) fn new() -> Self {
        let lists = PLATFORMS.map(|platform| {
            let list: Vec<&'static Detection> = DETECTIONS
                .iter()
                .filter(|detection| detection.platforms.contains(&platform))
                .collect();
            (
                platform,
                list.iter().map(|detection| detection.weight).sum(),
                list,
            )
        });
        Self(lists.into())
    }

    /// A detection that fits the platform.
    pub(crate) fn pick(&self, platform: Platform, dice: &mut Dice) -> Option<&'static Detection> {
        let (_, total, list) = self.0.iter().find(|(known, _, _)| *known == platform)?;
        let mut draw = dice.below(*total);
        for detection in list {
            if draw < detection.weight {
                return Some(detection);
            }
            draw -= detection.weight;
        }
        list.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_has_detections_and_every_technique_is_well_formed() {
        let lists = ByPlatform::new();
        for (platform, total, list) in &lists.0 {
            assert!(*total > 0 && !list.is_empty(), "{platform:?}");
        }
        for detection in DETECTIONS {
            assert!(detection.severity < 4, "{}", detection.title);
            for technique in detection.techniques {
                let digits = technique.strip_prefix('T').unwrap().replace('.', "");
                assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{technique}");
            }
        }
    }
}
