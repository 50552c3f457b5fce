//! Antivirus health of devices. Truth values and the mode are text, as documented.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::DEVICE_AV_INFO;
use crate::data::changes::View;
use crate::data::machines::{Machine, Platform};
use crate::data::random::{Dice, Stream};
use crate::data::time::Ticks;

/// Rows of a page unless asked otherwise.
const PAGE: u32 = 20;

fn row(view: View<'_>, place: usize, machine: &Machine) -> Option<Value> {
    let kind = match machine.platform {
        Platform::Workstation | Platform::Server => "windows",
        Platform::MacOs => "mac",
        Platform::Linux => "linux",
        Platform::Mobile => return None,
    };
    let mut dice = Dice::new(view.data.seed, Stream::Antivirus, place as u64);
    let fresh = dice.percent(85);
    let truth = |good: bool| if good { "True" } else { "False" };
    let updated = machine
        .last_seen
        .plus(-dice.between(Ticks::HOUR, if fresh { Ticks::DAY } else { 20 * Ticks::DAY }));
    let mode = match dice.below(100) {
        0..=84 => "0",
        85..=93 => "1",
        94..=96 => "2",
        97..=98 => "4",
        _ => "5",
    };
    let quick = dice.percent(93);
    let full = dice.percent(70);
    Some(json!({
        "id": machine.id,
        "machineId": machine.id,
        "computerDnsName": machine.computer_dns_name,
        "osKind": kind,
        "osPlatform": machine.os_platform,
        "osVersion": machine.version,
        "avMode": mode,
        "avSignatureVersion": if fresh { "1.441.212.0" } else { "1.439.88.0" },
        "avEngineVersion": "1.1.25100.9002",
        "avPlatformVersion": if fresh { "4.18.25100.9008" } else { "4.18.25080.5" },
        "avIsSignatureUpToDate": truth(fresh),
        "avIsEngineUpToDate": if dice.percent(3) { "Unknown" } else { "True" },
        "avIsPlatformUpToDate": truth(fresh),
        "avSignatureUpdateTime": updated,
        "avEngineUpdateTime": updated,
        "avPlatformUpdateTime": updated.plus(-3 * Ticks::DAY),
        "avSignaturePublishTime": updated.plus(-5 * Ticks::HOUR),
        "quickScanResult": if quick { "Completed" } else { "Failed" },
        "quickScanError": if quick { "" } else { "0x80508023" },
        "quickScanTime": machine.last_seen.plus(-dice.between(Ticks::HOUR, 6 * Ticks::DAY)),
        "fullScanResult": if full { "Completed" } else { "Canceled" },
        "fullScanError": "",
        "fullScanTime": full.then(|| machine.last_seen.plus(-40 * Ticks::DAY)),
        "lastSeenTime": machine.last_seen,
        "dataRefreshTimestamp": view.data.newest.plus(-Ticks::HOUR),
        "rbacGroupId": machine.rbac_group_id.parse::<i64>().unwrap_or(0),
        "rbacGroupName": machine.rbac_group_name,
    }))
}

/// Every device with an antivirus.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = call.view;
    let rows = view
        .machines()
        .filter_map(|(place, machine)| row(view, place, machine));
    let listing = Listing {
        page: Some(PAGE),
        ..Listing::new("DeviceAvInfo", DEVICE_AV_INFO)
    };
    call.list(&listing, rows)
}
