//! What changed about vulnerabilities since a time, in steps of six hours.

use serde_json::{Value, json};

use super::software::record;
use super::{Options, plain, write_page};
use crate::data::changes::View;
use crate::data::machines::Machine;
use crate::data::random::{Dice, Stream};
use crate::data::software::Installed;
use crate::data::time::Ticks;
use crate::defender::call::{Answer, Call};
use crate::defender::errors::ApiError;

/// How often the service looks.
const STEP: i64 = 6 * Ticks::HOUR;
const CONTEXT: &str = "Collection(microsoft.windowsDefenderATP.api.DeltaAssetVulnerability)";

/// Changes on a device since a time.
fn rows(view: View<'_>, place: usize, machine: &Machine, since: Ticks) -> Vec<Value> {
    let data = view.data;
    let mut dice = Dice::new(data.seed, Stream::Inventory, 900_000 + place as u64);
    let mut rows = Vec::new();
    for installed in data.software_of(place) {
        let event = data.newest.plus(-STEP * dice.between(0, 55));
        let (upgraded, touched) = (dice.percent(15), dice.percent(12));
        let mut push = |installed: Installed, it, status: &str| {
            if let Some(mut row) = record(machine, installed, Some(it)).filter(|_| event >= since) {
                row.insert("eventTimestamp".to_owned(), json!(plain(event)));
                row.insert("status".to_owned(), json!(status));
                row.insert(
                    "isOnboarded".to_owned(),
                    json!(machine.onboarding_status == "Onboarded"),
                );
                rows.push(Value::Object(row));
            }
        };
        // An upgrade fixes what the version before had, and brings what the new one has.
        if let (true, Some(version)) = (upgraded, installed.version.checked_sub(1)) {
            let old = Installed { version, ..installed };
            for it in data.weaknesses(old).filter(|it| !it.affects(installed)) {
                push(old, it, "Fixed");
            }
            for it in data.weaknesses(installed) {
                push(installed, it, "New");
            }
        } else if touched {
            for it in data.weaknesses(installed) {
                push(installed, it, "Updated");
            }
        }
    }
    rows
}

/// A page of changes.
pub(in crate::defender) fn changes(call: &Call<'_>) -> Result<Answer, ApiError> {
    let options = Options::read(call)?;
    let since = options.since.unwrap_or(call.now.plus(-super::OLDEST));
    write_page(call, CONTEXT, &options, &|place, machine| {
        rows(call.view, place, machine, since)
    })
}
