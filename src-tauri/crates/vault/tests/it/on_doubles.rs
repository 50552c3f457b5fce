//! Rules of the vault, each on the key store that shows it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;
use vault::{KEY_BYTES, Kept, KeyStore, KeyStoreError, MemoryKeyStore, MemoryReason, Vault, VaultError};
use zeroize::Zeroizing;

type Key = Zeroizing<[u8; KEY_BYTES]>;

const ID: &str = "33333333-3333-4333-8333-333333333333";
const LONG: Duration = Duration::from_secs(60);

fn vault(folder: &TempDir, keys: &Arc<impl KeyStore + 'static>) -> Vault {
    Vault::new(
        folder.path().join("kept"),
        Arc::clone(keys) as Arc<dyn KeyStore>,
        LONG,
    )
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn loaded(vault: &Vault, id: &str) -> Option<String> {
    vault
        .load(id)
        .await
        .unwrap()
        .map(|secret| secret.expose_secret().to_owned())
}

fn file(folder: &TempDir, id: &str) -> PathBuf {
    folder.path().join("kept").join(format!("{id}.sealed"))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_secret_survives_a_restart() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(MemoryKeyStore::default());
    assert_eq!(
        vault(&folder, &keys)
            .save(ID, &secret("a refresh token"))
            .await
            .unwrap(),
        Kept::KeyStore
    );
    let restarted = vault(&folder, &keys);
    assert_eq!(loaded(&restarted, ID).await.as_deref(), Some("a refresh token"));
    assert_eq!(restarted.memory_only(), None);
}

#[tokio::test]
async fn nothing_on_disk_shows_the_secret_and_no_temporary_file_stays() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(MemoryKeyStore::default());
    vault(&folder, &keys)
        .save(ID, &secret("a refresh token"))
        .await
        .unwrap();
    assert_eq!(names(&folder.path().join("kept")), [format!("{ID}.sealed")]);
    let bytes = std::fs::read(file(&folder, ID)).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"refresh"));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_folder_and_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(MemoryKeyStore::default());
    vault(&folder, &keys).save(ID, &secret("x")).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.path().join("kept")), 0o700);
    assert_eq!(mode(&file(&folder, ID)), 0o600);
}

#[tokio::test]
async fn the_newest_secret_wins_and_entries_do_not_mix() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(MemoryKeyStore::default());
    let vault = vault(&folder, &keys);
    vault.save(ID, &secret("old")).await.unwrap();
    vault.save(ID, &secret("new")).await.unwrap();
    vault.save("other", &secret("else")).await.unwrap();
    assert_eq!(loaded(&vault, ID).await.as_deref(), Some("new"));
    assert_eq!(loaded(&vault, "other").await.as_deref(), Some("else"));
    assert_eq!(loaded(&vault, "none").await, None);
}

/// Counts calls; for stores that must not be asked.
#[derive(Default)]
struct Counting {
    inner: MemoryKeyStore,
    calls: AtomicUsize,
}

impl KeyStore for Counting {
    fn read(&self) -> Result<Option<Key>, KeyStoreError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.inner.read()
    }
    fn write(&self, key: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.inner.write(key)
    }
    fn delete(&self) -> Result<(), KeyStoreError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.inner.delete()
    }
}

#[tokio::test]
async fn a_first_start_asks_the_key_store_nothing() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(Counting::default());
    let vault = vault(&folder, &keys);
    assert_eq!(loaded(&vault, ID).await, None);
    vault.remove(ID).await.unwrap();
    assert_eq!(keys.calls.load(Ordering::SeqCst), 0);
    assert!(!folder.path().join("kept").exists());
}

#[tokio::test]
async fn removing_wipes_the_file_and_with_the_last_one_the_key() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(Counting::default());
    let vault = vault(&folder, &keys);
    vault.save(ID, &secret("x")).await.unwrap();
    vault.save("other", &secret("y")).await.unwrap();
    vault.remove(ID).await.unwrap();
    assert_eq!(loaded(&vault, ID).await, None);
    assert!(!file(&folder, ID).exists());
    assert!(keys.inner.read().unwrap().is_some());
    assert_eq!(loaded(&vault, "other").await.as_deref(), Some("y"));
    vault.remove("other").await.unwrap();
    assert!(keys.inner.read().unwrap().is_none());
    assert_eq!(vault.save(ID, &secret("z")).await.unwrap(), Kept::KeyStore);
    assert_eq!(loaded(&vault, ID).await.as_deref(), Some("z"));
}

/// Holds what Windows Credential Manager holds: `CRED_MAX_CREDENTIAL_BLOB_SIZE`, 5 × 512 bytes.
#[derive(Default)]
struct WindowsLimit(Mutex<Vec<u8>>);

impl WindowsLimit {
    fn put(&self, blob: &[u8]) -> Result<(), KeyStoreError> {
        if blob.len() > 2_560 {
            return Err(KeyStoreError::Failed("the stub received bad data".into()));
        }
        *self.0.lock().unwrap() = blob.to_vec();
        Ok(())
    }
}

