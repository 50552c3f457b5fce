//! Secrets at rest: a key in the OS key store, a sealed file on disk, or memory only.
//!
//! Owns where a refresh token is kept and how it is sealed. It refuses to know what the secret is, whose it is
//! and what a profile is: an entry is an id and some text.
//!
//! A token of Microsoft Entra is longer than what Windows Credential Manager holds (2,560 bytes,
//! `CRED_MAX_CREDENTIAL_BLOB_SIZE`), so only a 32-byte key lives in the key store and the secret lies sealed on disk.
//!
//! Invariants:
//! - A secret is never written unsealed. Without a key it stays in memory, and [`Vault::memory_only`] says why.
//! - No caller waits longer than the time-out for the key store, however long that hangs or prompts.
//! - A sealed file is replaced whole or not at all; one that cannot be opened is set aside, never overwritten.

mod key_store;
mod sealed;
mod vault;
mod worker;

pub use key_store::{KEY_BYTES, KeyStore, KeyStoreError, MemoryKeyStore, OsKeyStore};
pub use vault::{Kept, MemoryReason, Vault, VaultError};
