//! The app registration: rules for its values. Pure functions.
