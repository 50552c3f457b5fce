//! Whole-system tests at HTTP level: the workbench's use cases against the sandbox tenant, without a window.
//!
//! Owns: that the domain crates, joined by `workbench`, get a session and alerts from a faithful peer.
//! Refuses to know: the window, the operating system's browser and key store, which are given as doubles.
