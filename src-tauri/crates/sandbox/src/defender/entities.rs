//! Files, addresses and domains: what the tenant knows of them, from the evidence of its alerts.
//!
//! Sources: the file, IP and domain operation pages. What is unknown has no alerts and no devices, and a prevalence
//! of 0; only a file's own page is 404.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Value, json};
use url::{Host, Url};

use super::body::invalid;
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::list::Table;
use crate::data::DataSet;
use crate::data::alerts::Alert;
use crate::data::catalogue::Extra;
use crate::data::evidence;
use crate::data::files::KnownFile;
use crate::data::machines::Machine;
use crate::data::random::{Stream, hash};
use crate::data::time::Ticks;

/// Longest look back.
const MAX_HOURS: i64 = 720;
/// Most devices that come back for a domain.
const MAX_DOMAIN_MACHINES: usize = 500;

/// The host of an address on the web.
pub(super) fn host(url: &str) -> Option<String> {
    match Url::parse(url).ok()?.host()? {
        Host::Domain(domain) => Some(domain.to_owned()),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// A file as the API shows it.
pub(super) fn file_json(data: &DataSet, file: &KnownFile, with_md5: bool) -> Value {
    let (first, last) = observed(data, file);
    let signed = file.signed();
    let windows = !file.template.contains('/') && file.template.contains('.');
    let mut row = json!({
        "sha1": file.hashes.sha1,
        "sha256": file.hashes.sha256,
        "md5": file.hashes.md5,
        "globalPrevalence": file.global_prevalence,
        "globalFirstObserved": first,
        "globalLastObserved": last,
        "size": file.size,
        "fileType": file.template.rsplit_once('.').map(|(_, end)| end),
        "isPeFile": windows && (file.template.ends_with(".exe") || file.template.ends_with(".sys")),
        "filePublisher": signed.then_some("Contoso Software"),
        "fileProductName": signed.then_some("Contoso Operating System"),
        "signer": signed.then_some("Contoso Software"),
        "issuer": signed.then_some("Contoso Code Signing CA 2"),
        "signerHash": signed.then(|| file.hashes.sha1.chars().rev().collect::<String>()),
        "isValidCertificate": signed,
        "determinationType": if file.threat.is_some() { "Malware" } else { "Unknown" },
        "determinationValue": file.threat,
    });
    if let (false, Some(members)) = (with_md5, row.as_object_mut()) {
        members.remove("md5");
    }
    row
}

/// When the world saw a file first and last.
fn observed(data: &DataSet, file: &KnownFile) -> (Ticks, Ticks) {
    let draw = file
        .hashes
        .sha1
        .bytes()
        .fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    let days = i64::try_from(hash(data.seed, Stream::File, draw) % 900).unwrap_or(0);
    (data.newest.plus(-(430 + days) * Ticks::DAY), data.newest)
}

fn look_back(call: &Call<'_>) -> Result<Ticks, ApiError> {
    let hours = match call.option("lookBackHours") {
        None => MAX_HOURS,
        Some(text) => text
            .trim()
            .parse()
            .ok()
            .filter(|hours| (1..=MAX_HOURS).contains(hours))
            .ok_or_else(|| {
                invalid(format!(
                    "lookBackHours must be a whole number from 1 to {MAX_HOURS}."
                ))
            })?,
    };
    Ok(call.now.plus(-hours * Ticks::HOUR))
}

/// What the tenant's alerts say of something.
#[derive(Default)]
struct Sightings {
    machines: BTreeSet<String>,
    first: Option<Ticks>,
    last: Option<Ticks>,
    names: BTreeSet<String>,
}

impl Sightings {
    fn of(call: &Call<'_>, since: Ticks, holds: &dyn Fn(&Alert<'_>) -> bool) -> Self {
        let mut found = Self::default();
        for row in 0..call.view.alerts() {
            let Some(alert) = call.view.alert(row) else { break };
            // The newest come first.
            if alert.created < since {
                break;
            }
            if holds(&alert) {
                found.machines.insert(alert.machine.id.clone());
                found.first = Some(alert.first_event);
                found.last = found.last.max(Some(alert.last_event));
            }
        }
        found
    }
}

fn machines_of(call: &Call<'_>, holds: &dyn Fn(&Alert<'_>) -> bool, most: usize) -> Result<Answer, ApiError> {
    let found = Sightings::of(call, Ticks(i64::MIN), holds);
    let ids: BTreeSet<String> = found.machines.into_iter().take(most).collect();
    let wanted = |_: usize, machine: &Machine| ids.contains(&machine.id);
    call.machines(Table::MachinesWhere(&wanted))
}

fn names_file(alert: &Alert<'_>, file: &KnownFile) -> bool {
    file.can_occur(alert)
        && evidence::of(alert)
            .iter()
            .any(|piece| piece.sha1.as_deref() == Some(file.hashes.sha1.as_str()))
}

fn hash_of(call: &Call<'_>, lengths: &[usize]) -> Result<(), ApiError> {
    let hash = call.value(0);
    let good = lengths.contains(&hash.len()) && hash.chars().all(|c| c.is_ascii_hexdigit());
    if good {
        Ok(())
    } else {
        Err(ApiError::Invalid(
            "InvalidHashValue",
            "The value is not a hash that this operation takes.".to_owned(),
        ))
    }
}

fn known_file<'a>(call: &Call<'a>) -> Result<&'a KnownFile, ApiError> {
    hash_of(call, &[32, 40, 64])?;
    call.view
        .data
        .file(call.value(0))
        .ok_or_else(|| ApiError::ResourceNotFound("No file with this hash is known.".to_owned()))
}

