//! Who signs in to which device.
//!
//! Invariant: the person whom alerts of a device name is always among its users.

use super::machines::{Machine, Platform};
use super::random::{Dice, Stream};

/// A person on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Logon {
    /// Place in the list of people.
    pub(crate) person: usize,
    pub(crate) interactive: bool,
}

/// Users of device number `index`, the most frequent first.
pub(crate) fn of(seed: u64, index: usize, machine: &Machine, people: usize) -> Vec<Logon> {
    let mut dice = Dice::new(seed, Stream::Logon, index as u64);
    let others = match machine.platform {
        Platform::Server | Platform::Linux => 1 + dice.below(3),
        Platform::Mobile => 0,
        _ => dice.below(2),
    };
    let mut users = vec![Logon {
        person: machine.user,
        interactive: true,
    }];
    for _ in 0..others {
        let person = dice.index(people);
        if users.iter().all(|user| user.person != person) {
            users.push(Logon {
                person,
                interactive: dice.percent(40),
            });
        }
    }
    users
}
