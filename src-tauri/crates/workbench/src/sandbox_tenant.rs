//! The sandbox tenant's life: started when first needed, stopped with the program.

use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{CloudId, CommandError, SandboxAccountDto, SandboxDto};
use url::Url;

/// What a profile of the sandbox needs of it.
pub(crate) struct RunningSandbox {
    pub(crate) base_url: Url,
    pub(crate) audience: String,
}

impl Workbench {
    /// The sandbox tenant, started if it does not run.
    pub(crate) async fn running_sandbox(&self) -> Result<RunningSandbox, CommandError> {
        let mut slot = self.sandbox.lock().await;
        let tenant = match &mut *slot {
            Some(tenant) => tenant,
            empty => {
                let started = sandbox::start(self.ports.sandbox.clone())
                    .await
                    .map_err(errors::sandbox)?;
                tracing::info!(alerts = started.config().alerts, "sandbox tenant started");
                empty.insert(started)
            }
        };
        Ok(RunningSandbox {
            base_url: tenant.base_url().clone(),
            audience: tenant.audience().to_owned(),
        })
    }

    pub(crate) async fn sandbox_dto(&self) -> Option<SandboxDto> {
        let slot = self.sandbox.lock().await;
        let tenant = slot.as_ref()?;
        Some(SandboxDto {
            base_url: tenant.base_url().to_string(),
            tenant_id: tenant.tenant_id().to_owned(),
            client_id: tenant.client_id().to_owned(),
            alerts: tenant.config().alerts,
            devices: tenant.config().devices,
            accounts: tenant
                .accounts()
                .iter()
                .map(|account| SandboxAccountDto {
                    name: account.name.to_owned(),
                    username: account.username.to_owned(),
                    role: account.role.to_owned(),
                })
                .collect(),
        })
    }
}

/// The profile that the one-click choice makes.
pub(crate) fn sandbox_profile(id: String) -> Profile {
    Profile {
        id,
        name: "Sandbox tenant".to_owned(),
        cloud: CloudId::Sandbox,
        tenant: sandbox::TENANT_ID.to_owned(),
        client_id: sandbox::CLIENT_ID.to_owned(),
        wanted_permissions: vec!["Alert.Read".to_owned(), "Machine.Read".to_owned()],
    }
}
