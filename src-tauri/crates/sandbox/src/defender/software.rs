//! Software of the tenant and of a device, its versions, and the updates that are missing.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::{MACHINE_REFERENCE, PRODUCT_FIX, SOFTWARE, SOFTWARE_VERSION_DISTRIBUTION};
use crate::data::DataSet;
use crate::data::machines::Machine;
use crate::data::software::{self, Installed, PRODUCTS, Product};

const SOFTWARE_ROWS: Listing = Listing::new("Software", SOFTWARE);
pub(super) const REFERENCES: Listing = Listing::new("MachineReferences", MACHINE_REFERENCE);
const FIXES: Listing = Listing::new(
    "Collection(microsoft.windowsDefenderATP.api.PublicProductFixDto)",
    PRODUCT_FIX,
);

/// A device where only a reference to it is wanted.
pub(super) fn reference(machine: &Machine) -> Value {
    json!({
        "id": machine.id,
        "computerDnsName": machine.computer_dns_name,
        "osPlatform": machine.os_platform,
        "rbacGroupName": machine.rbac_group_name,
    })
}

/// A product as the API shows it.
pub(super) fn row(data: &DataSet, place: usize) -> Option<Value> {
    let product = PRODUCTS.get(place)?;
    let inventory = data.inventory();
    let found: Vec<_> = data
        .vulnerabilities_of(place)
        .filter(|it| inventory.before(place, it.fixed_in) > 0)
        .collect();
    let weight: u32 = found.iter().map(|it| it.weight()).sum();
    let exposed = data.exposed_devices(place);
    let share = u32::try_from(exposed).unwrap_or(u32::MAX);
    let devices = u32::try_from(data.machines.len().max(1)).unwrap_or(u32::MAX);
    Some(json!({
        "id": product.id(),
        "name": product.name,
        "vendor": product.vendor,
        "weaknesses": found.len(),
        "publicExploit": found.iter().any(|it| it.exploit > 0),
        "activeAlert": exposed > 0 && found.iter().any(|it| it.exploit == 3),
        "exposedMachines": exposed,
        "impactScore": f64::from(weight) * f64::from(share) / f64::from(devices) / 10.0,
    }))
}

fn installed_anywhere(data: &DataSet) -> impl Iterator<Item = usize> {
    (0..PRODUCTS.len()).filter(|place| data.inventory().having(*place) > 0)
}

fn named(call: &Call<'_>) -> Result<(usize, &'static Product), ApiError> {
    software::by_id(call.value(0))
        .filter(|place| call.view.data.inventory().having(*place) > 0)
        .and_then(|place| Some((place, PRODUCTS.get(place)?)))
        .ok_or_else(|| ApiError::ResourceNotFound("No software with this id exists.".to_owned()))
}

/// Every product that some device has.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    call.list(
        &SOFTWARE_ROWS,
        installed_anywhere(data).filter_map(|place| row(data, place)),
    )
}

/// One product.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = named(call)?;
    let row = row(call.view.data, place).ok_or(ApiError::Internal)?;
    call.single("Software", &row)
}

/// Products of a device.
pub(super) fn of_machine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = call.machine()?;
    let data = call.view.data;
    let rows = data.software_of(place).into_iter();
    call.list(
        &SOFTWARE_ROWS,
        rows.filter_map(|installed| row(data, installed.product)),
    )
}

/// Versions of a product, and how many devices have each.
pub(super) fn versions(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (product, software) = named(call)?;
    let data = call.view.data;
    let counts = data
        .inventory()
        .installs
        .get(product)
        .cloned()
        .unwrap_or_default();
    let rows = software
        .versions
        .iter()
        .zip(counts)
        .enumerate()
        .filter(|(_, (_, count))| *count > 0)
        .map(|(version, (name, count))| {
            json!({
                "version": name,
                "installations": count,
                "vulnerabilities": data.weaknesses(Installed { product, version }).count(),
            })
        });
    let listing = Listing::new("Distributions", SOFTWARE_VERSION_DISTRIBUTION);
    call.list(&listing, rows.collect::<Vec<_>>().into_iter())
}

/// Devices of which this holds for something they run.
pub(super) fn machines_with<'a>(
    call: &Call<'a>,
    holds: impl Fn(Installed) -> bool + 'a,
) -> impl Iterator<Item = &'a Machine> {
    let data = call.view.data;
    call.view
        .machines()
        .filter(move |(place, _)| data.software_of(*place).into_iter().any(&holds))
        .map(|(_, machine)| machine)
}

/// Devices that have a product.
pub(super) fn machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (product, _) = named(call)?;
    let found = machines_with(call, move |installed| installed.product == product);
    call.list(&REFERENCES, found.map(reference))
}

fn fix(data: &DataSet, product: usize, version: usize) -> Option<Value> {
    let software = PRODUCTS.get(product)?;
    let kb = software.kb(version)?;
    Some(json!({
        "id": kb.to_string(),
        "name": format!("Cumulative update for {} ({})", software.name, software.versions.get(version)?),
        "productsNames": [software.name],
        "url": format!("https://catalog.update.microsoft.com/v7/site/Search.aspx?q=KB{kb}"),
        "machineMissedOn": data.inventory().before(product, version),
        "cveAddressed": data.vulnerabilities_of(product).filter(|it| it.fixed_in == version).count(),
    }))
}

/// Updates of a product that some device lacks.
pub(super) fn missing_kbs(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (product, software) = named(call)?;
    let data = call.view.data;
    let rows = (1..software.versions.len())
        .filter(|version| data.inventory().before(product, *version) > 0)
        .filter_map(|version| fix(data, product, version));
    call.list(&FIXES, rows)
}

/// Updates that a device lacks.
pub(super) fn missing_kbs_of_machine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = call.machine()?;
    let data = call.view.data;
    let rows = data.software_of(place).into_iter().flat_map(|installed| {
        let count = installed.product().map_or(0, |product| product.versions.len());
        (installed.version + 1..count).filter_map(move |version| fix(data, installed.product, version))
    });
    call.list(&FIXES, rows)
}
