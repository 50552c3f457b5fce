/** The operations to choose from, the permissions they take, and texts made from them. */
import type {
  ArtifactDto,
  ArtifactRequest,
  OperationDto,
  OperationEffect,
  OperationsDto,
  PickedDto,
  PickedPermissionDto,
  PickedRoleDto,
  PresetDto,
  ProfileDto,
} from '../generated/contract';
import { PERMISSIONS } from './permissions';
import { refusal, type Handlers, type World } from './world';

const GROUPS: Record<string, string> = {
  advancedqueries: 'Advanced hunting',
  alerts: 'Alerts',
  configurationScore: 'Score',
  domains: 'Domains',
  exposureScore: 'Score',
  files: 'Files',
  indicators: 'Indicators',
  investigations: 'Investigations',
  ips: 'IP addresses',
  libraryfiles: 'Live response library',
  machineactions: 'Device actions',
  machines: 'Devices',
  recommendations: 'Recommendations',
  Software: 'Software',
  users: 'Users',
  vulnerabilities: 'Vulnerabilities',
};

function groupOf(path: string): string {
  return GROUPS[path.split('/')[2] ?? ''] ?? 'Other';
}

/** Without a documented delegated permission. */
const WITHOUT: OperationDto[] = (
  [
    ['deleteIndicator', 'Delete an indicator', 'DELETE', '/api/indicators/{id}', 'write'],
    ['batchDeleteIndicators', 'Delete many indicators', 'POST', '/api/indicators/BatchDelete', 'write'],
    ['listMachineMissingKbs', 'Missing updates on a device', 'GET', '/api/machines/{id}/getmissingkbs', 'read'],
  ] as const
).map(([id, title, method, path, effect]) => operation(id, title, method, path, effect, []));

function operation(
  id: string,
  title: string,
  method: string,
  path: string,
  effect: OperationEffect,
  permissions: string[],
): OperationDto {
  return {
    id,
    group: groupOf(path),
    title,
    method,
    path,
    effect,
    permissions,
    plan2Only: id === 'runLiveResponse',
    documentation: `https://learn.microsoft.com/defender-endpoint/api/${id.toLowerCase()}`,
  };
}

function collect(): OperationDto[] {
  const found = new Map<string, OperationDto>();
  for (const { value, operations } of PERMISSIONS) {
    for (const { id, title, method, path, effect } of operations) {
      const known = found.get(id);
      if (known === undefined) {
        found.set(id, operation(id, title, method, path, effect, [value]));
      } else {
        known.permissions.push(value);
      }
    }
  }
  const all = [...found.values(), ...WITHOUT];
  const groups = [...new Set(all.map(({ group }) => group))].sort((a, b) => a.localeCompare(b));
  return groups.flatMap((group) => all.filter((candidate) => candidate.group === group));
}

export const OPERATIONS: readonly OperationDto[] = collect();

const PRESETS: readonly PresetDto[] = [
  {
    id: 'readAlerts',
    title: 'Read alerts',
    about: 'For a dashboard or a first look: alerts and the devices they are about.',
    operations: ['listAlerts', 'getAlert', 'getAlertMachine', 'listMachines', 'getMachine'],
  },
  {
    id: 'triage',
    title: 'Triage alerts',
    about: 'For analysts: read alerts, assign and close them, look at files and users.',
    operations: ['listAlerts', 'getAlert', 'updateAlert', 'batchUpdateAlerts', 'listAlertFiles', 'getAlertUser'],
  },
  {
    id: 'deviceResponse',
    title: 'Device response',
    about: 'For responders: isolate, scan and restrict devices, and collect evidence.',
    operations: ['listMachines', 'isolateMachine', 'unisolateMachine', 'runAntiVirusScan', 'collectInvestigationPackage', 'getMachineAction'],
  },
  {
    id: 'vulnerabilities',
    title: 'Vulnerability report',
    about: 'For reports: vulnerabilities, recommendations, software and scores.',
    operations: ['listVulnerabilities', 'listMachinesVulnerabilities', 'listRecommendations', 'listSoftware', 'getExposureScore'],
  },
];

const ROLES: Record<OperationEffect, Omit<PickedRoleDto, 'operations'>> = {
  read: { name: 'View data', unified: 'Security operations / Security data / Security data basics (read)' },
  write: { name: 'Alerts investigation', unified: 'Security operations / Security data / Alerts (manage)' },
  act: { name: 'Active remediation actions', unified: 'Security operations / Security data / Response (manage)' },
};

