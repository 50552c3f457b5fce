//! The sandbox tenant's life: started when first needed, stopped with the program; and its faults.

use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{
    AppStateDto, CloudId, CommandError, ManifestForm, ProfileColour, SandboxAccountDto, SandboxDto,
    SandboxFaultDto, SandboxManifestRequest, SetSandboxFaultsRequest, TextDto,
};
use sandbox::{Fault, Sandbox};
use tokio::sync::{MappedMutexGuard, MutexGuard};
use url::Url;

/// What a profile of the sandbox needs of it.
pub(crate) struct RunningSandbox {
    pub(crate) base_url: Url,
    pub(crate) audience: String,
}

impl Workbench {
    /// The sandbox tenant, started if it does not run.
    pub(crate) async fn running_sandbox(&self) -> Result<RunningSandbox, CommandError> {
        let tenant = self.started_sandbox().await?;
        Ok(RunningSandbox {
            base_url: tenant.base_url().clone(),
            audience: tenant.audience().to_owned(),
        })
    }

    /// Switches faults of the sandbox tenant, which is started if it does not run. Sessions stay; they go to where the
    /// tenant is reached from now on.
    pub async fn set_sandbox_faults(
        &self,
        request: SetSandboxFaultsRequest,
    ) -> Result<AppStateDto, CommandError> {
        let faults: Option<Vec<Fault>> = request.faults.iter().map(|id| Fault::from_id(id)).collect();
        let faults = faults.ok_or_else(|| errors::internal("the sandbox tenant has no such fault"))?;
        self.started_sandbox()
            .await?
            .set_faults(&faults)
            .await
            .map_err(errors::sandbox)?;
        for profile in self.settings.get().profiles {
            if profile.cloud == CloudId::Sandbox {
                self.retarget(&profile).await?;
            }
        }
        tracing::info!(faults = faults.len(), "faults of the sandbox tenant switched");
        Ok(self.state().await)
    }

    /// The manifest of the sandbox's app registration, as its portal would show it.
    pub async fn sandbox_manifest(&self, request: SandboxManifestRequest) -> Result<TextDto, CommandError> {
        let form = match request.form {
            ManifestForm::Graph => sandbox::ManifestForm::Graph,
            ManifestForm::AzureAd => sandbox::ManifestForm::AzureAd,
        };
        Ok(TextDto {
            text: self.started_sandbox().await?.manifest(form),
        })
    }

    pub(crate) async fn sandbox_dto(&self) -> Option<SandboxDto> {
        let slot = self.sandbox.lock().await;
        let tenant = slot.as_ref()?;
        let on = tenant.faults();
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
            faults: Fault::ALL
                .iter()
                .map(|fault| SandboxFaultDto {
                    id: fault.id().to_owned(),
                    group: fault.group().to_owned(),
                    title: fault.title().to_owned(),
                    about: fault.about().to_owned(),
                    on: on.contains(fault),
                })
                .collect(),
        })
    }

    async fn started_sandbox(&self) -> Result<MappedMutexGuard<'_, Sandbox>, CommandError> {
        let mut slot = self.sandbox.lock().await;
        if slot.is_none() {
            let started = sandbox::start(self.ports.sandbox.clone())
                .await
                .map_err(errors::sandbox)?;
            tracing::info!(alerts = started.config().alerts, "sandbox tenant started");
            *slot = Some(started);
        }
        MutexGuard::try_map(slot, Option::as_mut)
            .map_err(|_| errors::internal("the sandbox tenant is not where it was put"))
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
        colour: ProfileColour::None,
        region: None,
        endpoints: None,
        allow_password_sample: false,
        guard: Default::default(),
        keep_history: false,
        progress: Default::default(),
        extra: Default::default(),
    }
}
