//! Security recommendations: update a product, or change a setting.
//!
//! Invariant: the counts are those of the software and of the settings they are about.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::{RECOMMENDATION, VULNERABILITY};
use super::software::{REFERENCES, machines_with, reference};
use super::{software, vulnerabilities};
use crate::data::DataSet;
use crate::data::changes::View;
use crate::data::configurations::{CONFIGURATIONS, compliant};
use crate::data::machines::Machine;
use crate::data::random::{Stream, hash};
use crate::data::software::PRODUCTS;

const ROWS: Listing = Listing::new("Recommendations", RECOMMENDATION);

/// What a recommendation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A product, by place.
    Product(usize),
    /// A setting, by place.
    Configuration(usize),
}

impl Subject {
    /// Everything that some device needs.
    pub(super) fn all(data: &DataSet) -> impl Iterator<Item = Self> {
        let products = (0..PRODUCTS.len()).filter(|place| data.exposed_devices(*place) > 0);
        let settings = (0..CONFIGURATIONS.len()).filter(|place| {
            let counts = data.inventory().configurations.get(*place);
            counts.is_some_and(|(applies, complies)| applies > complies)
        });
        products
            .map(Self::Product)
            .chain(settings.map(Self::Configuration))
    }

    /// `va-_-vendor-_-product` or `sca-_-scid-n`.
    pub(super) fn id(self) -> String {
        match self {
            Self::Product(place) => {
                format!(
                    "va-_-{}",
                    PRODUCTS.get(place).map(|it| it.id()).unwrap_or_default()
                )
            }
            Self::Configuration(place) => CONFIGURATIONS
                .get(place)
                .map(|it| it.recommendation())
                .unwrap_or_default(),
        }
    }

    /// Devices it concerns, and those of them that still need it.
    pub(super) fn counts(self, data: &DataSet) -> (u64, u64) {
        match self {
            Self::Product(place) => (data.inventory().having(place), data.exposed_devices(place)),
            Self::Configuration(place) => {
                let counts = data
                    .inventory()
                    .configurations
                    .get(place)
                    .copied()
                    .unwrap_or_default();
                (counts.0, counts.0 - counts.1)
            }
        }
    }

    /// Whether the device at this place needs it.
    pub(super) fn concerns(self, view: View<'_>, place: usize, machine: &Machine) -> bool {
        let data = view.data;
        match self {
            Self::Product(product) => {
                let before = data.exposed_before(product);
                data.software_of(place)
                    .into_iter()
                    .any(|it| it.product == product && it.version < before)
            }
            Self::Configuration(setting) => compliant(data.seed, place, machine, setting) == Some(false),
        }
    }

