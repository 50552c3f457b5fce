//! Where the sealing key lives: the operating system's key store, or memory.
//!
//! Owns the mapping from a store's failures to the three that matter: locked, absent, failed. It knows nothing of
//! files or of what the key seals. Calls block and may show a prompt of the operating system; `worker` runs
//! them on a thread of its own.

use std::sync::{Mutex, PoisonError};

use zeroize::{Zeroize as _, Zeroizing};

/// Length of the sealing key.
pub const KEY_BYTES: usize = 32;

/// A place for one key of 32 bytes. All calls block.
pub trait KeyStore: Send + Sync {
    /// The key, or `None` where none was ever written.
    fn read(&self) -> Result<Option<Zeroizing<[u8; KEY_BYTES]>>, KeyStoreError>;
    /// Writes the key, in place of one that is there. (On macOS the entry keeps its access list that way.)
    fn write(&self, key: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError>;
    /// Removes the key. None being there is no error.
    fn delete(&self) -> Result<(), KeyStoreError>;
}

/// Why a key store could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    /// It is there, and the user has not unlocked it, or refused access.
    #[error("the system's key store is locked")]
    Locked,
    /// There is none, e.g. no Secret Service on the session bus.
    #[error("this system has no key store")]
    Absent,
    /// Anything else, in the store's words.
    #[error("the system's key store failed: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The entry held something other than a key of this program.
#[derive(Debug, thiserror::Error)]
#[error("the entry holds {found} bytes instead of {KEY_BYTES}")]
struct WrongLength {
    found: usize,
}

/// Keychain on macOS, Credential Manager on Windows, Secret Service elsewhere.
#[derive(Debug)]
pub struct OsKeyStore {
    service: String,
    user: String,
}

impl OsKeyStore {
    /// An entry named by `service` and `user`. Nothing is opened yet.
    #[must_use]
    pub fn new(service: &str, user: &str) -> Self {
        Self {
            service: service.to_owned(),
            user: user.to_owned(),
        }
    }

    fn entry(&self) -> Result<keyring::Entry, KeyStoreError> {
        keyring::Entry::new(&self.service, &self.user).map_err(classified)
    }
}

impl KeyStore for OsKeyStore {
    fn read(&self) -> Result<Option<Zeroizing<[u8; KEY_BYTES]>>, KeyStoreError> {
        let bytes = match self.entry()?.get_secret() {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(keyring::Error::NoEntry) => return Ok(None),
            Err(error) => return Err(classified(error)),
        };
        match <[u8; KEY_BYTES]>::try_from(bytes.as_slice()) {
            Ok(key) => Ok(Some(Zeroizing::new(key))),
            Err(_) => Err(KeyStoreError::Failed(Box::new(WrongLength {
                found: bytes.len(),
            }))),
        }
    }

    fn write(&self, key: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError> {
        // As bytes: as a password, Windows would store UTF-16 and double the length.
        self.entry()?.set_secret(key).map_err(classified)
    }

    fn delete(&self) -> Result<(), KeyStoreError> {
        match self.entry()?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(classified(error)),
        }
    }
}

fn classified(error: keyring::Error) -> KeyStoreError {
    match error {
        keyring::Error::NoStorageAccess(_) => KeyStoreError::Locked,
        keyring::Error::NoDefaultStore => KeyStoreError::Absent,
        // These carry what the store held; it stays out of messages and logs.
        keyring::Error::BadEncoding(mut bytes) | keyring::Error::BadDataFormat(mut bytes, _) => {
            let found = bytes.len();
            bytes.zeroize();
            KeyStoreError::Failed(Box::new(WrongLength { found }))
        }
        other => KeyStoreError::Failed(Box::new(other)),
    }
}

/// A key store that ends with the process: for tests, and for running without an OS key store on purpose.
///
/// A vault on it writes sealed files that no later process can open.
#[derive(Debug, Default)]
pub struct MemoryKeyStore(Mutex<Option<Zeroizing<[u8; KEY_BYTES]>>>);

impl KeyStore for MemoryKeyStore {
    fn read(&self) -> Result<Option<Zeroizing<[u8; KEY_BYTES]>>, KeyStoreError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn write(&self, key: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Zeroizing::new(*key));
        Ok(())
    }

    fn delete(&self) -> Result<(), KeyStoreError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_and_an_absent_store_are_told_apart() {
        let locked = classified(keyring::Error::NoStorageAccess("prompt dismissed".into()));
        assert!(matches!(locked, KeyStoreError::Locked));
        assert!(matches!(
            classified(keyring::Error::NoDefaultStore),
            KeyStoreError::Absent
        ));
        let failed = classified(keyring::Error::PlatformFailure("disk".into()));
        assert!(matches!(failed, KeyStoreError::Failed(_)));
    }

    #[test]
    fn what_a_store_held_never_reaches_the_message() {
        let error = classified(keyring::Error::BadEncoding(b"hidden".to_vec()));
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("hidden") && !shown.contains("104, 105"),
            "{shown}"
        );
    }

    #[test]
    fn the_memory_store_forgets_on_delete() {
        let store = MemoryKeyStore::default();
        store.write(&[7; KEY_BYTES]).unwrap();
        assert_eq!(*store.read().unwrap().unwrap(), [7; KEY_BYTES]);
        store.delete().unwrap();
        assert!(store.read().unwrap().is_none());
    }
}
