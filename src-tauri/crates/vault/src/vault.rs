//! The vault: entries by id, sealed on disk where a key is to be had, else in memory.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;
use tokio::task;
use zeroize::Zeroizing;

use crate::key_store::{KEY_BYTES, KeyStore, KeyStoreError};
use crate::sealed;
use crate::worker::{CallError, Worker};

const SUFFIX: &str = "sealed";
const LONGEST_ID: usize = 64;

/// Where a secret went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Sealed on disk, the key in the key store: it survives a restart.
    KeyStore,
    /// In memory: it is gone when the program ends.
    Memory {
        /// Why.
        reason: MemoryReason,
    },
}

/// Why secrets are kept in memory only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryReason {
    /// The system has no key store. Holds for the rest of the run.
    Absent,
    /// The key store is locked. The next save or load asks it again.
    Locked,
    /// The key store did not answer in time. Holds for the rest of the run.
    NoAnswer,
    /// The key store reported a fault. The next save or load asks it again.
    Failed,
}

/// Why the vault could not do as told.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Ids name files, so they are held to `[A-Za-z0-9-]`, 1 to 64 of them.
    #[error("an entry's id consists of 1 to {LONGEST_ID} letters, digits and hyphens")]
    BadId,
    /// Reading, writing or removing the sealed file failed.
    #[error("the kept sign-in could not be {doing}")]
    File {
        /// `read`, `written`, `removed` or `set aside`.
        doing: &'static str,
        /// The file or its folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The sealed file was changed, cut off, or sealed with a key that is gone. It was renamed and the entry is empty.
    #[error("the kept sign-in could not be opened and was set aside as {}", path.display())]
    SetAside {
        /// Its new name.
        path: PathBuf,
    },
    /// The secret cannot be sealed; no token is that long.
    #[error("the secret is too long to be kept")]
    TooLong,
    /// The blocking task was stopped: the program is ending.
    #[error("the program is ending")]
    Ending,
}

/// Entries by id. One for a folder and a key; cheap calls are serialised.
pub struct Vault {
    folder: PathBuf,
    worker: Worker,
    state: Mutex<State>,
    reason: StdMutex<Reason>,
}

#[derive(Default)]
struct State {
    key: Option<Zeroizing<[u8; KEY_BYTES]>>,
    memory: HashMap<String, SecretString>,
}

#[derive(Default)]
struct Reason {
    current: Option<MemoryReason>,
    told: Option<MemoryReason>,
}

impl Vault {
    /// A vault of the sealed files in `folder`, which is made when first needed. `time_out` is per call to `keys`
    /// and includes the time a user takes to answer the system's prompt.
    #[must_use]
    pub fn new(folder: PathBuf, keys: Arc<dyn KeyStore>, time_out: Duration) -> Self {
        Self {
            folder,
            worker: Worker::start(keys, time_out),
            state: Mutex::default(),
            reason: StdMutex::default(),
        }
    }

    /// Keeps `secret` under `id`, in place of an earlier one.
    pub async fn save(&self, id: &str, secret: &SecretString) -> Result<Kept, VaultError> {
        let path = self.path(id)?;
        let mut state = self.state.lock().await;
        let key = match self.key(&mut state, IfNone::Create).await {
            Ok(Some(key)) => key,
            without => {
                // Without a key and without a reason the store lost what it was just told to write.
                let reason = without.err().unwrap_or(MemoryReason::Failed);
                state.memory.insert(id.to_owned(), secret.clone());
                return Ok(Kept::Memory { reason });
            }
        };
        // EXPOSE: sealing needs the bytes; what leaves this line is ciphertext.
        let sealed = sealed::seal(&key, id, secret.expose_secret().as_bytes());
        let sealed = sealed.map_err(|_| VaultError::TooLong)?;
        let folder = self.folder.clone();
        blocking(move || write(&folder, &path, &sealed)).await?;
        state.memory.remove(id);
        Ok(Kept::KeyStore)
    }

    /// The secret under `id`. `None` where there is none, and where the key store keeps it out of reach;
    /// [`Vault::memory_only`] tells the two apart. The key store is not asked where no file lies.
    pub async fn load(&self, id: &str) -> Result<Option<SecretString>, VaultError> {
        let path = self.path(id)?;
        let mut state = self.state.lock().await;
        if let Some(secret) = state.memory.get(id) {
            return Ok(Some(secret.clone()));
        }
        let at = path.clone();
        let Some(file) = blocking(move || read(&at)).await? else {
            return Ok(None);
        };
        let key = match self.key(&mut state, IfNone::Leave).await {
            Ok(key) => key,
            Err(_) => return Ok(None),
        };
        let opened = key.and_then(|key| sealed::open(&key, id, &file).ok());
        let text = opened.and_then(|bytes| std::str::from_utf8(&bytes).ok().map(SecretString::from));
        match text {
            Some(secret) => Ok(Some(secret)),
            None => {
                let aside = blocking(move || set_aside(&path)).await?;
                Err(VaultError::SetAside { path: aside })
            }
        }
    }

