//! Exports of whole inventories: page by page as JSON, or as files to download.
//!
//! Sources: the get-assessment and export pages. A page is asked for with `pageSize`; `$top` cuts the set and takes the
//! link to the next page away. A file holds one JSON object in a line and is packed with gzip.
//!
//! Invariants: rows are made device by device, so a page costs what it shows. A link to a next page names the device
//! and the row where it begins.

mod changes;
mod devices;
mod software;

use std::io::Write as _;

use axum::http::StatusCode;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::body::invalid;
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::links::File;
use super::list::{write_json, write_text};
use crate::data::changes::View;
use crate::data::machines::Machine;
use crate::data::time::Ticks;

pub(super) use changes::changes;

/// Rows of a page unless asked otherwise, and the most of them.
const PAGE: usize = 50_000;
const MAX_PAGE: usize = 200_000;
/// Most devices in a file; small tenants get several files all the same.
const DEVICES_PER_FILE: usize = 500;
const FILES: usize = 3;

/// Rows of one device.
type Rows = fn(View<'_>, usize, &Machine) -> Vec<Value>;

/// One inventory.
struct Export {
    /// Operation that answers with pages; the export of further information has none.
    page: &'static str,
    /// Operation that answers with files.
    files: &'static str,
    /// Name in links to files.
    name: &'static str,
    context: &'static str,
    rows: Rows,
    /// Hours that a link is good, and the most that can be asked for.
    hours: (i64, i64),
}

const fn export(
    page: &'static str,
    files: &'static str,
    name: &'static str,
    context: &'static str,
    rows: Rows,
) -> Export {
    Export {
        page,
        files,
        name,
        context,
        rows,
        hours: (1, 6),
    }
}

const EXPORTS: &[Export] = &[
    export(
        "exportSecureConfig",
        "exportSecureConfigFiles",
        "SecureConfigurations",
        "Collection(microsoft.windowsDefenderATP.api.AssetConfiguration)",
        devices::configurations,
    ),
    export(
        "exportSoftwareInventory",
        "exportSoftwareInventoryFiles",
        "SoftwareInventory",
        "Collection(contoso.windowsDefenderATP.api.AssetSoftware)",
        software::inventory,
    ),
    export(
        "exportSoftwareVulnerabilities",
        "exportSoftwareVulnerabilitiesFiles",
        "SoftwareVulnerabilities",
        "Collection(microsoft.windowsDefenderATP.api.AssetVulnerability)",
        software::vulnerabilities,
    ),
    export(
        "exportNonCpeSoftware",
        "exportNonCpeSoftwareFiles",
        "NonCpeSoftware",
        "Collection(microsoft.windowsDefenderATP.api.AssetNonCpeSoftware)",
        software::without_product_code,
    ),
    export(
        "exportBrowserExtensions",
        "exportBrowserExtensionsFiles",
        "BrowserExtensions",
        "Collection(microsoft.windowsDefenderATP.api.AssetBrowserExtension)",
        super::extensions::of_machine,
    ),
    Export {
        // Unlike those of the others, these links may live for a day.
        hours: (3, 24),
        ..export(
            "exportCertificates",
            "exportCertificatesFiles",
            "Certificates",
            "Collection(microsoft.windowsDefenderATP.api.AssetCertificateAssessment)",
            devices::certificates,
        )
    },
    export(
        "exportHardwareFirmware",
        "exportHardwareFirmwareFiles",
        "HardwareFirmware",
        "Collection(microsoft.windowsDefenderATP.api.AssetHardwareFirmware)",
        devices::firmware,
    ),
    export(
        "",
        "exportInfoGatheringFiles",
        "InfoGathering",
        "",
        devices::information,
    ),
    export(
        "exportBaselineCompliance",
        "exportBaselineComplianceFiles",
        "BaselineCompliance",
        "Collection(microsoft.windowsDefenderATP.api.AssetBaselineAssessment)",
        super::baselines::of_machine,
    ),
];

/// A time as these records write it: no zone, a space in the middle.
fn plain(time: Ticks) -> String {
    time.to_string()
        .replace('T', " ")
        .trim_end_matches('Z')
        .to_owned()
}

/// Checked options of a page.
#[derive(Default)]
struct Options {
    size: usize,
    top: Option<usize>,
    /// Device and row where the page begins.
    begin: (usize, usize),
    since: Option<Ticks>,
    /// To repeat in the link to the next page.
    since_text: Option<String>,
}

/// Furthest that changes can be asked for.
const OLDEST: i64 = 14 * Ticks::DAY;

impl Options {
    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let mut options = Self {
            size: PAGE,
            ..Self::default()
        };
        for (name, value) in form_urlencoded::parse(call.query.as_bytes()) {
            match name.to_ascii_lowercase().as_str() {
                "pagesize" => {
                    options.size = value
                        .trim()
                        .parse()
                        .ok()
                        .filter(|size| (1..=MAX_PAGE).contains(size))
                        .ok_or_else(|| {
                            invalid(format!("pageSize must be a whole number from 1 to {MAX_PAGE}."))
                        })?;
                }
                "$top" => {
                    let top = value.trim().parse().ok().filter(|top| *top <= MAX_PAGE);
                    options.top = Some(top.ok_or_else(|| {
                        invalid(format!("$top must be a whole number of at most {MAX_PAGE}."))
                    })?);
                }
                "$skiptoken" => {
                    let token = value.split_once('-');
                    let token = token.and_then(|(place, row)| Some((place.parse().ok()?, row.parse().ok()?)));
                    options.begin = token.ok_or_else(|| {
                        ApiError::OData("The value of $skiptoken is not one that this API gave.".to_owned())
                    })?;
                }
                "sincetime" => {
                    let time = chrono::DateTime::parse_from_rfc3339(&value)
                        .map(|time| Ticks::from_datetime(time.to_utc()))
                        .map_err(|_| {
                            invalid("sinceTime must be a date and time such as 2026-11-20T08:00:00Z.")
                        })?;
                    if time < call.now.plus(-OLDEST) {
                        return Err(invalid("sinceTime must not be older than 14 days."));
                    }
                    options.since = Some(time);
                    options.since_text = Some(value.into_owned());
                }
                other if other.starts_with('$') => {
                    let shown: String = other.chars().take(40).collect();
                    return Err(ApiError::OData(format!(
                        "Query option '{shown}' is not supported here."
                    )));
                }
                _ => {}
            }
        }
        Ok(options)
    }
}

