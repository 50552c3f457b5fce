/** Alerts of the fake host: a pure function from position to record, so that a million cost nothing until looked at. */
import type { ColumnDto } from '../generated/contract';

export type FakeAlert = Record<string, string | number | null | string[] | object[] | object>;

const DAY = 86_400_000;
/** Spread of creation times. */
const SPAN_DAYS = 425;

const SEVERITIES = ['Informational', 'Low', 'Low', 'Medium', 'Medium', 'Medium', 'High'] as const;
const STATUSES = ['New', 'New', 'InProgress', 'Resolved', 'Resolved', 'Resolved'] as const;
const ANALYSTS = ['maya.lindqvist@sandbox.example', 'theo.okafor@sandbox.example', 'ines.moreau@sandbox.example'] as const;

const KINDS = [
  ['Suspicious PowerShell command line', 'Execution', ['T1059.001'], 'WindowsDefenderAtp'],
  ['Possible credential dumping from LSASS memory', 'CredentialAccess', ['T1003.001'], 'WindowsDefenderAtp'],
  ['Ransomware-linked file extension change in bulk', 'Impact', ['T1486'], 'WindowsDefenderAtp'],
  ["'Wacatac' malware was prevented", 'Malware', [], 'WindowsDefenderAv'],
  ['Unusual number of failed sign-in attempts', 'CredentialAccess', ['T1110'], 'WindowsDefenderAtp'],
  ['Scheduled task registered by an unusual process', 'Persistence', ['T1053.005'], 'WindowsDefenderAtp'],
  ['Connection to a newly registered domain', 'CommandAndControl', ['T1071.001'], 'WindowsDefenderAtp'],
  ['Security tool tampering attempt blocked', 'DefenseEvasion', ['T1562.001'], 'WindowsDefenderAtp'],
  ['Remote service creation with administrative share', 'LateralMovement', ['T1021.002', 'T1569.002'], 'WindowsDefenderAtp'],
  ['Office application started a script interpreter', 'InitialAccess', ['T1566.001', 'T1204.002'], 'WindowsDefenderAtp'],
  ['Unwanted software installed', 'UnwantedSoftware', [], 'WindowsDefenderAv'],
  ['Large upload to a personal cloud storage', 'Exfiltration', ['T1567.002'], 'WindowsDefenderAtp'],
  // What an attacker can write is text. This one keeps the window honest.
  ['File named <img src=x onerror=alert(1)>.docx.exe was blocked', 'Malware', ['T1036.007'], 'WindowsDefenderAv'],
] as const;

export const ALERT_COLUMNS: readonly ColumnDto[] = [
  { name: 'id', kind: 'text' },
  { name: 'incidentId', kind: 'number' },
  { name: 'assignedTo', kind: 'text' },
  { name: 'severity', kind: 'text' },
  { name: 'status', kind: 'text' },
  { name: 'classification', kind: 'text' },
  { name: 'determination', kind: 'text' },
  { name: 'investigationState', kind: 'text' },
  { name: 'detectionSource', kind: 'text' },
  { name: 'category', kind: 'text' },
  { name: 'title', kind: 'text' },
  { name: 'description', kind: 'text' },
  { name: 'alertCreationTime', kind: 'time' },
  { name: 'firstEventTime', kind: 'time' },
  { name: 'lastEventTime', kind: 'time' },
  { name: 'lastUpdateTime', kind: 'time' },
  { name: 'resolvedTime', kind: 'time' },
  { name: 'machineId', kind: 'text' },
  { name: 'computerDnsName', kind: 'text' },
  { name: 'rbacGroupName', kind: 'text' },
  { name: 'mitreTechniques', kind: 'nested' },
  { name: 'relatedUser', kind: 'nested' },
  { name: 'comments', kind: 'nested' },
  { name: 'evidence', kind: 'nested' },
];