    /// Forgets the entry, in memory and on disk. With the last sealed file the key goes too.
    pub async fn remove(&self, id: &str) -> Result<(), VaultError> {
        let path = self.path(id)?;
        let mut state = self.state.lock().await;
        // Dropping a `SecretString` overwrites it.
        state.memory.remove(id);
        let folder = self.folder.clone();
        let removed_last = blocking(move || Ok(remove(&path)? && !any_sealed(&folder)?)).await?;
        if removed_last {
            state.key = None;
            // The secret is gone either way: a key that stays behind opens nothing.
            if let Err(error) = self.worker.call(|keys| keys.delete()).await {
                tracing::debug!(error = ?error, "vault.key_not_removed");
            }
        }
        Ok(())
    }

    /// Why secrets are kept in memory only, or `None` while the key store works or was not needed yet.
    #[must_use]
    pub fn memory_only(&self) -> Option<MemoryReason> {
        self.reason.lock().unwrap_or_else(PoisonError::into_inner).current
    }

    /// [`Vault::memory_only`], each new reason once: for a notice that may be dismissed.
    pub fn take_memory_only_news(&self) -> Option<MemoryReason> {
        let mut reason = self.reason.lock().unwrap_or_else(PoisonError::into_inner);
        if reason.current == reason.told {
            return None;
        }
        reason.told = reason.current;
        reason.current
    }

    /// The key, kept after the first call; `Ok(None)` only where none is there and none was to be made.
    async fn key(
        &self,
        state: &mut State,
        if_none: IfNone,
    ) -> Result<Option<Zeroizing<[u8; KEY_BYTES]>>, MemoryReason> {
        if self.memory_only() == Some(MemoryReason::Absent) {
            return Err(MemoryReason::Absent);
        }
        if state.key.is_none() {
            let answer = self.worker.call(move |keys| read_or_create(keys, if_none)).await;
            let reason = match &answer {
                Ok(_) => None,
                Err(CallError::NoAnswer) => Some(MemoryReason::NoAnswer),
                Err(CallError::Store(KeyStoreError::Absent)) => Some(MemoryReason::Absent),
                Err(CallError::Store(KeyStoreError::Locked)) => Some(MemoryReason::Locked),
                Err(CallError::Store(KeyStoreError::Failed(source))) => {
                    tracing::warn!(%source, "vault.key_store_failed");
                    Some(MemoryReason::Failed)
                }
            };
            self.reason.lock().unwrap_or_else(PoisonError::into_inner).current = reason;
            if let Some(reason) = reason {
                return Err(reason);
            }
            state.key = answer.unwrap_or_default();
        }
        Ok(state.key.clone())
    }

    fn path(&self, id: &str) -> Result<PathBuf, VaultError> {
        let letters = id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if id.is_empty() || id.len() > LONGEST_ID || !letters {
            return Err(VaultError::BadId);
        }
        Ok(self.folder.join(format!("{id}.{SUFFIX}")))
    }
}

/// What to do where the key store holds no key.
#[derive(Clone, Copy)]
enum IfNone {
    Create,
    Leave,
}

fn read_or_create(
    keys: &dyn KeyStore,
    if_none: IfNone,
) -> Result<Option<Zeroizing<[u8; KEY_BYTES]>>, KeyStoreError> {
    let found = keys.read()?;
    if found.is_some() || matches!(if_none, IfNone::Leave) {
        return Ok(found);
    }
    let key = sealed::new_key();
    keys.write(&key)?;
    Ok(Some(key))
}

/// Runs file work off the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    task::spawn_blocking(work).await.map_err(|_| VaultError::Ending)?
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> VaultError {
    let path = path.to_owned();
    move |source| VaultError::File { doing, path, source }
}

fn write(folder: &Path, path: &Path, sealed: &[u8]) -> Result<(), VaultError> {
    make_private(folder).map_err(failed("written", folder))?;
    // `tempfile` opens with mode 0600 on Unix, and the rename keeps it.
    let mut file = tempfile::Builder::new()
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(failed("written", folder))?;
    file.write_all(sealed).map_err(failed("written", path))?;
    file.as_file().sync_all().map_err(failed("written", path))?;
    file.persist(path)
        .map_err(|error| failed("written", path)(error.error))?;
    Ok(())
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", path)(error)),
    };
    let mut bytes = Vec::new();
    // One byte beyond the limit is enough to make a file that was not written here fail to open.
    file.take(sealed::LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(failed("read", path))?;
    Ok(Some(bytes))
}

/// Whether a file was there.
fn remove(path: &Path) -> Result<bool, VaultError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed("removed", path)(error)),
    }
}

fn any_sealed(folder: &Path) -> Result<bool, VaultError> {
    let entries = std::fs::read_dir(folder).map_err(failed("read", folder))?;
    Ok(entries
        .filter_map(Result::ok)
        .any(|entry| entry.path().extension().is_some_and(|it| it == SUFFIX)))
}

fn set_aside(path: &Path) -> Result<PathBuf, VaultError> {
    let aside = path.with_extension(format!("{SUFFIX}.broken"));
    std::fs::rename(path, &aside).map_err(failed("set aside", path))?;
    Ok(aside)
}
