/** The sandbox tenant's switches, and the manifest of its registration. */
import type { ManifestForm } from '../generated/contract';
import { refusal, SANDBOX_CLIENT, type Handlers, type World } from './world';

const DEFENDER_APP = 'fc780465-2017-40d4-a0c5-307022471b92';
const ALERT_READ = 'b2069dc0-9fe9-4e6d-9aca-ccf3dd503819';
const MACHINE_READ = 'fbd3d33a-b1f5-4573-906c-51b39682fbcf';

export function faultHandlers(world: World): Pick<Handlers, 'set_sandbox_faults' | 'get_sandbox_manifest'> {
  const running = () => {
    const { sandbox } = world.state;
    if (sandbox === null) {
      throw refusal('SANDBOX_NOT_STARTED', 'The sandbox tenant does not run.', { hint: 'Choose "Use the sandbox tenant" first.' });
    }
    return sandbox;
  };
  return {
    set_sandbox_faults: ({ faults }) => {
      const sandbox = running();
      return world.update({
        sandbox: { ...sandbox, faults: sandbox.faults.map((fault) => ({ ...fault, on: faults.includes(fault.id) })) },
      });
    },
    get_sandbox_manifest: ({ form }) => {
      running();
      return { text: JSON.stringify(manifest(form, world.faultsOn()), null, 2) };
    },
  };
}

function manifest(form: ManifestForm, faults: readonly string[]): object {
  const redirects = faults.includes('redirect-not-registered') ? [] : ['http://localhost'];
  const web = faults.includes('redirect-under-web');
  const publicFlows = !faults.includes('public-flows-off');
  const requiredResourceAccess = [
    {
      resourceAppId: DEFENDER_APP,
      resourceAccess: [ALERT_READ, MACHINE_READ].map((id) => ({ id, type: 'Scope' })),
    },
  ];
  if (form === 'graph') {
    return {
      appId: SANDBOX_CLIENT,
      displayName: 'Defender API Workbench',
      signInAudience: 'AzureADMyOrg',
      isFallbackPublicClient: publicFlows,
      publicClient: { redirectUris: web ? [] : redirects },
      web: { redirectUris: web ? redirects : [] },
      spa: { redirectUris: [] },
      requiredResourceAccess,
      passwordCredentials: [],
      keyCredentials: [],
    };
  }
  return {
    appId: SANDBOX_CLIENT,
    name: 'Defender API Workbench',
    signInAudience: 'AzureADMyOrg',
    allowPublicClient: publicFlows,
    replyUrlsWithType: redirects.map((url) => ({ url, type: web ? 'Web' : 'InstalledClient' })),
    requiredResourceAccess,
    passwordCredentials: [],
    keyCredentials: [],
  };
}
