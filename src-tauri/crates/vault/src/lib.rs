//! Secrets at rest: a key in the OS key store, a sealed file on disk, or memory only.
