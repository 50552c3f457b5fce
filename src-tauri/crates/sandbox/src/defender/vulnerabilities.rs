//! Vulnerabilities: of the tenant, of a product, of a device; and devices with a vulnerability.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::{MACHINE_VULNERABILITY, VULNERABILITY};
use super::software::{REFERENCES, machines_with, reference};
use crate::data::DataSet;
use crate::data::software;
use crate::data::vulnerabilities::Vulnerability;

/// The page of this operation names a smaller maximum than the others.
const MAX_TOP: u32 = 8000;

const ROWS: Listing = Listing::new("Vulnerabilities", VULNERABILITY);

/// A vulnerability as the API shows it.
pub(super) fn row(data: &DataSet, it: &Vulnerability) -> Value {
    let (vendor, name) = it
        .product()
        .map_or(("", ""), |product| (product.vendor, product.name));
    let fix = it.fix().map_or_else(
        || "No version without it is known.".to_owned(),
        |version| format!("Version {version} is not affected."),
    );
    json!({
        "id": it.id,
        "name": it.id,
        "description": format!("{} in {vendor} {name}. {fix}", it.kind),
        "severity": it.severity(),
        "cvssV3": f64::from(it.cvss) / 10.0,
        "cvssVector": if it.cvss >= 70 {
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"
        } else {
            "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:L/A:N"
        },
        "exposedMachines": data.inventory().before(it.product, it.fixed_in),
        "publishedOn": it.published,
        "updatedOn": it.updated,
        "firstDetected": it.detected,
        "publicExploit": it.exploit > 0,
        "exploitVerified": it.exploit > 1,
        "exploitInKit": it.exploit > 2,
        "exploitTypes": if it.exploit > 0 { json!(["Local"]) } else { json!([]) },
        "exploitUris": if it.exploit > 0 {
            json!([format!("https://exploits.example/{}", it.id)])
        } else {
            json!([])
        },
        "cveSupportability": "Supported",
        "tags": if it.fix().is_none() { json!(["NoSecurityUpdate"]) } else { json!([]) },
        "epss": f64::from(it.epss) / 10_000.0,
    })
}

fn named<'a>(call: &Call<'a>) -> Result<&'a Vulnerability, ApiError> {
    let id = call.value(0);
    call.view
        .data
        .vulnerabilities
        .iter()
        .find(|it| it.id.eq_ignore_ascii_case(id))
        .ok_or_else(|| ApiError::ResourceNotFound("No vulnerability with this id is known.".to_owned()))
}

/// Every vulnerability.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    let listing = Listing {
        max_top: MAX_TOP,
        ..ROWS
    };
    call.list(&listing, data.vulnerabilities.iter().map(|it| row(data, it)))
}

/// One vulnerability.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.single("Vulnerabilities", &row(call.view.data, named(call)?))
}

/// Devices that have a vulnerability.
pub(super) fn machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    let it = named(call)?;
    call.list(
        &REFERENCES,
        machines_with(call, |installed| it.affects(installed)).map(reference),
    )
}

/// Vulnerabilities of a product.
pub(super) fn of_software(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    let product = software::by_id(call.value(0))
        .filter(|place| data.inventory().having(*place) > 0)
        .ok_or_else(|| ApiError::ResourceNotFound("No software with this id exists.".to_owned()))?;
    call.list(&ROWS, exposing(data, product).map(|it| row(data, it)))
}

/// Vulnerabilities of a product that some device has.
pub(super) fn exposing(data: &DataSet, product: usize) -> impl Iterator<Item = &Vulnerability> {
    data.vulnerabilities_of(product)
        .filter(move |it| data.inventory().before(product, it.fixed_in) > 0)
}

/// Vulnerabilities of a device.
pub(super) fn of_machine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = call.machine()?;
    let data = call.view.data;
    let installed = data.software_of(place).into_iter();
    call.list(
        &ROWS,
        installed.flat_map(|installed| data.weaknesses(installed).map(|it| row(data, it))),
    )
}

/// Every pair of a device and a vulnerability of it.
pub(super) fn by_machine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    let rows = call.view.machines().flat_map(|(place, machine)| {
        data.software_of(place).into_iter().flat_map(move |installed| {
            data.weaknesses(installed).filter_map(move |it| {
                let product = installed.product()?;
                let version = installed.version();
                let kb = product.kb(it.fixed_in).filter(|_| it.fix().is_some());
                let kb_part = kb.map(|kb| format!("-_-{kb}")).unwrap_or_default();
                Some(json!({
                    "id": format!("{}-_-{}-_-{}-_-{version}{kb_part}", machine.id, it.id, product.id()),
                    "cveId": it.id,
                    "machineId": machine.id,
                    "fixingKbId": kb.map(|kb| kb.to_string()),
                    "productName": product.name,
                    "productVendor": product.vendor,
                    "productVersion": version,
                    "severity": it.severity(),
                }))
            })
        })
    });
    let listing = Listing::new(
        "Collection(microsoft.windowsDefenderATP.api.PublicAssetVulnerabilityDto)",
        MACHINE_VULNERABILITY,
    );
    call.list(&listing, rows)
}
