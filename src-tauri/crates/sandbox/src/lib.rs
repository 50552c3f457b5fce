//! The sandbox tenant: an Entra ID and Defender look-alike on loopback.
