//! Alerts: what is asked of the service.

use crate::wire;

wire! {
    /// Asks the service for alerts. The filter runs at the service.
    pub struct LoadAlertsRequest {
        /// Made by the window (a GUID); names the load for `cancel_load`.
        pub load_id: String,
        /// Earliest `alertCreationTime`, inclusive; `null` for no bound.
        pub created_from: Option<f64>,
        /// Latest `alertCreationTime`, exclusive; `null` for no bound.
        pub created_to: Option<f64>,
        /// Severities to ask for; empty for all. Words of the API, e.g. `High`.
        pub severities: Vec<String>,
    }

    /// Names one alert.
    pub struct GetAlertRequest {
        /// The alert's id.
        pub alert_id: String,
    }
}