    /// The recommendation as the API shows it.
    fn row(self, view: View<'_>) -> Option<Value> {
        let data = view.data;
        let (total, exposed) = self.counts(data);
        let critical = view
            .machines()
            .filter(|(_, machine)| machine.device_value == "High")
            .filter(|(place, machine)| self.concerns(view, *place, machine))
            .count();
        let share = |weight: u32| {
            let exposed = u32::try_from(exposed).unwrap_or(u32::MAX);
            let devices = u32::try_from(data.machines.len().max(1)).unwrap_or(u32::MAX);
            f64::from(weight) * f64::from(exposed) / f64::from(devices)
        };
        let number = match self {
            Self::Product(place) => place,
            Self::Configuration(place) => 500 + place,
        };
        let excepted = hash(data.seed, Stream::Inventory, number as u64).is_multiple_of(9);
        let status = if excepted { "Exception" } else { "Active" };
        Some(match self {
            Self::Product(place) => {
                let product = PRODUCTS.get(place)?;
                let found: Vec<_> = vulnerabilities::exposing(data, place).collect();
                let weight: u32 = found.iter().map(|it| it.weight()).sum();
                let gone = product.unsupported == product.versions.len();
                let action = if gone { "Uninstall" } else { "Update" };
                let target = if gone {
                    String::new()
                } else {
                    format!(" to version {}", product.latest())
                };
                json!({
                    "id": self.id(),
                    "productName": product.name,
                    "recommendationName": format!("{action} {} {}{target}", product.vendor, product.name),
                    "weaknesses": found.len(),
                    "vendor": product.vendor,
                    "recommendedVersion": if gone { "" } else { product.latest() },
                    "recommendedProgram": "",
                    "recommendedVendor": "",
                    "recommendationCategory": if product.is_system() { "OS" } else { "Application" },
                    "subCategory": "",
                    "severityScore": 0.0,
                    "publicExploit": found.iter().any(|it| it.exploit > 0),
                    "activeAlert": found.iter().any(|it| it.exploit == 3),
                    "associatedThreats": [],
                    "remediationType": action,
                    "status": status,
                    "configScoreImpact": 0.0,
                    "exposureImpact": share(weight) / 10.0,
                    "totalMachineCount": total,
                    "exposedMachinesCount": exposed,
                    "nonProductivityImpactedAssets": 0,
                    "relatedComponent": product.name,
                    "exposedCriticalDevices": critical,
                    "hasUnpatchableCve": found.iter().any(|it| it.fix().is_none()),
                    "tags": [],
                })
            }
            Self::Configuration(place) => {
                let setting = CONFIGURATIONS.get(place)?;
                json!({
                    "id": self.id(),
                    "productName": "windows",
                    "recommendationName": setting.name,
                    "weaknesses": 1,
                    "vendor": "microsoft",
                    "recommendedVersion": "",
                    "recommendedProgram": "",
                    "recommendedVendor": "",
                    "recommendationCategory": setting.category.replace(' ', "").replace("Securitycontrols", "SecurityControls"),
                    "subCategory": setting.subcategory,
                    "severityScore": f64::from(setting.impact),
                    "publicExploit": false,
                    "activeAlert": false,
                    "associatedThreats": [],
                    "remediationType": "ConfigurationChange",
                    "status": status,
                    "configScoreImpact": share(setting.impact),
                    "exposureImpact": 0.0,
                    "totalMachineCount": total,
                    "exposedMachinesCount": exposed,
                    "nonProductivityImpactedAssets": if setting.user_impact { 0 } else { exposed },
                    "relatedComponent": "Windows",
                    "exposedCriticalDevices": critical,
                    "hasUnpatchableCve": false,
                    "tags": [],
                })
            }
        })
    }
}

fn named(call: &Call<'_>) -> Result<Subject, ApiError> {
    let id = call.value(0);
    Subject::all(call.view.data)
        .find(|subject| subject.id().eq_ignore_ascii_case(id))
        .ok_or_else(|| ApiError::ResourceNotFound("No recommendation with this id exists.".to_owned()))
}

/// Every recommendation.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = call.view;
    call.list(
        &ROWS,
        Subject::all(view.data).filter_map(|subject| subject.row(view)),
    )
}

/// One recommendation.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let row = named(call)?.row(call.view).ok_or(ApiError::Internal)?;
    call.single("Recommendations", &row)
}

/// Recommendations for a device.
pub(super) fn of_machine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let view = call.view;
    let rows = Subject::all(view.data).filter(|subject| subject.concerns(view, place, machine));
    call.list(&ROWS, rows.filter_map(|subject| subject.row(view)))
}

/// The product that a recommendation is about. One about a setting has none.
pub(super) fn software(call: &Call<'_>) -> Result<Answer, ApiError> {
    let row = match named(call)? {
        Subject::Product(place) => software::row(call.view.data, place),
        Subject::Configuration(_) => None,
    };
    let row = row
        .ok_or_else(|| ApiError::ResourceNotFound("The recommendation is not about software.".to_owned()))?;
    call.single("Software", &row)
}

/// Devices that a recommendation concerns.
pub(super) fn machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    let subject = named(call)?;
    if let Subject::Product(product) = subject {
        let before = call.view.data.exposed_before(product);
        let found = machines_with(call, move |it| it.product == product && it.version < before);
        return call.list(&REFERENCES, found.map(reference));
    }
    let view = call.view;
    let found = view
        .machines()
        .filter(|(place, machine)| subject.concerns(view, *place, machine));
    call.list(&REFERENCES, found.map(|(_, machine)| reference(machine)))
}

/// Vulnerabilities that a recommendation removes.
pub(super) fn vulnerabilities(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    let product = match named(call)? {
        Subject::Product(place) => Some(place),
        Subject::Configuration(_) => None,
    };
    let rows = product
        .into_iter()
        .flat_map(|place| vulnerabilities::exposing(data, place))
        .map(|it| vulnerabilities::row(data, it));
    call.list(&Listing::new("Vulnerabilities", VULNERABILITY), rows)
}