/** A small integer hash: the same position gives the same numbers on every run. */
function noise(position: number, salt: number): number {
  let x = Math.imul(position + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return (x ^ (x >>> 15)) >>> 0;
}

function pick<T>(list: readonly T[], position: number, salt: number): T {
  return list[noise(position, salt) % list.length] as T;
}

function hex(position: number, salt: number, digits: number): string {
  let text = '';
  for (let part = 0; text.length < digits; part += 1) {
    text += noise(position, salt * 97 + part).toString(16).padStart(8, '0');
  }
  return text.slice(0, digits);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** The record at a position, newest first. `newest` is when the latest alert was created. */
export function alertAt(position: number, total: number, newest: number): FakeAlert {
  const [title, category, techniques, source] = pick(KINDS, position, 1);
  const severity = pick(SEVERITIES, position, 2);
  const status = pick(STATUSES, position, 3);
  const created = newest - Math.floor((position / Math.max(1, total)) * SPAN_DAYS * DAY) - (noise(position, 4) % 3_600_000);
  const updated = created + (noise(position, 5) % (3 * DAY));
  const machine = noise(position, 6) % 80;
  const site = pick(['lon', 'ber', 'nyc', 'sgp'], machine, 17);
  const user = pick(['a.keller', 'j.novak', 's.tanaka', 'm.ruiz', 'svc-backup'], position, 7);
  const resolved = status === 'Resolved';
  return {
    id: `da${hex(position, 8, 18)}_${noise(position, 9) % 2_000_000_000}`,
    incidentId: 1000 + Math.floor((total - position) / 3),
    investigationId: null,
    assignedTo: status === 'New' ? null : pick(ANALYSTS, position, 10),
    severity,
    status,
    classification: resolved ? pick(['TruePositive', 'FalsePositive', 'InformationalExpectedActivity'], position, 11) : null,
    determination: resolved ? pick(['Malware', 'SecurityTesting', 'LineOfBusinessApplication', 'Clean'], position, 12) : null,
    investigationState: pick(['Queued', 'Running', 'SuccessfullyRemediated', 'UnsupportedAlertType'], position, 13),
    detectionSource: source,
    detectorId: '9d1d1a61-2f2f-4b7d-8d0a-5c9f31c1e0a2',
    category,
    title,
    description: `${title}. The activity was seen once on this device and is unusual for its device group.`,
    threatName: category === 'Malware' ? 'Trojan:Win32/Wacatac.B!ml' : null,
    threatFamilyName: category === 'Malware' ? 'Wacatac' : null,
    alertCreationTime: instant(created),
    firstEventTime: instant(created - 420_000),
    lastEventTime: instant(created - 65_000),
    lastUpdateTime: instant(updated),
    resolvedTime: resolved ? instant(updated) : null,
    machineId: hex(machine, 14, 40),
    computerDnsName: `${site}-${machine % 3 === 0 ? 'srv' : 'wks'}-${String(machine).padStart(3, '0')}.sandbox.example`,
    rbacGroupName: pick(['Servers', 'Workstations', 'Executives'], machine, 15),
    aadTenantId: '6f1d2c5e-8f5f-4e0c-9a55-000000000001',
    mitreTechniques: [...techniques],
    relatedUser: { userName: user, domainName: 'SANDBOX' },
    comments:
      status === 'New'
        ? []
        : [
            {
              comment: 'Checked with the owner of the device. Waiting for the memory image.',
              createdBy: pick(ANALYSTS, position, 16),
              createdTime: instant(created + 5_400_000),
            },
          ],
    evidence: [],
  };
}

/** The evidence that only the request for one alert, or an expanded list, brings. */
export function evidenceOf(position: number, created: string): object[] {
  const absent = {
    sha1: null,
    sha256: null,
    fileName: null,
    filePath: null,
    processId: null,
    processCommandLine: null,
    processCreationTime: null,
    parentProcessId: null,
    parentProcessFileName: null,
    ipAddress: null,
    url: null,
    accountName: null,
    domainName: null,
    userSid: null,
    userPrincipalName: null,
    detectionStatus: null,
  };
  return [
    {
      ...absent,
      entityType: 'Process',
      evidenceCreationTime: created,
      fileName: 'powershell.exe',
      filePath: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
      sha1: hex(position, 20, 40),
      sha256: hex(position, 21, 64),
      processId: 4000 + (position % 900),
      processCommandLine: 'powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA',
      processCreationTime: created,
      parentProcessId: 812,
      parentProcessFileName: 'winword.exe',
      detectionStatus: 'Detected',
    },
    {
      ...absent,
      entityType: 'User',
      evidenceCreationTime: created,
      accountName: 'a.keller',
      domainName: 'SANDBOX',
      userSid: 'S-1-5-21-1004336348-1177238915-682003330-1104',
      userPrincipalName: 'a.keller@sandbox.example',
    },
    { ...absent, entityType: 'Ip', evidenceCreationTime: created, ipAddress: `203.0.113.${position % 250}` },
  ];
}
