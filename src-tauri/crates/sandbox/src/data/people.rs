//! The people who use the tenant's devices. They are invented and cannot sign in to the sandbox.

use super::random::{Dice, Stream};

/// Given and family name.
const NAMES: &[(&str, &str)] = &[
    ("Mira", "Halvorsen"),
    ("Tomas", "Vrba"),
    ("Ines", "Carvalhal"),
    ("Jun", "Asakura"),
    ("Leila", "Benhaddou"),
    ("Oskar", "Wiklander"),
    ("Priya", "Raghunath"),
    ("Dario", "Fontanelli"),
    ("Hanne", "Rosendahl"),
    ("Kofi", "Amankwah"),
    ("Zofia", "Brzeska"),
    ("Emre", "Aksoylu"),
    ("Clara", "Winterfeld"),
    ("Mateo", "Quiroga"),
    ("Aoife", "Brannagh"),
    ("Nikos", "Stavridis"),
    ("Yara", "Mansour"),
    ("Henrik", "Ostergaard"),
    ("Lucia", "Belmonte"),
    ("Samir", "Tahiri"),
    ("Greta", "Lindenau"),
    ("Pavel", "Dvorsky"),
    ("Amina", "Diallo"),
    ("Rasmus", "Kjeldsen"),
    ("Elodie", "Marchand"),
    ("Viktor", "Zelenko"),
    ("Chiara", "Montanaro"),
    ("Daniel", "Abramov"),
    ("Sunniva", "Ekeland"),
    ("Rui", "Figueira"),
    ("Marta", "Kowalczyk"),
    ("Idris", "Bello"),
    ("Saoirse", "Kinsella"),
    ("Anders", "Norgaard"),
    ("Fatima", "Zahrani"),
    ("Julien", "Lacombe"),
    ("Katarina", "Novotna"),
    ("Owen", "Pritchard"),
    ("Renata", "Sokolova"),
    ("Björn", "Åkerlund"),
];

/// One user of a device.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Account name without a domain.
    pub(crate) user_name: String,
    /// Security identifier.
    pub(crate) sid: String,
    /// Entra object id.
    pub(crate) object_id: String,
    /// User principal name.
    pub(crate) upn: String,
}

/// `NetBIOS` name of the tenant's domain.
pub(crate) const DOMAIN: &str = "SANDBOX";

/// Everybody, in a fixed order.
pub(crate) fn all(seed: u64) -> Vec<Person> {
    let mut dice = Dice::new(seed, Stream::Identity, 0);
    let authority = format!(
        "S-1-5-21-{}-{}-{}",
        dice.between(1_000_000_000, 2_100_000_000),
        dice.between(1_000_000_000, 2_100_000_000),
        dice.between(1_000_000_000, 2_100_000_000)
    );
    NAMES
        .iter()
        .zip(1104_u32..)
        .map(|((given, family), rid)| {
            let user_name = format!("{}.{}", given.to_lowercase(), family.to_lowercase());
            Person {
                upn: format!("{user_name}@sandbox.example"),
                user_name,
                sid: format!("{authority}-{rid}"),
                object_id: dice.guid(),
            }
        })
        .collect()
}
