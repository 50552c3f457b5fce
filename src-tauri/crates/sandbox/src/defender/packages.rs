//! Investigation packages: a zip file with a few texts about the device.
//!
//! Source: the format follows PKWARE's APPNOTE.TXT 6.3, with entries that are stored without compression.

use flate2::Crc;

use super::links::File;
use crate::data::actions::COLLECT;
use crate::data::changes::View;

/// The package of an action; `path` is `<action>.zip`.
pub(super) fn file(view: View<'_>, path: &str) -> Option<File> {
    let id = path.strip_suffix(".zip")?;
    let action = view
        .changes
        .actions
        .iter()
        .find(|action| action.id == id && action.kind == COLLECT)?;
    let machine = view.machine(action.machine)?;
    let name = &machine.computer_dns_name;
    let software: String = view
        .data
        .software_of(action.machine)
        .into_iter()
        .filter_map(|installed| {
            Some(format!(
                "{}\t{}\r\n",
                installed.product()?.name,
                installed.version()
            ))
        })
        .collect();
    let entries = [
        (
            "ForensicsCollectionSummary.txt",
            format!(
                "Device: {name}\r\nId: {}\r\nCollected for: {}\r\n",
                machine.id, action.requestor
            ),
        ),
        ("Installed programs/InstalledPrograms.txt", software),
        (
            "Network connections/ActiveNetConnections.txt",
            format!(
                "TCP {}:49712 198.51.100.7:443 ESTABLISHED\r\n",
                machine.last_ip_address
            ),
        ),
        (
            "System Information/SystemInformation.txt",
            format!(
                "OS: {} {}\r\nHost: {name}\r\n",
                machine.os_platform, machine.version
            ),
        ),
    ];
    Some(File {
        content_type: "application/zip",
        body: zip(&entries),
    })
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The part that a local header and one of the directory have in common: version, flags (names are UTF-8), method,
/// a fixed time and date, checksum, sizes, and the length of the name.
fn common(name: &str, content: &str) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(content.as_bytes());
    let mut header = Vec::with_capacity(26);
    for value in [20_u16, 0x0800, 0, 0, 0x5a21] {
        header.extend(value.to_le_bytes());
    }
    for value in [crc.sum(), number(content.len()), number(content.len())] {
        header.extend(value.to_le_bytes());
    }
    header.extend(u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
    header.extend(0_u16.to_le_bytes());
    header
}

/// A zip file of these texts.
fn zip(entries: &[(&str, String)]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = number(file.len());
        let header = common(name, content);
        file.extend(0x0403_4b50_u32.to_le_bytes());
        file.extend(&header);
        file.extend(name.as_bytes());
        file.extend(content.as_bytes());
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(20_u16.to_le_bytes());
        directory.extend(&header);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (begin, length) = (number(file.len()), number(directory.len()));
    let count = u16::try_from(entries.len()).unwrap_or(0);
    file.extend(directory);
    file.extend(0x0605_4b50_u32.to_le_bytes());
    file.extend([0; 4]);
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend(length.to_le_bytes());
    file.extend(begin.to_le_bytes());
    file.extend([0; 2]);
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
        bytes[at..at + N].try_into().unwrap()
    }

    fn long(bytes: &[u8], at: usize) -> usize {
        usize::try_from(u32::from_le_bytes(read(bytes, at))).unwrap()
    }

    fn short(bytes: &[u8], at: usize) -> usize {
        usize::from(u16::from_le_bytes(read(bytes, at)))
    }

    #[test]
    fn every_entry_is_found_through_the_directory_with_its_checksum() {
        let entries = [
            ("a.txt", "one".to_owned()),
            ("b/c.txt", String::new()),
            ("é.txt", "drei\r\n".to_owned()),
        ];
        let file = zip(&entries);
        let end = file.len() - 22;
        assert_eq!(&file[end..end + 4], b"PK\x05\x06");
        assert_eq!((short(&file, end + 8), short(&file, end + 10)), (3, 3));
        let (length, mut at) = (long(&file, end + 12), long(&file, end + 16));
        assert_eq!(at + length, end);
        for (name, content) in &entries {
            assert_eq!(&file[at..at + 4], b"PK\x01\x02");
            let local = long(&file, at + 42);
            assert_eq!(&file[local..local + 4], b"PK\x03\x04");
            assert_eq!(&file[at + 46..at + 46 + name.len()], name.as_bytes());
            let begin = local + 30 + short(&file, local + 26) + short(&file, local + 28);
            let stored = &file[begin..begin + long(&file, local + 22)];
            assert_eq!(stored, content.as_bytes());
            let mut crc = Crc::new();
            crc.update(stored);
            assert_eq!(u32::from_le_bytes(read(&file, at + 16)), crc.sum());
            at += 46 + short(&file, at + 28);
        }
        assert_eq!(at, end);
    }
}