/// A page of the rows that the devices have.
fn write_page(
    call: &Call<'_>,
    context: &str,
    options: &Options,
    rows: &dyn Fn(usize, &Machine) -> Vec<Value>,
) -> Result<Answer, ApiError> {
    let wanted = options.top.map_or(options.size, |top| top.min(options.size));
    let mut body = Vec::new();
    write_text(&mut body, "{\"@odata.context\":");
    write_json(&mut body, &format!("{}/api/$metadata#{context}", call.base))?;
    write_text(&mut body, ",\"value\":[");
    let mut written = 0;
    let mut next = None;
    let (first, skip) = options.begin;
    'devices: for place in first..call.view.data.machines.len() {
        let Some(machine) = call.view.machine(place) else {
            break;
        };
        let skip = if place == first { skip } else { 0 };
        for (number, row) in rows(place, machine).iter().enumerate().skip(skip) {
            if written == wanted {
                next = Some((place, number));
                break 'devices;
            }
            if written > 0 {
                body.push(b',');
            }
            write_json(&mut body, row)?;
            written += 1;
        }
    }
    body.push(b']');
    if let (Some((place, number)), None) = (next, options.top) {
        let mut link = form_urlencoded::Serializer::new(String::new());
        link.append_pair("pageSize", &options.size.to_string());
        if let Some(since) = &options.since_text {
            link.append_pair("sinceTime", since);
        }
        let link = format!("{}?{}&$skiptoken={place}-{number}", call.address, link.finish());
        write_text(&mut body, ",\"@odata.nextLink\":");
        write_json(&mut body, &link)?;
    }
    body.push(b'}');
    Ok(Answer::Json(StatusCode::OK, body))
}

/// A page of an inventory.
pub(super) fn page(call: &Call<'_>) -> Result<Answer, ApiError> {
    let export = EXPORTS.iter().find(|export| export.page == call.operation.id);
    let export = export.ok_or(ApiError::Internal)?;
    let options = Options::read(call)?;
    write_page(call, export.context, &options, &|place, machine| {
        (export.rows)(call.view, place, machine)
    })
}

/// How many devices each file of an inventory holds.
fn per_file(devices: usize) -> usize {
    devices.div_ceil(FILES).clamp(1, DEVICES_PER_FILE)
}

/// Links to the files of an inventory.
pub(super) fn files(call: &Call<'_>) -> Result<Answer, ApiError> {
    let export = EXPORTS.iter().find(|export| export.files == call.operation.id);
    let export = export.ok_or(ApiError::Internal)?;
    let (usual, most) = export.hours;
    // One example writes the option with a dollar sign.
    let hours = match call
        .option("sasValidHours")
        .or_else(|| call.option("$sasValidHours"))
    {
        None => usual,
        Some(text) => text
            .trim()
            .parse()
            .ok()
            .filter(|hours| (1..=most).contains(hours))
            .ok_or_else(|| invalid(format!("sasValidHours must be a whole number from 1 to {most}.")))?,
    };
    let devices = call.view.data.machines.len();
    let end = call.now.plus(hours * Ticks::HOUR);
    let links: Vec<String> = (0..devices.div_ceil(per_file(devices)))
        .map(|part| {
            let path = format!("exports/{}/{part}.json.gz", export.name);
            call.tenant.links.link(call.base, &path, end)
        })
        .collect();
    call.json(
        "microsoft.windowsDefenderATP.api.ExportFilesResponse",
        &json!({"exportFiles": links, "generatedTime": call.view.data.newest}),
    )
}

/// One file of an inventory; `path` is `<name>/<part>.json.gz`.
pub(super) fn file(view: View<'_>, path: &str) -> Option<File> {
    let (name, part) = path.split_once('/')?;
    let export = EXPORTS.iter().find(|export| export.name == name)?;
    let part: usize = part.strip_suffix(".json.gz")?.parse().ok()?;
    let devices = view.data.machines.len();
    let size = per_file(devices);
    let begin = part.checked_mul(size).filter(|begin| *begin < devices)?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    for place in begin..(begin + size).min(devices) {
        for row in (export.rows)(view, place, view.machine(place)?) {
            serde_json::to_writer(&mut packed, &row).ok()?;
            packed.write_all(b"\n").ok()?;
        }
    }
    Some(File {
        content_type: "application/octet-stream",
        body: packed.finish().ok()?,
    })
}