impl KeyStore for WindowsLimit {
    fn read(&self) -> Result<Option<Key>, KeyStoreError> {
        let blob = self.0.lock().unwrap().clone();
        Ok(<[u8; KEY_BYTES]>::try_from(blob).ok().map(Zeroizing::new))
    }
    fn write(&self, key: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError> {
        self.put(key)
    }
    fn delete(&self) -> Result<(), KeyStoreError> {
        self.put(&[])
    }
}

#[tokio::test]
async fn a_secret_larger_than_windows_holds_is_kept() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(WindowsLimit::default());
    assert!(keys.put(&[0; 2_561]).is_err());
    let token = "t".repeat(20_000);
    assert_eq!(
        vault(&folder, &keys).save(ID, &secret(&token)).await.unwrap(),
        Kept::KeyStore
    );
    assert_eq!(loaded(&vault(&folder, &keys), ID).await, Some(token));
}

/// Answers nothing until it is released.
struct Hanging {
    release: Mutex<mpsc::Receiver<()>>,
    reads: AtomicUsize,
}

impl KeyStore for Hanging {
    fn read(&self) -> Result<Option<Key>, KeyStoreError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        // Ends when the test drops its end.
        let _ = self.release.lock().unwrap().recv();
        Ok(None)
    }
    fn write(&self, _: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError> {
        Ok(())
    }
    fn delete(&self) -> Result<(), KeyStoreError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_key_store_that_hangs_makes_the_run_memory_only_and_is_not_asked_again() {
    let folder = TempDir::new().unwrap();
    let (release, released) = mpsc::channel();
    let keys = Arc::new(Hanging {
        release: Mutex::new(released),
        reads: AtomicUsize::new(0),
    });
    let vault = Vault::new(
        folder.path().join("kept"),
        Arc::clone(&keys) as _,
        Duration::from_millis(20),
    );
    let memory = Kept::Memory {
        reason: MemoryReason::NoAnswer,
    };
    assert_eq!(vault.save(ID, &secret("x")).await.unwrap(), memory);
    assert_eq!(vault.save("other", &secret("y")).await.unwrap(), memory);
    assert_eq!(vault.memory_only(), Some(MemoryReason::NoAnswer));
    assert_eq!(loaded(&vault, ID).await.as_deref(), Some("x"));
    assert!(
        !folder.path().join("kept").exists(),
        "nothing may be written without a key"
    );
    vault.remove(ID).await.unwrap();
    assert_eq!(loaded(&vault, ID).await, None);
    drop(release);
    assert_eq!(keys.reads.load(Ordering::SeqCst), 1);
}

/// Fails as told until it is told otherwise.
struct Failing {
    error: fn() -> KeyStoreError,
    fails: AtomicBool,
    inner: MemoryKeyStore,
}

impl Failing {
    fn new(error: fn() -> KeyStoreError) -> Arc<Self> {
        Arc::new(Self {
            error,
            fails: AtomicBool::new(true),
            inner: MemoryKeyStore::default(),
        })
    }
    fn check(&self) -> Result<(), KeyStoreError> {
        if self.fails.load(Ordering::SeqCst) {
            Err((self.error)())
        } else {
            Ok(())
        }
    }
}

impl KeyStore for Failing {
    fn read(&self) -> Result<Option<Key>, KeyStoreError> {
        self.check()?;
        self.inner.read()
    }
    fn write(&self, key: &[u8; KEY_BYTES]) -> Result<(), KeyStoreError> {
        self.check()?;
        self.inner.write(key)
    }
    fn delete(&self) -> Result<(), KeyStoreError> {
        self.check()?;
        self.inner.delete()
    }
}

#[tokio::test]
async fn a_store_that_is_absent_locked_or_broken_keeps_secrets_in_memory_and_says_why() {
    let cases: [(fn() -> KeyStoreError, MemoryReason); 3] = [
        (|| KeyStoreError::Absent, MemoryReason::Absent),
        (|| KeyStoreError::Locked, MemoryReason::Locked),
        (|| KeyStoreError::Failed("broken".into()), MemoryReason::Failed),
    ];
    for (error, reason) in cases {
        let folder = TempDir::new().unwrap();
        let vault = vault(&folder, &Failing::new(error));
        assert_eq!(vault.memory_only(), None);
        assert_eq!(
            vault.save(ID, &secret("x")).await.unwrap(),
            Kept::Memory { reason }
        );
        assert_eq!(vault.memory_only(), Some(reason));
        assert_eq!(vault.take_memory_only_news(), Some(reason));
        assert_eq!(vault.take_memory_only_news(), None, "each reason is news once");
        assert_eq!(loaded(&vault, ID).await.as_deref(), Some("x"));
        assert!(
            !folder.path().join("kept").exists(),
            "nothing may be written without a key"
        );
    }
}

#[tokio::test]
async fn a_store_that_is_unlocked_later_is_used_from_the_next_save_on() {
    let folder = TempDir::new().unwrap();
    let keys = Failing::new(|| KeyStoreError::Locked);
    let vault = vault(&folder, &keys);
    vault.save(ID, &secret("x")).await.unwrap();
    keys.fails.store(false, Ordering::SeqCst);
    assert_eq!(vault.save(ID, &secret("y")).await.unwrap(), Kept::KeyStore);
    assert_eq!(vault.memory_only(), None);
    assert_eq!(loaded(&vault, ID).await.as_deref(), Some("y"));
}

#[tokio::test]
async fn a_locked_store_leaves_the_sealed_file_for_another_day() {
    let folder = TempDir::new().unwrap();
    let keys = Failing::new(|| KeyStoreError::Locked);
    keys.fails.store(false, Ordering::SeqCst);
    vault(&folder, &keys).save(ID, &secret("x")).await.unwrap();
    keys.fails.store(true, Ordering::SeqCst);
    let locked = vault(&folder, &keys);
    assert_eq!(loaded(&locked, ID).await, None);
    assert_eq!(locked.memory_only(), Some(MemoryReason::Locked));
    keys.fails.store(false, Ordering::SeqCst);
    assert_eq!(loaded(&locked, ID).await.as_deref(), Some("x"));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_set_aside_and_the_entry_is_empty() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [Damage; 4] = [
        |bytes| *bytes.last_mut().unwrap() ^= 1,
        |bytes| bytes.truncate(10),
        Vec::clear,
        |bytes| bytes.resize(2 << 20, 0),
    ];
    for damage in damages {
        let folder = TempDir::new().unwrap();
        let keys = Arc::new(MemoryKeyStore::default());
        vault(&folder, &keys).save(ID, &secret("x")).await.unwrap();
        let mut bytes = std::fs::read(file(&folder, ID)).unwrap();
        damage(&mut bytes);
        std::fs::write(file(&folder, ID), &bytes).unwrap();
        let restarted = vault(&folder, &keys);
        let Err(VaultError::SetAside { path }) = restarted.load(ID).await else {
            panic!("must be set aside")
        };
        assert_eq!(
            path.file_name().unwrap().to_str().unwrap(),
            format!("{ID}.sealed.broken")
        );
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
        assert_eq!(loaded(&restarted, ID).await, None);
        assert_eq!(restarted.save(ID, &secret("y")).await.unwrap(), Kept::KeyStore);
        assert_eq!(loaded(&restarted, ID).await.as_deref(), Some("y"));
    }
}

#[tokio::test]
async fn a_file_of_another_key_or_another_entry_is_set_aside() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(MemoryKeyStore::default());
    let first = vault(&folder, &keys);
    first.save(ID, &secret("x")).await.unwrap();
    first.save("other", &secret("y")).await.unwrap();
    std::fs::rename(file(&folder, ID), file(&folder, "other")).unwrap();
    assert!(matches!(
        vault(&folder, &keys).load("other").await,
        Err(VaultError::SetAside { .. })
    ));
    first.save(ID, &secret("x")).await.unwrap();
    let foreign = Arc::new(MemoryKeyStore::default());
    assert!(matches!(
        vault(&folder, &foreign).load(ID).await,
        Err(VaultError::SetAside { .. })
    ));
}

