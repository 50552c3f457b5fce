//! Use cases over ports: profiles, sign-in sessions, tokens, alert results.
