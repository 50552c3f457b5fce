/** Profiles of the fake host: kept, copied, written out and read in. */
import type { ProfileDto, RegionDto, SaveProfileRequest } from '../generated/contract';
import { GUID, refusal, REGIONS, type Handlers, type World } from './world';

const DOMAIN = /^([a-z0-9-]+\.)+[a-z]{2,}$/i;

/** Milliseconds to each regional server, or why it did not answer. */
const MEASURED: Readonly<Record<string, number | string>> = {
  us: 104,
  eu: 23,
  uk: 31,
  au: 287,
  swa: 'The connection timed out.',
  ina: 148,
  aea: 121,
};

function measured(region: RegionDto): RegionDto {
  const found = MEASURED[region.id];
  return typeof found === 'number'
    ? { ...region, latencyMilliseconds: found }
    : { ...region, error: found ?? 'The server did not answer.' };
}

type ProfileCommand =
  | 'save_profile'
  | 'use_sandbox'
  | 'select_profile'
  | 'delete_profile'
  | 'duplicate_profile'
  | 'export_profiles'
  | 'import_profiles'
  | 'measure_regions';

export function profileHandlers(world: World): Pick<Handlers, ProfileCommand> {
  return {
    use_sandbox: () => world.openSandbox(),
    select_profile: ({ profileId }) => world.update({ activeProfileId: world.requireProfile(profileId).id }),
    save_profile: (request) => {
      check(request);
      const saved: ProfileDto = { ...request, name: request.name.trim(), id: request.id ?? world.newProfileId() };
      const { profiles } = world.state;
      return world.update({
        profiles:
          request.id === null ? [...profiles, saved] : profiles.map((profile) => (profile.id === saved.id ? saved : profile)),
        activeProfileId: saved.id,
      });
    },
    delete_profile: ({ profileId }) => {
      world.sessions.delete(profileId);
      const profiles = world.state.profiles.filter(({ id }) => id !== profileId);
      const { activeProfileId } = world.state;
      return world.update({
        profiles,
        activeProfileId: activeProfileId === profileId ? (profiles[0]?.id ?? null) : activeProfileId,
      });
    },
    duplicate_profile: ({ profileId }) => {
      const original = world.requireProfile(profileId);
      const copy: ProfileDto = { ...original, id: world.newProfileId(), name: `${original.name} (copy)` };
      return world.update({ profiles: [...world.state.profiles, copy], activeProfileId: copy.id });
    },
    export_profiles: () => ({
      path: world.options.saveDialog === 'closed' ? null : '/home/maya/Documents/defender-api-workbench-profiles.json',
    }),
    import_profiles: ({ text }) => {
      const added: ProfileDto[] = [];
      const leftOut: string[] = [];
      for (const entry of readExport(text)) {
        const name = typeof entry.name === 'string' && entry.name !== '' ? entry.name : 'A profile without a name';
        const clientId = typeof entry.clientId === 'string' ? entry.clientId : '';
        if (entry.cloud === 'sandbox') {
          leftOut.push(`${name}: the sandbox tenant has a profile of its own.`);
        } else if (!GUID.test(clientId)) {
          leftOut.push(`${name}: the client ID is not a GUID.`);
        } else {
          added.push({ ...EMPTY, ...entry, name, clientId, id: world.newProfileId() });
        }
      }
      const state = world.update({
        profiles: [...world.state.profiles, ...added],
        activeProfileId: world.state.activeProfileId ?? added[0]?.id ?? null,
      });
      return { state, added: added.map(({ name }) => name), leftOut };
    },
    measure_regions: () => ({ regions: REGIONS.map(measured), nearest: 'eu' }),
  };
}

const EMPTY: Omit<ProfileDto, 'id' | 'name' | 'clientId'> = {
  cloud: 'commercial',
  tenant: 'contoso.example',
  wantedPermissions: ['Alert.Read'],
  colour: 'none',
  region: null,
  endpoints: null,
  allowPasswordSample: false,
};

function readExport(text: string): Partial<ProfileDto>[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'profiles' in value && Array.isArray(value.profiles)) {
      return value.profiles as Partial<ProfileDto>[];
    }
  } catch {
    // Said below: the file is not one of ours.
  }
  throw refusal('IMPORT_UNREADABLE', 'This file holds no profiles of this program.', {
    hint: 'Choose a file that was made with Export.',
  });
}

function check(request: SaveProfileRequest): void {
  const wrong = (field: string, message: string, hint: string): never => {
    throw refusal('PROFILE_INVALID', message, { field, hint });
  };
  const name = request.name.trim();
  if (name === '' || name.length > 80) {
    wrong('name', 'The name must have 1 to 80 characters.', 'Choose a name you will recognise in the list.');
  }
  if (!GUID.test(request.tenant.trim()) && !DOMAIN.test(request.tenant.trim())) {
    wrong('tenant', 'The tenant is neither a GUID nor a domain.', 'Copy "Directory (tenant) ID" from the app registration.');
  }
  // A profile may come before its registration.
  if (request.clientId.trim() !== '' && !GUID.test(request.clientId.trim())) {
    wrong('clientId', 'The client ID is not a GUID.', 'Copy "Application (client) ID" from the app registration.');
  }
  if (request.wantedPermissions.length === 0) {
    wrong('wantedPermissions', 'Choose at least one permission.', 'Alert.Read lets you list alerts.');
  }
  if (request.region !== null && request.cloud !== 'commercial') {
    wrong('region', 'Regional servers are documented for the worldwide cloud alone.', 'Choose Automatic.');
  }
  if (request.region !== null && !REGIONS.some(({ id }) => id === request.region)) {
    wrong('region', 'There is no such regional server.', 'Choose one of the list, or Automatic.');
  }
  for (const [part, address] of Object.entries(request.endpoints ?? {})) {
    if (!/^https:\/\/[^\s/]+/i.test(address)) {
      wrong(`endpoints.${part}`, 'This is not an https: address.', 'Enter it in full, for example https://api.example.com.');
    }
  }
}