#[tokio::test]
async fn an_id_cannot_name_a_file_elsewhere() {
    let folder = TempDir::new().unwrap();
    let vault = vault(&folder, &Arc::new(MemoryKeyStore::default()));
    for id in [
        "",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "a.b",
        "ä",
        "a b",
        &"a".repeat(65),
    ] {
        assert!(
            matches!(vault.save(id, &secret("x")).await, Err(VaultError::BadId)),
            "{id}"
        );
        assert!(matches!(vault.load(id).await, Err(VaultError::BadId)), "{id}");
        assert!(matches!(vault.remove(id).await, Err(VaultError::BadId)), "{id}");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("kept"), "a file in the way").unwrap();
    let vault = vault(&folder, &Arc::new(MemoryKeyStore::default()));
    let Err(VaultError::File {
        doing: "written",
        path,
        ..
    }) = vault.save(ID, &secret("x")).await
    else {
        panic!("must fail")
    };
    assert!(path.starts_with(folder.path().join("kept")));
}

#[tokio::test]
async fn many_calls_at_once_leave_one_whole_secret() {
    let folder = TempDir::new().unwrap();
    let keys = Arc::new(MemoryKeyStore::default());
    let vault = Arc::new(vault(&folder, &keys));
    let mut saves = tokio::task::JoinSet::new();
    for number in 0..16 {
        let vault = Arc::clone(&vault);
        saves.spawn(async move { vault.save(ID, &secret(&format!("token {number}"))).await.unwrap() });
    }
    while let Some(kept) = saves.join_next().await {
        assert_eq!(kept.unwrap(), Kept::KeyStore);
    }
    assert!(loaded(&vault, ID).await.unwrap().starts_with("token "));
    assert_eq!(names(&folder.path().join("kept")).len(), 1);
}