function pick(ids: readonly string[]): PickedDto {
  const chosen = OPERATIONS.filter(({ id }) => ids.includes(id));
  // Forced ones first: what one of them opens needs no second permission.
  const forced = new Set(chosen.filter(({ permissions }) => permissions.length === 1).flatMap(({ permissions }) => permissions));
  for (const { permissions } of chosen) {
    const [least] = permissions;
    if (least !== undefined && !permissions.some((permission) => forced.has(permission))) {
      forced.add(least);
    }
  }
  const permissions: PickedPermissionDto[] = PERMISSIONS.filter(({ value }) => forced.has(value)).map(({ value, displayName }) => {
    const opens = chosen.filter((candidate) => candidate.permissions.includes(value));
    return {
      value,
      displayName,
      opens: opens.map(({ title }) => title),
      writes: value.endsWith('ReadWrite') || opens.some(({ effect }) => effect !== 'read'),
    };
  });
  const titles = (keep: (candidate: OperationDto) => boolean): string[] => chosen.filter(keep).map(({ title }) => title);
  return {
    permissions,
    roles: (['read', 'write', 'act'] as const)
      .map((effect) => ({ ...ROLES[effect], operations: titles((candidate) => candidate.effect === effect) }))
      .filter(({ operations }) => operations.length > 0),
    withoutPermission: titles((candidate) => candidate.permissions.length === 0),
    remarks: [
      ...titles(({ id }) => id === 'listAlerts').map((title) => ({
        operation: title,
        text: 'The page of 2026 no longer lists Alert.Read; the one of 2025 does, and it works.',
      })),
      ...titles(({ plan2Only }) => plan2Only).map((title) => ({ operation: title, text: 'Documented for Plan 2 alone.' })),
    ],
  };
}

type OperationCommand = 'get_operations' | 'pick_permissions' | 'get_artifact' | 'save_artifact' | 'save_report';

export function operationHandlers(world: World): Pick<Handlers, OperationCommand> {
  const save = (fileName: string) => ({ path: world.options.saveDialog === 'closed' ? null : `/srv/reports/${fileName}` });
  return {
    get_operations: (): OperationsDto => ({
      operations: [...OPERATIONS],
      presets: [...PRESETS],
      source: 'Microsoft Learn, Defender for Endpoint API reference, read in November 2026.',
    }),
    pick_permissions: ({ operations }) => {
      const unknown = operations.find((id) => !OPERATIONS.some((known) => known.id === id));
      if (unknown !== undefined) {
        throw refusal('API_BAD_REQUEST', `There is no operation ${unknown}.`, { field: 'operations' });
      }
      return pick(operations);
    },
    get_artifact: (request) => artifact(world.requireActive(), request),
    save_artifact: (request) => save(artifact(world.requireActive(), request).fileName),
    save_report: ({ format }) => {
      world.requireActive();
      return save(`verification-report.${{ html: 'html', markdown: 'md', json: 'json' }[format]}`);
    },
  };
}

function artifact(profile: ProfileDto, { kind, access }: ArtifactRequest): ArtifactDto {
  const application = access === 'applicationContext';
  const permissions = application ? profile.wantedPermissions.map((value) => `${value}.All`) : profile.wantedPermissions;
  const type = application ? 'Role' : 'Scope';
  switch (kind) {
    case 'requiredResourceAccess':
      return {
        fileName: 'required-resource-access.json',
        about: 'The part of the app manifest that names the permissions. Paste it over requiredResourceAccess in the manifest.',
        text: JSON.stringify(
          [
            {
              resourceAppId: 'fc780465-2017-40d4-a0c5-307022471b92',
              resourceAccess: permissions.map((_, position) => ({ id: `00000000-0000-4000-8000-00000000100${position}`, type })),
            },
          ],
          null,
          2,
        ),
      };
    case 'graphRequest':
      return {
        fileName: 'create-app.http',
        about: 'Microsoft Graph requests that make the app registration. They need Application.ReadWrite.All.',
        text: `POST https://graph.microsoft.com/v1.0/applications\nContent-Type: application/json\n\n${JSON.stringify({ displayName: 'Defender API Workbench', signInAudience: 'AzureADMyOrg', publicClient: { redirectUris: ['http://localhost'] } }, null, 2)}\n`,
      };
    case 'azureCli':
      return {
        fileName: 'create-app.sh',
        about: 'Azure CLI script for a shell. It makes the app registration, adds the permissions and grants consent; it may be run again.',
        text: `#!/usr/bin/env bash\nset -euo pipefail\n\nname='Defender API Workbench'\npermissions=(${permissions.map((value) => `'${value}'`).join(' ')})\n\naz ad app create --display-name "$name" --sign-in-audience AzureADMyOrg \\\n  --public-client-redirect-uris http://localhost\n`,
      };
    case 'powerShell':
      return {
        fileName: 'create-app.ps1',
        about: 'PowerShell script with the Microsoft Graph module. It makes the app registration, adds the permissions and grants consent.',
        text: `#Requires -Modules Microsoft.Graph.Applications\n$permissions = @(${permissions.map((value) => `'${value}'`).join(', ')})\n\nNew-MgApplication -DisplayName 'Defender API Workbench' -SignInAudience 'AzureADMyOrg' -PublicClient @{ RedirectUris = @('http://localhost') }\n`,
      };
    case 'consentMail':
      return {
        fileName: 'consent-mail.txt',
        about: 'A mail to someone who may grant consent for the tenant.',
        text: `Hello,\n\nplease grant consent for the application Defender API Workbench\n(client ID ${profile.clientId}) in the tenant ${profile.tenant}:\n\nhttps://login.microsoftonline.com/${profile.tenant}/adminconsent?client_id=${profile.clientId}\n\nIt asks for these ${application ? 'application' : 'delegated'} permissions of WindowsDefenderATP:\n${permissions.map((value) => `- ${value}`).join('\n')}\n\nThe least role that may do this is Cloud Application Administrator.\n`,
      };
  }
}