/// One file.
pub(super) fn file(call: &Call<'_>) -> Result<Answer, ApiError> {
    let file = known_file(call)?;
    call.single("Files", &file_json(call.view.data, file, false))
}

/// Alerts of a file; SHA-1 only.
pub(super) fn file_alerts(call: &Call<'_>) -> Result<Answer, ApiError> {
    hash_of(call, &[40])?;
    let file = call.view.data.file(call.value(0));
    call.alerts(Table::AlertsWhere(&|alert| {
        file.is_some_and(|file| names_file(alert, file))
    }))
}

/// Devices with a file; SHA-1 only.
pub(super) fn file_machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    hash_of(call, &[40])?;
    let file = call.view.data.file(call.value(0));
    machines_of(
        call,
        &|alert| file.is_some_and(|file| names_file(alert, file)),
        usize::MAX,
    )
}

/// Statistics of a file.
pub(super) fn file_stats(call: &Call<'_>) -> Result<Answer, ApiError> {
    let since = look_back(call)?;
    let file = known_file(call)?;
    let mut found = Sightings::of(call, since, &|alert| names_file(alert, file));
    for row in 0..call.view.alerts() {
        let Some(alert) = call.view.alert(row).filter(|alert| alert.created >= since) else {
            break;
        };
        if file.can_occur(&alert) && found.names.len() < 10 {
            let pieces = evidence::of(&alert);
            let names = pieces
                .iter()
                .filter(|piece| piece.sha1.as_deref() == Some(file.hashes.sha1.as_str()))
                .filter_map(|piece| piece.file_name.clone());
            found.names.extend(names);
        }
    }
    let (first, last) = observed(call.view.data, file);
    call.json(
        "microsoft.windowsDefenderATP.api.InOrgFileStats",
        &json!({
            "sha1": file.hashes.sha1,
            "organizationPrevalence": found.machines.len(),
            "orgFirstSeen": found.first,
            "orgLastSeen": found.last,
            "globallyPrevalence": file.global_prevalence,
            "globalFirstObserved": first,
            "globalLastObserved": last,
            "topFileNames": found.names,
        }),
    )
}

fn names_ip(alert: &Alert<'_>, ip: &str) -> bool {
    alert.created_by_hand().is_none()
        && alert
            .detection
            .extras
            .iter()
            .any(|extra| matches!(extra, Extra::Ip))
        && evidence::of(alert)
            .iter()
            .any(|piece| piece.ip_address.as_deref() == Some(ip))
}

fn ip_of(call: &Call<'_>) -> Result<String, ApiError> {
    let ip: Result<IpAddr, _> = call.value(0).parse();
    ip.map(|ip| ip.to_string())
        .map_err(|_| ApiError::Invalid("InvalidIpAddress", "The value is not an IP address.".to_owned()))
}

/// Alerts of an address.
pub(super) fn ip_alerts(call: &Call<'_>) -> Result<Answer, ApiError> {
    let ip = ip_of(call)?;
    call.alerts(Table::AlertsWhere(&|alert| names_ip(alert, &ip)))
}

/// Statistics of an address.
pub(super) fn ip_stats(call: &Call<'_>) -> Result<Answer, ApiError> {
    let ip = ip_of(call)?;
    let found = Sightings::of(call, look_back(call)?, &|alert| names_ip(alert, &ip));
    call.json(
        "microsoft.windowsDefenderATP.api.InOrgIPStats",
        &json!({
            "ipAddress": ip,
            "organizationPrevalence": found.machines.len(),
            "orgFirstSeen": found.first,
            "orgLastSeen": found.last,
        }),
    )
}

/// A domain and those below it.
fn names_domain(alert: &Alert<'_>, domain: &str) -> bool {
    alert.created_by_hand().is_none()
        && alert
            .detection
            .extras
            .iter()
            .any(|extra| matches!(extra, Extra::Url(_)))
        && evidence::of(alert).iter().any(|piece| {
            piece.url.as_deref().and_then(host).is_some_and(|host| {
                host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
            })
        })
}

fn domain_of(call: &Call<'_>) -> Result<String, ApiError> {
    let text = call.value(0);
    let good = text.contains('.')
        && text.len() <= 253
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    match Host::parse(text) {
        Ok(Host::Domain(domain)) if good => Ok(domain),
        _ => Err(ApiError::Invalid(
            "InvalidDomainName",
            "The value is not a domain name.".to_owned(),
        )),
    }
}

/// Alerts of a domain.
pub(super) fn domain_alerts(call: &Call<'_>) -> Result<Answer, ApiError> {
    let domain = domain_of(call)?;
    call.alerts(Table::AlertsWhere(&|alert| names_domain(alert, &domain)))
}

/// Devices that spoke to a domain; at most 500.
pub(super) fn domain_machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    let domain = domain_of(call)?;
    machines_of(call, &|alert| names_domain(alert, &domain), MAX_DOMAIN_MACHINES)
}

/// Statistics of a domain.
pub(super) fn domain_stats(call: &Call<'_>) -> Result<Answer, ApiError> {
    let domain = domain_of(call)?;
    let found = Sightings::of(call, look_back(call)?, &|alert| names_domain(alert, &domain));
    call.json(
        "microsoft.windowsDefenderATP.api.InOrgDomainStats",
        &json!({
            "host": domain,
            "organizationPrevalence": found.machines.len(),
            "orgFirstSeen": found.first,
            "orgLastSeen": found.last,
        }),
    )
}
